package dev.ktpverify.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class AttemptsTest {

    private static final Instant NOW = Instant.parse("2026-07-01T03:12:20Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    @Test
    void countsWhatReachedTheWireApartFromWhatDidNot() {
        Attempts attempts = new Attempts(CLOCK, NOW);
        attempts.count(true);
        attempts.count(false);
        attempts.count(false);
        assertEquals(1, attempts.sent());
        assertEquals(2, attempts.notSent());
    }

    @Test
    void tellsTheTimeLeft() {
        assertEquals(Duration.ofSeconds(7), new Attempts(CLOCK, NOW.plusSeconds(7)).left());
        assertEquals(Duration.ofSeconds(-1), new Attempts(CLOCK, NOW.minusSeconds(1)).left());
    }
}
