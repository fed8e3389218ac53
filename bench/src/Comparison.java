package dev.ktpverify.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Commands started in turn, A B A B …, so that what the machine does meanwhile meets all of them. */
final class Comparison {

    /** They fill the page cache, and the benchmark's own JVM compiles what it runs: it takes processors away from the functions. */
    private static final int WARM_UP_ROUNDS = 3;
    /** Of x86-64, as docs/deploy.md has them. */
    private static final double DOLLARS_OF_A_GIGABYTE_SECOND = 0.0000166667;

    private static final double DOLLARS_OF_A_REQUEST = 0.2e-6;

    /** Source: the kernel's documentation, "Documentation for /proc/sys/vm/". */
    private static final Path DROP_CACHES = Path.of("/proc/sys/vm/drop_caches");

    private final StandIns standIns;
    private final Event event;
    private final int requests;
    private final List<Command> commands;
    private final int megabytes;
    private final boolean cold;
    private final Map<String, Map<Figure, Series>> series = new LinkedHashMap<>();

    /**
     * @param megabytes the memory that each has its share of a processor by; 0 for all processors
     * @param cold whether each start begins with all its files on the disk
     */
    Comparison(
            StandIns standIns, Event event, int requests, List<Command> commands, int megabytes, boolean cold) {
        this.megabytes = megabytes;
        this.cold = cold;
        this.standIns = standIns;
        this.event = event;
        this.requests = requests;
        this.commands = commands;
        commands.forEach(command -> series.put(command.name(), new EnumMap<>(Figure.class)));
    }

    /** Starts each command so often, after rounds that do not count. */
    void run(int starts) throws IOException, InterruptedException {
        for (int round = -WARM_UP_ROUNDS; round < starts; round++) {
            for (Command command : commands) {
                Map<Figure, Double> figures = measure(command);
                if (round >= 0) {
                    figures.forEach(
                            (figure, value) -> series(command.name(), figure).add(value));
                }
            }
        }
    }

    private Map<Figure, Double> measure(Command command) throws IOException, InterruptedException {
        if (cold) {
            evict();
        }
        try (Start start = new Start(command, standIns, event, requests, requests, megabytes)) {
            start.await();
            Latencies all = start.latencies();
            Latencies warm = all.part(Math.min(1, requests - 1), requests);
            Map<Figure, Double> figures = new EnumMap<>(Figure.class);
            figures.put(Figure.INIT, start.initMillis());
            figures.put(Figure.FIRST, all.first());
            figures.put(Figure.P50, warm.percentile(50));
            figures.put(Figure.P99, warm.percentile(99));
            figures.put(Figure.PEAK, start.peakMegabytes());
            figures.put(Figure.RESIDENT, start.residentMegabytes().get(0));
            figures.put(Figure.START_WORK, start.processorMillisToFirstAnswer());
            figures.put(Figure.ANSWER_WORK, start.processorMillisSinceFirstAnswer() / Math.max(1, requests - 1));
            if (megabytes > 0) {
                figures.put(Figure.BILLED, warm.billedMillis());
                figures.put(Figure.COST, dollarsOfAMillion(warm.billedMillis()));
            }
            return figures;
        }
    }

    /**
     * Has the kernel forget each file that no process uses: the next start reads its program, its libraries and all else from
     * the disk. One command cannot profit from what another has read.
     *
     * @throws BenchException if this machine does not allow it
     */
    private static void evict() {
        try {
            Files.writeString(DROP_CACHES, "1");
        } catch (IOException e) {
            throw BenchException.usage("--cold needs root, who may drop the page cache: " + e);
        }
    }

    /** Lambda's price in dollars: by memory and time, and for each request. */
    private double dollarsOfAMillion(double billedMillis) {
        double gigabyteSeconds = billedMillis * 1e-3 * megabytes / 1024;
        return 1e6 * (gigabyteSeconds * DOLLARS_OF_A_GIGABYTE_SECOND + DOLLARS_OF_A_REQUEST);
    }

    /** Whether a figure was measured. */
    boolean has(Figure figure) {
        return series.values().stream().anyMatch(figures -> figures.containsKey(figure));
    }

    /** A figure of the command with that name, of all its starts that count. */
    Series series(String command, Figure figure) {
        return series.get(command).computeIfAbsent(figure, unseen -> new Series(new ArrayList<>()));
    }
}
