package dev.ktpverify.lambda;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.ktpverify.credentials.CredentialsStore;
import dev.ktpverify.credentials.CredentialsUnavailableException;
import dev.ktpverify.observability.Journal;
import dev.ktpverify.provider.FirstConnection;
import dev.ktpverify.verification.Charge;
import dev.ktpverify.verification.idempotency.Idempotency;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.inject.Singleton;
import java.time.Duration;

/**
 * Whether a verification could work, found out without one: nothing is asked, nothing is charged. The check before a release
 * asks each new version, {@code {"health":true}} by direct invocation.
 */
@Singleton
class Health {

    private static final String OPERATION = "health";
    private static final int OK = 200;
    private static final int UNAVAILABLE = 503;
    /** How long the secret is waited for. */
    private static final Duration PATIENCE = Duration.ofSeconds(4);

    private final CredentialsStore credentials;
    private final Idempotency idempotency;
    private final FirstConnection provider;
    private final Journal journal;

    Health(CredentialsStore credentials, Idempotency idempotency, FirstConnection provider, Journal journal) {
        this.credentials = credentials;
        this.idempotency = idempotency;
        this.provider = provider;
        this.journal = journal;
    }

    /**
     * What is reached now, in the envelope of every answer.
     *
     * @param status HEALTHY or UNHEALTHY
     * @param requestId Lambda's request id
     * @param charge FREE
     * @param retryable whether the same may fare better later
     * @param secret whether the secret could be read, and has what it must have
     * @param table whether the idempotency table answered, and the secret has its key; true where there is no table
     * @param provider whether a connection to the provider could be made, TLS and all
     */
    @RegisterForReflection
    record Answer(
            String status,
            @JsonProperty("request_id") String requestId,
            Charge charge,
            boolean retryable,
            boolean secret,
            boolean table,
            boolean provider) {

        int httpStatus() {
            return retryable ? UNAVAILABLE : OK;
        }
    }

    /** Looks, and waits for all three: some seconds at most. */
    Answer look(String requestId) {
        boolean secret = secret();
        boolean table = !idempotency.available() || secret && hasKey() && idempotency.reachable();
        boolean reached = provider.reachable();
        boolean healthy = secret && table && reached;
        journal.operation(OPERATION);
        Answer answer =
                new Answer(healthy ? "HEALTHY" : "UNHEALTHY", requestId, Charge.FREE, !healthy, secret, table, reached);
        journal.error(answer.status, answer.charge, answer.retryable, requestId);
        return answer;
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
