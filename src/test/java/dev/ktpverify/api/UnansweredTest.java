package dev.ktpverify.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ktpverify.invocation.Deadline;
import dev.ktpverify.invocation.Invocation;
import dev.ktpverify.invocation.Invocations;
import dev.ktpverify.model.Failure;
import dev.ktpverify.observability.InvocationLog;
import dev.ktpverify.observability.Lines;
import dev.ktpverify.provider.Attempted;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is told of an invocation that came to no answer by itself. */
class UnansweredTest {

    private static final String ID = "11111111-2222-3333-4444-555555555555";

    private final InvocationLog log = Lines.log();
    private final Invocation invocation = invocation();

    private Invocation invocation() {
        return Invocations.of(ID, new Deadline(Instant.now().plusSeconds(20)), "", null, Clock.systemUTC(), log);
    }

    @ParameterizedTest
    @CsvSource({
        "0, BUG_BEFORE_SENDING, NO_TIME_LEFT",
        "1, BUG_AFTER_SENDING, ANSWER_LATE",
        "2, BUG_AFTER_SENDING, ANSWER_LATE"
    })
    void isToldByWhatHasLeft(int left, Failure bug, Failure shutdown) {
        Attempted.send(invocation.attempts(), left);
        assertFalse(Attempted.isGivenUp(invocation.attempts()));
        assertTold(bug, Unanswered.bug(invocation, "java.lang.IllegalStateException"));
        assertTrue(Attempted.isGivenUp(invocation.attempts()));
        assertTold(shutdown, Unanswered.shutdown(invocation));

        Invocation other = invocation();
        Attempted.send(other.attempts(), left);
        assertTold(shutdown, Unanswered.shutdown(other));
        assertTrue(Attempted.isGivenUp(other.attempts()));
    }

    @Test
    void withoutAVerificationNothingHasLeft() {
        assertTold(Failure.BUG_BEFORE_SENDING, Unanswered.bug(invocation, "HTTP 500"));
        assertEquals(false, invocation.giveUp());
    }

    @Test
    void whatBeginsAfterItIsGivenUpAtOnce() {
        invocation.giveUp();
        assertTrue(Attempted.isGivenUp(invocation.attempts()));
        assertFalse(Attempted.isGivenUp(invocation().attempts()), "the next invocation's is not");
    }

    @Test
    void theLineCountsWhatHasLeft() {
        Attempted.send(invocation.attempts(), 1);
        Unanswered.bug(invocation, "java.lang.IllegalStateException").body().log(invocation.log());
        JsonNode line = Lines.end(log, invocation.log(), 500);
        assertEquals(
                "BUG_AFTER_SENDING: java.lang.IllegalStateException",
                line.get("cause").textValue());
        assertEquals("UNKNOWN", line.get("charge").textValue());
        assertEquals(1, line.get("attempts").intValue());
        assertEquals(1, line.get("UnknownCharges").intValue());
    }

    private static void assertTold(Failure failure, Unanswered told) {
        assertEquals(failure.httpStatus(), told.httpStatus());
        assertEquals(
                new ErrorAnswer(
                        failure.status(),
                        failure.reason(),
                        null,
                        true,
                        ID,
                        failure.charge(),
                        failure.retryable(),
                        List.of(),
                        List.of()),
                told.body());
    }
}
