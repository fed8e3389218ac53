package dev.ktpverify.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ktpverify.support.Api;
import dev.ktpverify.support.Lambda;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The sandbox from outside: what each test number answers, and that all else works as in production. */
@QuarkusTest
@TestProfile(SandboxProfile.class)
class SandboxTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NUMBER = "001706101287";
    private static final List<String> OPERATIONS = List.of("id_name", "id_selfie");

    private static String body(String operation, String idNumber, String name) {
        return operation.equals("id_name")
                ? "{\"id_number\":\"" + idNumber + "\",\"name\":\"" + name + "\"}"
                : "{\"id_number\":\"" + idNumber + "\",\"name\":\"" + name + "\",\"face_image\":\"" + Api.PNG + "\"}";
    }

    private static String body(String operation, String digits) {
        return body(operation, NUMBER + digits, "BUDI SANTOSO");
    }

    /** Written down once more, from the documents of the API: a table that is read from the code would agree with it. */
    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
            0001, id_name id_selfie, 200, MATCH, CHARGED, false
            0002, id_name id_selfie, 200, MISMATCH, CHARGED, false
            0003, id_name, 200, NOT_SURE, FREE, false
            0003, id_selfie, 200, NOT_FOUND, FREE, false
            0004, id_name id_selfie, 200, FAILED, FREE, true
            0005, id_name, 200, NOT_SURE, FREE, false
            0005, id_selfie, 200, NOT_FOUND_IN_DB, FREE, false
            0006, id_selfie, 200, CHANNEL_FAILED, FREE, true
            0007, id_selfie, 200, RATE_LIMITED, FREE, true
            0008, id_selfie, 200, NO_FACE_DETECTED, FREE, false
            0099, id_name id_selfie, 200, UNRECOGNIZED, UNKNOWN, false
            1234, id_name, 200, NOT_SURE, FREE, false
            1234, id_selfie, 200, NOT_FOUND, FREE, false
            4001, id_name id_selfie, 400, INVALID_ARGUMENT, FREE, false
            4002, id_name id_selfie, 400, QUERY_FAILED, FREE, true
            4003, id_name id_selfie, 400, ABNORMAL_BEHAVIOURS_DETECTED, FREE, false
            4004, id_name id_selfie, 502, BODY_NOT_READ, FREE, false
            4011, id_name id_selfie, 502, UNAUTHORIZED, FREE, false
            4012, id_name id_selfie, 502, KEY_EXPIRED, FREE, false
            4031, id_name id_selfie, 502, NO_PERMISSION, FREE, false
            4032, id_name id_selfie, 503, OUT_OF_QUOTA, FREE, false
            4033, id_name id_selfie, 429, RATE_LIMIT_EXCEEDED, FREE, true
            4041, id_name id_selfie, 502, NOT_FOUND, FREE, false
            5000, id_name id_selfie, 502, INTERNAL_ERROR, FREE, true
            5120, id_name id_selfie, 503, SOURCE_SERVICE_UNAVAILABLE, FREE, true
            5130, id_name id_selfie, 504, SOURCE_SERVICE_TIMEOUT, FREE, true
            9001, id_name id_selfie, 200, MATCH, CHARGED, false
            9002, id_name id_selfie, 504, OUTCOME_UNKNOWN, UNKNOWN, false
            9003, id_name id_selfie, 502, OUTCOME_UNKNOWN, UNKNOWN, false
            9005, id_name id_selfie, 502, OUTCOME_UNKNOWN, UNKNOWN, false
            9006, id_name id_selfie, 502, OUTCOME_UNKNOWN, UNKNOWN, false
            9007, id_name id_selfie, 502, OUTCOME_UNKNOWN, UNKNOWN, false
            9008, id_name id_selfie, 502, OUTCOME_UNKNOWN, UNKNOWN, false
            9009, id_name id_selfie, 502, OUTCOME_UNKNOWN, UNKNOWN, false
            9010, id_name id_selfie, 502, OUTCOME_UNKNOWN, UNKNOWN, false
            9011, id_name id_selfie, 502, OUTCOME_UNKNOWN, UNKNOWN, false
            """)
    void everyTestNumberHasItsAnswer(
            String digits, String operations, int http, String word, String charge, boolean retryable) {
        for (String operation : operations.split(" ")) {
            Response answer = Api.verify(operation, body(operation, digits));
            assertEquals(
                    List.of(http, word, charge, retryable, false),
                    List.of(
                            answer.statusCode(),
                            answer.<Object>path(http == 200 ? "outcome" : "status"),
                            answer.<Object>path("charge"),
                            answer.<Object>path("retryable"),
                            answer.<Object>path("livemode")),
                    answer.asString());
        }
    }

    @Test
    void aVerdictIsWhole() throws IOException {
        Response first = Api.verify("id_name", body("id_name", NUMBER + "0001", "SITI ONE"));
        Response second = Api.verify("id_name", body("id_name", NUMBER + "0001", "SITI TWO"));
        JsonNode told = JSON.readTree(first.asString());
        assertEquals(
                JSON.readTree(
                        """
                        {"status":"OK","outcome":"MATCH","charge":"CHARGED","retryable":false,"result":{"order_no":%s,
                        "handle_time":%s,"result":"01","remark":"SAME"},"livemode":false,"request_id":%s}
                        """
                                .formatted(
                                        told.at("/result/order_no"),
                                        told.at("/result/handle_time"),
                                        told.get("request_id"))),
                told);
        assertTrue(told.at("/result/order_no").textValue().matches("SFBw[0-9]{19}"), first.asString());
        assertTrue(told.get("request_id").textValue().matches("TID[0-9a-f]{32}"), first.asString());
        assertNotEquals(first.<String>path("result.order_no"), second.<String>path("result.order_no"));
    }

    @Test
    void theNumbersOfPeopleAreRefused() {
        for (String operation : OPERATIONS) {
            String reason = "argument 'id_number': must begin with 00: the sandbox takes test numbers alone";
            Response answer = Api.verify(operation, body(operation, "3217061012870001", "BUDI"));
            assertEquals(
                    List.of(400, "INVALID_ARGUMENT", reason, "FREE", false, false),
                    List.of(
                            answer.statusCode(),
                            answer.<Object>path("status"),
                            answer.<Object>path("reason"),
                            answer.<Object>path("charge"),
                            answer.<Object>path("retryable"),
                            answer.<Object>path("livemode")));
        }
    }

    @Test
    void aKeyIsReplayedAndNotTakenForAnotherQuestion() {
        String question = body("id_name", NUMBER + "0001", "SITI AMINAH");
        Response first = Api.request()
                .contentType("application/json")
                .header("Idempotency-Key", "sandbox-replay-key-a")
                .body(question)
                .post("/verify/id_name");
        Response replayed = Api.request()
                .contentType("application/json")
                .header("Idempotency-Key", "sandbox-replay-key-a")
                .body(question)
                .post("/verify/id_name");
        assertEquals("true", replayed.header("Idempotent-Replayed"));
        assertEquals(first.<String>path("result.order_no"), replayed.path("result.order_no"));
        assertEquals(false, replayed.path("livemode"));
        Response other = Api.request()
                .contentType("application/json")
                .header("Idempotency-Key", "sandbox-replay-key-a")
                .body(body("id_name", NUMBER + "0002", "SITI AMINAH"))
                .post("/verify/id_name");
        assertEquals(422, other.statusCode(), other.asString());
    }

    @Test
    void hintsAreThereAndATestNumberIsNone() {
        Response none = Api.verify("id_name", body("id_name", NUMBER + "0001", "DEWI LESTARI"));
        assertFalse(none.asString().contains("hints"), none.asString());
        Response impossible = Api.verify("id_name", body("id_name", "0017069912870001", "dewi lestari"));
        assertEquals(
                List.of("DATE_IMPOSSIBLE", "NAME_NOT_UPPERCASE"), impossible.path("hints.code"), impossible.asString());
    }

    /** Four in a row would open the circuit in production, and leave the next one without the answer of its number. */
    @Test
    void oneNumberDoesNotSpoilAnother() {
        for (int i = 0; i < 15; i++) {
            Response answer = Api.verify("id_name", body("id_name", NUMBER + "5120", "PERSON " + (char) ('A' + i)));
            assertEquals("SOURCE_SERVICE_UNAVAILABLE", answer.path("status"), answer.asString());
            assertTrue(answer.asString().contains("the provider's source is unavailable"), answer.asString());
            assertEquals("1", answer.header("Retry-After"));
        }
        assertEquals(
                "MATCH",
                Api.verify("id_name", body("id_name", NUMBER + "0001", "AFTER ALL"))
                        .path("outcome"));
    }

    @Test
    void directInvocationsAndTheHealthCheckSayThatTheyAreNotLive() {
        JsonNode direct = Lambda.invoke("{\"verify\":\"id_name\",\"request\":" + body("id_name", "0002") + "}")
                .response();
        assertEquals("MISMATCH", direct.path("outcome").textValue(), direct.toString());
        assertEquals(false, direct.path("livemode").booleanValue());
        JsonNode health = Lambda.invoke("{\"health\":true}").response();
        assertEquals(
                "{\"status\":\"HEALTHY\",\"livemode\":false,\"request_id\":" + health.get("request_id")
                        + ",\"charge\":\"FREE\",\"retryable\":false,\"secret\":true,\"table\":true,\"provider\":true,"
                        + "\"http_status\":200}",
                health.toString());
        JsonNode refused =
                Lambda.invoke("{\"verify\":\"id_card\",\"request\":{}}").response();
        assertEquals(false, refused.path("livemode").booleanValue(), refused.toString());
        assertTrue(refused.has("livemode"));
    }
}
