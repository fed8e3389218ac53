package dev.ktpverify.support;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** A Secrets Manager that holds one secret, or fails, and counts how often it is read. */
public final class ScriptedSecrets implements AutoCloseable {

    public static final String API_ID = "canary-api-id-7f3a";
    public static final String API_SECRET = "canary-api-secret-91bc";
    public static final String FINGERPRINT_KEY = "canary-fingerprint-key-5d2e-0123456789";
    public static final String GOOD = secret(API_ID, API_SECRET);

    private final AtomicInteger reads = new AtomicInteger();
    private final HttpServer server;
    private volatile String secret = GOOD;
    private volatile boolean down;

    public ScriptedSecrets() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            reads.incrementAndGet();
            String body = down
                    ? "{\"__type\":\"InternalServiceError\"}"
                    : "{\"ARN\":\"arn\",\"Name\":\"ktp-verify/provider\",\"SecretString\":\"" + escaped(secret) + "\"}";
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/x-amz-json-1.1");
            exchange.sendResponseHeaders(down ? 500 : 200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
    }

    public static String secret(String apiId, String apiSecret) {
        return "{\"api_id\":\"" + apiId + "\",\"api_secret\":\"" + apiSecret + "\",\"fingerprint_key\":\""
                + FINGERPRINT_KEY + "\"}";
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** What the secret is from now on. */
    public void hold(String value) {
        secret = value;
        down = false;
    }

    /** Answers with a failure from now on. */
    public void fail() {
        down = true;
    }

    /** How often the secret was asked for. */
    public int reads() {
        return reads.get();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"");
    }
}
