package dev.ktpverify.lambda;

import static dev.ktpverify.lambda.Hostile.NAME;
import static dev.ktpverify.lambda.Hostile.NIK;
import static dev.ktpverify.lambda.Hostile.WORD;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ktpverify.support.Lambda;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Events of which none can be a verification, and events that are one for all their oddities. */
final class HostileEvents {

    private static final String GOOD = HostileBodies.ID_NAME;
    /** Refused for its name, whatever becomes of the event around it. */
    private static final String BAD = GOOD.replace("\"" + NAME + "\"", "1");

    private static final Integer[] REFUSED = {400};
    private static final Integer[] NO_ROUTE = {404};
    private static final Integer[] NO_METHOD = {405};
    private static final Integer[] ANY = {400, 404, 405, 415};

    private final List<Hostile> events = new ArrayList<>();

    /** Events that can't be a verification. */
    List<Hostile> refused() {
        notEvents();
        wrongParts();
        methodsAndPaths();
        bodies();
        headers().forEach((label, header) -> add(label, BAD, e -> header.accept(headersOf(e)), ANY));
        contentTypes();
        return events;
    }

    /** Events that are a verification: what they get wrong is not used. */
    List<Hostile> harmless() {
        headers().forEach((label, header) -> add(label, GOOD, e -> header.accept(headersOf(e)), 200));
        add("sourceIp is a host name", GOOD, e -> http(e).put("sourceIp", "does.not.exist.example"), 200);
        add("sourceIp is empty", GOOD, e -> http(e).put("sourceIp", ""), 200);
        add("a broken query", GOOD, e -> e.put("rawQueryString", "%zz&&==?\u0000" + WORD), 200);
        add(
                "broken cookies",
                GOOD,
                e -> e.putArray("cookies").add("\r\n").add("a=b;;;").add(""),
                200);
        add("unknown members", GOOD, e -> e.putObject("__proto__").put("a", WORD), 200);
        add("another version", GOOD, e -> e.put("version", "9.9"), 200);
        return events;
    }

    private void add(String label, String body, Consumer<ObjectNode> change, Integer... statuses) {
        ObjectNode event = Lambda.event("/verify/id_name", body.getBytes(StandardCharsets.UTF_8));
        change.accept(event);
        events.add(Hostile.text(label, event.toString(), statuses));
    }

    private static ObjectNode http(ObjectNode event) {
        return (ObjectNode) event.at("/requestContext/http");
    }

    private static ObjectNode headersOf(ObjectNode event) {
        return (ObjectNode) event.get("headers");
    }

    private void notEvents() {
        for (String event : List.of(
                "null",
                "true",
                "12",
                "1e999999999",
                "\"" + WORD + "\"",
                "[]",
                "[[]]",
                "[" + BAD + "]",
                "{}",
                GOOD,
                "{\"a\":" + "[".repeat(500) + "]".repeat(500) + "}",
                "{\"rawPath\":\"/verify/id_name\"}",
                "{\"requestContext\":{}}",
                "{\"requestContext\":{\"http\":{}}}",
                "[".repeat(5_000) + "]".repeat(5_000),
                "{\"requestContext\":{\"http\":{\"method\":\"POST\"}}}",
                // HTTP API 1.0 and REST APIs
                "{\"version\":\"1.0\",\"resource\":\"/verify/id_name\",\"path\":\"/verify/id_name\",\"httpMethod\":\"POST\","
                        + "\"headers\":{},\"requestContext\":{\"httpMethod\":\"POST\"},\"body\":\"" + WORD + "\"}",
                // a load balancer
                "{\"requestContext\":{\"elb\":{\"targetGroupArn\":\"" + WORD + "\"}},\"httpMethod\":\"POST\","
                        + "\"path\":\"/verify/id_name\",\"headers\":{\"host\":\"x\"},\"body\":\"\"}",
                "{\"Records\":[{\"eventSource\":\"aws:s3\",\"s3\":{\"object\":{\"key\":\"" + NIK + "\"}}}]}",
                "{\"Records\":[{\"eventSource\":\"aws:sqs\",\"body\":\"" + NIK + "\"}]}",
                "{\"detail-type\":\"Scheduled Event\",\"source\":\"aws.events\",\"detail\":{}}")) {
            events.add(Hostile.text(event.substring(0, Math.min(70, event.length())), event, REFUSED));
        }
    }

