package dev.ktpverify.credentials;

/** The provider's credentials could not be had; the message says why, and holds nothing of the secret. */
public class CredentialsUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    CredentialsUnavailableException(String message) {
        super(message);
    }
}
