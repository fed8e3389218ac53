package dev.ktpverify.provider;

import dev.ktpverify.KtpVerifyConfig;
import dev.ktpverify.credentials.CredentialsStore;
import dev.ktpverify.credentials.Secret;
import dev.ktpverify.model.Question;
import dev.ktpverify.model.Result;
import dev.ktpverify.model.Verdict;
import dev.ktpverify.support.TestConfig;
import io.smallrye.faulttolerance.api.CircuitBreakerMaintenance;
import io.smallrye.faulttolerance.api.CircuitBreakerState;
import io.smallrye.faulttolerance.api.RetryWhen;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpConnection;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayInputStream;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.eclipse.microprofile.faulttolerance.CircuitBreaker;
import org.eclipse.microprofile.faulttolerance.Retry;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;

/**
 * The provider's client in a simulation: all that decides is ours and real; what fault tolerance and the REST client do around it
 * is done by naive twins, which read the same annotations. The time-out of 27 s is left out: no attempt has that long.
 */
public final class SimulatedProviderClient {

    /** What is between the function and the provider. Both methods wait, in virtual time. */
    public interface Wire {

        /**
         * Sends one request.
         *
         * @param limit how long it may take
         * @param leaves called when there is a connection, and before the first byte
         * @throws Exception what the REST client ends with if there is no answer
         */
        Reply exchange(Question<?> question, Secret secret, Duration limit, Runnable leaves) throws Exception;

        void pause(Duration pause);
    }

    /** An answer as it comes. */
    public record Reply(int http, byte[] body) {}

    private SimulatedProviderClient() {}

    /** The client of one environment. */
    public static ProviderClient of(
            Wire wire, CredentialsStore credentials, KtpVerifyConfig config, Clock clock, RandomGenerator random) {
        Circuit circuit = new Circuit(clock);
        Connections connections = new Connections(clock, config, TestConfig.noSandbox());
        ProviderRequests requests = new Requests(wire, connections, config);
        return new ProviderClient(
                new Call(requests, config, random, circuit, wire),
                credentials,
                circuit,
                (Executor) Runnable::run,
                config);
    }

    /** MicroProfile's circuit breaker, as its specification has it. */
    private static final class Circuit implements CircuitBreakerMaintenance {

        private final CircuitBreaker rule = method("verify").getAnnotation(CircuitBreaker.class);
        private final Deque<Boolean> window = new ArrayDeque<>();
        private final Clock clock;
        private CircuitBreakerState state = CircuitBreakerState.CLOSED;
        private Instant openUntil = Instant.MIN;
        private int successes;

        private Circuit(Clock clock) {
            this.clock = clock;
        }

        @Override
        public CircuitBreakerState currentState(String name) {
            if (state == CircuitBreakerState.OPEN && !clock.instant().isBefore(openUntil)) {
                state = CircuitBreakerState.HALF_OPEN;
                successes = 0;
            }
            return state;
        }

        void enter() {
            if (currentState(null) == CircuitBreakerState.OPEN) {
                throw new CircuitBreakerOpenException();
            }
        }

        void leave(Throwable end) {
            boolean failed = end != null && List.of(rule.failOn()).stream().anyMatch(type -> type.isInstance(end));
            if (state == CircuitBreakerState.HALF_OPEN) {
                if (failed) {
                    open();
                } else if (++successes >= rule.successThreshold()) {
                    reset(null);
                }
                return;
            }
            window.add(failed);
            if (window.size() > rule.requestVolumeThreshold()) {
                window.remove();
            }
            long failures = window.stream().filter(one -> one).count();
            if (window.size() == rule.requestVolumeThreshold()
                    && failures >= rule.failureRatio() * rule.requestVolumeThreshold()) {
                open();
            }
        }

        private void open() {
            state = CircuitBreakerState.OPEN;
            openUntil = clock.instant().plus(Duration.of(rule.delay(), rule.delayUnit()));
            window.clear();
        }

        @Override
        public void reset(String name) {
            state = CircuitBreakerState.CLOSED;
            window.clear();
        }

        @Override
        public void resetAll() {
            reset(null);
        }

