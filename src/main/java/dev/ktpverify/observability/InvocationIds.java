package dev.ktpverify.observability;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.regex.Pattern;

/**
 * What an invocation can be found by. Each id has its own form; what has another is left out, whoever sent it.
 *
 * @param requestId Lambda's id of the invocation
 * @param traceId the root of the X-Ray trace, null where there is none
 * @param gatewayId API Gateway's id of the request, null for a direct invocation
 * @param correlationId the caller's {@code X-Correlation-Id} where it looks like an id, else the invocation's id
 */
record InvocationIds(String requestId, String traceId, String gatewayId, String correlationId) {

    private static final Pattern LAMBDA = Pattern.compile("[0-9A-Za-z-]{1,64}");
    private static final Pattern TRACE = Pattern.compile("(?:^|;)Root=(1-[0-9a-f]{8}-[0-9a-f]{24})(?:;|$)");
    private static final Pattern GATEWAY = Pattern.compile("[0-9A-Za-z=_-]{1,40}");

    /**
     * The ids of an invocation.
     *
     * @param requestId Lambda's id
     * @param traceHeader X-Ray's header as Lambda hands it over: {@code Root=1-…;Parent=…;Sampled=…}, or null
     * @param gatewayId API Gateway's id, or null
     * @param correlationId what the caller sent, or null
     */
    static InvocationIds of(String requestId, String traceHeader, String gatewayId, String correlationId) {
        String request = kept(LAMBDA, requestId);
        var trace = TRACE.matcher(traceHeader == null ? "" : traceHeader);
        return new InvocationIds(
                request,
                trace.find() ? trace.group(1) : null,
                gatewayId == null || IdForm.hasManyDigits(gatewayId) ? null : kept(GATEWAY, gatewayId),
                correlationId != null && IdForm.isHarmless(correlationId) ? correlationId : request);
    }

    /** An id of Lambda's, if it is one; else null. */
    static String kept(String lambdaId) {
        return kept(LAMBDA, lambdaId);
    }

    private static String kept(Pattern form, String id) {
        return id != null && form.matcher(id).matches() ? id : null;
    }

    /** What every line of a request has. */
    void writeShort(JsonGenerator json) throws IOException {
        JsonFormatter.text(json, "request_id", requestId);
        JsonFormatter.text(json, "trace_id", traceId);
    }

    void write(JsonGenerator json) throws IOException {
        writeShort(json);
        JsonFormatter.text(json, "gateway_request_id", gatewayId);
        JsonFormatter.text(json, "correlation_id", correlationId);
    }
}
