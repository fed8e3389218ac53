package dev.ktpverify.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Measures functions for AWS Lambda as whole processes; {@code bench/run --help} says how. */
public final class Bench {

    private static final Map<String, String> LARGE_IMAGES =
            Map.of("KTP_VERIFY_MAX_IMAGE_BYTES", "2000000", "KTP_VERIFY_MAX_BODY_BYTES", "6291456");

    private final Options options;
    private final StandIns standIns;

    private Bench(Options options, StandIns standIns) {
        this.options = options;
        this.standIns = standIns;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        try {
            Options options = Options.parse(arguments);
            try (StandIns standIns = new StandIns(
                    Files.createDirectories(Path.of("target", "bench").toAbsolutePath()), options.providerMillis())) {
                new Bench(options, standIns).run();
            }
        } catch (BenchException e) {
            System.err.println(e.getMessage());
            System.exit(e.exitStatus());
        }
    }

    private void run() throws IOException, InterruptedException {
        System.out.println(machine());
        switch (options.mode()) {
            case COMPARISON -> compare();
            case GROWTH -> grow();
            case SIZES -> sizes();
        }
    }

    private static String machine() throws IOException {
        return Runtime.getRuntime().availableProcessors() + " processors, load average "
                + Files.readString(Path.of("/proc/loadavg")).replaceAll("^(\\S+ \\S+ \\S+)[\\s\\S]*", "$1");
    }

    private void compare() throws IOException, InterruptedException {
        for (Operation operation : options.operations()) {
            for (int megabytes : options.megabytes().isEmpty() ? List.of(0) : options.megabytes()) {
                compare(operation, megabytes);
            }
        }
        System.out.println();
        for (Command command : options.commands()) {
            if (command.isFunction()) {
                System.out.printf("%s: %s, %,d bytes%n", command.name(), command.file(), Files.size(command.file()));
            }
        }
    }

    private void compare(Operation operation, int megabytes) throws IOException, InterruptedException {
        Event event = new Event(operation, options.kilobytes().get(0));
        Comparison comparison =
                new Comparison(standIns, event, options.requests(), options.commands(), megabytes, options.cold());
        comparison.run(options.starts());
        System.out.printf(
                "%n%s%s, events of %,d bytes;%s starts: %d, of %,d requests each; median (least to most)%n%n",
                operation.word(),
                megabytes == 0 ? "" : ", at the share of " + megabytes + " MB",
                event.size(),
                options.cold() ? " cold" : "",
                options.starts(),
                options.requests());
        Table table = table(operation.word());
        for (Figure figure : Figure.values()) {
            if (comparison.has(figure)) {
                row(table, figure.title(), figure, comparison);
            }
        }
        System.out.print(table);
    }

    private void sizes() throws IOException, InterruptedException {
        System.out.printf(
                "%nid_selfie, %s; starts: %d, of %,d requests each; median (least to most)%n%n",
                Figure.P50.title(), options.starts(), options.requests());
        List<Command> commands = options.commands().stream()
                .map(command -> command.with(LARGE_IMAGES))
                .toList();
        Table table = table("two images of, KB");
        for (int kilobytes : options.kilobytes()) {
            Event event = new Event(Operation.ID_SELFIE, kilobytes);
            Comparison comparison = new Comparison(standIns, event, options.requests(), commands, 0, options.cold());
            comparison.run(options.starts());
            row(table, String.valueOf(kilobytes), Figure.P50, comparison);
        }
        System.out.print(table);
    }

    private Table table(String title) {
        List<String> head = new ArrayList<>(List.of(title));
        options.commands().forEach(command -> head.add(command.name()));
        return new Table(head);
    }

    private void row(Table table, String title, Figure figure, Comparison comparison) {
        double reference = comparison.series(options.against(), figure).median();
        List<String> cells = new ArrayList<>(List.of(title));
        for (Command command : options.commands()) {
            Series series = comparison.series(command.name(), figure);
            boolean compared = !command.name().equals(options.against()) && reference > 0;
            String ratio = String.format(Locale.ROOT, " ×%.2f", series.median() / reference);
            cells.add(series.format(figure) + (compared ? ratio : ""));
        }
        table.row(cells);
    }

    private void grow() throws IOException, InterruptedException {
        for (Operation operation : options.operations()) {
            Event event = new Event(operation, options.kilobytes().get(0));
            for (Command command : options.commands()) {
                Growth growth = Growth.measure(command, standIns, event, options.requests());
                System.out.printf(
                        "%n%s, %s, events of %,d bytes, one start of %,d requests%n%n",
                        command.name(), operation.word(), event.size(), options.requests());
                System.out.print(growth.report());
            }
        }
    }
}
