package dev.ktpverify.provider;

import dev.ktpverify.KtpVerifyConfig;
import dev.ktpverify.Worker;
import dev.ktpverify.credentials.CredentialsStore;
import dev.ktpverify.credentials.CredentialsUnavailableException;
import dev.ktpverify.credentials.ProviderCredentials;
import dev.ktpverify.observability.Journal;
import io.smallrye.faulttolerance.api.CircuitBreakerMaintenance;
import io.smallrye.faulttolerance.api.CircuitBreakerName;
import io.smallrye.faulttolerance.api.CircuitBreakerState;
import io.smallrye.faulttolerance.api.CustomBackoff;
import io.smallrye.faulttolerance.api.RetryWhen;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.eclipse.microprofile.faulttolerance.CircuitBreaker;
import org.eclipse.microprofile.faulttolerance.Retry;
import org.eclipse.microprofile.faulttolerance.Timeout;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jboss.logging.Logger;

/**
 * The provider, guarded: the one place that carries fault tolerance. Its numbers are in {@code application.properties};
 * what may be repeated is decided by {@link RetryRules} and {@link RetryBudget} alone. The circuit counts verifications,
 * not attempts, and whatever must be done before the provider is asked stands before it.
 */
@ApplicationScoped
public class ProviderClient {

    private static final Logger LOG = Logger.getLogger(ProviderClient.class);

    /** How one question is put, and what its answer is read as. */
    record Question<R extends Reply>(
            Function<ProviderApi, CompletionStage<Response>> put, Function<ProviderAnswer, R> read) {}

    /** The name under which the circuit breaker can be looked up. */
    public static final String CIRCUIT = "provider";

    private final ProviderApi api;
    private final CredentialsStore credentials;
    private final KtpVerifyConfig.Provider config;
    private final Connections connections;
    private final Vertx vertx;
    private final CircuitBreakerMaintenance circuits;
    private final Journal journal;
    private final RetryRules rules;
    private final RetryBudget budget;

    ProviderClient(
            @RestClient ProviderApi api,
            CredentialsStore credentials,
            KtpVerifyConfig config,
            Connections connections,
            Vertx vertx,
            CircuitBreakerMaintenance circuits,
            Journal journal,
            RandomGenerator random) {
        this.api = api;
        this.credentials = credentials;
        this.config = config.provider();
        this.connections = connections;
        this.vertx = vertx;
        this.circuits = circuits;
        this.journal = journal;
        this.rules = new RetryRules(
                config.provider().attemptTimeout(),
                config.provider().retryPause(),
                config.provider().rateLimitPause(),
                random);
        this.budget = new RetryBudget(config.provider().retryBudget(), random);
    }

    /**
     * Asks whether an id number and a name belong together.
     *
     * @param attempts counts what reaches the wire; complete when the answer is
     * @return the provider's answer with status OK and a result; else a {@link ProviderException}, what is known of an
     *     attempt that brought no verdict, or a {@link CredentialsUnavailableException} when there is nothing to ask with
     */
    public CompletionStage<IdNameReply> verifyIdName(IdNameBody body, Attempts attempts) {
        return verify(attempts, new Question<>(provider -> provider.verifyIdName(body), IdNameReply::of));
    }

    /**
     * Asks whether an id number and a face belong together.
     *
     * @param attempts counts what reaches the wire; complete when the answer is
     * @return the provider's answer with status OK and a result; else a {@link ProviderException}, what is known of an
     *     attempt that brought no verdict, or a {@link CredentialsUnavailableException} when there is nothing to ask with
     */
    public CompletionStage<IdSelfieReply> verifyIdSelfie(IdSelfieBody body, Attempts attempts) {
        return verify(attempts, new Question<>(provider -> provider.verifyIdSelfie(body), IdSelfieReply::of));
    }

    /** How long callers should wait before they ask again, in seconds; see {@link RetryBudget#retryAfter}. */
    public int retryAfter() {
        return budget.retryAfter();
    }

    private <R extends Reply> CompletionStage<R> verify(Attempts attempts, Question<R> question) {
        return prepare(attempts).thenCompose(ready -> ask(attempts, question)).whenComplete((reply, end) -> {
            attempts.giveUp();
            tell(attempts.oddFields());
        });
    }

    private void tell(Set<String> oddFields) {
        if (!oddFields.isEmpty()) {
            journal.oddAnswer();
            LOG.warnf(
                    "fields of the provider's answer are not as its pages have them: %s; see runbook: odd-answers",
                    oddFields.stream().sorted().collect(Collectors.joining(", ")));
        }
    }

    /** All that can end a verification before the provider is asked: the circuit must not take it for an answer. */
    private CompletionStage<Void> prepare(Attempts attempts) {
        if (circuits.currentState(CIRCUIT) == CircuitBreakerState.OPEN) {
            return CompletableFuture.failedStage(new CircuitBreakerOpenException()); // before anything is written
        }
        return credentials(attempts)
                .thenCompose(found -> {
                    attempts.use(found);
                    return attempts.announce();
                })
                .thenRun(() -> {
                    if (attempts.left().compareTo(config.connectTimeout()) < 0) {
                        throw new NoTimeLeftException();
                    }
                });
    }

