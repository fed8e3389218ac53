package dev.ktpverify.bench;

import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** One long start: what memory and answer times do over its life, tenth by tenth. */
final class Growth {

    private static final int PARTS = 10;
    /** Not counted in the first tenth: the heap and, in a JVM, the code are still finding their size. */
    private static final int WARM_UP = 500;

    private static final double MOST_SLOWER = 1.2;
    private static final double MOST_LARGER = 1.05;

    private final Latencies latencies;
    private final List<Double> resident;
    private final int part;

    private Growth(Latencies latencies, List<Double> resident) {
        this.latencies = latencies;
        this.resident = resident;
        this.part = latencies.count() / PARTS;
    }

    /** Starts a command once for so many events. */
    static Growth measure(Command command, StandIns standIns, Event event, int requests)
            throws IOException, InterruptedException {
        if (requests / PARTS <= WARM_UP) {
            throw BenchException.usage("--growth takes more than " + WARM_UP * PARTS + " requests");
        }
        try (Start start = new Start(command, standIns, event, requests, requests / PARTS, 0)) {
            start.await();
            return new Growth(start.latencies(), start.residentMegabytes());
        }
    }

    private Latencies tenth(int number) {
        return latencies.part(number == 0 ? WARM_UP : number * part, (number + 1) * part);
    }

    /** The most memory after these tenths: a heap that is collected now and then goes up and down. */
    private double most(int from, int to) {
        return Collections.max(resident.subList(from, to));
    }

    /** The table, and what it says. */
    String report() {
        Table table = new Table(List.of("events", Figure.P50.title(), Figure.P99.title(), "memory, MB"));
        for (int i = 0; i < PARTS; i++) {
            table.row(List.of(
                    (i == 0 ? WARM_UP : i * part) + " to " + (i + 1) * part,
                    Figure.P50.format(tenth(i).percentile(50)),
                    Figure.P99.format(tenth(i).percentile(99)),
                    Figure.RESIDENT.format(resident.get(i))));
        }
        double slower = tenth(PARTS - 1).percentile(99) / tenth(0).percentile(99);
        double larger = most(PARTS / 2, PARTS) / most(0, PARTS / 2);
        return table
                + String.format(
                        Locale.ROOT,
                        "p99 of the last tenth is %.2f times the first's: %s (at most %.1f)%n",
                        slower,
                        slower <= MOST_SLOWER ? "it does not slow down" : "IT SLOWS DOWN",
                        MOST_SLOWER)
                + String.format(
                        Locale.ROOT,
                        "memory is at most %s MB in the first half and %.2f times that in the second: %s (at most %.2f)%n",
                        Figure.RESIDENT.format(most(0, PARTS / 2)),
                        larger,
                        larger <= MOST_LARGER ? "it does not grow" : "IT GROWS",
                        MOST_LARGER);
    }
}
