package dev.ktpverify.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ktpverify.provider.RetryRules.Situation;
import java.time.Duration;
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

    static Stream<Arguments> failures() {
        return Stream.of(
                row("not sent", new NotSentException(false, "test"), Rule.AFTER_PAUSE),
                row("certificate rejected", new NotSentException(true, "test"), Rule.NEVER),
                row("no time left", new NoTimeLeftException(), Rule.NEVER),
                row("answer lost", new AnswerLostException(false, "test"), Rule.NEVER),
                row("answer late", new AnswerLostException(true, "test"), Rule.NEVER),
                refused(ProviderStatus.INVALID_ARGUMENT, Rule.NEVER),
                refused(ProviderStatus.QUERY_FAILED, Rule.NEVER),
                refused(ProviderStatus.ABNORMAL_BEHAVIOURS_DETECTED, Rule.NEVER),
                refused(ProviderStatus.UNAUTHORIZED, Rule.IF_REPLACED),
                refused(ProviderStatus.KEY_EXPIRED, Rule.IF_REPLACED),
                refused(ProviderStatus.NO_PERMISSION, Rule.IF_REPLACED),
                refused(ProviderStatus.OUT_OF_QUOTA, Rule.IF_REPLACED),
                refused(ProviderStatus.RATE_LIMIT_EXCEEDED, Rule.AFTER_RATE_LIMIT_PAUSE),
                refused(ProviderStatus.NOT_FOUND, Rule.NEVER),
                refused(ProviderStatus.INTERNAL_ERROR, Rule.NEVER),
                refused(ProviderStatus.SOURCE_SERVICE_UNAVAILABLE, Rule.AFTER_PAUSE),
                refused(ProviderStatus.SOURCE_SERVICE_TIMEOUT, Rule.NEVER));
    }

    private static Arguments refused(ProviderStatus status, Rule rule) {
        return row(status.name(), ProviderRefusedException.of(status, null, null), rule);
    }

    private static Arguments row(String name, ProviderException failure, Rule rule) {
        return Arguments.of(name, failure, rule);
    }

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource("failures")
    void everySituation(String name, ProviderException failure, Rule rule) {
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

    private static void check(
            ProviderException failure, Rule rule, int sent, int notSent, boolean replaced, long jitter) {
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
    void everyStatusHasARow() {
        assertEquals(5 + ProviderStatus.values().length, failures().count());
    }

    @Test
    void jitterIsBetweenNoneAndOnePauseMore() {
        RetryRules rules = new RetryRules(WHOLE_ATTEMPT, PAUSE, RATE_LIMIT_PAUSE, new Random(1));
        Set<Long> pauses = new TreeSet<>();
        for (int i = 0; i < 2_000; i++) {
            RetryDecision decision =
                    rules.after(new NotSentException(false, "test"), new Situation(0, 1, false, PLENTY));
            assertTrue(decision.repeat());
            pauses.add(decision.pause().toMillis());
        }
        assertEquals(
                Stream.iterate(50L, ms -> ms <= 100, ms -> ms + 1).toList(),
                pauses.stream().toList());
    }

    @Test
    void faultToleranceIsToldTheDecision() {
        NotSentException failure = new NotSentException(false, "test");
        RetryDecision.Repeats repeats = new RetryDecision.Repeats();
        RetryDecision.Pause pause = new RetryDecision.Pause();
        pause.init(77);
        assertEquals(false, repeats.test(failure), "undecided");
        assertEquals(0, pause.nextDelayInMillis(failure), "undecided");

        failure.decide(new RetryDecision(true, Duration.ofMillis(1234)));
        assertEquals(true, repeats.test(failure));
        assertEquals(1234, pause.nextDelayInMillis(failure));

        assertEquals(false, repeats.test(new IllegalStateException()), "a bug of ours is never repeated");
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
