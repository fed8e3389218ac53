package dev.ktpverify.verification;

import dev.ktpverify.budget.Budgets;
import dev.ktpverify.budget.BudgetsInMemory;
import dev.ktpverify.credentials.CredentialsStore;
import dev.ktpverify.idempotency.Idempotency;
import dev.ktpverify.provider.ProviderClient;

/** The verifier without Quarkus, for tests of other packages. */
public final class Verifiers {

    private Verifiers() {}

    public static Verifier of(CredentialsStore credentials, Idempotency idempotency, ProviderClient provider) {
        return of(credentials, idempotency, BudgetsInMemory.off(), provider);
    }

    public static Verifier of(
            CredentialsStore credentials, Idempotency idempotency, Budgets budgets, ProviderClient provider) {
        return new Verifier(credentials, idempotency, budgets, provider);
    }
}
