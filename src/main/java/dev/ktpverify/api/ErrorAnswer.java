package dev.ktpverify.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.ktpverify.observability.Journal;
import dev.ktpverify.verification.Charge;
import dev.ktpverify.verification.Failure;
import dev.ktpverify.verification.VerificationFailedException;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/**
 * The one envelope of every answer without a verdict: the provider's, and what a caller decides by.
 *
 * @param status the word that tells what happened
 * @param reason a sentence for people
 * @param requestId the provider's id of the request, or the Lambda request id
 * @param charge what it cost
 * @param retryable whether the same request may fare better later
 * @param errors each fault of the request, left out where there are none
 */
@RegisterForReflection
public record ErrorAnswer(
        String status,
        String reason,
        @JsonProperty("request_id") String requestId,
        Charge charge,
        boolean retryable,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Fault> errors) {

    /** The answer to a bug of ours outside a verification. */
    public static ErrorAnswer internal(String requestId) {
        return of(Failure.BUG_BEFORE_SENDING, Failure.BUG_BEFORE_SENDING.reason(), requestId);
    }

    /** Notes in the journal what the caller is told. */
    public void tell(Journal journal) {
        journal.error(status, charge, retryable, requestId);
    }

    static ErrorAnswer of(VerificationFailedException e, String lambdaRequestId) {
        return of(e.failure(), e.reason(), e.requestId() == null ? lambdaRequestId : e.requestId());
    }

    private static ErrorAnswer of(Failure failure, String reason, String requestId) {
        return new ErrorAnswer(failure.status(), reason, requestId, failure.charge(), failure.retryable(), List.of());
    }
}
