package dev.ktpverify.verification;

import dev.ktpverify.credentials.CredentialsStore;
import dev.ktpverify.idempotency.Idempotency;
import dev.ktpverify.provider.ProviderClient;

/** The verifier without Quarkus, for tests of other packages. */
public final class Verifiers {

    private Verifiers() {}

    public static Verifier of(CredentialsStore credentials, Idempotency idempotency, ProviderClient provider) {
        return new Verifier(credentials, idempotency, provider);
    }
}
