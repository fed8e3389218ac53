package dev.ktpverify.invocation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Local event servers name no deadline; the framework then counts the remaining time from 1970, in an int. */
class UntoldDeadlineTest {

    /** A moment at which the int has just overflowed to 0, as it does every 50 days. */
    private static final Instant OVERFLOW = Instant.ofEpochMilli(418L << 32);

    @ParameterizedTest
    @ValueSource(longs = {-600_000, -28_000, 0, 28_000, 600_000, 1L << 31})
    void isTheLongest(long fromOverflow) {
        Instant now = OVERFLOW.plusMillis(fromOverflow);
        int untold = (int) (0 - now.toEpochMilli());

        assertEquals(now.plus(Deadline.LONGEST), deadline(untold, now));
    }

    @ParameterizedTest
    @ValueSource(ints = {-100, 0, 2_000, 20_000})
    void isNotATimeThatLambdaTold(int remainingMillis) {
        Instant now = OVERFLOW.plus(Duration.ofDays(1));

        assertEquals(now.plusMillis(remainingMillis).minus(Deadline.MARGIN), deadline(remainingMillis, now));
    }

    private static Instant deadline(int remainingMillis, Instant now) {
        return Deadline.of(remainingMillis, Clock.fixed(now, ZoneOffset.UTC)).at();
    }
}
