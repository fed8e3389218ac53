package dev.ktpverify.support;

import com.sun.net.httpserver.HttpServer;
import dev.ktpverify.support.dynamodb.DynamoDbServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A DynamoDB that refuses, is slow or hangs up, as a test says, and counts what it is asked. */
public class ScriptedDynamoDb implements QuarkusTestResourceLifecycleManager {

    /** What it does with every request. */
    public enum Mood {
        HANGS_UP,
        HANGS_UP_IN_AN_ERROR,
        HANGS_UP_IN_AN_ANSWER,
        HTML,
        SLOW,
        ProvisionedThroughputExceededException,
        ThrottlingException,
        ResourceNotFoundException,
        AccessDeniedException,
        InternalServerError
    }

    private static final int SLOW_MILLIS = 5_000;
    private static final AtomicInteger REQUESTS = new AtomicInteger();
    private static volatile Mood mood = Mood.HANGS_UP;
    private HttpServer server;

    /** From now on. */
    public static void be(Mood next) {
        mood = next;
        REQUESTS.set(0);
    }

    /** How often it was asked since then. */
    public static int requests() {
        return REQUESTS.get();
    }

    @Override
    public Map<String, String> start() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", exchange -> {
            REQUESTS.incrementAndGet();
            exchange.getRequestBody().readAllBytes();
            if (mood == Mood.SLOW) {
                Acts.pause(SLOW_MILLIS);
            }
            if (mood.name().startsWith("HANGS_UP_")) {
                exchange.getResponseHeaders().add("Content-Type", "application/x-amz-json-1.0");
                exchange.sendResponseHeaders(mood == Mood.HANGS_UP_IN_AN_ERROR ? 400 : 200, 1_000);
                exchange.getResponseBody().write("{\"__type\":".getBytes(StandardCharsets.UTF_8));
                exchange.getResponseBody().flush();
            } else if (mood == Mood.HTML) {
                byte[] page = "<html>captive portal</html>".getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().add("Content-Type", "text/html");
                exchange.sendResponseHeaders(200, page.length);
                exchange.getResponseBody().write(page);
            } else if (mood != Mood.HANGS_UP) {
                byte[] body = mood == Mood.SLOW
                        ? "{}".getBytes(StandardCharsets.UTF_8)
                        : ("{\"__type\":\"com.amazonaws.dynamodb.v20120810#" + mood
                                        + "\",\"message\":\"arn:aws:iam::123456789012:role/ktp-verify\"}")
                                .getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().add("Content-Type", "application/x-amz-json-1.0");
                int refused = mood == Mood.InternalServerError ? 500 : 400;
                exchange.sendResponseHeaders(mood == Mood.SLOW ? 200 : refused, body.length);
                exchange.getResponseBody().write(body);
            }
            exchange.close();
        });
        server.start();
        Map<String, String> properties = new HashMap<>(DynamoDbServer.properties(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort())));
        properties.put(FaultyWorld.TABLE, "ktp-verify");
        // the function's own, said again: the launcher of the twins keeps what an earlier test has set
        properties.put("quarkus.dynamodb.sync-client.socket-timeout", "1S");
        properties.put("quarkus.dynamodb.api-call-timeout", "2S");
        return properties;
    }

    @Override
    public void stop() {
        server.stop(0);
    }
}