    /** Every part of an event, replaced by every kind of value. */
    private void wrongParts() {
        Map<String, Consumer<ObjectNode>> junk = new LinkedHashMap<>();
        for (String part : List.of(
                "/version",
                "/routeKey",
                "/rawPath",
                "/rawQueryString",
                "/headers",
                "/cookies",
                "/body",
                "/isBase64Encoded",
                "/requestContext",
                "/requestContext/http",
                "/requestContext/http/method",
                "/requestContext/http/path",
                "/requestContext/http/sourceIp",
                "/requestContext/timeEpoch",
                "/requestContext/authorizer",
                "/headers/content-type",
                "/queryStringParameters",
                "/stageVariables")) {
            String name = part.substring(part.lastIndexOf('/') + 1);
            String parent = part.substring(0, part.length() - name.length() - 1);
            junk.put(part + " is missing", e -> ((ObjectNode) e.at(parent)).remove(name));
            junk.put(part + " is null", e -> ((ObjectNode) e.at(parent)).putNull(name));
            junk.put(part + " is a number", e -> ((ObjectNode) e.at(parent)).put(name, 7));
            junk.put(part + " is a huge number", e -> ((ObjectNode) e.at(parent)).put(name, 1e300));
            junk.put(part + " is true", e -> ((ObjectNode) e.at(parent)).put(name, true));
            junk.put(part + " is a word", e -> ((ObjectNode) e.at(parent)).put(name, WORD));
            junk.put(part + " is empty", e -> ((ObjectNode) e.at(parent)).put(name, ""));
            junk.put(
                    part + " is an array",
                    e -> ((ObjectNode) e.at(parent)).putArray(name).add(WORD));
            junk.put(
                    part + " is an object",
                    e -> ((ObjectNode) e.at(parent)).putObject(name).put("a", WORD));
            junk.put(part + " is nested", e -> ((ObjectNode) e.at(parent))
                    .putObject(name)
                    .putArray("a")
                    .addArray());
        }
        junk.forEach((label, change) -> add(label, BAD, change, ANY));
    }

    private void methodsAndPaths() {
        for (String method : List.of(
                "BAD METHOD",
                "post",
                "Post",
                "",
                " ",
                "POST ",
                "P\u00d6ST",
                "POST\r\nX: y",
                "\0",
                "CONNECT",
                "TRACE",
                "OPTIONS",
                "HEAD",
                "GET",
                "PUT",
                "PATCH",
                "DELETE",
                "PRI",
                "A".repeat(10_000))) {
            add(
                    "method " + method.substring(0, Math.min(20, method.length())),
                    GOOD,
                    e -> http(e).put("method", method),
                    NO_METHOD);
        }
        for (String path : List.of(
                "",
                "verify",
                "verify/id_name",
                "/",
                "//",
                "//verify/id_name",
                "/verify",
                "/verify/",
                "/verify/id_name/x",
                "/verify/id_nam",
                "/verify/ID_NAME",
                "/verify/%2e%2e/id_name",
                "/verify/id_name%00",
                "/verify/%69d_name",
                "/verify//id_name",
                "/verify/./id_name",
                "/verify/x/../id_name",
                "/verify/id_name/.",
                "/verify/id_name;a=b",
                "/verify/id_name/",
                "/verify%2fid_name",
                "/verify/%zz",
                "/verify/%",
                "/verify/id name",
                "/verify/\u00efd",
                "/verify/id_name\r\nX: y",
                "/verify/id_name\0",
                "/verify/id_name?a=b",
                "/verify/id_name#a",
                "http://example.test/verify/id_name",
                "*",
                "/../../etc/passwd",
                "/q/health",
                "/" + NIK,
                "/verify/" + WORD,
                "/verify/id_name".repeat(4_400),
                "/" + "%41".repeat(22_000))) {
            add("path " + path.substring(0, Math.min(40, path.length())), GOOD, e -> e.put("rawPath", path), 400, 404);
        }
    }

