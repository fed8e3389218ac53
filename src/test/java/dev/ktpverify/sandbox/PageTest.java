package dev.ktpverify.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ktpverify.support.Lambda;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The files of the page, as the function answers with them. What they do in a browser is for {@code .ci/page}. */
@QuarkusTest
@TestProfile(SandboxProfile.class)
class PageTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path FOLDER = Path.of("src", "main", "resources", "page");
    private static final Path SELFIE = Path.of("docs", "clients", "selfie.js");
    /** What a file loads: by attribute, or by import. */
    private static final Pattern REFERENCE = Pattern.compile("(?:href|src)=\"(page/[^\"]+)\"|from '\\./([^']+)'");

    private static ObjectNode event(String method, String path) {
        ObjectNode event = Lambda.event(path, new byte[0]);
        event.put("routeKey", "$default").put("body", "").put("isBase64Encoded", false);
        ((ObjectNode) event.at("/requestContext/http")).put("method", method);
        return event;
    }

    private static JsonNode answer(String method, String path) {
        return Lambda.invoke(event(method, path).toString()).response();
    }

    /** The whole answer. */
    private static JsonNode file(String type, String body, JsonNode answer) {
        ObjectNode whole = JSON.createObjectNode().put("statusCode", 200);
        whole.putObject("headers")
                .put("Content-Type", type)
                .put("Cache-Control", "no-store")
                .put(
                        "Content-Security-Policy",
                        "default-src 'none'; script-src 'self'; style-src 'self'; img-src blob: data:;"
                                + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
                                + " require-trusted-types-for 'script'")
                .put("Cross-Origin-Resource-Policy", "same-origin")
                .put("Referrer-Policy", "no-referrer")
                .put("X-Content-Type-Options", "nosniff")
                .put("X-Request-Id", answer.at("/headers/X-Request-Id").textValue());
        return whole.put("body", body).put("isBase64Encoded", false);
    }

    static Stream<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return Stream.concat(files.sorted().toList().stream(), Stream.of(SELFIE));
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyFileIsServedAsItIs(Path file) throws IOException {
        String name = file.getFileName().toString();
        boolean index = name.equals("index.html");
        String type = index ? "text/html" : name.endsWith(".css") ? "text/css" : "text/javascript";
        JsonNode answer = answer("GET", index ? "/" : "/page/" + name);
        assertEquals(file(type + "; charset=utf-8", Files.readString(file), answer), answer);
        assertTrue(answer.at("/headers/X-Request-Id").textValue().length() > 10);
    }

    @ParameterizedTest
    @MethodSource("files")
    void whatAFileLoadsIsThere(Path file) throws IOException {
        List<String> loaded = REFERENCE
                .matcher(Files.readString(file))
                .results()
                .map(found -> found.group(1) == null ? "page/" + found.group(2) : found.group(1))
                .toList();
        for (String path : loaded) {
            assertEquals(200, answer("GET", "/" + path).path("statusCode").intValue(), path);
        }
        assertTrue(!loaded.isEmpty() || !file.endsWith("index.html"));
    }

    @Test
    void theTestNumbersAreTheTable() throws IOException {
        JsonNode answer = answer("GET", "/page/test-numbers.json");
        assertEquals(file("application/json", answer.path("body").textValue(), answer), answer);
        JsonNode rows = JSON.readTree(answer.path("body").textValue());
        assertEquals(TestNumber.ALL.size(), rows.size());
        for (int i = 0; i < rows.size(); i++) {
            TestNumber number = TestNumber.ALL.get(i);
            assertEquals(
                    JSON.createObjectNode()
                            .put("digits", number.digits())
                            .put("answer", number.answer())
                            .put("id_name", number.idName() != null)
                            .put("id_selfie", number.idSelfie() != null),
                    rows.get(i));
        }
    }

    @Test
    void headIsTheSameWithoutTheBody() {
        for (String path : List.of("/", "/page/page.js", "/page/test-numbers.json")) {
            JsonNode head = answer("HEAD", path);
            String type = answer("GET", path).at("/headers/Content-Type").textValue();
            assertEquals(file(type, "", head), head);
        }
    }

    @Test
    void aStageInFrontAndARouteWithAParameter() {
        ObjectNode staged = event("GET", "/prod/page/page.js");
        ((ObjectNode) staged.path("requestContext")).put("stage", "prod");
        ObjectNode routed = event("GET", "/base/page/page.js").put("routeKey", "GET /page/{file}");
        routed.putObject("pathParameters").put("file", "page.js");
        String expected = answer("GET", "/page/page.js").path("body").textValue();
        for (ObjectNode event : List.of(staged, routed)) {
            assertEquals(
                    expected,
                    Lambda.invoke(event.toString()).response().path("body").textValue());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/index.html",
                "/page",
                "/page/",
                "/page/index.html",
                "/page/nothing.js",
                "/page/page.js/",
                "/page/page.JS",
                "/page/Page.js",
                "/page//page.js",
                "/page/./page.js",
                "/page/page.js%00.css",
                "/page/../page/page.js",
                "/page/..%2f..%2fapplication.properties",
                "/page/../application.properties",
                "/page/../../pom.xml",
                "/page/%2e%2e/application.properties",
                "/page/..\\application.properties",
                "/page/....js",
                "//page/page.js",
                "/application.properties",
                "/META-INF/openapi.yaml",
                "/dev/ktpverify/sandbox/Page.class"
            })
    void anythingElseIsNoRoute(String path) {
        JsonNode answer = answer("GET", path);
        assertEquals(404, answer.path("statusCode").intValue(), answer.toString());
        assertTrue(answer.path("body").textValue().contains("\"status\":\"NOT_FOUND\""), answer.toString());
        assertEquals("application/json", answer.at("/headers/Content-Type").textValue());
    }

    @ParameterizedTest
    @CsvSource({"POST, 404", "PUT, 404", "DELETE, 404", "OPTIONS, 405", "get, 405"})
    void otherMethodsAreNotForThePage(String method, int http) {
        for (String path : List.of("/", "/page/page.js")) {
            JsonNode answer = answer(method, path);
            assertEquals(http, answer.path("statusCode").intValue(), method + " " + path + " " + answer);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "{\"rawPath\":\"/\"}",
                "{\"rawPath\":\"/\",\"requestContext\":{}}",
                "{\"rawPath\":\"/\",\"requestContext\":{\"http\":{\"method\":null}}}",
                "{\"verify\":\"id_name\",\"rawPath\":\"/\"}"
            })
    void whatIsNoEventIsRefusedAsWithoutAPage(String payload) {
        Lambda.Answer answer = Lambda.invoke(payload);
        JsonNode body = answer.direct() ? answer.response() : answer.body();
        assertEquals("INVALID_ARGUMENT", body.path("status").textValue(), answer.text());
    }

    @Test
    void healthIsStillAnswered() {
        assertEquals(200, Lambda.invoke("{\"health\":true}").status());
    }

    @Test
    void aVerificationIsStillAnswered() {
        byte[] body = "{\"id_number\":\"0017061012870001\",\"name\":\"PAGE TEST\"}".getBytes(StandardCharsets.UTF_8);
        Lambda.Answer answer =
                Lambda.invoke(Lambda.event("/verify/id_name", body).toString());
        assertEquals("MATCH", answer.body().path("outcome").textValue(), answer.text());
    }
}