        @Override
        public void onStateChange(String name, Consumer<CircuitBreakerState> callback) {
            throw new UnsupportedOperationException();
        }
    }

    /** The annotated methods, with loops in place of interceptors. */
    private static final class Call extends GuardedCall {

        private final Retry rule = method("attempt").getAnnotation(Retry.class);
        private final Predicate<Throwable> when;
        private final Circuit circuit;
        private final Wire wire;

        private Call(
                ProviderRequests requests, KtpVerifyConfig config, RandomGenerator random, Circuit circuit, Wire wire) {
            super(requests, config, random);
            this.circuit = circuit;
            this.wire = wire;
            try {
                this.when = method("attempt")
                        .getAnnotation(RetryWhen.class)
                        .exception()
                        .getDeclaredConstructor()
                        .newInstance();
            } catch (ReflectiveOperationException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        <R extends Result> CompletionStage<Verdict<R>> verify(Question<R> question, Secret secret, Attempts attempts) {
            circuit.enter();
            Throwable end = null;
            try {
                return CompletableFuture.completedStage(super.verify(question, secret, attempts)
                        .toCompletableFuture()
                        .join());
            } catch (CompletionException e) {
                end = e.getCause();
                return CompletableFuture.failedStage(end);
            } finally {
                circuit.leave(end);
            }
        }

        @Override
        <R extends Result> CompletionStage<Verdict<R>> attempt(Question<R> question, Secret secret, Attempts attempts) {
            RetryDecision.Pause backoff = new RetryDecision.Pause();
            for (int retries = 0; ; retries++) {
                try {
                    return CompletableFuture.completedStage(super.attempt(question, secret, attempts)
                            .toCompletableFuture()
                            .join());
                } catch (CompletionException e) {
                    if (retries >= rule.maxRetries() || !when.test(e.getCause())) {
                        return CompletableFuture.failedStage(e.getCause());
                    }
                    wire.pause(Duration.ofMillis(backoff.nextDelayInMillis(e.getCause())));
                }
            }
        }
    }

    /** The REST client: one attempt, which knows when it was sent. */
    private static final class Requests extends ProviderRequests {

        private final Wire wire;
        private final Connections connections;
        private final Duration attemptTimeout;

        private Requests(Wire wire, Connections connections, KtpVerifyConfig config) {
            super(null, connections, null, config);
            this.wire = wire;
            this.connections = connections;
            this.attemptTimeout = config.provider().attemptTimeout();
        }

        @Override
        CompletionStage<Response> send(Question<?> question, Secret secret, Attempts attempts) {
            Attempt attempt = new Attempt(secret, connections);
            try {
                attempts.begin(attempt);
                Duration limit = Collections.min(List.of(attempts.left(), attemptTimeout));
                Reply reply = wire.exchange(question, secret, limit, () -> attempt.leased(request()));
                attempt.answered();
                connections.answered();
                return CompletableFuture.completedStage(Response.status(reply.http)
                        .entity(new ByteArrayInputStream(reply.body))
                        .build());
            } catch (ProviderException nobodyWaits) {
                return CompletableFuture.failedStage(nobodyWaits);
            } catch (Exception end) {
                return CompletableFuture.failedStage(attempt.failure(end));
            } finally {
                attempts.end();
            }
        }
    }

    private static HttpClientRequest request() {
        return proxy(HttpClientRequest.class);
    }

    /** What {@link Attempt} does with a request has no effect here: a request that is not to leave is none of this wire's. */
    @SuppressWarnings("unchecked")
    private static <T> T proxy(Class<T> type) {
        return (T) Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> switch (method.getName()) {
                    case "connection" -> proxy(HttpConnection.class);
                    case "response" -> Promise.promise().future();
                    case "reset" -> true;
                    case "hashCode" -> System.identityHashCode(self);
                    case "equals" -> self == arguments[0];
                    default -> self;
                });
    }

    private static Method method(String name) {
        try {
            return GuardedCall.class.getDeclaredMethod(name, Question.class, Secret.class, Attempts.class);
        } catch (NoSuchMethodException e) {
            throw new AssertionError(e);
        }
    }
}
