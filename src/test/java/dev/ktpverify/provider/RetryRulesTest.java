package dev.ktpverify.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ktpverify.model.Failure;
import dev.ktpverify.provider.RetryRules.Situation;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The decision as a table: every failure in every situation, on both sides of each boundary. */
class RetryRulesTest {

    private static final Duration WHOLE_ATTEMPT = Duration.ofSeconds(20);
    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final Duration RATE_LIMIT_PAUSE = Duration.ofSeconds(1);
    private static final Duration NONE = Duration.ZERO;
    private static final Duration INSTANT = Duration.ofNanos(1);
    private static final Duration PLENTY = Duration.ofSeconds(27);

    /** Whether a failure is repeated at all, and the least pause before it. */
    private enum Rule {
        AFTER_PAUSE(PAUSE, true),
        AFTER_RATE_LIMIT_PAUSE(RATE_LIMIT_PAUSE, true),
        IF_REPLACED(NONE, false),
        NEVER(null, false);

        private final Duration least;
        private final boolean jittered;

        Rule(Duration least, boolean jittered) {
            this.least = least;
            this.jittered = jittered;
        }

        Optional<Duration> pause(boolean replaced, long jitterMillis) {
            return this == NEVER || this == IF_REPLACED && !replaced
                    ? Optional.empty()
                    : Optional.of(jittered ? least.plusMillis(jitterMillis) : least);
        }
    }

    private static final Map<Failure, Rule> RETRIED = Map.of(
            Failure.NOT_SENT, Rule.AFTER_PAUSE,
            Failure.UNAUTHORIZED, Rule.IF_REPLACED,
            Failure.KEY_EXPIRED, Rule.IF_REPLACED,
            Failure.NO_PERMISSION, Rule.IF_REPLACED,
            Failure.OUT_OF_QUOTA, Rule.IF_REPLACED,
            Failure.RATE_LIMIT_EXCEEDED, Rule.AFTER_RATE_LIMIT_PAUSE,
            Failure.SOURCE_SERVICE_UNAVAILABLE, Rule.AFTER_PAUSE);

    /** Every failure there is: what has no rule is never retried. */
    static Stream<Arguments> failures() {
        return Stream.of(Failure.values())
                .map(failure -> Arguments.of(failure, RETRIED.getOrDefault(failure, Rule.NEVER)));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("failures")
    void everySituation(Failure failure, Rule rule) {
        for (int sent = 0; sent <= 3; sent++) {
            for (int notSent = 0; notSent <= 4; notSent++) {
                for (boolean replaced : new boolean[] {true, false}) {
                    for (long jitter : new long[] {0, PAUSE.toMillis()}) {
                        check(failure, rule, sent, notSent, replaced, jitter);
                    }
                }
            }
        }
    }

    private static void check(Failure failure, Rule rule, int sent, int notSent, boolean replaced, long jitter) {
        Optional<Duration> pause = sent < 2 && notSent < 3 ? rule.pause(replaced, jitter) : Optional.empty();
        RetryDecision expected = pause.map(p -> new RetryDecision(true, p)).orElse(RetryDecision.NO);
        Duration needed = pause.orElse(NONE).plus(WHOLE_ATTEMPT);
        RetryRules rules = rules(jitter);

        assertEquals(expected, rules.after(failure, new Situation(sent, notSent, replaced, PLENTY)));
        assertEquals(expected, rules.after(failure, new Situation(sent, notSent, replaced, needed)));
        assertEquals(
                RetryDecision.NO, rules.after(failure, new Situation(sent, notSent, replaced, needed.minus(INSTANT))));
        assertEquals(RetryDecision.NO, rules.after(failure, new Situation(sent, notSent, replaced, INSTANT.negated())));
    }

    @Test
    void jitterIsBetweenNoneAndOnePauseMore() {
        RetryRules rules = new RetryRules(WHOLE_ATTEMPT, PAUSE, RATE_LIMIT_PAUSE, new Random(1));
        Set<Long> pauses = new TreeSet<>();
        for (int i = 0; i < 2_000; i++) {
            RetryDecision decision = rules.after(Failure.NOT_SENT, new Situation(0, 1, false, PLENTY));
            assertTrue(decision.retry());
            pauses.add(decision.pause().toMillis());
        }
        assertEquals(
                Stream.iterate(50L, ms -> ms <= 100, ms -> ms + 1).toList(),
                pauses.stream().toList());
    }

    @Test
    void faultToleranceIsToldTheDecision() {
        ProviderException failure = ProviderException.of(Failure.NOT_SENT, "test");
        RetryDecision.Retries retries = new RetryDecision.Retries();
        RetryDecision.Pause pause = new RetryDecision.Pause();
        pause.init(77);
        assertEquals(false, retries.test(failure), "undecided");
        assertEquals(0, pause.nextDelayInMillis(failure), "undecided");

        ProviderException decided = failure.with(new RetryDecision(true, Duration.ofMillis(1234)));
        assertEquals(true, retries.test(decided));
        assertEquals(1234, pause.nextDelayInMillis(decided));

        assertEquals(false, retries.test(new IllegalStateException()), "a bug of ours is never repeated");
        assertEquals(0, pause.nextDelayInMillis(new IllegalStateException()));
    }

    /** Rules whose chance always falls on the given number of milliseconds. */
    private static RetryRules rules(long jitterMillis) {
        return new RetryRules(WHOLE_ATTEMPT, PAUSE, RATE_LIMIT_PAUSE, new RandomGenerator() {
            @Override
            public long nextLong() {
                throw new UnsupportedOperationException();
            }

            @Override
            public long nextLong(long bound) {
                assertEquals(PAUSE.toMillis() + 1, bound);
                return jitterMillis;
            }
        });
    }
}
