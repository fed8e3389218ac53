package dev.ktpverify.bench;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The process of a function in an environment like Lambda's, and nothing of this machine's but PATH. */
final class FunctionProcess implements AutoCloseable {

    private static final int LOG_TAIL = 4_000;
    private static final int MOST_SECONDS_TO_END = 60;

    private final Process process;
    private final long started;
    private final Path log;
    private final boolean endsItself;

    /**
     * Starts a command.
     *
     * @param places what the placeholders stand for, see {@link StandIns#places}, and {@code runtime}
     * @param megabytes what it is told of its memory
     * @param log where its output goes
     */
    FunctionProcess(Command command, Map<String, String> places, int megabytes, Path log) throws IOException {
        this.log = log;
        this.endsItself = command.endsItself();
        ProcessBuilder builder = new ProcessBuilder(
                command.words().stream().map(word -> fill(word, places)).toList());
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> !name.equals("PATH"));
        environment.putAll(lambda(places, megabytes));
        command.environment().forEach((name, value) -> environment.put(name, fill(value, places)));
        builder.redirectErrorStream(true).redirectOutput(log.toFile());
        started = System.nanoTime();
        process = builder.start();
    }

    private static Map<String, String> lambda(Map<String, String> places, int megabytes) {
        Map<String, String> environment = new HashMap<>(Map.of(
                "AWS_LAMBDA_RUNTIME_API", places.get("runtime"),
                "AWS_LAMBDA_FUNCTION_NAME", "bench",
                "AWS_LAMBDA_FUNCTION_VERSION", "$LATEST",
                "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", String.valueOf(megabytes),
                "AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand",
                "AWS_REGION", "ap-southeast-3",
                "AWS_DEFAULT_REGION", "ap-southeast-3",
                "AWS_ACCESS_KEY_ID", "bench",
                "AWS_SECRET_ACCESS_KEY", "bench",
                "AWS_SESSION_TOKEN", "bench"));
        environment.putAll(Map.of("LANG", "en_US.UTF-8", "TZ", ":UTC", "DISABLE_SIGNAL_HANDLERS", "true"));
        environment.putAll(Map.of(
                "AWS_ENDPOINT_URL_SECRETS_MANAGER", places.get("secrets"),
                "AWS_ENDPOINT_URL_DYNAMODB", places.get("dynamodb"),
                "PROVIDER_URL", places.get("url"),
                "BENCH_CA_PEM", places.get("ca"),
                "BENCH_TRUST_STORE", places.get("trust"),
                "KTP_VERIFY_PROVIDER_URL", places.get("url"),
                "QUARKUS_TLS_PROVIDER_TRUST_STORE_PEM_CERTS", places.get("ca")));
        return environment;
    }

    private static String fill(String text, Map<String, String> places) {
        String filled = text;
        for (Map.Entry<String, String> place : places.entrySet()) {
            filled = filled.replace("{" + place.getKey() + "}", place.getValue());
        }
        return filled;
    }

    /** {@link System#nanoTime} right before the start. */
    long started() {
        return started;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** How it ended. */
    int exitStatus() {
        return process.exitValue();
    }

    /** The most memory that was ever resident, in MB (10^6 bytes), of the process and its children. */
    double peakMegabytes() {
        return memory("VmHWM:");
    }

    /** The memory that is resident now, in MB (10^6 bytes), of the process and its children. */
    double residentMegabytes() {
        return memory("VmRSS:");
    }

    /** The processor time up to now, in milliseconds, in steps of ten, of the process and its children. */
    double processorMillis() {
        return processes()
                .flatMap(part -> part.info().totalCpuDuration().stream())
                .mapToDouble(Duration::toMillis)
                .sum();
    }

    /** It and its children. */
    Stream<ProcessHandle> processes() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants());
    }

    private double memory(String field) {
        return processes()
                .mapToDouble(
                        part -> kilobytes(Path.of("/proc", String.valueOf(part.pid()), "status"), field) * 1024 / 1e6)
                .sum();
    }

    private static long kilobytes(Path status, String field) {
        try (Stream<String> lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith(field))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .sum();
        } catch (NoSuchFileException ended) {
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The end of what the function wrote. */
    String logTail() throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            file.seek(Math.max(0, file.length() - LOG_TAIL));
            byte[] tail = new byte[(int) (file.length() - file.getFilePointer())];
            file.readFully(tail);
            return new String(tail, StandardCharsets.UTF_8);
        }
    }

    /** Stops it, unless it has ended, and waits for its end. */
    @Override
    public void close() {
        if (endsItself) {
            process.destroy();
            process.onExit()
                    .completeOnTimeout(process, MOST_SECONDS_TO_END, TimeUnit.SECONDS)
                    .join();
        }
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        process.onExit().join();
    }
}
