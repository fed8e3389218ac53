package dev.ktpverify.support;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ktpverify.model.Failure;
import io.restassured.response.Response;
import java.util.Set;

/**
 * The whole answer that a caller must get: every field of the body, and no other.
 *
 * @param http the HTTP status code
 * @param body the body, without the request id
 * @param providersId true where the request id is the provider's, false where it is Lambda's
 */
public record Answer(int http, ObjectNode body, boolean providersId) {

    /** What tells when to ask again; at least a second later. */
    private static final Set<Integer> FOR_NOW = Set.of(409, 429, 503);

    private static final ObjectMapper JSON = new ObjectMapper();

    /** A verdict that was charged. */
    public static Answer charged(String outcome, String code) {
        return verdict(outcome, code, "CHARGED", false);
    }

    /** A verdict on {@link Acts#verdict(String)}. */
    public static Answer verdict(String outcome, String code, String charge, boolean retryable) {
        try {
            ObjectNode body = (ObjectNode) JSON.readTree(Acts.verdict(code));
            body.put("outcome", outcome)
                    .put("charge", charge)
                    .put("retryable", retryable)
                    .put("livemode", true);
            body.remove("request_id");
            return new Answer(200, body, true);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A failure that costs nothing. */
    public static Answer free(int http, Failure failure, boolean retryable) {
        return failed(http, failure, "FREE", retryable);
    }

    /** A failure. */
    public static Answer failed(int http, Failure failure, String charge, boolean retryable) {
        ObjectNode body = JSON.createObjectNode();
        body.put("status", failure.status()).put("reason", failure.reason());
        body.put("charge", charge).put("retryable", retryable).put("livemode", true);
        return new Answer(http, body, false);
    }

    /** The same, with the provider's request id. */
    public Answer fromProvider() {
        return new Answer(http, body, true);
    }

    /** The same, with another reason. */
    public Answer reason(String reason) {
        return new Answer(http, body.deepCopy().put("reason", reason), providersId);
    }

    /** Fails unless the response is this answer and nothing else. */
    public void assertIs(Response response) {
        String lambdaId = response.header("X-Request-Id");
        assertNotNull(lambdaId, "X-Request-Id");
        ObjectNode expected = body.deepCopy().put("request_id", providersId ? Acts.REQUEST_ID : lambdaId);
        try {
            assertEquals(expected, JSON.readTree(response.asString()));
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON: " + response.asString(), e);
        }
        assertEquals(http, response.statusCode());
        assertEquals("application/json", response.contentType().split(";")[0]);
    }

    /** The same as a direct invocation gets it: the whole envelope. */
    public ObjectNode direct(String lambdaId) {
        ObjectNode envelope = body.deepCopy().put("request_id", providersId ? Acts.REQUEST_ID : lambdaId);
        if (body.get("retryable").booleanValue() && FOR_NOW.contains(http)) {
            envelope.put("retry_after", 1);
        }
        return envelope.put("http_status", http);
    }

    @Override
    public String toString() {
        return http + " " + body;
    }
}
