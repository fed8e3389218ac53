package dev.ktpverify.provider;

import io.smallrye.faulttolerance.api.CustomBackoffStrategy;
import java.time.Duration;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * Whether a failed attempt is repeated, and after which pause. The call is a paid POST that the provider does not make
 * idempotent: only what was certainly not charged, and may come out better, is repeated.
 *
 * @param repeat true to make another attempt
 * @param pause how long to wait before it
 */
record RetryDecision(boolean repeat, Duration pause) {

    static final RetryDecision NO = new RetryDecision(false, Duration.ZERO);

    /** The most attempts of one verification that may reach the wire. */
    static final int MOST_SENT = 2;
    /** The most attempts of one verification that may fail before they reach the wire. */
    static final int MOST_NOT_SENT = 3;

    private static final int SHORT_PAUSE_MILLIS = 50;
    private static final int RATE_LIMIT_PAUSE_MILLIS = 1000;

    /**
     * The decision, from nothing but its arguments.
     *
     * @param failure how the last attempt ended
     * @param sent the attempts of this verification that reached the wire, the last one included
     * @param notSent the attempts of this verification that did not
     * @param credentialsReplaced whether Secrets Manager has other credentials than the ones just refused
     * @param left the time left to answer the caller
     * @param wholeAttempt the longest that one attempt may take
     * @param random where the jitter comes from
     */
    static RetryDecision after(
            ProviderException failure,
            int sent,
            int notSent,
            boolean credentialsReplaced,
            Duration left,
            Duration wholeAttempt,
            RandomGenerator random) {
        if (sent >= MOST_SENT || notSent >= MOST_NOT_SENT) {
            return NO;
        }
        RetryDecision decision = NO; // whatever may have been charged, and whatever repeating does not mend
        if (failure instanceof NotSentException e && !e.certificateRejected()) {
            decision = afterJitter(SHORT_PAUSE_MILLIS, random); // no byte of the request left
        } else if (failure instanceof ProviderRefusedException e) {
            switch (e.status()) {
                case RATE_LIMIT_EXCEEDED ->
                    decision = afterJitter(RATE_LIMIT_PAUSE_MILLIS, random); // refused at the door
                case UNAUTHORIZED -> decision = new RetryDecision(credentialsReplaced, Duration.ZERO); // a rotation
                case SOURCE_SERVICE_UNAVAILABLE -> decision = afterJitter(SHORT_PAUSE_MILLIS, random); // not reached
                default -> {} // free, but repeats count towards ABNORMAL_BEHAVIOURS_DETECTED: the caller decides
            }
        }
        boolean covered = left.compareTo(decision.pause.plus(wholeAttempt)) >= 0;
        return decision.repeat && covered ? decision : NO;
    }

    private static RetryDecision afterJitter(int millis, RandomGenerator random) {
        return new RetryDecision(true, Duration.ofMillis(millis + random.nextInt(SHORT_PAUSE_MILLIS + 1)));
    }

    /** For {@code @RetryWhen}: the failures that {@link ProviderClient} decided to repeat. */
    public static final class Repeats implements Predicate<Throwable> {
        @Override
        public boolean test(Throwable failure) {
            return failure instanceof ProviderException e && e.decision().repeat();
        }
    }

    /** For {@code @CustomBackoff}: the pause that was decided. */
    public static final class Pause implements CustomBackoffStrategy {
        @Override
        public void init(long initialDelayInMillis) {
            // the decision has its own pauses
        }

        @Override
        public long nextDelayInMillis(Throwable failure) {
            return failure instanceof ProviderException e ? e.decision().pause().toMillis() : 0;
        }
    }
}
