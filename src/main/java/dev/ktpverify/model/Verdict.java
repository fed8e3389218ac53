package dev.ktpverify.model;

/**
 * The provider's answer to a verification.
 *
 * @param outcome what it means
 * @param result the provider's own fields
 * @param requestId the provider's id of the request, null where it gave none
 * @param replayed true if it was given to an earlier request, and nothing was asked for this one
 * @param <R> the endpoint's result
 */
public record Verdict<R extends Result>(Outcome outcome, R result, String requestId, boolean replayed) {

    /** A verdict that the provider has just given. */
    public Verdict(Outcome outcome, R result, String requestId) {
        this(outcome, result, requestId, false);
    }
}
