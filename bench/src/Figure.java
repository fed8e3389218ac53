package dev.ktpverify.bench;

import java.util.Locale;

/** What is measured of a start. */
enum Figure {
    INIT("start to first poll, ms", 1),
    FIRST("first answer, ms", 1),
    P50("warm p50, ms", 2),
    P99("warm p99, ms", 2),
    PEAK("peak memory, MB", 1),
    RESIDENT("memory at the end, MB", 1),
    START_WORK("processor time to first answer, ms", 0),
    ANSWER_WORK("processor time of a warm answer, ms", 2),
    /** With {@code --memory} alone. */
    BILLED("billed time of a warm answer, ms", 1),
    /** With {@code --memory} alone. */
    COST("Lambda for a million answers, $", 2);

    private final String title;
    private final int decimals;

    Figure(String title, int decimals) {
        this.title = title;
        this.decimals = decimals;
    }

    String title() {
        return title;
    }

    String format(double value) {
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }
}
