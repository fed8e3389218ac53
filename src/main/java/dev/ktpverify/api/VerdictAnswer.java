package dev.ktpverify.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.ktpverify.invocation.Invocation;
import dev.ktpverify.model.Charge;
import dev.ktpverify.model.Hint;
import dev.ktpverify.model.Result;
import dev.ktpverify.model.Verdict;
import java.util.List;
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
 * @param hints what can be seen in the question without asking, left out where there is nothing
 * @param referenceId the caller's own id of the request, left out where there is none
 * @param livemode false in the sandbox, where nobody is asked
 * @param requestId the provider's id of the request, or the Lambda request id
 * @param <R> the endpoint's result
 */
@JsonPropertyOrder({
    "status",
    "outcome",
    "charge",
    "retryable",
    "result",
    "hints",
    "reference_id",
    "livemode",
    "request_id"
})
public record VerdictAnswer<R extends Result>(
        String status,
        String outcome,
        Charge charge,
        boolean retryable,
        R result,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Hint> hints,
        @JsonProperty("reference_id") @JsonInclude(JsonInclude.Include.NON_NULL) String referenceId,
        boolean livemode,
        @JsonProperty("request_id") String requestId) {

    /** The header that tells that an answer was given before. */
    public static final String REPLAYED = "Idempotent-Replayed";

    /** The response, of which the line of the log will tell, too. */
    static <R extends Result> RestResponse<VerdictAnswer<R>> response(
            Verdict<R> verdict, List<Hint> hints, Invocation invocation) {
        invocation.log().verdict(verdict);
        ResponseBuilder<VerdictAnswer<R>> response = ResponseBuilder.ok(of(verdict, hints, invocation));
        return (verdict.replayed() ? response.header(REPLAYED, true) : response).build();
    }

    private static <R extends Result> VerdictAnswer<R> of(Verdict<R> verdict, List<Hint> hints, Invocation invocation) {
        return new VerdictAnswer<>(
                "OK",
                verdict.outcome().name(),
                verdict.outcome().charge(),
                verdict.outcome().retryable(),
                verdict.result(),
                hints,
                invocation.reference().value(),
                invocation.log().livemode(),
                verdict.requestId() == null ? invocation.id() : verdict.requestId());
    }
}
