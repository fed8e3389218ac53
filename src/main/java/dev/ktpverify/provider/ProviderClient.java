package dev.ktpverify.provider;

import dev.ktpverify.KtpVerifyConfig;
import dev.ktpverify.credentials.CredentialsStore;
import dev.ktpverify.credentials.CredentialsUnavailableException;
import dev.ktpverify.credentials.ProviderCredentials;
import io.smallrye.faulttolerance.api.CircuitBreakerName;
import io.smallrye.faulttolerance.api.CustomBackoff;
import io.smallrye.faulttolerance.api.RetryWhen;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.eclipse.microprofile.faulttolerance.CircuitBreaker;
import org.eclipse.microprofile.faulttolerance.Retry;
import org.eclipse.microprofile.faulttolerance.Timeout;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/**
 * The provider, guarded: the one place that carries fault tolerance. Its numbers are in {@code application.properties};
 * what may be repeated is decided by {@link RetryRules} alone.
 */
@ApplicationScoped
public class ProviderClient {

    /** The name under which the circuit breaker can be looked up. */
    public static final String CIRCUIT = "provider";

    private final ProviderApi api;
    private final CredentialsStore credentials;
    private final KtpVerifyConfig.Provider config;
    private final Connections connections;
    private final RetryRules rules;

    ProviderClient(
            @RestClient ProviderApi api,
            CredentialsStore credentials,
            KtpVerifyConfig config,
            Connections connections,
            RandomGenerator random) {
        this.api = api;
        this.credentials = credentials;
        this.config = config.provider();
        this.connections = connections;
        this.rules = new RetryRules(
                config.provider().attemptTimeout(),
                config.provider().retryPause(),
                config.provider().rateLimitPause(),
                random);
    }

    /**
     * Asks whether an id number and a name belong together.
     *
     * @return the provider's answer with status OK and a result
     * @throws ProviderException what is known of an attempt that brought no verdict
     * @throws CredentialsUnavailableException when there is nothing to ask with; nothing was sent
     */
    public IdNameReply verifyIdName(IdNameBody body, Attempts attempts) {
        return ask(attempts, provider -> provider.verifyIdName(body));
    }

    /**
     * Asks whether an id number and a face belong together.
     *
     * @return the provider's answer with status OK and a result
     * @throws ProviderException what is known of an attempt that brought no verdict
     * @throws CredentialsUnavailableException when there is nothing to ask with; nothing was sent
     */
    public IdSelfieReply verifyIdSelfie(IdSelfieBody body, Attempts attempts) {
        return ask(attempts, provider -> provider.verifyIdSelfie(body));
    }

    /** Both endpoints' one guarded call, so that they share a circuit; Quarkus intercepts calls from within the class. */
    @Retry
    @RetryWhen(exception = RetryDecision.Repeats.class)
    @CustomBackoff(RetryDecision.Pause.class)
    @CircuitBreaker(
            failOn = {
                ProviderRefusedException.InTrouble.class,
                NotSentException.class,
                AnswerLostException.class,
                org.eclipse.microprofile.faulttolerance.exceptions.TimeoutException.class
            })
    @CircuitBreakerName(CIRCUIT)
    @Timeout
    <R extends Reply> R ask(Attempts attempts, Function<ProviderApi, CompletionStage<R>> call) {
        ProviderCredentials used = credentials.current();
        try {
            return attempt(attempts, used, call);
        } catch (ProviderException failure) {
            failure.decide(rules.after(
                    failure,
                    new RetryRules.Situation(
                            attempts.sent(), attempts.notSent(), replaced(used, failure, attempts), attempts.left())));
            throw failure;
        }
    }

    private <R extends Reply> R attempt(
            Attempts attempts, ProviderCredentials used, Function<ProviderApi, CompletionStage<R>> call) {
        attempts.announce();
        connections.dropIdle();
        Duration left = attempts.left();
        if (left.compareTo(config.connectTimeout()) < 0) {
            throw new NoTimeLeftException();
        }
        Attempt attempt = new Attempt(used, connections);
        long start = System.nanoTime();
        try {
            return verdict(send(attempt, call, min(left, config.attemptTimeout())));
        } finally {
            attempts.count(attempt.sent(), TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
        }
    }

    /** One request and its answer, within the limit from name resolution to the last byte. */
    private <R> R send(Attempt attempt, Function<ProviderApi, CompletionStage<R>> call, Duration limit) {
        try {
            attempt.begin();
            R reply = call.apply(api).toCompletableFuture().get(limit.toMillis(), TimeUnit.MILLISECONDS);
            connections.answered();
            return reply;
        } catch (ExecutionException e) {
            throw attempt.failure(e.getCause());
        } catch (TimeoutException | RuntimeException e) {
            throw attempt.failure(e);
        } catch (InterruptedException e) { // by @Timeout, which answers for it
            throw attempt.failure(e);
        }
    }

    /** Accepts an answer of HTTP 200 only where it is a verdict; an error code is the provider's word all the same. */
    private static <R extends Reply> R verdict(R reply) {
        if (reply == null) {
            throw new AnswerLostException(false, "an empty answer");
        }
        ProviderStatus.of(reply.status()).ifPresent(status -> {
            throw ProviderRefusedException.of(status, reply.reason(), reply.requestId());
        });
        if (!Reply.OK.equals(reply.status())
                || reply.result() == null
                || reply.result().result() == null) {
            throw new AnswerLostException(false, "an answer without a verdict");
        }
        return reply;
    }

    private boolean replaced(ProviderCredentials used, ProviderException failure, Attempts attempts) {
        return failure instanceof ProviderRefusedException refused
                && refused.status() == ProviderStatus.UNAUTHORIZED
                && attempts.sent() < RetryRules.MOST_SENT
                && credentials.replaced(used);
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }
}
