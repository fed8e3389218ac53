package dev.ktpverify.lambda;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;

/** The answer to a direct invocation: the envelope, with what HTTP would say outside of it added at its end. */
final class DirectAnswer extends APIGatewayV2HTTPResponse {

    private static final String REPLAYED = "Idempotent-Replayed";
    private static final String RETRY_AFTER = "Retry-After";

    private final transient String envelope;

    /**
     * @param response the answer that API Gateway would get; its body is a JSON object
     */
    DirectAnswer(APIGatewayV2HTTPResponse response) {
        boolean replayed = response.getHeaders().containsKey(REPLAYED);
        String retryAfter = response.getHeaders().get(RETRY_AFTER);
        String body = response.getBody();
        envelope = body.substring(0, body.length() - 1)
                + ",\"http_status\":" + response.getStatusCode()
                + (retryAfter == null ? "" : ",\"retry_after\":" + retryAfter)
                + (replayed ? ",\"idempotent_replayed\":true}" : "}");
    }

    /** JSON. */
    String envelope() {
        return envelope;
    }
}
