package dev.ktpverify.support;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.ktpverify.invocation.Invocation;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * One environment of the function: a process of the native executable, and Lambda's Runtime API for it alone. Invocations wait
 * in a queue and are handed out one after another. What the process writes goes to {@code target/environments.log}.
 */
public final class LambdaEnvironment implements AutoCloseable {

    /** The function's time-out. */
    private static final Duration TIMEOUT = Duration.ofSeconds(28);

    private static final Path LOG = Path.of("target", "environments.log");
    private static final String API = "/2018-06-01/runtime/";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final BlockingQueue<Invocation> queue = new LinkedBlockingQueue<>();
    private final Map<String, Invocation> running = new ConcurrentHashMap<>();
    private final CompletableFuture<Duration> start = new CompletableFuture<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer runtime;
    private final Process process;
    private final long started;

    /**
     * An answer of the function's.
     *
     * @param requestId Lambda's id of the invocation
     * @param envelope the answer
     */
    public record Answered(String requestId, JsonNode envelope) {

        /** Whether this is the given answer and nothing else. */
        public boolean is(Answer expected) {
            return envelope.equals(expected.direct(requestId));
        }

        /** Whether this is the given answer with the mark of a replay, and nothing else. */
        public boolean replays(Answer expected) {
            return envelope.equals(expected.direct(requestId).put("idempotent_replayed", true));
        }
    }

    private record Invocation(
            String id,
            String payload,
            Map<String, String> headers,
            Duration timeout,
            CompletableFuture<Answered> answer) {}

    /**
     * Starts the executable.
     *
     * @param settings its environment variables, besides what Lambda sets
     */
    public LambdaEnvironment(Map<String, String> settings) throws IOException {
        this(settings, List.of(System.getProperty("native.image.path")));
    }

    /**
     * Starts the executable in a way of one's own.
     *
     * @param settings its environment variables, besides what Lambda sets
     * @param command what becomes the executable's process
     */
    LambdaEnvironment(Map<String, String> settings, List<String> command) throws IOException {
        runtime = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        runtime.setExecutor(threads);
        runtime.createContext(API, this::serve);
        runtime.start();
        ProcessBuilder builder = new ProcessBuilder(command);
        Map<String, String> environment = builder.environment();
        environment.clear(); // what this machine is set up for is nothing to Lambda
        environment.put(
                "AWS_LAMBDA_RUNTIME_API", "127.0.0.1:" + runtime.getAddress().getPort());
        environment.put("DISABLE_SIGNAL_HANDLERS", "true");
        environment.putAll(settings);
        builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(LOG.toFile()));
        started = System.nanoTime();
        process = builder.start();
        process.onExit().thenAccept(this::exited);
    }

    /** From the start of the process until it asks for an invocation; fails if it never does. */
    public CompletableFuture<Duration> start() {
        return start;
    }

    /** Puts an invocation in the queue. The answer fails if the function does, its process ends, or its time is over. */
    public CompletableFuture<Answered> invoke(String payload) {
        return invoke(payload, TIMEOUT);
    }

    /** Puts an invocation of a function with another time-out in the queue. */
    public CompletableFuture<Answered> invoke(String payload, Duration timeout) {
        return invoke(payload, Map.of(), timeout);
    }

    /** Puts an invocation in the queue that comes with more headers of the Runtime API. */
    public CompletableFuture<Answered> invoke(String payload, Map<String, String> headers) {
        return invoke(payload, headers, TIMEOUT);
    }

    private CompletableFuture<Answered> invoke(String payload, Map<String, String> headers, Duration timeout) {
        Invocation invocation =
                new Invocation(UUID.randomUUID().toString(), payload, headers, timeout, new CompletableFuture<>());
        queue.add(invocation);
        return invocation.answer;
    }

    /** The lines that some process has written and that hold this text. */
    public static List<String> lines(String text) {
        try (Stream<String> lines = Files.lines(LOG)) {
            return lines.filter(line -> line.contains(text)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends the process by SIGKILL: it does not come to do anything more. */
    public void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    /** Asks the process to end, by SIGTERM, as Lambda does; returns how long it takes. */
    public CompletableFuture<Duration> terminate() {
        long asked = System.nanoTime();
        process.destroy();
        return process.onExit().thenApply(ended -> Duration.ofNanos(System.nanoTime() - asked));
    }

    @Override
    public void close() {
        kill();
        threads.shutdownNow();
        runtime.stop(0);
    }

    private void serve(HttpExchange exchange) throws IOException {
        String[] call =
                exchange.getRequestURI().getPath().substring(API.length()).split("/");
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        if (call[1].equals("next")) {
            start.complete(Duration.ofNanos(System.nanoTime() - started));
            handOut(exchange);
            return;
        }
        Invocation answered = call.length == 3 ? running.remove(call[1]) : null;
        if (answered != null && call[2].equals("response")) {
            answered.answer.complete(new Answered(answered.id, JSON.readTree(body)));
        } else if (answered != null) {
            answered.answer.completeExceptionally(new AssertionError("a function error: " + body));
        } else {
            start.completeExceptionally(new AssertionError("an error at start: " + body));
        }
        exchange.sendResponseHeaders(202, -1); // the process may end as soon as it knows
        exchange.close();
    }

    private void handOut(HttpExchange exchange) throws IOException {
        Invocation next = next();
        running.put(next.id, next);
        next.answer.orTimeout(next.timeout.toMillis(), TimeUnit.MILLISECONDS);
        Headers headers = exchange.getResponseHeaders();
        headers.add("Content-Type", "application/json");
        headers.add("Lambda-Runtime-Aws-Request-Id", next.id);
        headers.add("Lambda-Runtime-Deadline-Ms", String.valueOf(System.currentTimeMillis() + next.timeout.toMillis()));
        headers.add("Lambda-Runtime-Invoked-Function-Arn", "arn:aws:lambda:ap-southeast-3:1:function:ktp-verify");
        next.headers.forEach(headers::add);
        byte[] payload = next.payload.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, payload.length);
        exchange.getResponseBody().write(payload);
        exchange.close();
    }

    private Invocation next() throws IOException {
        try {
            return queue.take();
        } catch (InterruptedException closed) {
            throw new InterruptedIOException();
        }
    }

    private void exited(Process ended) {
        AssertionError gone = new AssertionError("the process has ended with " + ended.exitValue());
        start.completeExceptionally(gone);
        running.values().forEach(invocation -> invocation.answer.completeExceptionally(gone));
        queue.forEach(invocation -> invocation.answer.completeExceptionally(gone)); // nobody takes them any more
    }
}
