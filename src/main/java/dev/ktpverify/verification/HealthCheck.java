package dev.ktpverify.verification;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.ktpverify.credentials.CredentialsStore;
import dev.ktpverify.credentials.CredentialsUnavailableException;
import dev.ktpverify.credentials.Secret;
import dev.ktpverify.idempotency.Idempotency;
import dev.ktpverify.model.Charge;
import dev.ktpverify.observability.InvocationRecord;
import dev.ktpverify.provider.FirstConnection;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;

/**
 * Answers {@code {"health":true}}, which the check before a release asks each new version by direct invocation: whether a
 * verification could work. Nothing is asked of the provider, and nothing is charged.
 */
@Singleton
public class HealthCheck {

    /** How long to wait for the secret. */
    private static final Duration PATIENCE = Duration.ofSeconds(4);

    private static final String OPERATION = "health";
    private static final int OK = 200;
    private static final int UNAVAILABLE = 503;

    private final CredentialsStore credentials;
    private final Idempotency idempotency;
    private final FirstConnection provider;

    HealthCheck(CredentialsStore credentials, Idempotency idempotency, FirstConnection provider) {
        this.credentials = credentials;
        this.idempotency = idempotency;
        this.provider = provider;
    }

    /**
     * What can be reached now, in the envelope of every answer.
     *
     * @param status HEALTHY or UNHEALTHY
     * @param livemode false in the sandbox, which has no secret to read and no provider to reach
     * @param requestId Lambda's request id
     * @param charge FREE
     * @param retryable whether the same may be better later
     * @param secret whether the secret could be read, and has what it must have
     * @param table whether the idempotency table answered, and the secret has its key; true if there is no table
     * @param provider whether a connection to the provider could be made, with TLS
     */
    @RegisterForReflection
    public record Answer(
            String status,
            boolean livemode,
            @JsonProperty("request_id") String requestId,
            Charge charge,
            boolean retryable,
            boolean secret,
            boolean table,
            boolean provider) {

        /** The HTTP status code to go with it. */
        public int httpStatus() {
            return retryable ? UNAVAILABLE : OK;
        }
    }

    /** Looks at all three, and waits for them: some seconds at most. */
    public Answer answer(String requestId, InvocationRecord log) {
        Optional<Secret> secret = secret();
        boolean hasKey = secret.map(Secret::fingerprintKey).isPresent();
        boolean table = !idempotency.available() || hasKey && idempotency.reachable();
        boolean reached = provider.reachable();
        boolean healthy = secret.isPresent() && table && reached;
        String status = healthy ? "HEALTHY" : "UNHEALTHY";
        log.operation(OPERATION);
        log.error(status, Charge.FREE, !healthy, requestId);
        return new Answer(status, log.livemode(), requestId, Charge.FREE, !healthy, secret.isPresent(), table, reached);
    }

    private Optional<Secret> secret() {
        try {
            return Optional.of(credentials.current(PATIENCE));
        } catch (CredentialsUnavailableException e) {
            return Optional.empty();
        }
    }
}
