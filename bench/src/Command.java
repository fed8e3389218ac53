package dev.ktpverify.bench;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A function to measure.
 *
 * @param name what the tables call it
 * @param asksProvider whether each event must become one request to the provider
 * @param endsItself whether it is stopped by SIGTERM and waited for; otherwise it is killed, as Lambda does
 * @param environment variables beside those that Lambda and the benchmark set
 * @param words the program and its arguments
 */
record Command(
        String name, boolean asksProvider, boolean endsItself, Map<String, String> environment, List<String> words) {

    private static final String NO_PROVIDER = "--no-provider";
    private static final String SIGTERM = "--sigterm";
    private static final Set<String> FLAGS = Set.of(NO_PROVIDER, SIGTERM);
    private static final Pattern ASSIGNMENT = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*=.*", Pattern.DOTALL);

    /** Reads {@code name [--no-provider] [--sigterm] [VARIABLE=value …] program argument…}. */
    static Command parse(List<String> words) {
        Deque<String> left = new ArrayDeque<>(words);
        String name = left.isEmpty() ? "" : left.removeFirst();
        Set<String> flags = new HashSet<>();
        while (!left.isEmpty() && FLAGS.contains(left.getFirst())) {
            flags.add(left.removeFirst());
        }
        Map<String, String> environment = new LinkedHashMap<>();
        while (!left.isEmpty() && ASSIGNMENT.matcher(left.getFirst()).matches()) {
            String[] assignment = left.removeFirst().split("=", 2);
            environment.put(assignment[0], assignment[1]);
        }
        if (left.isEmpty()) {
            throw BenchException.usage(
                    "after -- comes: name [--no-provider] [--sigterm] [VARIABLE=value …] program argument…");
        }
        return new Command(name, !flags.contains(NO_PROVIDER), flags.contains(SIGTERM), environment, List.copyOf(left));
    }

    /** The same command with more in its environment; its own variables come first. */
    Command with(Map<String, String> more) {
        Map<String, String> all = new LinkedHashMap<>(more);
        all.putAll(environment);
        return new Command(name, asksProvider, endsItself, all, words);
    }

    /** Whether the program is the function itself, and not a runtime that is found on the PATH and runs it. */
    boolean isFunction() {
        return words.get(0).contains("/");
    }

    /** The program's file, looked for as a shell does. */
    Path file() {
        String program = words.get(0);
        Stream<Path> places = isFunction()
                ? Stream.of(Path.of(program))
                : Arrays.stream(System.getenv("PATH").split(File.pathSeparator)).map(place -> Path.of(place, program));
        return places.filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> BenchException.usage("no program " + program + " for " + name));
    }
}
