package dev.ktpverify.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.ktpverify.observability.Journal;
import dev.ktpverify.verification.Charge;
import dev.ktpverify.verification.Health;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.inject.Singleton;

/** Answers {@code {"health":true}}, which the check before a release asks each new version by direct invocation. */
@Singleton
public class HealthCheck {

    private static final String OPERATION = "health";
    private static final int OK = 200;
    private static final int UNAVAILABLE = 503;

    private final Health health;
    private final Journal journal;

    HealthCheck(Health health, Journal journal) {
        this.health = health;
        this.journal = journal;
    }

    /**
     * What is reached now, in the envelope of every answer.
     *
     * @param status HEALTHY or UNHEALTHY
     * @param requestId Lambda's request id
     * @param charge FREE
     * @param retryable whether the same may fare better later
     * @param secret as {@link Health.Reached} has it
     * @param table likewise
     * @param provider likewise
     */
    @RegisterForReflection
    public record Answer(
            String status,
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

    /** Looks, and waits: some seconds at most. */
    public Answer answer(String requestId) {
        Health.Reached reached = health.look();
        String status = reached.all() ? "HEALTHY" : "UNHEALTHY";
        Answer answer = new Answer(
                status, requestId, Charge.FREE, !reached.all(), reached.secret(), reached.table(), reached.provider());
        journal.operation(OPERATION);
        journal.error(answer.status, answer.charge, answer.retryable, requestId);
        return answer;
    }
}
