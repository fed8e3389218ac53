package dev.ktpverify.credentials;

/** The provider's credentials could not be had; the message says why, and holds nothing of the secret. */
public class CredentialsUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final boolean noTimeLeft;

    CredentialsUnavailableException(String message) {
        this(message, false);
    }

    private CredentialsUnavailableException(String message, boolean noTimeLeft) {
        super(message, null, false, false);
        this.noTimeLeft = noTimeLeft;
    }

    static CredentialsUnavailableException noTimeLeft() {
        return new CredentialsUnavailableException("too little time was left to read the secret", true);
    }

    /** Whether the caller's time is to blame, and not the secret. */
    public boolean isNoTimeLeft() {
        return noTimeLeft;
    }
}
