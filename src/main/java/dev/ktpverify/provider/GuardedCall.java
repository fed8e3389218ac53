package dev.ktpverify.provider;

import dev.ktpverify.KtpVerifyConfig;
import dev.ktpverify.Mode;
import dev.ktpverify.credentials.Secret;
import dev.ktpverify.model.Question;
import dev.ktpverify.model.Result;
import dev.ktpverify.model.Verdict;
import io.smallrye.faulttolerance.api.CircuitBreakerName;
import io.smallrye.faulttolerance.api.CustomBackoff;
import io.smallrye.faulttolerance.api.RetryWhen;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;
import org.eclipse.microprofile.faulttolerance.CircuitBreaker;
import org.eclipse.microprofile.faulttolerance.Retry;
import org.eclipse.microprofile.faulttolerance.Timeout;

/**
 * The provider's call and the translation of its answer: all that fault tolerance guards, and nothing else. What is retried is
 * decided by {@link RetryRules} and {@link RetryBudget} alone.
 */
@ApplicationScoped
class GuardedCall {

    /** The name under which the circuit breaker can be looked up. */
    static final String CIRCUIT = "provider";

    private final ProviderRequests requests;
    private final RetryRules rules;
    private final RetryBudget budget;

    GuardedCall(ProviderRequests requests, KtpVerifyConfig config, RandomGenerator random) {
        this.requests = requests;
        this.rules = new RetryRules(
                config.provider().attemptTimeout(),
                config.provider().retryPause(),
                config.provider().rateLimitPause(),
                random);
        this.budget = new RetryBudget(
                Mode.of(config).isLive() ? config.provider().retryBudget() : RetryBudget.UNLIMITED, random);
    }

    /**
     * One verification, for both endpoints, so that they share a circuit. An environment sees little traffic: four
     * verifications in a row that fail open the circuit, and one that does not fail closes it.
     *
     * @return the verdict, or a {@link ProviderException}
     */
    @CircuitBreaker(
            requestVolumeThreshold = 4,
            failureRatio = 1.0,
            delay = 5,
            delayUnit = ChronoUnit.SECONDS,
            successThreshold = 1,
            failOn = {
                ProviderException.InTrouble.class,
                org.eclipse.microprofile.faulttolerance.exceptions.TimeoutException.class
            })
    @CircuitBreakerName(CIRCUIT)
    <R extends Result> CompletionStage<Verdict<R>> verify(Question<R> question, Secret secret, Attempts attempts) {
        return attempt(question, secret, attempts); // Quarkus intercepts calls from within the class
    }

    /**
     * One attempt, and its retries: {@code maxRetries} is above all that the rules allow, and the time-out is the last
     * resort, above every limit of an attempt's own.
     */
    @Retry(maxRetries = 4, jitter = 0)
    @RetryWhen(exception = RetryDecision.Retries.class)
    @CustomBackoff(RetryDecision.Pause.class)
    @Timeout(value = 27, unit = ChronoUnit.SECONDS)
    <R extends Result> CompletionStage<Verdict<R>> attempt(Question<R> question, Secret secret, Attempts attempts) {
        return requests.send(question, secret, attempts)
                .thenApply(response -> read(response, question, attempts))
                .exceptionally(end -> {
                    throw ProviderRequests.cause(end) instanceof ProviderException failure
                            ? failure.with(decide(failure, attempts, false))
                            : new CompletionException(ProviderRequests.cause(end));
                });
    }

    private <R extends Result> Verdict<R> read(Response response, Question<R> question, Attempts attempts) {
        ProviderAnswer answer = new ProviderAnswer(response.getStatus(), bytes(response));
        try {
            Verdict<R> verdict = answer.verdictOn(question);
            budget.success();
            return verdict;
        } finally {
            attempts.odd(answer.oddFields());
        }
    }

    /** The body as it came; reading it as an entity would look at its content type. */
    private static byte[] bytes(Response response) {
        try (InputStream body = (InputStream) response.getEntity()) {
            return body == null ? new byte[0] : body.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // it is in memory
        }
    }

    /** Whether a failed attempt is retried; a retry takes a token of the budget. */
    RetryDecision decide(ProviderException failure, Attempts attempts, boolean credentialsReplaced) {
        return budget.pay(rules.after(
                failure.failure(),
                new RetryRules.Situation(attempts.sent(), attempts.notSent(), credentialsReplaced, attempts.left())));
    }

    /** How long callers should wait before they ask again, in seconds; see {@link RetryBudget#retryAfter}. */
    int retryAfter() {
        return budget.retryAfter();
    }
}
