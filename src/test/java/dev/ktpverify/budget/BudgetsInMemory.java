package dev.ktpverify.budget;

import dev.ktpverify.support.TestConfig;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/** Budgets without Quarkus and without a table, for tests of a class alone. */
public final class BudgetsInMemory {

    private BudgetsInMemory() {}

    /** As where no budget is set. */
    public static Budgets off() {
        return of(Map.of());
    }

    /** With these settings (full names). */
    public static Budgets of(Map<String, String> settings) {
        return new Budgets(Optional.of(new MemoryCounters()), TestConfig.with(settings), Clock.systemUTC());
    }
}
