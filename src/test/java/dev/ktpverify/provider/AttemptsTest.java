package dev.ktpverify.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class AttemptsTest {

    private static final Instant NOW = Instant.parse("2026-07-01T03:12:20Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    @Test
    void countsWhatReachedTheWireApartFromWhatDidNot() {
        Attempts attempts = new Attempts(CLOCK, NOW);
        attempts.count(true, 70);
        attempts.count(false, 80);
        attempts.count(true, 90);
        attempts.count(false, 100);
        assertEquals(2, attempts.sent());
        assertEquals(List.of(70L, 90L), attempts.millis());
        assertEquals(2, attempts.notSent());
    }

    @Test
    void tellsTheTimeLeft() {
        assertEquals(Duration.ofSeconds(7), new Attempts(CLOCK, NOW.plusSeconds(7)).left());
        assertEquals(Duration.ofSeconds(-1), new Attempts(CLOCK, NOW.minusSeconds(1)).left());
    }
}
