package dev.ktpverify.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The bucket as a table: what was there, what came, and what may be repeated then. */
class RetryBudgetTest {

    private static final RetryDecision WISHED = new RetryDecision(true, Duration.ofMillis(7));

    /** Where chance always falls: 0 for the least, 1 for the most. */
    private int chance;

    @ParameterizedTest(name = "{0} tokens, {1} wished, {2} verdicts: {3} more")
    @CsvSource({
        "10, 0, 0, 10", // it is full at first
        "10, 3, 0, 7",
        "10, 10, 0, 0",
        "10, 11, 0, 0", // what was not made takes nothing
        "10, 10, 9, 0",
        "10, 10, 10, 1",
        "10, 10, 19, 1",
        "10, 10, 20, 2",
        "10, 11, 10, 1",
        "10, 1, 9, 9",
        "10, 1, 10, 10",
        "10, 1, 1000, 10", // it holds no more
        "10, 0, 1000, 10",
        "1, 1, 10, 1",
        "1, 1, 1000, 1",
        "0, 0, 0, 0",
        "0, 0, 1000, 0",
        "1000000, 3, 0, 20" // of the 20 that are tried here
    })
    void mayBeRepeated(int tokens, int wished, int verdicts, int more) {
        RetryBudget budget = budget(tokens);
        repeated(budget, wished);
        IntStream.range(0, verdicts).forEach(i -> budget.success());
        assertEquals(more, repeated(budget, 20));
    }

    @Test
    void whatIsNotRepeatedTakesNothing() {
        RetryBudget budget = budget(1);
        RetryDecision no = new RetryDecision(false, Duration.ZERO);
        for (int i = 0; i < 20; i++) {
            assertSame(no, budget.pay(no));
        }
        assertEquals(1, budget.retryAfter());
        assertSame(WISHED, budget.pay(WISHED));
        assertSame(RetryDecision.NO, budget.pay(WISHED));
    }

    @ParameterizedTest
    @CsvSource({"0, '1,1,2,4,8,16,32,32,32'", "1, '1,2,4,8,16,32,64,64,64'"})
    void callersWaitLongerWhileThereIsNoToken(int luck, String seconds) {
        chance = luck;
        RetryBudget budget = budget(1);
        List<String> told = new ArrayList<>(List.of(String.valueOf(budget.retryAfter())));
        for (int i = 0; i < 8; i++) {
            budget.pay(WISHED);
            told.add(String.valueOf(budget.retryAfter()));
        }
        assertEquals(seconds, String.join(",", told));
    }

    @Test
    void aTokenThatComesBackEndsThat() {
        RetryBudget budget = budget(10);
        repeated(budget, 14);
        IntStream.range(0, 9).forEach(i -> budget.success());
        assertEquals(16, budget.retryAfter());
        budget.success();
        assertEquals(1, budget.retryAfter());
        budget.pay(WISHED);
        assertEquals(1, budget.retryAfter(), "it begins anew");
        budget.pay(WISHED);
        assertEquals(2, budget.retryAfter());
    }

    @Test
    void withoutABudgetAnyVerdictEndsThat() {
        RetryBudget budget = budget(0);
        repeated(budget, 3);
        assertEquals(8, budget.retryAfter());
        budget.success();
        assertEquals(1, budget.retryAfter());
    }

    private static int repeated(RetryBudget budget, int wished) {
        return (int) IntStream.range(0, wished)
                .mapToObj(i -> budget.pay(WISHED))
                .filter(RetryDecision::retry)
                .count();
    }

    private RetryBudget budget(int tokens) {
        return new RetryBudget(tokens, new RandomGenerator() {
            @Override
            public long nextLong() {
                throw new UnsupportedOperationException();
            }

            @Override
            public int nextInt(int bound) {
                return chance * (bound - 1);
            }
        });
    }
}
