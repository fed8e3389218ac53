package dev.ktpverify.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ktpverify.credentials.FakeCredentials;
import dev.ktpverify.credentials.Secret;
import dev.ktpverify.model.Failure;
import dev.ktpverify.model.IdNameOutcome;
import dev.ktpverify.model.IdNameQuestion;
import dev.ktpverify.model.IdNameResult;
import dev.ktpverify.model.Question;
import dev.ktpverify.model.Result;
import dev.ktpverify.model.Verdict;
import dev.ktpverify.support.TestConfig;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;
import org.eclipse.microprofile.faulttolerance.exceptions.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of the end of a guarded call. */
class ProviderClientTest {

    private static final IdNameQuestion QUESTION = new IdNameQuestion("3217061012870001", "BUDI SANTOSO");
    private static final Secret SECRET = new Secret("id", "secret", null, null);

    private final Vertx vertx = Vertx.vertx();
    private final Attempts attempts =
            new Attempts(Clock.systemUTC(), Instant.now().plusSeconds(20));
    private final AtomicBoolean onEventLoop = new AtomicBoolean();

    @AfterEach
    void close() {
        vertx.close();
    }

    /** A client whose guarded call ends like this. */
    private ProviderClient client(CompletionStage<?> end) {
        GuardedCall call = new GuardedCall(null, TestConfig.with(Map.of()), new Random()) {
            @Override
            @SuppressWarnings("unchecked") // the test's own answer
            <R extends Result> CompletionStage<Verdict<R>> verify(Question<R> question, Secret secret, Attempts all) {
                onEventLoop.set(Context.isOnEventLoopThread());
                return (CompletionStage<Verdict<R>>) end;
            }
        };
        return new ProviderClient(call, FakeCredentials.withoutKey(), null, vertx, TestConfig.with(Map.of()));
    }

    private Failure failure(Throwable end) {
        return assertThrows(ProviderException.class, () -> client(CompletableFuture.failedStage(end))
                        .ask(QUESTION, SECRET, attempts))
                .failure();
    }

    @Test
    void theVerdictIsAskedForOnTheEventLoopAndWaitedForElsewhere() {
        Verdict<IdNameResult> verdict =
                new Verdict<>(IdNameOutcome.MATCH, new IdNameResult("SF1", "when", "01", "SAME"), "TID1");
        assertSame(verdict, client(CompletableFuture.completedStage(verdict)).ask(QUESTION, SECRET, attempts));
        assertEquals(true, onEventLoop.get());
    }

    @Test
    void faultTolerancesTimeOutIsNoTimeLeftUnlessSomethingWasSent() {
        assertEquals(Failure.NO_TIME_LEFT, failure(new TimeoutException()));
        attempts.count(true, 7);
        assertEquals(Failure.ANSWER_LATE, failure(new TimeoutException()));
    }

    @Test
    void anOpenCircuitIsTold() {
        assertEquals(Failure.CIRCUIT_OPEN, failure(new CircuitBreakerOpenException("words of the library")));
    }

    @Test
    void whatIsNoEndOfAnAttemptIsThrownAsItIs() {
        IllegalStateException bug = new IllegalStateException("canary");
        assertSame(bug, thrown(bug));
        NoClassDefFoundError error = new NoClassDefFoundError("canary");
        assertSame(error, thrown(error));
    }

    private Throwable thrown(Throwable end) {
        return assertThrows(Throwable.class, () -> client(CompletableFuture.failedStage(end))
                .ask(QUESTION, SECRET, attempts));
    }

    @Test
    void withoutTimeForAConnectionNothingIsAsked() {
        Attempts late = new Attempts(Clock.systemUTC(), Instant.now().plusMillis(900));
        ProviderClient client = client(CompletableFuture.failedStage(new AssertionError()));
        assertEquals(
                Failure.NO_TIME_LEFT,
                assertThrows(ProviderException.class, () -> client.ask(QUESTION, SECRET, late))
                        .failure());
    }
}
