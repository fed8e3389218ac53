package dev.ktpverify.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ktpverify.support.Api;
import dev.ktpverify.support.Lambda;
import dev.ktpverify.support.StandIns;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The plain payload of another Lambda: answered like the same request over HTTP, with the HTTP status in the envelope. */
@QuarkusTest
@QuarkusTestResource(StandIns.class)
class DirectInvocationTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @BeforeEach
    void forget() {
        StandIns.reset();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"0001", "0002", "0003", "0004", "0099", "4001", "4011", "4032", "4033", "5000", "5120", "9006"})
    void isAnsweredAsOverHttp(String lastFour) {
        var http = Api.verify("id_name", Api.idName(lastFour));
        int sent = StandIns.providerRequests().size();
        StandIns.server().resetRequests();
        JsonNode direct = envelope(Lambda.invoke(payload("id_name", Api.idName(lastFour))));

        ObjectNode expected = (ObjectNode) json(http.asString());
        expected.put("http_status", http.statusCode());
        if (http.header("Retry-After") != null) {
            expected.put("retry_after", Integer.valueOf(http.header("Retry-After")));
        }
        assertEquals(withoutIds(expected), withoutIds(direct));
        assertEquals(sent, StandIns.providerRequests().size());
    }

    @Test
    void aSelfieIsAnsweredTooAndSentAsItCame() {
        String request = Api.idSelfieWith(",\"face_threshold\":80.10000000000000001");
        JsonNode answer = envelope(Lambda.invoke(payload("id_selfie", request)));

        assertEquals("MATCH", answer.get("outcome").asText(), answer::toString);
        assertEquals(200, answer.get("http_status").asInt());
        String sent = StandIns.providerRequests().get(0).getBodyAsString();
        assertEquals("80.10000000000000001", sent.replaceFirst(".*\"face_threshold\":([0-9.]+).*", "$1"));
    }

    @Test
    void theOrderOfFieldsDoesNotMatterAndNullIsNotGiven() {
        JsonNode answer = envelope(Lambda.invoke(
                "{\"request\":" + Api.idName("0001") + ",\"idempotency_key\":null,\"verify\":\"id_name\"}"));

        assertEquals("MATCH", answer.get("outcome").asText(), answer::toString);
    }

    @Test
    void theFieldsOfTheRequestAreRefusedAsOverHttp() {
        assertEquals(
                json(
                        """
                        {"status":"INVALID_ARGUMENT",
                         "reason":"argument 'id_number': must be 16 digits; argument 'name': not found",
                         "livemode":true,"charge":"FREE","retryable":false,"http_status":400,
                         "errors":[{"field":"id_number","message":"must be 16 digits"},
                                   {"field":"name","message":"not found"}]}"""),
                refused(payload("id_name", "{\"id_number\":\"12\"}")));
    }

    static Stream<Arguments> malformed() {
        String id = "\"verify\":\"id_name\"";
        String request = "\"request\":" + Api.idName("0001");
        return Stream.of(
                Arguments.of("null", Map.of("payload", "must be a JSON object")),
                Arguments.of("[1]", Map.of("payload", "must be a JSON object")),
                Arguments.of("\"id_name\"", Map.of("payload", "must be a JSON object")),
                Arguments.of("{}", Map.of("verify", "not found", "request", "not found")),
                Arguments.of("{" + id + "}", Map.of("request", "not found")),
                Arguments.of("{" + request + "}", Map.of("verify", "not found")),
                Arguments.of("{" + id + ",\"request\":null}", Map.of("request", "not found")),
                Arguments.of("{" + id + ",\"request\":\"x\"}", Map.of("request", "must be an object")),
                Arguments.of("{" + id + ",\"request\":[{}]}", Map.of("request", "must be an object")),
                Arguments.of("{\"verify\":{\"a\":[1]}," + request + "}", Map.of("verify", "must be a string")),
                Arguments.of(
                        "{\"verify\":\"ID_NAME\"," + request + "}", Map.of("verify", "must be id_name or id_selfie")),
                Arguments.of("{\"verify\":\"../q\"," + request + "}", Map.of("verify", "must be id_name or id_selfie")),
                Arguments.of("{" + id + ",\"x\":{\"y\":1}," + request + "}", Map.of("x", "unknown")),
                Arguments.of("{\"3217061012870001\":1," + id + "," + request + "}", Map.of("?", "unknown")),
                Arguments.of("{" + id + "," + id + "," + request + "}", Map.of("verify", "given twice")),
                Arguments.of("{" + id + "," + request + "," + request + "}", Map.of("request", "given twice")),
                Arguments.of(
                        "{" + id + ",\"idempotency_key\":7," + request + "}",
                        Map.of("idempotency_key", "must be a string")));
    }

    @ParameterizedTest
    @MethodSource
    void malformed(String payload, Map<String, String> faults) {
        JsonNode answer = refused(payload);

        assertEquals("INVALID_ARGUMENT", answer.get("status").asText());
        assertEquals("FREE", answer.get("charge").asText());
        assertFalse(answer.get("retryable").asBoolean());
        assertEquals(400, answer.get("http_status").asInt());
        assertEquals(faults.size(), answer.get("errors").size(), answer::toString);
        answer.get("errors")
                .forEach(fault -> assertEquals(
                        faults.get(fault.get("field").asText()),
                        fault.get("message").asText(),
                        answer::toString));
    }

    static Stream<Arguments> keys() {
        return Stream.of(
                Arguments.of("", "must be 1 to 255 printable ASCII characters"),
                Arguments.of("k".repeat(256), "must be 1 to 255 printable ASCII characters"),
                Arguments.of("a\\u0000b", "must be 1 to 255 printable ASCII characters"),
                Arguments.of("a\\r\\nb: c", "must be 1 to 255 printable ASCII characters"),
                Arguments.of("k\\u00e9", "must be 1 to 255 printable ASCII characters"),
                Arguments.of("k", "not supported: no idempotency table is configured"),
                Arguments.of("k".repeat(255), "not supported: no idempotency table is configured"));
    }

    @ParameterizedTest
    @MethodSource
    void keys(String key, String message) {
        JsonNode answer = refused(
                "{\"verify\":\"id_name\",\"idempotency_key\":\"" + key + "\",\"request\":" + Api.idName("0001") + "}");

        assertEquals(
                json("[{\"field\":\"idempotency_key\",\"message\":\"" + message + "\"}]"),
                answer.get("errors"),
                answer::toString);
    }

    @Test
    void anEventsHeaderCanNotPassForTheField() {
        ObjectNode event = Lambda.event("/verify/id_name", Api.idName("0001").getBytes());
        ((ObjectNode) event.get("headers")).put("idempotency_key", "k");

        Lambda.Answer answer = Lambda.invoke(event.toString());
        assertEquals(400, answer.status());
        assertEquals(
                json("[{\"field\":\"Idempotency_Key\",\"message\":\"unknown: a key is given as Idempotency-Key\"}]"),
                answer.body().get("errors"));
    }

    /** Without what differs from one request to the next. */
    private static JsonNode withoutIds(JsonNode envelope) {
        assertFalse(((ObjectNode) envelope).remove("request_id").asText().isBlank());
        if (envelope.has("result")) {
            ((ObjectNode) envelope.get("result")).remove("handle_time");
        }
        return envelope;
    }

    /** Without {@code request_id}, which is the invocation's own. */
    private static JsonNode refused(String payload) {
        ObjectNode envelope = (ObjectNode) envelope(Lambda.invoke(payload));
        assertFalse(envelope.remove("request_id").asText().isBlank());
        assertEquals(List.of(), StandIns.providerRequests());
        return envelope;
    }

    private static String payload(String operation, String request) {
        return "{\"verify\":\"" + operation + "\",\"request\":" + request + "}";
    }

    private static JsonNode envelope(Lambda.Answer answer) {
        assertFalse(answer.functionError(), answer::text);
        return answer.response();
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
