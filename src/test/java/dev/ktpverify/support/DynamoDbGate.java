package dev.ktpverify.support;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.ktpverify.support.dynamodb.DynamoDbServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands between one environment and DynamoDB: holds back the writes of records, is late, or refuses them in DynamoDB's words. It lets
 * reads and the counts of a budget through.
 */
public final class DynamoDbGate implements AutoCloseable {

    private static final String JSON = "application/x-amz-json-1.0";

    private final HttpClient client = HttpClient.newHttpClient();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger writes = new AtomicInteger();
    private final CompletableFuture<Void> held = new CompletableFuture<>();
    private final CompletableFuture<Boolean> opened = new CompletableFuture<>();
    private final HttpServer server;
    private volatile int from = 1;
    private volatile boolean holds;
    private volatile int lateMillis;
    private volatile String error;
    private volatile String odd;

    public DynamoDbGate() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::serve);
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Lets the writes before this one, counted from 1 with the SDK's own repetitions, through. */
    public DynamoDbGate from(int write) {
        from = write;
        return this;
    }

    /** Refuses each write in the words of an exception of DynamoDB's. */
    public DynamoDbGate refuse(String exception) {
        error = exception;
        return this;
    }

    /** Answers each write in a way that DynamoDB never does: a page, half an answer, half an error, or nothing. */
    public DynamoDbGate answerOddly(String how) {
        odd = how;
        return this;
    }

    /** Lets each write through late. */
    public DynamoDbGate late(int millis) {
        lateMillis = millis;
        return this;
    }

    /** Lets each write wait until {@link #open}, or never through. */
    public DynamoDbGate hold() {
        holds = true;
        return this;
    }

    /** Done once a write is held. */
    public CompletableFuture<Void> held() {
        return held;
    }

    /** Lets what is held through, and all that follows. */
    public void open() {
        opened.complete(true);
    }

    /** What is held never arrives. */
    @Override
    public void close() {
        opened.complete(false);
        server.stop(0);
        threads.shutdownNow();
    }

    private void serve(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        boolean write = exchange.getRequestHeaders().getFirst("X-Amz-Target").endsWith(".PutItem");
        if (!write || writes.incrementAndGet() < from) { // the one read is that of the start
            forward(exchange, body);
            return;
        }
        Acts.pause(lateMillis);
        if (odd != null) {
            answerOddly(exchange);
        } else if (error != null) {
            String type = "com.amazonaws.dynamodb.v20120810#" + error;
            answer(
                    exchange,
                    400,
                    ("{\"__type\":\"" + type + "\",\"message\":\"no\"}").getBytes(StandardCharsets.UTF_8));
        } else if (letThrough()) {
            forward(exchange, body);
        } else {
            exchange.close();
        }
    }

    private void answerOddly(HttpExchange exchange) throws IOException {
        if (odd.equals("page")) {
            answer(exchange, 200, "<html>hello</html>".getBytes(StandardCharsets.UTF_8));
        } else if (!odd.equals("nothing")) {
            exchange.sendResponseHeaders(odd.equals("half an error") ? 400 : 200, 1_000);
            exchange.getResponseBody().write("{\"__type\":".getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
        }
        exchange.close();
    }

    private boolean letThrough() {
        held.complete(null);
        return !holds || opened.join();
    }

    private void forward(HttpExchange exchange, byte[] body) throws IOException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(DynamoDbServer.endpoint()).POST(HttpRequest.BodyPublishers.ofByteArray(body));
        for (String name : List.of("Content-Type", "X-Amz-Target", "X-Amz-Date", "Authorization")) {
            request.header(name, exchange.getRequestHeaders().getFirst(name));
        }
        try {
            HttpResponse<byte[]> response = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            answer(exchange, response.statusCode(), response.body());
        } catch (InterruptedException closed) {
            exchange.close();
        }
    }

    private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.getResponseHeaders().add("Content-Type", JSON);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
