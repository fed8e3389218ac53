package dev.ktpverify.provider;

import dev.ktpverify.model.Failure;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Says whether a failed attempt is repeated, and after which pause. The call is a paid POST that the provider does not
 * make idempotent: only what was certainly not charged, and may come out better, is repeated.
 *
 * @param wholeAttempt the longest that one attempt may take; none is repeated unless the time left covers it
 * @param pause the least wait before an attempt is repeated, and the most jitter on top of any wait
 * @param rateLimitPause the least wait after the provider said that its rate limit is reached
 * @param random where the jitter comes from
 */
record RetryRules(Duration wholeAttempt, Duration pause, Duration rateLimitPause, RandomGenerator random) {

    /** The most attempts of one verification that may reach the wire. */
    static final int MAX_SENT = 2;
    /** The most attempts of one verification that may fail before they reach the wire. */
    static final int MAX_NOT_SENT = 3;

    /**
     * What a verification knows when an attempt has failed.
     *
     * @param sent the attempts that reached the wire, the last one included
     * @param notSent the attempts that did not
     * @param credentialsReplaced whether there are other credentials now than the ones just refused
     * @param left the time left to answer the caller
     */
    record Situation(int sent, int notSent, boolean credentialsReplaced, Duration left) {}

    /** The decision: a function of its arguments and the rules, and of nothing else. */
    RetryDecision after(Failure failure, Situation now) {
        if (now.sent >= MAX_SENT || now.notSent >= MAX_NOT_SENT) {
            return RetryDecision.NO;
        }
        RetryDecision decision = ignoringTime(failure, now);
        boolean covered = now.left.compareTo(decision.pause().plus(wholeAttempt)) >= 0;
        return covered ? decision : RetryDecision.NO;
    }

    /** The decision if there were time without limit. */
    private RetryDecision ignoringTime(Failure failure, Situation now) {
        return switch (failure) {
            case RATE_LIMIT_EXCEEDED -> retryAfter(rateLimitPause); // refused at the door
            case NOT_SENT, SOURCE_SERVICE_UNAVAILABLE ->
                retryAfter(pause); // the provider or its source was not reached
            case UNAUTHORIZED, KEY_EXPIRED, NO_PERMISSION, OUT_OF_QUOTA -> // of the old secret's account
                new RetryDecision(now.credentialsReplaced, Duration.ZERO);
            // Free, but retries count towards ABNORMAL_BEHAVIOURS_DETECTED; or it may have been charged; or there is
            // no time.
            default -> RetryDecision.NO;
        };
    }

    private RetryDecision retryAfter(Duration least) {
        return new RetryDecision(true, least.plusMillis(random.nextLong(pause.toMillis() + 1)));
    }
}
