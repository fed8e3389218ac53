package dev.ktpverify.invocation;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;

/**
 * When the caller must have its answer.
 *
 * @param at that moment
 */
public record Deadline(Instant at) {

    /** What it takes to answer once the provider is done with: writing, logging, the way back through Lambda. */
    static final Duration MARGIN = Duration.ofMillis(500);
    /** The longest verification: API Gateway gives up after 30 s, the function's own time-out is 28 s. */
    static final Duration LONGEST = Duration.ofSeconds(27);
    /** No Lambda runs longer. */
    private static final int LAMBDA_LIMIT_MILLIS = 15 * 60 * 1000;
    /** How far apart two readings of the clock may be that are made one after the other. */
    private static final int CLOCK_TOLERANCE_MILLIS = 1000;

    /**
     * The deadline of an invocation.
     *
     * @param remainingMillis what Lambda says is left of the invocation, in milliseconds
     * @param clock what time it is
     */
    public static Deadline of(int remainingMillis, Clock clock) {
        Duration left = Duration.ofMillis(remainingMillis).minus(MARGIN);
        boolean told = told(remainingMillis, (int) clock.millis());
        return new Deadline(clock.instant().plus(told ? Collections.min(List.of(left, LONGEST)) : LONGEST));
    }

    /**
     * Whether Lambda said anything. Local event servers name no deadline: then the framework's remaining time is 0 - now,
     * cut to an int, which now and then looks like a few seconds.
     */
    private static boolean told(int remainingMillis, int now) {
        int deadline = remainingMillis + now; // both overflow alike, so it is 0 where none was named
        return Math.abs((long) remainingMillis) <= LAMBDA_LIMIT_MILLIS
                && Math.abs((long) deadline) > CLOCK_TOLERANCE_MILLIS;
    }
}
