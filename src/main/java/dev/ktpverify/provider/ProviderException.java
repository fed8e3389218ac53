package dev.ktpverify.provider;

import dev.ktpverify.model.Failure;

/**
 * An attempt that ended without a verdict. None has a cause: fault tolerance looks through cause chains, and a library's
 * message can quote what was sent.
 */
public class ProviderException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Failure failure;
    private final String detail;
    private final String reason;
    private final String requestId;
    private final transient RetryDecision decision;

    private ProviderException(Failure failure, String detail, String reason, String requestId, RetryDecision decision) {
        super(failure.name(), null, false, false);
        this.failure = failure;
        this.detail = detail;
        this.reason = reason;
        this.requestId = requestId;
        this.decision = decision;
    }

    /** An attempt in trouble: these open the circuit. */
    static final class InTrouble extends ProviderException {

        private static final long serialVersionUID = 1L;

        private InTrouble(Failure failure, String detail, String reason, String requestId, RetryDecision decision) {
            super(failure, detail, reason, requestId, decision);
        }
    }

    /**
     * A finding of ours.
     *
     * @param detail more about it, for the log alone: a word of ours, or null
     */
    static ProviderException of(Failure failure, String detail) {
        return of(failure, detail, failure.reason(), null, RetryDecision.NO);
    }

    /**
     * The provider answered with an error code of its pages: nothing was charged.
     *
     * @param reason the provider's free text, null if it gave none; it is shown only as far as {@link ProviderReason} allows
     * @param requestId the provider's id of the request, null if it gave none
     */
    static ProviderException refused(Failure failure, String reason, String requestId) {
        return of(failure, null, ProviderReason.shown(reason, failure.reason()), requestId, RetryDecision.NO);
    }

    /**
     * The provider did not find a field that was sent: nothing was charged.
     *
     * @param field its name
     * @param requestId the provider's id of the request, null if it gave none
     */
    static ProviderException bodyNotRead(String field, String requestId) {
        Failure failure = Failure.BODY_NOT_READ;
        return of(failure, field, failure.reason(), requestId, RetryDecision.NO);
    }

    private static ProviderException of(
            Failure failure, String detail, String reason, String requestId, RetryDecision decision) {
        return failure.opensTheCircuit()
                ? new InTrouble(failure, detail, reason, requestId, decision)
                : new ProviderException(failure, detail, reason, requestId, decision);
    }

    /** The same, with the decision whether there is another attempt. */
    ProviderException with(RetryDecision made) {
        return of(failure, detail, reason, requestId, made);
    }

    /** Why there is no verdict. */
    public Failure failure() {
        return failure;
    }

    /** More about the failure, for the log alone; null if there is nothing more. */
    public String detail() {
        return detail;
    }

    /** A sentence for people; it holds nothing of what was sent. */
    public String reason() {
        return reason;
    }

    /** The provider's id of the request, null if it gave none. */
    public String requestId() {
        return requestId;
    }

    /** Whether there is another attempt; {@link RetryDecision#NO} unless it was decided otherwise. */
    RetryDecision decision() {
        return decision;
    }
}
