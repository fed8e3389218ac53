package dev.ktpverify.verification;

import dev.ktpverify.observability.Lines;
import dev.ktpverify.provider.ProviderClient;
import dev.ktpverify.verification.idempotency.Idempotency;

/** The service without Quarkus, for tests of other packages. */
public final class VerificationServices {

    private VerificationServices() {}

    public static VerificationService of(ProviderClient provider, Idempotency idempotency) {
        return new VerificationService(provider, idempotency, Lines.journal());
    }
}
