package dev.ktpverify.provider;

import static dev.ktpverify.support.Acts.refusal;
import static dev.ktpverify.support.Acts.verdict;
import static dev.ktpverify.support.Answer.charged;
import static dev.ktpverify.support.Answer.failed;
import static dev.ktpverify.support.Answer.free;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ktpverify.model.Failure;
import dev.ktpverify.support.Act;
import dev.ktpverify.support.Act.Charge;
import dev.ktpverify.support.Acts;
import dev.ktpverify.support.Answer;
import dev.ktpverify.support.Api;
import dev.ktpverify.support.FaultyWorld;
import dev.ktpverify.support.FaultyWorldProfile;
import dev.ktpverify.support.Lambda;
import dev.ktpverify.support.ScriptedProvider;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A provider that reads forms: the same fields, and the same rules for what is repeated and what it costs. */
@QuarkusTest
@TestProfile(FormBodyTest.Form.class)
class FormBodyTest {

    private static final Answer MATCH = charged("MATCH", "01");
    private static final Answer SELFIE_MATCH = selfieMatch();
    private static final Act OK = verdict("01", Charge.CHARGED);

    /** Questions are written as forms. */
    public static class Form extends FaultyWorldProfile {
        public Form() {
            super(Map.of("ktp-verify.provider.body", "form"));
        }
    }

    private final ScriptedProvider provider = FaultyWorld.provider();

    @BeforeEach
    void reset() {
        FaultyWorld.reset(() -> Api.verify("id_name", Api.idName("0001")));
        provider.script(OK);
    }

    /** By the URL standard: + for a space, and only letters, digits and *-._ stay. */
    @Test
    void idName() {
        String name = "NUR'AINI & JOS\u00c9 = 50% + ~*-._ \ud83d\ude00 #;/?";

        MATCH.assertIs(Api.verify("id_name", "{\"name\":\"" + name + "\",\"id_number\":\"" + Api.MATCHING_NIK + "\"}"));

        String body = received("/verify/id_name");
        assertEquals(
                "id_number=3217061012870001&name=NUR%27AINI+%26+JOS%C3%89+%3D+50%25+%2B+%7E*-._+%F0%9F%98%80+%23%3B%2F%3F",
                body);
        assertEquals(Map.of("id_number", List.of(Api.MATCHING_NIK), "name", List.of(name)), decoded(body));
    }

    @Test
    void idSelfieWithEverything() {
        SELFIE_MATCH.assertIs(Api.verify(
                "id_selfie",
                Api.idSelfieWith(",\"ktp_image\":\"" + Api.PNG + "\",\"email\":\"budi+ktp@example.com\","
                        + "\"phone_number\":\"+6281234567890\",\"birth_date\":\"1987-12-10\","
                        + "\"name\":\"BUDI SANTOSO\",\"face_threshold\":70.5")));

        String body = received("/verify/id_selfie");
        String picture = Api.PNG.replace("+", "%2B").replace("/", "%2F").replace("=", "%3D");
        assertTrue(body.contains("&face_image=" + picture + "&ktp_image=" + picture + "&"), body);
        assertEquals(
                Map.of(
                        "id_number", List.of(Api.MATCHING_NIK),
                        "face_image", List.of(Api.PNG),
                        "ktp_image", List.of(Api.PNG),
                        "email", List.of("budi+ktp@example.com"),
                        "phone_number", List.of("+6281234567890"),
                        "birth_date", List.of("1987-12-10"),
                        "name", List.of("BUDI SANTOSO"),
                        "face_threshold", List.of("70.5")),
                decoded(body));
    }

