package dev.ktpverify.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ktpverify.support.Act;
import dev.ktpverify.support.Act.Charge;
import dev.ktpverify.support.Acts;
import dev.ktpverify.support.FaultyWorld;
import dev.ktpverify.support.Names;
import dev.ktpverify.support.ScriptedProvider;
import dev.ktpverify.support.Stages;
import dev.ktpverify.verification.Deadline;
import dev.ktpverify.verification.Failure;
import dev.ktpverify.verification.IdNameQuestion;
import dev.ktpverify.verification.Request;
import dev.ktpverify.verification.VerificationFailedException;
import dev.ktpverify.verification.VerificationService;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Deadlines that an attempt of five seconds does not fit in. Local event servers tell none, so the service is asked. */
@QuarkusTest
@TestProfile(SlowPace.class)
class LittleTimeTest {

    private static final IdNameQuestion QUESTION = new IdNameQuestion("3217061012870001", "BUDI SANTOSO");
    /** What it takes to notice that time is over. */
    private static final int SLACK_MILLIS = 400;

    @Inject
    VerificationService verifications;

    @Inject
    Vertx vertx;

    private final ScriptedProvider provider = FaultyWorld.provider();

    @BeforeEach
    void warm() {
        Names.know();
        FaultyWorld.reset(() -> verify(20_000));
    }

    @ParameterizedTest
    @ValueSource(ints = {900, 1, 0, -1, -10_000})
    void lessThanASecondAtEntry(int millis) {
        assertEquals(Failure.NO_TIME_LEFT, failure(Acts.verdict("01", Charge.CHARGED), millis, 100));
        assertEquals(0, provider.connections());
    }

    @Test
    void noAnswerByTheDeadline() {
        assertEquals(Failure.ANSWER_LATE, failure(Acts.neverAnswer(), 1_500, 1_500));
        assertEquals(1, provider.ledger().size());
    }

    @Test
    void dribbleAtTheDeadline() {
        assertEquals(Failure.ANSWER_LATE, failure(Acts.dribble(50), 1_500, 1_500));
        assertEquals(1, provider.ledger().size());
    }

    @Test
    void stalledHandshakeAtTheDeadline() {
        assertEquals(Failure.NOT_SENT, failure(Acts.stallInHandshake(), 1_500, 1_500));
        assertEquals(1, provider.connections(), "no second attempt, which time does not cover");
    }

    @Test
    void theHandshakeHasALimitOfItsOwn() {
        assertEquals(Failure.NOT_SENT, failure(Acts.stallInHandshake(), 4_500, 2_000));
        assertEquals(1, provider.connections());
    }

    @Test
    void whatIsFreeIsNotRepeatedWithoutTimeForAWholeAttempt() {
        assertEquals(Failure.RATE_LIMIT_EXCEEDED, failure(Acts.refusal(403, "RATE_LIMIT_EXCEEDED"), 4_500, 0));
        assertEquals(1, provider.ledger().size());
    }

    private Failure failure(Act act, int millisLeft, int mostMillis) {
        provider.script(act);
        long start = System.nanoTime();
        VerificationFailedException failed = assertThrows(VerificationFailedException.class, () -> verify(millisLeft));
        long took = (System.nanoTime() - start) / 1_000_000;
        assertTrue(took <= mostMillis + SLACK_MILLIS, () -> took + " ms");
        return failed.failure();
    }

    /** As a request does it: on the event loop, with a context of its own. */
    private void verify(int millisLeft) {
        Deadline deadline = new Deadline(Instant.now().plus(Duration.ofMillis(millisLeft)));
        ContextInternal context = ((ContextInternal) vertx.getOrCreateContext()).duplicate();
        Stages.result(CompletableFuture.supplyAsync(
                        () -> verifications.verify(QUESTION, new Request("lambda-request", deadline)),
                        task -> context.runOnContext(none -> task.run()))
                .thenCompose(Function.identity()));
    }
}
