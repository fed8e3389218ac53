package dev.ktpverify.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Commands started in turn, A B A B …, so that what the machine does meanwhile meets all of them. */
final class Comparison {

    /** They fill the page cache, and the benchmark's own JVM compiles what it runs: it takes processors away from the functions. */
    private static final int WARM_UP_ROUNDS = 3;

    private final StandIns standIns;
    private final Event event;
    private final int requests;
    private final List<Command> commands;
    private final Map<String, Map<Figure, Series>> series = new LinkedHashMap<>();

    Comparison(StandIns standIns, Event event, int requests, List<Command> commands) {
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
        try (Start start = new Start(command, standIns, event, requests, requests)) {
            start.await();
            Latencies all = start.latencies();
            Latencies warm = all.part(Math.min(1, requests - 1), requests);
            return Map.of(
                    Figure.INIT, start.initMillis(),
                    Figure.FIRST, all.first(),
                    Figure.P50, warm.percentile(50),
                    Figure.P99, warm.percentile(99),
                    Figure.PEAK, start.peakMegabytes(),
                    Figure.RESIDENT, start.residentMegabytes().get(0),
                    Figure.START_WORK, start.processorMillisToFirstAnswer(),
                    Figure.ANSWER_WORK, start.processorMillisSinceFirstAnswer() / Math.max(1, requests - 1));
        }
    }

    /** A figure of the command with that name, of all its starts that count. */
    Series series(String command, Figure figure) {
        return series.get(command).computeIfAbsent(figure, unseen -> new Series(new ArrayList<>()));
    }
}
