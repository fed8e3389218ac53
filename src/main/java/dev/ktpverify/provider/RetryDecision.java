package dev.ktpverify.provider;

import io.smallrye.faulttolerance.api.CustomBackoffStrategy;
import java.time.Duration;
import java.util.function.Predicate;

/**
 * Whether a failed attempt is repeated, as {@link RetryRules} decided it; the nested classes tell fault tolerance.
 *
 * @param repeat true to make another attempt
 * @param pause how long to wait before it
 */
record RetryDecision(boolean repeat, Duration pause) {

    static final RetryDecision NO = new RetryDecision(false, Duration.ZERO);

    /** For {@code @RetryWhen}: the failures that were decided to be repeated. */
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
