package dev.ktpverify.provider;

import io.smallrye.faulttolerance.api.CustomBackoffStrategy;
import java.time.Duration;
import java.util.function.Predicate;

/**
 * Whether a failed attempt is retried, as {@link RetryRules} decided it; the nested classes tell fault tolerance.
 *
 * @param retry true to make another attempt
 * @param pause how long to wait before it
 */
record RetryDecision(boolean retry, Duration pause) {

    static final RetryDecision NO = new RetryDecision(false, Duration.ZERO);

    /** For {@code @RetryWhen}: the failures that it was decided to retry. */
    public static final class Retries implements Predicate<Throwable> {
        @Override
        public boolean test(Throwable failure) {
            return failure instanceof ProviderException e && e.decision().retry();
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
