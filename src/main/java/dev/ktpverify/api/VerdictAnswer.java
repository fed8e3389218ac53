package dev.ktpverify.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.ktpverify.verification.Charge;
import dev.ktpverify.verification.Verdict;

/**
 * The envelope of a verdict: the provider's, and what a caller decides by.
 *
 * @param status always {@code OK}
 * @param outcome what the result code means
 * @param charge what it cost
 * @param retryable whether asking again may bring another verdict
 * @param result the provider's result object
 * @param requestId the provider's id of the request, or the Lambda request id
 * @param <R> the endpoint's result
 */
@JsonPropertyOrder({"status", "outcome", "charge", "retryable", "result", "request_id"})
public record VerdictAnswer<R>(
        String status,
        String outcome,
        Charge charge,
        boolean retryable,
        R result,
        @JsonProperty("request_id") String requestId) {

    static <R> VerdictAnswer<R> of(Verdict<R> verdict, String lambdaRequestId) {
        return new VerdictAnswer<>(
                "OK",
                verdict.outcome().name(),
                verdict.outcome().charge(),
                verdict.outcome().retryable(),
                verdict.result(),
                verdict.requestId() == null ? lambdaRequestId : verdict.requestId());
    }
}
