package dev.ktpverify.verification;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

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
    /** No Lambda runs longer: a remaining time beyond it, either way, was never told by Lambda (local event servers). */
    private static final int LAMBDA_LIMIT_MILLIS = 15 * 60 * 1000;

    /**
     * The deadline of an invocation.
     *
     * @param remainingMillis what Lambda says is left of the invocation, in milliseconds
     * @param clock what time it is
     */
    public static Deadline of(int remainingMillis, Clock clock) {
        Duration left = Duration.ofMillis(remainingMillis).minus(MARGIN);
        boolean told = Math.abs((long) remainingMillis) <= LAMBDA_LIMIT_MILLIS;
        return new Deadline(clock.instant().plus(told && left.compareTo(LONGEST) < 0 ? left : LONGEST));
    }
}