    @Test
    void whatIsNotAskedIsLeftOut() {
        SELFIE_MATCH.assertIs(Api.verify("id_selfie", Api.question("id_selfie")));

        assertEquals(
                Map.of("id_number", List.of(Api.MATCHING_NIK), "face_image", List.of(Api.PNG)),
                decoded(received("/verify/id_selfie")));
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "100, 100", "70.50, 70.50", "1e2, 100", "7E+1, 70", "5e-8, 0.00000005"})
    void aNumberIsPlainText(String given, String sent) {
        SELFIE_MATCH.assertIs(Api.verify("id_selfie", Api.idSelfieWith(",\"face_threshold\":" + given)));

        assertEquals(List.of(sent), decoded(received("/verify/id_selfie")).get("face_threshold"));
    }

    @Test
    void aLargePictureArrivesWhole() {
        String request = Api.idSelfie("0001");
        SELFIE_MATCH.assertIs(Api.verify("id_selfie", request));

        String picture =
                decoded(received("/verify/id_selfie")).get("face_image").get(0);
        assertTrue(request.contains("\"face_image\":\"" + picture + "\""));
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                Arguments.of(List.of(refusal(403, "RATE_LIMIT_EXCEEDED"), OK), MATCH, 2, 2),
                Arguments.of(
                        List.of(refusal(403, "RATE_LIMIT_EXCEEDED")),
                        free(429, Failure.RATE_LIMIT_EXCEEDED, true).fromProvider(),
                        2,
                        2),
                Arguments.of(List.of(Acts.resetAfterAccept(), OK), MATCH, 1, 2),
                Arguments.of(List.of(Acts.resetAfterAccept()), free(503, Failure.NOT_SENT, true), 0, 3),
                Arguments.of(
                        List.of(Acts.resetAfterRequest()), failed(502, Failure.ANSWER_LOST, "UNKNOWN", false), 1, 1),
                Arguments.of(
                        List.of(Acts.resetAfterHalfTheBody()),
                        failed(502, Failure.ANSWER_LOST, "UNKNOWN", false),
                        0,
                        1),
                Arguments.of(List.of(Acts.neverAnswer()), failed(504, Failure.ANSWER_LATE, "UNKNOWN", false), 1, 1),
                Arguments.of(
                        List.of(refusal(400, "INVALID_ARGUMENT", "argument 'name': not found")),
                        free(502, Failure.BODY_NOT_READ, false).fromProvider(),
                        1,
                        1),
                Arguments.of(
                        List.of(refusal(400, "INVALID_ARGUMENT", "argument 'face_image': not found")),
                        free(400, Failure.INVALID_ARGUMENT, false)
                                .fromProvider()
                                .reason("argument 'face_image': not found"),
                        1,
                        1));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void faults(List<Act> acts, Answer expected, int requests, int attempts) {
        provider.script(acts.toArray(Act[]::new));

        expected.assertIs(Api.verify("id_name", Api.idName("0001")));

        assertEquals(attempts, provider.played().size());
        assertEquals(requests, provider.ledger().size());
        for (ScriptedProvider.Entry entry : provider.ledger()) {
            assertEquals("id_number=3217061012870001&name=BUDI+SANTOSO", entry.body());
        }
    }

    @Test
    void theHealthCheckStillAsksNothing() {
        assertTrue(Lambda.invoke("{\"health\":true}").response().get("provider").booleanValue());
        assertEquals(List.of(), provider.ledger());
    }

    /** The body of the one request, whose headers are as they must be. */
    private String received(String path) {
        assertEquals(1, provider.ledger().size());
        ScriptedProvider.Entry entry = provider.ledger().get(0);
        List<String> head = entry.headers().lines().toList();
        assertEquals("POST " + path + " HTTP/1.1", head.get(0));
        assertEquals(
                List.of("Content-Type: application/x-www-form-urlencoded"),
                head.stream()
                        .filter(line -> line.regionMatches(true, 0, "Content-Type:", 0, 13))
                        .toList());
        return entry.body();
    }

    /** The same verdict has more fields for a selfie; the stand-in gives none of them. */
    private static Answer selfieMatch() {
        ObjectNode body = MATCH.body().deepCopy();
        Stream.of("id_number", "face_percent", "ktp_face_percent", "face_score", "ktp_face_score", "name", "birth_date")
                .forEach(((ObjectNode) body.get("result"))::putNull);
        return new Answer(200, body, true);
    }

    private static Map<String, List<String>> decoded(String form) {
        return new QueryStringDecoder(form, StandardCharsets.UTF_8, false).parameters();
    }
}
