package dev.ktpverify.provider;

import dev.ktpverify.KtpVerifyConfig;
import dev.ktpverify.Mode;
import dev.ktpverify.credentials.CredentialsStore;
import dev.ktpverify.credentials.Secret;
import dev.ktpverify.model.Failure;
import dev.ktpverify.model.Question;
import dev.ktpverify.model.Result;
import dev.ktpverify.model.Verdict;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.faulttolerance.api.CircuitBreakerMaintenance;
import io.smallrye.faulttolerance.api.CircuitBreakerState;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;
import org.eclipse.microprofile.faulttolerance.exceptions.TimeoutException;
import org.jboss.logging.Logger;

/** The provider. Its methods wait, so they must not run on the event loop, on which the provider is asked. */
@Singleton
public class ProviderClient {

    private static final Logger LOG = Logger.getLogger(ProviderClient.class);

    private final GuardedCall call;
    private final CredentialsStore credentials;
    private final CircuitBreakerMaintenance circuits;
    private final Executor eventLoop;
    private final Duration connectTimeout;
    private final boolean live;

    /** On Vert.x's event loop, each call in a context of its own. */
    @Inject
    ProviderClient(
            GuardedCall call,
            CredentialsStore credentials,
            CircuitBreakerMaintenance circuits,
            Vertx vertx,
            KtpVerifyConfig config) {
        this(
                call,
                credentials,
                circuits,
                task -> VertxContext.createNewDuplicatedContext(vertx.getOrCreateContext())
                        .runOnContext(none -> task.run()),
                config);
    }

    ProviderClient(
            GuardedCall call,
            CredentialsStore credentials,
            CircuitBreakerMaintenance circuits,
            Executor eventLoop,
            KtpVerifyConfig config) {
        this.call = call;
        this.credentials = credentials;
        this.circuits = circuits;
        this.eventLoop = eventLoop;
        this.connectTimeout = config.provider().connectTimeout();
        this.live = Mode.of(config).isLive();
    }

    /**
     * Refuses early, before anything is written for a question that will not be sent. In the sandbox a test number has its own
     * answer, whatever was asked before, so the circuit is closed again.
     *
     * @throws ProviderException if the circuit is open
     */
    public void refuseIfCircuitIsOpen() {
        if (!live) {
            circuits.reset(GuardedCall.CIRCUIT);
        }
        if (circuits.currentState(GuardedCall.CIRCUIT) == CircuitBreakerState.OPEN) {
            throw ProviderException.of(Failure.CIRCUIT_OPEN, null);
        }
    }

    /**
     * Asks the provider, and waits for its verdict.
     *
     * @param secret what the provider knows us by
     * @param attempts counts what is sent, and says until when there is time; complete when this returns
     * @throws ProviderException if there is no verdict
     */
    public <R extends Result> Verdict<R> ask(Question<R> question, Secret secret, Attempts attempts) {
        if (attempts.left().compareTo(connectTimeout) < 0) {
            throw Attempts.noTimeLeft();
        }
        try {
            return askWithReplacement(question, secret, attempts);
        } catch (CircuitBreakerOpenException e) {
            throw ProviderException.of(Failure.CIRCUIT_OPEN, null);
        } catch (TimeoutException e) {
            throw ProviderException.of(Failure.outOfTime(attempts.sent() > 0), null);
        } finally {
            attempts.giveUp();
            warnOf(attempts.oddFields());
        }
    }

    /** How long callers should wait before they ask again, in seconds; see {@link RetryBudget#retryAfter}. */
    public int retryAfter() {
        return call.retryAfter();
    }

    /** If the provider refuses the account, the secret may have been rotated: then the new one is tried, once. */
    private <R extends Result> Verdict<R> askWithReplacement(Question<R> question, Secret secret, Attempts attempts) {
        try {
            return callAndWait(question, secret, attempts);
        } catch (ProviderException refused) {
            Optional<Secret> replacement = replacementOf(secret, refused, attempts);
            if (replacement.isEmpty() || !call.decide(refused, attempts, true).retry()) {
                throw refused;
            }
            return callAndWait(question, replacement.get(), attempts);
        }
    }

    private Optional<Secret> replacementOf(Secret secret, ProviderException refused, Attempts attempts) {
        if (!refused.failure().refusesTheAccount() || attempts.sent() >= RetryRules.MAX_SENT) {
            return Optional.empty();
        }
        try {
            return credentials.replacementOf(secret, attempts.left());
        } catch (RuntimeException | Error bug) { // the refusal stands, and that it was free
            LOG.errorf(
                    "the secret was not read: %s; see runbook: bugs",
                    bug.getClass().getName());
            return Optional.empty();
        }
    }

    private <R extends Result> Verdict<R> callAndWait(Question<R> question, Secret secret, Attempts attempts) {
        CompletableFuture<Verdict<R>> verdict = new CompletableFuture<>();
        eventLoop.execute(() -> CompletableFuture.completedStage(question)
                .thenCompose(asked -> call.verify(asked, secret, attempts))
                .whenComplete((answer, failure) -> {
                    if (failure == null) {
                        verdict.complete(answer);
                    } else {
                        verdict.completeExceptionally(failure);
                    }
                }));
        try {
            return verdict.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e.getCause() instanceof RuntimeException known ? known : e;
        }
    }

    private static void warnOf(Set<String> oddFields) {
        if (!oddFields.isEmpty()) {
            LOG.warnf(
                    "fields of the provider's answer are not as its pages have them: %s; see runbook: odd-answers",
                    oddFields.stream().sorted().collect(Collectors.joining(", ")));
        }
    }
}
