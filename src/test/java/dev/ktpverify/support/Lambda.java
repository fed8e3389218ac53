package dev.ktpverify.support;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.restassured.RestAssured;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;

/** The function as Lambda invokes it: any event goes in as it is, and the answer comes out as it is. */
public final class Lambda {

    /** Nothing that is refused takes longer, on the slowest machine. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private Lambda() {}

    /**
     * What the function answered.
     *
     * @param functionError true if it failed instead of answering
     * @param text the answer as it came
     */
    public record Answer(boolean functionError, String text) {

        public JsonNode response() {
            return json(text);
        }

        /** True for the answer to a direct invocation, which is the envelope itself. */
        public boolean direct() {
            return response().has("http_status");
        }

        public int status() {
            return response().path(direct() ? "http_status" : "statusCode").asInt();
        }

        public JsonNode body() {
            return json(response().path("body").asText());
        }
    }

    /** A well-formed API Gateway event (HTTP API, payload version 2.0) that posts JSON in base64. */
    public static ObjectNode event(String path, byte[] body) {
        ObjectNode event = JSON.createObjectNode();
        event.put("version", "2.0").put("routeKey", "POST " + path).put("rawPath", path);
        event.put("rawQueryString", "").put("isBase64Encoded", true);
        event.put("body", Base64.getEncoder().encodeToString(body));
        event.putObject("headers").put("content-type", "application/json").put("host", "api.example.test");
        ObjectNode http =
                event.putObject("requestContext").put("stage", "$default").putObject("http");
        http.put("method", "POST").put("path", path).put("protocol", "HTTP/1.1");
        http.put("sourceIp", "192.0.2.1").put("userAgent", "test");
        return event;
    }

    /** Invokes the function with an event. */
    public static Answer invoke(String event) {
        return invoke(event, Map.of());
    }

    /** Invokes the function with an event and headers that its runtime reads. */
    public static Answer invoke(String event, Map<String, String> headers) {
        return invoke(event.getBytes(StandardCharsets.UTF_8), headers);
    }

    /** Invokes the function with a payload, which need not be a text, and headers that its runtime reads. */
    public static Answer invoke(byte[] event, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(RestAssured.baseURI + ":" + RestAssured.port + "/_lambda_"))
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(event));
        headers.forEach(request::header);
        try {
            HttpResponse<String> response = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(response.statusCode() != 200, response.body());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON: " + text, e);
        }
    }
}
