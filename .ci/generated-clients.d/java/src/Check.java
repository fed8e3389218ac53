import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ktpverify.client.ApiClient;
import dev.ktpverify.client.ApiException;
import dev.ktpverify.client.ApiResponse;
import dev.ktpverify.client.VerifyApi;
import dev.ktpverify.client.model.Charge;
import dev.ktpverify.client.model.Error;
import dev.ktpverify.client.model.ErrorStatus;
import dev.ktpverify.client.model.GatewayError;
import dev.ktpverify.client.model.IdNameOutcome;
import dev.ktpverify.client.model.IdNameRequest;
import dev.ktpverify.client.model.IdNameVerdict;
import dev.ktpverify.client.model.IdSelfieOutcome;
import dev.ktpverify.client.model.IdSelfieRequest;
import dev.ktpverify.client.model.IdSelfieVerdict;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Asks through the client that openapi-generator makes of the contract: Java, the JDK's HTTP client, Jackson.
 *
 * <pre>java -jar check.jar FUNCTION-URL TOMORROW-URL ID-NUMBERS ERRORS-FILE</pre>
 *
 * FUNCTION-URL is the function behind Prism, which notes in a header what breaks the contract. TOMORROW-URL answers with the
 * contract's examples, some with words and fields that are new. ID-NUMBERS is how the id numbers asked for begin.
 */
public final class Check {

    private static final ObjectMapper JSON = ApiClient.createDefaultObjectMapper();
    private static final String PICTURE =
            "iVBORw0KGgoAAAANSUhEUgAAAPAAAADwAQAAAAAWLtQ/AAAAHklEQVR42u3BAQ0AAADCoPdPbQ8HFAAAAAAAAMCnAR0QAAFQm+8DAAAAAElFTkSuQmCC";
    private static final int STATUS_UNPROCESSABLE = 422;

    private final String function;
    private final String tomorrow;
    private final String idNumbers;
    private final JsonNode errors;

    private interface Case {
        void run() throws Exception;
    }

    private interface Question {
        void ask() throws ApiException;
    }

    private Check(String[] arguments) throws Exception {
        function = arguments[0];
        tomorrow = arguments[1];
        idNumbers = arguments[2];
        errors = JSON.readTree(Path.of(arguments[3]).toFile());
    }

    public static void main(String[] arguments) throws Exception {
        Map<String, Case> cases = new Check(arguments).cases();
        boolean failed = false;
        for (Map.Entry<String, Case> each : cases.entrySet()) {
            try {
                each.getValue().run();
            } catch (Exception | AssertionError e) {
                System.err.println("java: " + each.getKey() + ": " + e);
                failed = true;
            }
        }
        System.out.println("java: " + cases.size() + " cases run");
        System.exit(failed ? 1 : 0);
    }

    private Map<String, Case> cases() {
        Map<String, Case> cases = new LinkedHashMap<>();
        cases.put("id_name, MATCH", this::idName);
        cases.put("id_selfie, MATCH with every field", this::idSelfie);
        cases.put("400 with every fault", this::everyFault);
        cases.put("404", () -> assertError(404, "NOT_FOUND", api(function + "/nowhere", request -> {})));
        cases.put("405", () -> assertError(405, "METHOD_NOT_ALLOWED", api(function, Check::put)));
        cases.put("415", () -> assertError(415, "UNSUPPORTED_MEDIA_TYPE", api(function, Check::asText)));
        cases.put("a replay, then 422", this::replay);
        cases.put("409, from the contract", this::inProgress); // see ../typescript/check.ts
        cases.put("401 and 403 of API Gateway, from the contract", this::gateway);
        cases.put("a new word and a new field are no fault", this::newWords);
        for (JsonNode error : errors) {
            cases.put(error.path("http") + " " + error.path("status"), () -> providersError(error));
        }
        return cases;
    }

    private void idName() throws ApiException {
        ApiResponse<IdNameVerdict> response = api().verifyIdNameWithHttpInfo(question("0001"), null, null, null);
        IdNameVerdict verdict = response.getData();
        assertEquals(IdNameOutcome.ID_NAME_MATCH.getValue(), verdict.getOutcome());
        assertEquals(Charge.CHARGED, verdict.getCharge());
        assertEquals(false, verdict.getRetryable());
        assertEquals("01", verdict.getResult().getResult());
        assertKept(response.getHeaders());
    }

    private void idSelfie() throws ApiException {
        IdSelfieRequest question = new IdSelfieRequest()
                .idNumber(idNumbers + "0001")
                .faceImage(PICTURE)
                .ktpImage(PICTURE)
                .email("budi@example.com")
                .phoneNumber("+6281234567890")
                .birthDate("1987-12-10")
                .name("BUDI SANTOSO")
                .faceThreshold(70.0);
        ApiResponse<IdSelfieVerdict> response = api().verifyIdSelfieWithHttpInfo(question, null, null, null);
        IdSelfieVerdict verdict = response.getData();
        assertEquals(IdSelfieOutcome.ID_SELFIE_MATCH.getValue(), verdict.getOutcome());
        assertEquals(93.3, verdict.getResult().getFaceScore());
        assertEquals(true, verdict.getResult().getBirthDate());
        assertKept(response.getHeaders());
    }

