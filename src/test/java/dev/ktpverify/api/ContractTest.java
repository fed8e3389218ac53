package dev.ktpverify.api;

import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationConfig;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import dev.ktpverify.KtpVerifyConfig;
import dev.ktpverify.model.Charge;
import dev.ktpverify.model.Failure;
import dev.ktpverify.model.Fault;
import dev.ktpverify.model.Hint;
import dev.ktpverify.model.IdNameOutcome;
import dev.ktpverify.model.IdNameResult;
import dev.ktpverify.model.IdSelfieOutcome;
import dev.ktpverify.model.IdSelfieResult;
import dev.ktpverify.model.Outcome;
import dev.ktpverify.support.OpenApi;
import io.smallrye.config.WithDefault;
import jakarta.ws.rs.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract says what the code does, word for word: each list of it is compared with the code's own. */
class ContractTest {

    private static final String SCHEMAS = "/components/schemas/";
    private static final String VERDICT = "200";
    /** What API Gateway says by itself. */
    private static final Set<String> OF_THE_GATEWAY = Set.of("401", "403");

    /** What a caller is told of an error: for one word, several of these can be. */
    private record Told(int httpStatus, String status, String charge, boolean retryable, String reason) {

        static Told of(Failure failure) {
            return new Told(
                    failure.httpStatus(),
                    failure.status(),
                    failure.charge().name(),
                    failure.retryable(),
                    failure.reason());
        }

        static Told of(Refusal refusal) {
            return new Told(refusal.httpStatus(), refusal.name(), Charge.FREE.name(), false, refusal.reason());
        }

        static Told of(int httpStatus, JsonNode example) {
            return new Told(
                    httpStatus,
                    example.path("status").textValue(),
                    example.path("charge").textValue(),
                    example.path("retryable").booleanValue(),
                    example.path("reason").textValue());
        }

        Told withoutReason() {
            return new Told(httpStatus, status, charge, retryable, "");
        }
    }

    @Test
    void routes() {
        String base = VerificationResource.class.getAnnotation(Path.class).value();
        Set<String> routes = Stream.of(VerificationResource.class.getDeclaredMethods())
                .map(method -> method.getAnnotation(Path.class))
                .filter(Objects::nonNull)
                .map(path -> base + path.value())
                .collect(toSet());

        assertEquals(routes, names(OpenApi.at("/paths")));
    }

    static Stream<Arguments> outcomes() {
        return Stream.of(
                Arguments.of("IdName", "/verify/id_name", IdNameOutcome.values()),
                Arguments.of("IdSelfie", "/verify/id_selfie", IdSelfieOutcome.values()));
    }

