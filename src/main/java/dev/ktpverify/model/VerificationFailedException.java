package dev.ktpverify.model;

import java.util.List;

/** A verification without a verdict. */
public final class VerificationFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Failure failure;
    private final String reason;
    private final String requestId;
    private final boolean replayed;
    private final int retryAfter;
    private final transient List<Hint> hints;

    /** A failure that {@link Failure} says all about. */
    public VerificationFailedException(Failure failure) {
        this(failure, failure.reason(), null, false);
    }

    /**
     * @param failure why there is no verdict
     * @param reason a sentence for people; it holds nothing of what was sent
     * @param requestId the provider's id of the request, null where it gave none
     * @param replayed true if an earlier request ended so, and nothing was asked for this one
     */
    public VerificationFailedException(Failure failure, String reason, String requestId, boolean replayed) {
        this(failure, reason, requestId, replayed, 0);
    }

    /**
     * @param failure why there is no verdict
     * @param reason a sentence for people; it holds nothing of what was sent
     * @param requestId the provider's id of the request, null where it gave none
     * @param replayed true if an earlier request ended so, and nothing was asked for this one
     * @param retryAfter how long the caller should wait before it asks again, in seconds; 0 where nothing is said
     */
    public VerificationFailedException(
            Failure failure, String reason, String requestId, boolean replayed, int retryAfter) {
        this(failure, reason, requestId, replayed, retryAfter, List.of());
    }

    private VerificationFailedException(
            Failure failure, String reason, String requestId, boolean replayed, int retryAfter, List<Hint> hints) {
        super(failure.name(), null, false, false);
        this.failure = failure;
        this.reason = reason;
        this.requestId = requestId;
        this.replayed = replayed;
        this.retryAfter = retryAfter;
        this.hints = hints;
    }

    /** The same failure, with the hints of its question. */
    public VerificationFailedException with(List<Hint> found) {
        return new VerificationFailedException(failure, reason, requestId, replayed, retryAfter, found);
    }

    public Failure failure() {
        return failure;
    }

    /** A sentence for people; it holds nothing of what was sent. */
    public String reason() {
        return reason;
    }

    /** The provider's id of the request, null where it gave none. */
    public String requestId() {
        return requestId;
    }

    /** Whether this is how an earlier request ended. */
    public boolean replayed() {
        return replayed;
    }

    /** How long the caller should wait before it asks again, in seconds; 0 where nothing is said. */
    public int retryAfter() {
        return retryAfter;
    }

    /** What can be seen in the question without asking. */
    public List<Hint> hints() {
        return hints;
    }
}