    private void everyFault() throws Exception {
        IdNameRequest wrong = new IdNameRequest().idNumber("321").name("-");
        Error error = error(400, () -> api().verifyIdName(wrong, null, null, null));
        assertEquals(ErrorStatus.INVALID_ARGUMENT.getValue(), error.getStatus());
        assertEquals("id_number", error.getErrors().get(0).getField());
        assertEquals("must be 16 digits", error.getErrors().get(0).getMessage());
    }

    private void replay() throws Exception {
        String key = UUID.randomUUID().toString();
        ApiResponse<IdNameVerdict> first = api().verifyIdNameWithHttpInfo(question("0002"), key, null, null);
        ApiResponse<IdNameVerdict> second = api().verifyIdNameWithHttpInfo(question("0002"), key, null, null);
        assertEquals(first.getData(), second.getData());
        assertEquals(null, first.getHeaders().get("idempotent-replayed"));
        assertEquals(List.of("true"), second.getHeaders().get("idempotent-replayed"));
        Error error = error(STATUS_UNPROCESSABLE, () -> api().verifyIdName(question("0001"), key, null, null));
        assertEquals(ErrorStatus.IDEMPOTENCY_KEY_REUSED.getValue(), error.getStatus());
    }

    private void inProgress() throws Exception {
        VerifyApi api = api(tomorrow, request -> request.header("Prefer", "code=409"));
        Error error = error(409, () -> api.verifyIdName(question("0001"), null, null, null));
        assertEquals(ErrorStatus.IN_PROGRESS.getValue(), error.getStatus());
        assertEquals(true, error.getRetryable());
    }

    private void gateway() throws Exception {
        for (Map.Entry<Integer, String> told : Map.of(401, "Unauthorized", 403, "Forbidden").entrySet()) {
            VerifyApi api = api(tomorrow, request -> request.header("Prefer", "code=" + told.getKey()));
            ApiException e = refused(told.getKey(), () -> api.verifyIdName(question("0001"), null, null, null));
            GatewayError error = JSON.readValue(e.getResponseBody(), GatewayError.class);
            assertEquals(told.getValue(), error.getMessage());
        }
    }

    private void newWords() throws Exception {
        IdNameVerdict verdict = api(tomorrow, request -> {}).verifyIdName(question("0001"), null, null, null);
        assertEquals("NEW_OUTCOME", verdict.getOutcome());
        assertEquals(Charge.CHARGED, verdict.getCharge());
        assertEquals("new", verdict.getAdditionalProperty("new_field"));
        VerifyApi api = api(tomorrow, request -> request.header("Prefer", "code=400, example=QUERY_FAILED"));
        Error error = error(400, () -> api.verifyIdName(question("0001"), null, null, null));
        assertEquals("NEW_STATUS", error.getStatus());
        assertEquals(true, error.getRetryable());
    }

    private void providersError(JsonNode expected) throws Exception {
        IdNameRequest question = question(expected.path("digits").textValue());
        Error error = error(expected.path("http").intValue(), () -> api().verifyIdName(question, null, null, null));
        assertEquals(expected.path("status").textValue(), error.getStatus());
        assertEquals(Charge.fromValue(expected.path("charge").textValue()), error.getCharge());
        assertEquals(expected.path("retryable").booleanValue(), error.getRetryable());
    }

    private void assertError(int http, String status, VerifyApi api) throws Exception {
        assertEquals(status, error(http, () -> api.verifyIdName(question("0001"), null, null, null)).getStatus());
    }

    private static Error error(int http, Question question) throws Exception {
        return JSON.readValue(refused(http, question).getResponseBody(), Error.class);
    }

    private static ApiException refused(int http, Question question) throws Exception {
        try {
            question.ask();
        } catch (ApiException e) {
            assertEquals(http, e.getCode());
            assertKept(e.getResponseHeaders().map());
            return e;
        }
        throw new AssertionError("not refused");
    }

    /** Fails an answer that breaks the contract, whatever else is looked at. */
    private static void assertKept(Map<String, List<String>> headers) {
        String violations = String.join("", headers.getOrDefault("sl-violations", List.of()));
        assertEquals(false, violations.contains("[\"response\""));
    }

    private IdNameRequest question(String digits) {
        return new IdNameRequest().idNumber(idNumbers + digits).name("BUDI SANTOSO");
    }

    private VerifyApi api() {
        return api(function, request -> {});
    }

    private static VerifyApi api(String url, Consumer<HttpRequest.Builder> interceptor) {
        ApiClient client = new ApiClient();
        client.updateBaseUri(url);
        client.setReadTimeout(Duration.ofSeconds(35)); // longer than the function takes at most
        client.setRequestInterceptor(interceptor.andThen(request -> request.header("Authorization", "Bearer dev")));
        return new VerifyApi(client);
    }

    private static void put(HttpRequest.Builder request) {
        request.PUT(HttpRequest.BodyPublishers.ofString("{}"));
    }

    private static void asText(HttpRequest.Builder request) {
        request.setHeader("Content-Type", "text/plain");
    }

    private static void assertEquals(Object expected, Object actual) {
        if (!Objects.equals(expected, actual)) {
            throw new AssertionError("expected " + expected + ", was " + actual);
        }
    }
}