    @ParameterizedTest
    @MethodSource
    void outcomes(String schema, String path, Outcome[] outcomes) {
        Set<String> names = Stream.of(outcomes).map(Outcome::name).collect(toSet());
        JsonNode examples = OpenApi.examples(OpenApi.operation(path, "post") + "/responses/200");

        assertEquals(names, texts(OpenApi.at(SCHEMAS + schema + "Outcome/enum")));
        assertEquals(names, names(examples));
        for (Outcome outcome : outcomes) {
            JsonNode example = examples.path(outcome.name()).path("value");
            assertEquals(outcome.name(), example.path("outcome").textValue());
            assertEquals(outcome.charge().name(), example.path("charge").textValue());
            assertEquals(outcome.retryable(), example.path("retryable").booleanValue());
            if (outcome.code() != null) {
                assertEquals(
                        outcome.code(), example.path("result").path("result").textValue());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/verify/id_name", "/verify/id_selfie"})
    void errors(String path) {
        Set<Told> code = Stream.concat(
                        Stream.of(Failure.values()).map(Told::of),
                        Stream.of(Refusal.values()).map(Told::of))
                .collect(toSet());
        Set<Told> documented = new HashSet<>();
        String responses = OpenApi.operation(path, "post") + "/responses";
        for (String httpStatus : names(OpenApi.at(responses))) {
            if (!httpStatus.equals(VERDICT) && !OF_THE_GATEWAY.contains(httpStatus)) {
                assertEquals(SCHEMAS + "Error", OpenApi.schema(responses + "/" + httpStatus));
                OpenApi.examples(responses + "/" + httpStatus)
                        .forEach(example ->
                                documented.add(Told.of(Integer.parseInt(httpStatus), example.path("value"))));
            }
        }

        assertEquals(withoutReason(code), withoutReason(documented));
        assertTrue(documented.containsAll(code), () -> "not as the code says it: " + minus(code, documented));
        assertEquals(code.stream().map(Told::status).collect(toSet()), texts(OpenApi.at(SCHEMAS + "ErrorStatus/enum")));
    }

    /** The texts of which a further word is no new version, see {@link OpenApi#WORDS}. */
    @Test
    void wordsMayGrow() {
        OpenApi.WORDS.forEach((text, words) -> {
            assertEquals(Set.of("description", "type"), names(OpenApi.at(text)), text);
            assertTrue(OpenApi.at(text).path("description").textValue().contains(words.replace(SCHEMAS, "")), text);
        });
    }

    @Test
    void answersMayGrowAndRequestsNot() {
        for (String schema : names(OpenApi.at(SCHEMAS))) {
            if (OpenApi.at(SCHEMAS + schema).has("properties")) {
                assertEquals(
                        !schema.endsWith("Request"),
                        OpenApi.at(SCHEMAS + schema + "/additionalProperties").booleanValue(),
                        schema);
            }
        }
    }

    /** OpenAPI 3.0 says that what stands beside a reference is ignored; generators made empty classes of it. */
    @Test
    void referencesStandAlone() {
        for (JsonNode holder : OpenApi.at("").findParents("$ref")) {
            assertEquals(1, holder.size(), holder::toString);
        }
    }

    /** Some languages, Go for one, have all constants in one name space. */
    @Test
    void constantsDiffer() {
        List<String> constants = new ArrayList<>();
        for (JsonNode schema : OpenApi.at(SCHEMAS)) {
            JsonNode words = schema.path("enum");
            JsonNode constantsOfWords = schema.path("x-enum-varnames");
            assertTrue(constantsOfWords.isMissingNode() || constantsOfWords.size() == words.size());
            (constantsOfWords.isMissingNode() ? words : constantsOfWords)
                    .forEach(name -> constants.add(name.textValue()));
        }

        assertEquals(Set.copyOf(constants).size(), constants.size(), constants::toString);
    }

    /** Swagger UI would send it with each example, the second time for another question. */
    @Test
    void noKeyIsFilledIn() {
        JsonNode key = OpenApi.at("/components/parameters/Idempotency-Key");

        assertTrue(key.findParents("example").isEmpty()
                && key.findParents("default").isEmpty());
    }

    @Test
    void charges() {
        assertEquals(
                Stream.of(Charge.values()).map(Charge::name).collect(toSet()),
                texts(OpenApi.at(SCHEMAS + "Charge/enum")));
    }

    @Test
    void hints() {
        assertEquals(
                Stream.of(Hint.Code.values()).map(Hint.Code::name).collect(toSet()),
                texts(OpenApi.at(SCHEMAS + "HintCode/enum")));
    }

    static Stream<Arguments> answers() {
        return Stream.of(
                Arguments.of("IdNameVerdict", VerdictAnswer.class),
                Arguments.of("IdSelfieVerdict", VerdictAnswer.class),
                Arguments.of("IdNameResult", IdNameResult.class),
                Arguments.of("IdSelfieResult", IdSelfieResult.class),
                Arguments.of("Error", ErrorAnswer.class),
                Arguments.of("Fault", Fault.class),
                Arguments.of("Hint", Hint.class));
    }

    @ParameterizedTest
    @MethodSource
    void answers(String schema, Class<?> written) {
        SerializationConfig json = new ObjectMapper().getSerializationConfig();
        BeanDescription bean = json.introspect(json.constructType(written));

        assertEquals(
                bean.findProperties().stream()
                        .map(BeanPropertyDefinition::getName)
                        .collect(toSet()),
                names(OpenApi.at(SCHEMAS + schema + "/properties")));
    }

    @Test
    void requestFields() {
        assertEquals(
                Set.copyOf(QuestionReader.ID_NAME_FIELDS), names(OpenApi.at(SCHEMAS + "IdNameRequest/properties")));
        assertEquals(
                Set.copyOf(QuestionReader.ID_SELFIE_FIELDS), names(OpenApi.at(SCHEMAS + "IdSelfieRequest/properties")));
    }

    @Test
    void largestImage() throws NoSuchMethodException {
        int bytes = Integer.parseInt(KtpVerifyConfig.class
                .getMethod("maxImageBytes")
                .getAnnotation(WithDefault.class)
                .value());

        for (String image : List.of("face_image", "ktp_image")) {
            assertEquals(
                    (bytes + 2) / 3 * 4,
                    OpenApi.at(SCHEMAS + "IdSelfieRequest/properties/" + image + "/maxLength")
                            .intValue());
        }
        assertTrue(OpenApi.at(SCHEMAS + "IdSelfieRequest/properties/face_image/description")
                .textValue()
                .contains(bytes + " bytes"));
    }

    static List<Arguments> examples() {
        List<Arguments> all = new ArrayList<>();
        for (String path : names(OpenApi.at("/paths"))) {
            String operation = OpenApi.operation(path, "post");
            List<String> places = new ArrayList<>(List.of(operation + "/requestBody"));
            names(OpenApi.at(operation + "/responses")).forEach(code -> places.add(operation + "/responses/" + code));
            places.forEach(place -> OpenApi.examples(place)
                    .fields()
                    .forEachRemaining(example -> all.add(Arguments.of(place, example.getKey(), example.getValue()))));
        }
        return all;
    }

    @ParameterizedTest
    @MethodSource
    void examples(String place, String name, JsonNode example) {
        assertEquals(Set.of(), OpenApi.faults(place, example.path("value")));
        assertTrue(example.path("summary").isTextual(), "is listed by its summary");
    }

    private static Set<Told> withoutReason(Set<Told> told) {
        return told.stream().map(Told::withoutReason).collect(toSet());
    }

    private static Set<Told> minus(Set<Told> told, Collection<Told> others) {
        Set<Told> left = new HashSet<>(told);
        left.removeAll(others);
        return left;
    }

    private static Set<String> names(JsonNode object) {
        Set<String> names = new HashSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static Set<String> texts(JsonNode array) {
        Set<String> texts = new HashSet<>();
        array.forEach(text -> texts.add(text.textValue()));
        return texts;
    }
}
