package dev.ktpverify.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.ktpverify.invocation.Invocation;
import dev.ktpverify.model.Charge;
import dev.ktpverify.model.Failure;
import dev.ktpverify.model.Fault;
import dev.ktpverify.model.Hint;
import dev.ktpverify.model.VerificationFailedException;
import dev.ktpverify.observability.InvocationRecord;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/**
 * The one envelope of every answer without a verdict: the provider's, and what a caller decides by.
 *
 * @param status the word that tells what happened
 * @param reason a sentence for people
 * @param referenceId the caller's own id of the request, left out where there is none
 * @param livemode false in the sandbox, where nobody is asked
 * @param requestId the provider's id of the request, or the Lambda request id
 * @param charge what it cost
 * @param retryable whether the same request may fare better later
 * @param errors each fault of the request, left out where there are none
 * @param hints what can be seen in the question without asking, left out where there is nothing
 */
@RegisterForReflection
public record ErrorAnswer(
        String status,
        String reason,
        @JsonProperty("reference_id") @JsonInclude(JsonInclude.Include.NON_NULL) String referenceId,
        boolean livemode,
        @JsonProperty("request_id") String requestId,
        Charge charge,
        boolean retryable,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Fault> errors,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Hint> hints) {

    /** The line of the log will say what the caller is told. */
    public void log(InvocationRecord log) {
        log.error(status, charge, retryable, requestId);
    }

    static ErrorAnswer of(VerificationFailedException e, Invocation invocation) {
        String requestId = e.requestId() == null ? invocation.id() : e.requestId();
        return of(e.failure(), e.reason(), requestId, e.hints(), invocation);
    }

    /** Of a failure that the provider knows nothing of. */
    static ErrorAnswer of(Failure failure, Invocation invocation) {
        return of(failure, failure.reason(), invocation.id(), List.of(), invocation);
    }

    private static ErrorAnswer of(
            Failure failure, String reason, String requestId, List<Hint> hints, Invocation invocation) {
        return new ErrorAnswer(
                failure.status(),
                reason,
                invocation.reference().value(),
                invocation.log().livemode(),
                requestId,
                failure.charge(),
                failure.retryable(),
                List.of(),
                hints);
    }
}
