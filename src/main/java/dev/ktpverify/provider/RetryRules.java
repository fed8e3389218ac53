package dev.ktpverify.provider;

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
    static final int MOST_SENT = 2;
    /** The most attempts of one verification that may fail before they reach the wire. */
    static final int MOST_NOT_SENT = 3;

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
    RetryDecision after(ProviderException failure, Situation now) {
        if (now.sent >= MOST_SENT || now.notSent >= MOST_NOT_SENT) {
            return RetryDecision.NO;
        }
        RetryDecision decision = wish(failure, now);
        boolean covered = now.left.compareTo(decision.pause().plus(wholeAttempt)) >= 0;
        return covered ? decision : RetryDecision.NO;
    }

    /** What would be done if there were time. */
    private RetryDecision wish(ProviderException failure, Situation now) {
        if (failure instanceof NotSentException e) {
            return e.certificateRejected() ? RetryDecision.NO : repeatAfter(pause); // no byte of the request left
        }
        if (failure instanceof ProviderRefusedException e) {
            return switch (e.status()) {
                case RATE_LIMIT_EXCEEDED -> repeatAfter(rateLimitPause); // refused at the door
                case SOURCE_SERVICE_UNAVAILABLE -> repeatAfter(pause); // the source was not reached
                case UNAUTHORIZED, KEY_EXPIRED, NO_PERMISSION, OUT_OF_QUOTA -> // of the old secret's account
                    new RetryDecision(now.credentialsReplaced, Duration.ZERO);
                default -> RetryDecision.NO; // free, but repeats count towards ABNORMAL_BEHAVIOURS_DETECTED
            };
        }
        return RetryDecision.NO; // it may have been charged, or there is no time
    }

    private RetryDecision repeatAfter(Duration least) {
        return new RetryDecision(true, least.plusMillis(random.nextLong(pause.toMillis() + 1)));
    }
}