    private CompletionStage<ProviderCredentials> credentials(Attempts attempts) {
        return credentials
                .fresh()
                .map(CompletableFuture::completedStage)
                .orElseGet(() -> Worker.call(() -> credentials.current(attempts.left())));
    }

    /** Both endpoints' one guarded call, so that they share a circuit; Quarkus intercepts calls from within the class. */
    @CircuitBreaker(
            failOn = {
                ProviderRefusedException.InTrouble.class,
                NotSentException.class,
                AnswerLostException.class,
                org.eclipse.microprofile.faulttolerance.exceptions.TimeoutException.class
            })
    @CircuitBreakerName(CIRCUIT)
    <R extends Reply> CompletionStage<R> ask(Attempts attempts, Question<R> question) {
        return attempt(attempts, question);
    }

    /** One attempt of a verification, and those that follow it. */
    @Retry
    @RetryWhen(exception = RetryDecision.Repeats.class)
    @CustomBackoff(RetryDecision.Pause.class)
    @Timeout
    <R extends Reply> CompletionStage<R> attempt(Attempts attempts, Question<R> question) {
        return connections
                .dropIdle()
                .thenCompose(dropped -> send(attempts, new Attempt(attempts.credentials(), connections), question))
                .exceptionallyCompose(end -> decided(Worker.cause(end), attempts));
    }

    /** One request and its answer, within the limit from name resolution to the last byte. */
    private <R extends Reply> CompletionStage<R> send(Attempts attempts, Attempt attempt, Question<R> question) {
        CompletableFuture<Response> answer = new CompletableFuture<>();
        attempts.begin(attempt);
        attempt.begin();
        long limit = Math.max(1, min(attempts.left(), config.attemptTimeout()).toMillis());
        long timer = vertx.setTimer(limit, late -> answer.completeExceptionally(new TimeoutException()));
        CompletableFuture.completedStage(api).thenCompose(question.put()).whenComplete((reply, failure) -> {
            if (failure == null) {
                answer.complete(reply);
            } else {
                answer.completeExceptionally(failure);
            }
        });
        return answer.handle((reply, failure) -> {
            vertx.cancelTimer(timer);
            ProviderException known = failure == null ? null : attempt.failure(Worker.cause(failure));
            if (known == null) {
                attempt.answered();
            }
            attempts.end();
            if (known != null) {
                throw known;
            }
            connections.answered();
            return read(reply, attempts, question.read());
        });
    }

    private <R extends Reply> R read(Response reply, Attempts attempts, Function<ProviderAnswer, R> form) {
        ProviderAnswer answer = new ProviderAnswer(reply.getStatus(), bytes(reply));
        try {
            R verdict = form.apply(answer.verdict());
            budget.success();
            return verdict;
        } finally {
            attempts.odd(answer.oddFields());
        }
    }

    /** The body as it came; reading it as an entity would look at what it is called. */
    private static byte[] bytes(Response reply) {
        try (InputStream body = (InputStream) reply.getEntity()) {
            return body == null ? new byte[0] : body.readAllBytes();
        } catch (IOException never) { // it is in memory
            throw new UncheckedIOException(never);
        }
    }

    /** The same end, with the decision whether there will be another attempt. */
    private <R> CompletionStage<R> decided(Throwable end, Attempts attempts) {
        if (!(end instanceof ProviderException failure)) {
            return CompletableFuture.failedStage(end);
        }
        return replaced(failure, attempts).thenCompose(replaced -> {
            RetryDecision wished = rules.after(
                    failure, new RetryRules.Situation(attempts.sent(), attempts.notSent(), replaced, attempts.left()));
            failure.decide(budget.pay(wished));
            return CompletableFuture.failedStage(failure);
        });
    }

    /** After a refusal of our account: whether the secret is another one now, with which to ask again. */
    private CompletionStage<Boolean> replaced(ProviderException failure, Attempts attempts) {
        boolean account = failure instanceof ProviderRefusedException refused
                && refused.status().refusesTheAccount()
                && attempts.sent() < RetryRules.MOST_SENT;
        if (!account) {
            return CompletableFuture.completedStage(false);
        }
        return Worker.call(() -> {
                    boolean replaced = credentials.replaced(attempts.credentials(), attempts.left());
                    if (replaced) {
                        attempts.use(credentials.current(attempts.left()));
                    }
                    return replaced;
                })
                .exceptionally(bug -> {
                    LOG.errorf(
                            "the secret was not read: %s; see runbook: bugs",
                            Worker.cause(bug).getClass().getName());
                    return false; // the refusal stands, and that it was free
                });
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }
}
