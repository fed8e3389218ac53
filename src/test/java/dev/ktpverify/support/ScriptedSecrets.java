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

    private static final String INTERNAL = "InternalServiceError";

    private final AtomicInteger reads = new AtomicInteger();
    private final HttpServer server;
    private volatile String secret = GOOD;
    private volatile String error;

    public ScriptedSecrets() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            reads.incrementAndGet();
            String refusal = error;
            String body = refusal != null
                    ? "{\"__type\":\"" + refusal + "\",\"message\":\"arn:aws:iam::123456789012:role/canary\"}"
                    : "{\"ARN\":\"arn\",\"Name\":\"ktp-verify/provider\",\"SecretString\":\"" + escaped(secret) + "\"}";
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/x-amz-json-1.1");
            int refused = INTERNAL.equals(refusal) ? 500 : 400;
            exchange.sendResponseHeaders(refusal == null ? 200 : refused, bytes.length);
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
        error = null;
    }

    /** Answers with a failure from now on. */
    public void fail() {
        refuse(INTERNAL);
    }

    /** Refuses in AWS's words from now on. */
    public void refuse(String code) {
        error = code;
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
