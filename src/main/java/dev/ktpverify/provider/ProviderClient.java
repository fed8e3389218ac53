package dev.ktpverify.provider;

import dev.ktpverify.KtpVerifyConfig;
import dev.ktpverify.Worker;
import dev.ktpverify.credentials.CredentialsStore;
import dev.ktpverify.credentials.CredentialsUnavailableException;
import dev.ktpverify.credentials.ProviderCredentials;
import io.smallrye.faulttolerance.api.CircuitBreakerName;
import io.smallrye.faulttolerance.api.CustomBackoff;
import io.smallrye.faulttolerance.api.RetryWhen;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
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
    private final Vertx vertx;
    private final RetryRules rules;

    ProviderClient(
            @RestClient ProviderApi api,
            CredentialsStore credentials,
            KtpVerifyConfig config,
            Connections connections,
            Vertx vertx,
            RandomGenerator random) {
        this.api = api;
        this.credentials = credentials;
        this.config = config.provider();
        this.connections = connections;
        this.vertx = vertx;
        this.rules = new RetryRules(
                config.provider().attemptTimeout(),
                config.provider().retryPause(),
                config.provider().rateLimitPause(),
                random);
    }

    /**
     * Asks whether an id number and a name belong together.
     *
     * @param attempts counts what reaches the wire; complete when the answer is
     * @return the provider's answer with status OK and a result; else a {@link ProviderException}, what is known of an
     *     attempt that brought no verdict, or a {@link CredentialsUnavailableException} when there is nothing to ask with
     */
    public CompletionStage<IdNameReply> verifyIdName(IdNameBody body, Attempts attempts) {
        return ask(attempts, provider -> provider.verifyIdName(body)).whenComplete((reply, end) -> attempts.giveUp());
    }

    /**
     * Asks whether an id number and a face belong together.
     *
     * @param attempts counts what reaches the wire; complete when the answer is
     * @return the provider's answer with status OK and a result; else a {@link ProviderException}, what is known of an
     *     attempt that brought no verdict, or a {@link CredentialsUnavailableException} when there is nothing to ask with
     */
    public CompletionStage<IdSelfieReply> verifyIdSelfie(IdSelfieBody body, Attempts attempts) {
        return ask(attempts, provider -> provider.verifyIdSelfie(body)).whenComplete((reply, end) -> attempts.giveUp());
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
    <R extends Reply> CompletionStage<R> ask(Attempts attempts, Function<ProviderApi, CompletionStage<R>> call) {
        return credentials().thenCompose(used -> attempt(attempts, used, call)
                .exceptionallyCompose(end -> decided(end, attempts, used)));
    }

    private CompletionStage<ProviderCredentials> credentials() {
        return credentials
                .fresh()
                .map(CompletableFuture::completedStage)
                .orElseGet(() -> Worker.call(credentials::current));
    }

    /** The same end, with the decision whether there will be another attempt. */
    private <R> CompletionStage<R> decided(Throwable end, Attempts attempts, ProviderCredentials used) {
        if (!(Worker.cause(end) instanceof ProviderException failure)) {
            return CompletableFuture.failedStage(Worker.cause(end));
        }
        return replaced(used, failure, attempts).thenCompose(replaced -> {
            failure.decide(rules.after(
                    failure, new RetryRules.Situation(attempts.sent(), attempts.notSent(), replaced, attempts.left())));
            return CompletableFuture.failedStage(failure);
        });
    }

    private <R extends Reply> CompletionStage<R> attempt(
            Attempts attempts, ProviderCredentials used, Function<ProviderApi, CompletionStage<R>> call) {
        return attempts.announce()
                .thenCompose(announced -> connections.dropIdle())
                .thenCompose(dropped -> {
                    Duration left = attempts.left();
                    if (left.compareTo(config.connectTimeout()) < 0) {
                        throw new NoTimeLeftException();
                    }
                    return send(attempts, new Attempt(used, connections), call, min(left, config.attemptTimeout()));
                });
    }

    /** One request and its answer, within the limit from name resolution to the last byte. */
    private <R extends Reply> CompletionStage<R> send(
            Attempts attempts, Attempt attempt, Function<ProviderApi, CompletionStage<R>> call, Duration limit) {
        CompletableFuture<R> answer = new CompletableFuture<>();
        attempts.begin(attempt);
        attempt.begin();
        long timer = vertx.setTimer(limit.toMillis(), late -> answer.completeExceptionally(new TimeoutException()));
        CompletableFuture.completedStage(api).thenCompose(call).whenComplete((reply, failure) -> {
            if (failure == null) {
                answer.complete(reply);
            } else {
                answer.completeExceptionally(failure);
            }
        });
        return answer.handle((reply, failure) -> {
            vertx.cancelTimer(timer);
            ProviderException known = failure == null ? null : attempt.failure(Worker.cause(failure));
            attempts.end();
            if (known != null) {
                throw known;
            }
            connections.answered();
            return verdict(reply);
        });
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

    private CompletionStage<Boolean> replaced(ProviderCredentials used, ProviderException failure, Attempts attempts) {
        boolean rotation = failure instanceof ProviderRefusedException refused
                && refused.status() == ProviderStatus.UNAUTHORIZED
                && attempts.sent() < RetryRules.MOST_SENT;
        return rotation ? Worker.call(() -> credentials.replaced(used)) : CompletableFuture.completedStage(false);
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }
}