    private void bodies() {
        add("no body", GOOD, e -> e.remove("body"), REFUSED);
        add("an empty body", GOOD, e -> e.put("body", ""), REFUSED);
        add("a body that is an object", GOOD, e -> e.putObject("body").put("id_number", NIK), REFUSED);
        add("a body that is a number", GOOD, e -> e.put("body", 12), REFUSED);
        for (String body : List.of("{}", "e30=\n", "e", "====", "/////w==", "7aCA", "%", WORD + "\u00e9", "e30")) {
            add("base64 of " + body, GOOD, e -> e.put("body", body), REFUSED);
        }
        add("base64 that says it is none", GOOD, e -> e.put("isBase64Encoded", false), REFUSED);
        add(
                "lone surrogates",
                GOOD,
                e -> e.put("isBase64Encoded", false).put("body", "{\"name\":\"\ud800\"}"),
                REFUSED);
    }

    private static Map<String, Consumer<ObjectNode>> headers() {
        Map<String, Consumer<ObjectNode>> headers = new LinkedHashMap<>();
        Map<String, String> odd = new LinkedHashMap<>();
        odd.put("Content-Length", "5000");
        odd.put("content-length", "-1");
        odd.put("CONTENT-LENGTH", "abc");
        odd.put("Transfer-Encoding", "chunked, gzip");
        odd.put("transfer-encoding", WORD);
        odd.put("Expect", "100-continue");
        odd.put("expect", WORD);
        odd.put("Connection", "close");
        odd.put("connection", "Upgrade");
        odd.put("Upgrade", "websocket");
        odd.put("X-Forwarded-Port", "abc");
        odd.put("X-Forwarded-For", "a, b, c\u00e9");
        odd.put("Forwarded", "for=\"" + WORD);
        odd.put("X-HTTP-Method-Override", "GET");
        odd.put("Host", "a b c");
        odd.put("Accept", "text/html");
        odd.put("accept", "/;;q=x");
        odd.put("Content-Encoding", "gzip");
        odd.put("Accept-Encoding", "gzip, br");
        odd.put("Range", "bytes=5-1");
        odd.put("If-None-Match", "*");
        odd.put("Cookie", "a=b; \r\n");
        odd.put("Authorization", "Bearer " + WORD);
        odd.put("X-DF-API-ID", WORD);
        odd.put("", "no name");
        odd.put("a b", "blank in the name");
        odd.put("a\r\nb", "line break in the name");
        odd.put("a:b\0", "NUL in the name");
        odd.put("\u00e9", "not ASCII");
        odd.put("line-break", WORD + "\r\nX-Injected: 1");
        odd.put("nul", "\0");
        odd.put("long", "x".repeat(100_000));
        odd.forEach((name, value) ->
                headers.put("header " + name.trim() + " " + value.hashCode(), h -> h.put(name, value)));
        headers.put("3,000 headers", h -> {
            for (int i = 0; i < 3_000; i++) {
                h.put("h" + i, WORD);
            }
        });
        headers.put("a header that is null", h -> h.putNull("x-null"));
        headers.put("a header that is a number", h -> h.put("x-number", 7));
        return headers;
    }

    private void contentTypes() {
        for (String type : List.of(
                "",
                " ",
                "/",
                ";",
                "json",
                "application/",
                "application/json/x",
                "text/plain",
                "text/html",
                "application/xml",
                "multipart/form-data",
                "application/x-www-form-urlencoded",
                "application/octet-stream",
                "application/json\r\nX: y",
                "\0",
                "\u00e9",
                "image/png",
                "*/*x",
                WORD)) {
            add("content type " + type.trim(), BAD, e -> headersOf(e).put("content-type", type), ANY);
        }
        for (String type : List.of(
                "application/json;",
                "application/json;;;",
                "application/json; charset=" + WORD,
                "application/json; charset=\"",
                "application/json, text/plain",
                "APPLICATION/JSON",
                "application/*")) {
            add("content type " + type, BAD, e -> headersOf(e).put("content-type", type), ANY);
        }
    }
}
