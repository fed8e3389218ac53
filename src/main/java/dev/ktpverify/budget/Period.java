package dev.ktpverify.budget;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The day and the month that a charge counts in. All environments count a month and its days in one item, and each caller's day in
 * another.
 *
 * @param day the day
 * @param zone where it is that day
 */
record Period(LocalDate day, ZoneId zone) {

    private static final String MONTH = "month";
    private static final String DAY = "day";
    private static final String CALLER = "caller";
    /** How long counts can be looked at after their period, in days. */
    private static final int KEPT_DAYS = 62;

    static Period of(Instant now, ZoneId zone) {
        return new Period(LocalDate.ofInstant(now, zone), zone);
    }

    /** The counts of all callers together; both are counted, so that a limit can be set later. */
    Counter everybodys(Optional<Integer> daily, Optional<Integer> monthly) {
        TreeMap<String, Long> limits =
                new TreeMap<>(Map.of(MONTH, limit(monthly), DAY + day.getDayOfMonth(), limit(daily)));
        return new Counter("budget " + day.toString().substring(0, 7), limits, expiry());
    }

    /** The count of one caller. */
    Counter callers(String hash, int daily) {
        return new Counter("budget " + day + " " + hash, new TreeMap<>(Map.of(CALLER, (long) daily)), expiry());
    }

    /** When the period of a count is over. */
    Instant nextOf(String count) {
        LocalDate next = count.equals(MONTH) ? day.withDayOfMonth(1).plusMonths(1) : day.plusDays(1);
        return next.atStartOfDay(zone).toInstant();
    }

    /** The metric of a count. */
    String metric(String count) {
        return Map.of(MONTH, "MonthlyBudgetUsed", CALLER, "CallerBudgetUsed").getOrDefault(count, "DailyBudgetUsed");
    }

    /** What a count is called in the log. */
    String word(String count) {
        return Map.of(MONTH, "monthly", CALLER, "per-caller daily").getOrDefault(count, "daily");
    }

    /** Whole seconds until a moment, at least one. */
    static int secondsUntil(Instant then, Instant now) {
        return (int) Math.max(1, Duration.between(now, then).plusMillis(999).toSeconds());
    }

    private Instant expiry() {
        return day.withDayOfMonth(1)
                .plusMonths(1)
                .plusDays(KEPT_DAYS)
                .atStartOfDay(zone)
                .toInstant();
    }

    private static long limit(Optional<Integer> limit) {
        return limit.map(Long::valueOf).orElse(Counter.NO_LIMIT);
    }
}
