package dev.ktpverify.invocation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Both sides of what tells a remaining time of Lambda's from one that the framework made up. */
class LambdaDeadlineTest {

    /** A moment whose milliseconds are 0 when cut to an int. */
    private static final Instant OVERFLOW = Instant.ofEpochMilli(418L << 32);

    @ParameterizedTest(name = "{0} ms remaining, {1} ms after the overflow: answer within {2} ms")
    @CsvSource({
        // no Lambda runs longer than 15 minutes
        "-900000, 100000, -900500",
        "-900001, 100000, 27000",
        "900000, 100000, 27000",
        // two readings of the clock are at most a second apart
        "5000, -4000, 27000",
        "5000, -3999, 4500",
        "5000, -6000, 27000",
        "5000, -6001, 4500"
    })
    void boundaries(int remaining, int afterOverflow, long left) {
        Instant now = OVERFLOW.plusMillis(afterOverflow);
        Deadline deadline = Deadline.of(remaining, Clock.fixed(now, ZoneOffset.UTC));
        assertEquals(Duration.ofMillis(left), Duration.between(now, deadline.at()));
    }
}
