package dev.ktpverify.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ktpverify.invocation.Deadline;
import dev.ktpverify.invocation.Invocations;
import dev.ktpverify.model.Failure;
import dev.ktpverify.model.IdNameQuestion;
import dev.ktpverify.model.VerificationFailedException;
import dev.ktpverify.support.Act;
import dev.ktpverify.support.Act.Charge;
import dev.ktpverify.support.Acts;
import dev.ktpverify.support.FaultyWorld;
import dev.ktpverify.support.Names;
import dev.ktpverify.support.ScriptedProvider;
import dev.ktpverify.verification.Verifier;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Deadlines that an attempt of five seconds does not fit in. Local event servers tell none, so the verifier is asked. */
@QuarkusTest
@TestProfile(SlowPace.class)
class LittleTimeTest {

    private static final IdNameQuestion QUESTION = new IdNameQuestion("3217061012870001", "BUDI SANTOSO");
    /** What it takes to notice that time is over. */
    private static final int SLACK_MILLIS = 400;

    @Inject
    Verifier verifier;

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

    private void verify(int millisLeft) {
        Deadline deadline = new Deadline(Instant.now().plus(Duration.ofMillis(millisLeft)));
        verifier.verify(QUESTION, Invocations.of("lambda-request", deadline));
    }
}
