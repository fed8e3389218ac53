package dev.ktpverify.invocation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeadlineTest {

    private static final Instant NOW = Instant.parse("2025-07-01T03:12:20Z");

    @ParameterizedTest(name = "{0} ms remaining: answer within {1} ms, {2}")
    @CsvSource({
        "28000, 27000, the longest there is: API Gateway gives up",
        "27501, 27000, likewise",
        "27500, 27000, exactly the longest",
        "27499, 26999, what Lambda says less the margin",
        "3000, 2500, likewise",
        "500, 0, no time at all",
        "499, -1, over already",
        "0, -500, likewise",
        "-20, -520, Lambda says that it is over",
        "900000, 27000, the longest function",
        "900001, 27000, not told by Lambda",
        "-900001, 27000, not told by Lambda",
        "2147483647, 27000, not told by Lambda",
        "-2147483648, 27000, not told by Lambda"
    })
    void leavesAMarginAndHasALimit(int remaining, long left, String why) {
        Deadline deadline = Deadline.of(remaining, Clock.fixed(NOW, ZoneOffset.UTC));
        assertEquals(Duration.ofMillis(left), Duration.between(NOW, deadline.at()));
    }
}
