package dev.ktpverify.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What is to be measured, as the command line says it. */
final class Options {

    enum Mode {
        COMPARISON,
        GROWTH,
        SIZES
    }

    private static final Command OWN =
            new Command("ktp-verify", true, false, Map.of(), List.of("target/ktp-verify-runner"));
    private static final List<Integer> SIZES = List.of(8, 48, 128, 512, 1024);

    private static final Set<String> FLAGS = Set.of("--growth", "--sizes", "--cold");

    private Mode mode = Mode.COMPARISON;
    private List<Operation> operations = List.of(Operation.values());
    private int starts;
    private int requests;
    private List<Integer> kilobytes;
    private List<Integer> megabytes = List.of();
    private int providerMillis;
    private boolean cold;
    private String against;
    private final List<Command> commands = new ArrayList<>();

    /** Reads the options, up to the first {@code --}, and the commands, each after one. */
    static Options parse(String[] arguments) {
        List<String> all = Arrays.asList(arguments);
        int end = next(all, 0);
        Options options = new Options();
        for (int i = 0; i < end; ) {
            i += options.read(all.get(i), i + 1 < end ? all.get(i + 1) : "");
        }
        for (int start = end; start < all.size(); start = end) {
            end = next(all, start + 1);
            options.commands.add(Command.parse(all.subList(start + 1, end)));
        }
        options.complete();
        return options;
    }

    private static int next(List<String> all, int from) {
        int found = all.subList(from, all.size()).indexOf("--");
        return found < 0 ? all.size() : from + found;
    }

    /** Takes one option and says how many words it was. */
    private int read(String option, String value) {
        switch (option) {
            case "--growth" -> mode = Mode.GROWTH;
            case "--sizes" -> mode = Mode.SIZES;
            case "--event" -> operations = List.of(Operation.of(value));
            case "--starts" -> starts = number(option, value);
            case "--requests" -> requests = number(option, value);
            case "--kilobytes" ->
                kilobytes = Arrays.stream(value.split(","))
                        .map(size -> number(option, size))
                        .toList();
            case "--memory" ->
                megabytes = Arrays.stream(value.split(","))
                        .map(size -> number(option, size))
                        .toList();
            case "--provider-ms" -> providerMillis = number(option, value);
            case "--cold" -> cold = true;
            case "--against" -> against = value;
            default -> throw BenchException.usage("unknown option " + option + "; see bench/run --help");
        }
        return FLAGS.contains(option) ? 1 : 2;
    }

    private static int number(String option, String value) {
        if (!value.matches("[1-9][0-9]{0,7}")) {
            throw BenchException.usage(option + " takes a number from 1 on, not '" + value + "'");
        }
        return Integer.parseInt(value);
    }

    private void complete() {
        if (commands.isEmpty()) {
            commands.add(OWN);
            if (!Files.isExecutable(Path.of(OWN.words().get(0)))) {
                throw BenchException.usage("no " + OWN.words().get(0)
                        + ": build it with ./mvnw package -Dnative -DskipTests, or name a command after --");
            }
        }
        commands.forEach(Command::file);
        if (commands.stream().map(Command::name).distinct().count() < commands.size()) {
            throw BenchException.usage("each command needs a name of its own");
        }
        against = against == null ? commands.get(0).name() : against;
        if (commands.stream().noneMatch(command -> command.name().equals(against))) {
            throw BenchException.usage("--against " + against + ": no command has that name");
        }
        if (!megabytes.isEmpty() && mode != Mode.COMPARISON) {
            throw BenchException.usage("--memory is for a comparison alone");
        }
        starts = starts > 0 ? starts : mode == Mode.SIZES ? 3 : 10;
        requests = requests > 0 ? requests : mode == Mode.GROWTH ? 50_000 : mode == Mode.SIZES ? 300 : 1_000;
        if (kilobytes == null) {
            kilobytes = mode == Mode.SIZES ? SIZES : List.of(48);
        }
    }

    Mode mode() {
        return mode;
    }

    /** Both, or the one that was asked for. */
    List<Operation> operations() {
        return operations;
    }

    /** How often each command is started, besides the first rounds, which do not count. */
    int starts() {
        return starts;
    }

    /** How many events each start gets. */
    int requests() {
        return requests;
    }

    /** The sizes of each of the two images of id_selfie; only {@link Mode#SIZES} looks at more than the first. */
    List<Integer> kilobytes() {
        return kilobytes;
    }

    /** The memory sizes that a function gets its share of a processor by; none for all of them. */
    List<Integer> megabytes() {
        return megabytes;
    }

    /** How long the provider takes for an answer, in milliseconds. */
    int providerMillis() {
        return providerMillis;
    }

    /** Whether each start begins with the program on the disk, and not in memory. */
    boolean cold() {
        return cold;
    }

    /** The name of the command that the others are compared with. */
    String against() {
        return against;
    }

    List<Command> commands() {
        return List.copyOf(commands);
    }
}
