package dev.ktpverify.verification;

import dev.ktpverify.credentials.CredentialsStore;
import dev.ktpverify.credentials.CredentialsUnavailableException;
import dev.ktpverify.provider.FirstConnection;
import dev.ktpverify.verification.idempotency.Idempotency;
import jakarta.inject.Singleton;
import java.time.Duration;

/** Whether a verification could work, found out without one: nothing is asked, nothing is charged. */
@Singleton
public class Health {

    /** How long the secret is waited for. */
    private static final Duration PATIENCE = Duration.ofSeconds(4);

    private final CredentialsStore credentials;
    private final Idempotency idempotency;
    private final FirstConnection provider;

    Health(CredentialsStore credentials, Idempotency idempotency, FirstConnection provider) {
        this.credentials = credentials;
        this.idempotency = idempotency;
        this.provider = provider;
    }

    /**
     * What is reached now.
     *
     * @param secret whether the secret could be read, and has what it must have
     * @param table whether the idempotency table answered, and the secret has its key; true where there is no table
     * @param provider whether a connection to the provider could be made, TLS and all
     */
    public record Reached(boolean secret, boolean table, boolean provider) {

        /** Whether it is all that a verification needs. */
        public boolean all() {
            return secret && table && provider;
        }
    }

    /** Looks, and waits for all three: some seconds at most. */
    public Reached look() {
        boolean secret = secret();
        boolean table = !idempotency.available() || secret && hasKey() && idempotency.reachable();
        return new Reached(secret, table, provider.reachable());
    }

    private boolean secret() {
        try {
            return credentials.current(PATIENCE) != null;
        } catch (CredentialsUnavailableException e) {
            return false;
        }
    }

    private boolean hasKey() {
        try {
            return credentials.fingerprintKey(PATIENCE) != null;
        } catch (CredentialsUnavailableException e) {
            return false;
        }
    }
}
