package dev.ktpverify.provider;

/** No byte of the request left: nothing was charged. */
public final class NotSentException extends ProviderException {

    private static final long serialVersionUID = 1L;

    private final boolean certificateRejected;

    NotSentException(boolean certificateRejected, String message) {
        super(message);
        this.certificateRejected = certificateRejected;
    }

    /** True if the provider's certificate is not trusted, which time does not mend. */
    public boolean certificateRejected() {
        return certificateRejected;
    }
}
