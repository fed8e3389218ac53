package dev.ktpverify.idempotency;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ktpverify.idempotency.KeyRecord.Meaning;
import dev.ktpverify.idempotency.KeyRecord.State;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a record means for whoever finds it, as a table: state, lease, expiry and question. */
class KeyRecordTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final Instant EARLIER = NOW.minusMillis(1);
    private static final Instant LATER = NOW.plusMillis(1);
    private static final KeyRecord FRESH = record("same", State.CLAIMED, LATER, LATER);

    private static KeyRecord record(String fingerprint, State state, Instant leaseUntil, Instant expiresAt) {
        return new KeyRecord("id", fingerprint, state, "claim", leaseUntil, expiresAt, null);
    }

    @ParameterizedTest
    @CsvSource({
        // state, lease over, means for the same question
        "CLAIMED, false, IN_PROGRESS",
        "CLAIMED, true, CLAIMABLE",
        "SENT, false, IN_PROGRESS",
        "SENT, true, LOST",
        "DONE, false, ANSWERED",
        "DONE, true, ANSWERED",
        "FREED, false, CLAIMABLE",
        "FREED, true, CLAIMABLE",
        "UNKNOWN, false, ANSWERED",
        "UNKNOWN, true, ANSWERED"
    })
    void meaning(State state, boolean leaseOver, Meaning expected) {
        Instant lease = leaseOver ? NOW : LATER;
        assertEquals(expected, record("same", state, lease, LATER).meaning(FRESH, NOW));
        assertEquals(Meaning.REUSED, record("other", state, lease, LATER).meaning(FRESH, NOW));
        assertEquals(Meaning.CLAIMABLE, record("same", state, lease, NOW).meaning(FRESH, NOW));
        assertEquals(Meaning.CLAIMABLE, record("other", state, lease, EARLIER).meaning(FRESH, NOW));
    }

    @Test
    void expiryIsNeverRoundedDown() {
        assertEquals(NOW, KeyRecord.wholeSecond(NOW));
        assertEquals(NOW.plusSeconds(1), KeyRecord.wholeSecond(NOW.plusNanos(1)));
    }

    @Test
    void tellsOfItselfHowFarItIs() {
        assertEquals("KeyRecord[state=CLAIMED, leaseUntil=2026-01-02T03:04:05.001Z]", FRESH.toString());
    }

    @Test
    void aStepKeepsWhoseRecordItIs() {
        assertEquals(
                new KeyRecord("id", "same", State.DONE, "claim", LATER, EARLIER, "{}"),
                FRESH.with(State.DONE, EARLIER, "{}"));
    }
}
