package dev.ktpverify.verification;

/** A verification without a verdict. */
public final class VerificationFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Failure failure;
    private final String reason;
    private final String requestId;

    VerificationFailedException(Failure failure, String reason, String requestId) {
        super(failure.name(), null, false, false);
        this.failure = failure;
        this.reason = reason;
        this.requestId = requestId;
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
}
