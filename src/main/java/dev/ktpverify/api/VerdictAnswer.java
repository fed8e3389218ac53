package dev.ktpverify.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.ktpverify.observability.Journal;
import dev.ktpverify.verification.Charge;
import dev.ktpverify.verification.Verdict;
import dev.ktpverify.verification.VerificationResult;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;

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
public record VerdictAnswer<R extends VerificationResult>(
        String status,
        String outcome,
        Charge charge,
        boolean retryable,
        R result,
        @JsonProperty("request_id") String requestId) {

    /** The header that tells that an answer was given before. */
    static final String REPLAYED = "Idempotent-Replayed";

    static <R extends VerificationResult> RestResponse<VerdictAnswer<R>> response(
            Verdict<R> verdict, String lambdaRequestId) {
        ResponseBuilder<VerdictAnswer<R>> response = ResponseBuilder.ok(of(verdict, lambdaRequestId));
        return (verdict.replayed() ? response.header(REPLAYED, true) : response).build();
    }

    /** Notes in the journal what the caller is told. */
    void tell(Journal journal) {
        journal.verdict(outcome, charge, retryable, result.orderNo(), requestId);
    }

    private static <R extends VerificationResult> VerdictAnswer<R> of(Verdict<R> verdict, String lambdaRequestId) {
        return new VerdictAnswer<>(
                "OK",
                verdict.outcome().name(),
                verdict.outcome().charge(),
                verdict.outcome().retryable(),
                verdict.result(),
                verdict.requestId() == null ? lambdaRequestId : verdict.requestId());
    }
}
