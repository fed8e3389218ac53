package dev.ktpverify.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ktpverify.observability.Journal;
import dev.ktpverify.observability.Lines;
import dev.ktpverify.observability.Sending;
import dev.ktpverify.verification.Failure;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is told of an invocation that came to no answer by itself. */
class UnansweredTest {

    private static final String ID = "11111111-2222-3333-4444-555555555555";

    private final Journal journal = Lines.journal();
    private int sent;
    private int givenUp;

    private final Sending sending = new Sending() {
        @Override
        public int sent() {
            return sent;
        }

        @Override
        public int notSent() {
            return 0;
        }

        @Override
        public List<Long> millis() {
            return List.of();
        }

        @Override
        public void giveUp() {
            givenUp++;
        }
    };

    @ParameterizedTest
    @CsvSource({
        "0, BUG_BEFORE_SENDING, NO_TIME_LEFT",
        "1, BUG_AFTER_SENDING, ANSWER_LATE",
        "2, BUG_AFTER_SENDING, ANSWER_LATE"
    })
    void isToldByWhatHasLeft(int left, Failure bug, Failure shutdown) {
        journal.asking(sending);
        sent = left; // it leaves after the journal was told
        assertTold(bug, Unanswered.bug(journal, "java.lang.IllegalStateException", ID));
        assertTold(shutdown, Unanswered.shutdown(journal, ID));
        assertEquals(2, givenUp);
    }

    @Test
    void withoutAVerificationNothingHasLeft() {
        assertTold(Failure.BUG_BEFORE_SENDING, Unanswered.bug(journal, "HTTP 500", ID));
        assertEquals(false, journal.giveUp());
    }

    @Test
    void whatBeginsAfterItIsGivenUpAtOnce() {
        journal.giveUp();
        journal.asking(sending);
        assertEquals(1, givenUp);
        journal.begin(ID, null, null);
        journal.asking(sending);
        assertEquals(1, givenUp, "the next invocation's is not");
    }

    @Test
    void theLineCountsWhatHasLeft() {
        journal.asking(sending);
        sent = 1;
        Unanswered.bug(journal, "java.lang.IllegalStateException", ID).body().tell(journal);
        JsonNode line = Lines.end(journal, 500);
        assertEquals(
                "BUG_AFTER_SENDING: java.lang.IllegalStateException",
                line.get("cause").textValue());
        assertEquals("UNKNOWN", line.get("charge").textValue());
        assertEquals(1, line.get("attempts").intValue());
        assertEquals(1, line.get("UnknownCharges").intValue());
    }

    private static void assertTold(Failure failure, Unanswered told) {
        assertEquals(failure.httpStatus(), told.httpStatus());
        assertEquals(ErrorAnswer.of(failure, failure.reason(), ID), told.body());
    }
}
