package dev.ktpverify.credentials;

/** The failure to get credentials, for tests of other packages. */
public final class NoCredentials {

    private NoCredentials() {}

    public static CredentialsUnavailableException exception() {
        return new CredentialsUnavailableException("the secret is not JSON");
    }
}
