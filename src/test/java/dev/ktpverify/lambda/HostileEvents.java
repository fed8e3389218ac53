package dev.ktpverify.lambda;

import static dev.ktpverify.lambda.Hostile.NAME;
import static dev.ktpverify.lambda.Hostile.NIK;
import static dev.ktpverify.lambda.Hostile.WORD;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import dev.ktpverify.support.Lambda;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Payloads of which none can be a verification, and events that are one for all their oddities. */
final class HostileEvents {

    private static final String GOOD = HostileBodies.ID_NAME;
    /** Refused for its name, whatever becomes of the event around it. */
    private static final String BAD = GOOD.replace("\"" + NAME + "\"", "1");

    private static final Integer[] REFUSED = {400};
    private static final Integer[] NO_ROUTE = {404};
    private static final Integer[] NO_METHOD = {405};
    private static final Integer[] NO_TYPE = {415};
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
        routes();
        add("a byte order mark", "\ufeff" + GOOD, e -> {}, 200);
        add(
                "a byte order mark in text",
                GOOD,
                e -> e.put("isBase64Encoded", false).put("body", "\ufeff" + GOOD),
                200);
        for (String json : List.of(
                "null", "7", "1e9999999999", "true", "\"x\"", "\"\"", "[]", "[[\"x\"],7]", "{}", "{\"a\":{}}")) {
            for (String unused : List.of(
                    "/version",
                    "/rawPath",
                    "/rawQueryString",
                    "/cookies",
                    "/queryStringParameters",
                    "/multiValueHeaders",
                    "/multiValueQueryStringParameters",
                    "/pathParameters",
                    "/stageVariables",
                    "/headers/x",
                    "/requestContext/stage",
                    "/requestContext/requestId",
                    "/requestContext/timeEpoch",
                    "/requestContext/authentication",
                    "/requestContext/authorizer",
                    "/requestContext/authorizer/iam",
                    "/requestContext/authorizer/iam/cognitoIdentity",
                    "/requestContext/authorizer/jwt",
                    "/requestContext/authorizer/jwt/scopes",
                    "/requestContext/authorizer/jwt/claims",
                    "/requestContext/authorizer/jwt/claims/sub",
                    "/requestContext/authorizer/jwt/claims/groups",
                    "/requestContext/authorizer/lambda",
                    "/requestContext/authorizer/lambda/principalId",
                    "/requestContext/http/path",
                    "/requestContext/http/sourceIp")) {
                add(unused + " is " + json, GOOD, e -> put(e, unused, json), 200);
            }
        }
        return events;
    }

    /** What API Gateway has matched, with and without a stage or a base path in front of the path. */
    private void routes() {
        for (String key : List.of("POST /verify/id_name", "ANY /verify/id_name")) {
            for (String path :
                    List.of("/dev/verify/id_name", "/ktp/verify/id_name", "/verify/%69d_name", "/x/verify/id_selfie")) {
                add(key + " by " + path, GOOD, e -> e.put("routeKey", key).put("rawPath", path), 200);
            }
        }
        for (String key : List.of("$default", "ANY /{proxy+}", "POST /verify/{operation}", "odd", "")) {
            add(
                    key + " in a stage",
                    GOOD,
                    e -> {
                        staged(e, "dev", "/dev/verify/id_name");
                        e.put("routeKey", key);
                    },
                    200);
            add(key + " in no stage", GOOD, e -> e.put("routeKey", key), 200);
        }
        add(
                "no key, in a stage",
                GOOD,
                e -> {
                    staged(e, "dev", "/dev/verify/id_name");
                    e.remove("routeKey");
                },
                200);
        add(
                "a parameter behind a base path",
                GOOD,
                e -> e.put("routeKey", "ANY /{proxy+}")
                        .put("rawPath", "/ktp/verify/id_name")
                        .putObject("pathParameters")
                        .put("proxy", "verify/id_name"),
                200);
    }

    /** Puts JSON of any kind at a place, with what leads there. */
    private static void put(ObjectNode event, String place, String json) {
        int end = place.lastIndexOf('/');
        ObjectNode parent = end == 0 ? event : event.withObject(place.substring(0, end));
        parent.putRawValue(place.substring(end + 1), new RawValue(json));
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

    /** Payloads whose sender expects the envelope itself. */
    List<Hostile> direct() {
        String good = "{\"verify\":\"id_name\",\"request\":" + GOOD + "}";
        for (String payload : List.of(
                "",
                " ",
                "null",
                "true",
                "12",
                "1e9999999999",
                "\"" + WORD + "\"",
                WORD,
                NIK + "x",
                "[]",
                "[[]]",
                "[" + BAD + "]",
                "[".repeat(5_000) + "]".repeat(5_000),
                "[".repeat(200_000),
                "{}",
                GOOD,
                "{\"a\":" + "[".repeat(500) + "]".repeat(500) + "}",
                "{\"detail-type\":\"Scheduled Event\",\"source\":\"aws.events\",\"detail\":{}}",
                "\0" + good,
                good + "\0",
                good + good,
                "\ufeff\ufeff" + good,
                good.replace("}", ""),
                good.replace(':', '='),
                good.replace("\"" + NAME + "\"", "1e9999999999"),
                good.replace("\"" + NAME + "\"", "-1E-9999999999999"),
                good.replace("\"" + NAME + "\"", NIK.repeat(20_000)),
                good.replace("\"" + NAME + "\"", "1." + NIK.repeat(20_000)),
                good.replace("\"" + NAME + "\"", "[".repeat(5_000) + "]".repeat(5_000)),
                good.replace("\"" + NAME + "\"", "{\"a\":".repeat(200_000)),
                good.replace("\"name\"", "\"" + NIK.repeat(20_000) + "\""),
                good.replace(NAME, NAME + "\0"),
                good.replace(NAME, "\\u0000"),
                good.replace("{\"verify\"", "{\"" + NIK.repeat(20_000) + "\":1,\"verify\""),
                good.replace("{\"verify\"", "{\"x\":1e9999999999,\"verify\""),
                good.replace("{\"verify\"", "{\"x\":" + "[".repeat(100_000) + "]".repeat(100_000) + ",\"verify\""),
                good.replace("\"id_name\"", NIK.repeat(100)),
                good.replace("\"id_name\"", "1e9999999999"))) {
            events.add(Hostile.text(payload.substring(0, Math.min(70, payload.length())), payload, 400, 413));
        }
        for (int length = 1; length < good.length(); length++) {
            events.add(Hostile.text("direct, cut off after " + length, good.substring(0, length), REFUSED));
        }
        for (String charset : List.of("UTF-16", "UTF-16BE", "UTF-16LE", "UTF-32", "IBM500")) {
            events.add(new Hostile("direct, in " + charset, good.getBytes(Charset.forName(charset)), List.of(REFUSED)));
        }
        byte[] latin1 = good.replace(NAME, "\u00c9" + NAME).getBytes(StandardCharsets.ISO_8859_1);
        events.add(new Hostile("direct, in Latin-1", latin1, List.of(REFUSED)));
        return events;
    }

    /** Batches, whose source would take an answer for the sign that all is done. */
    List<Hostile> batches() {
        for (String payload : List.of(
                "{\"Records\":[{\"eventSource\":\"aws:s3\",\"s3\":{\"object\":{\"key\":\"" + NIK + "\"}}}]}",
                "{\"Records\":[{\"eventSource\":\"aws:sqs\",\"body\":\"" + NIK + "\"}]}",
                "{\"Records\":[{\"EventSource\":\"aws:sns\",\"Sns\":{\"Message\":\"" + NIK + "\"}}]}",
                "{\"invocationId\":\"1\",\"records\":[{\"data\":\"" + NIK + "\"}]}",
                "{\"eventSource\":\"aws:kafka\",\"records\":{\"t-0\":[{\"value\":\"" + NIK + "\"}]}}",
                "[{\"messageId\":\"1\",\"body\":\"" + NIK + "\",\"eventSource\":\"aws:sqs\"}]")) {
            events.add(Hostile.text(payload, payload));
        }
        return events;
    }

    private void notEvents() {
        for (String event : List.of(
                "{\"rawPath\":\"/verify/id_name\"}",
                "{\"requestContext\":{}}",
                "{\"requestContext\":{\"http\":{}}}",
                "{\"requestContext\":{\"http\":{\"method\":\"POST\"}}}",
                "{\"version\":",
                "{\"version\":\"2.0\",\"x\":" + "[".repeat(100_000),
                "{\"version\":\"2.0\",\"x\":" + NIK + "x}",
                // HTTP API 1.0 and REST APIs
                "{\"version\":\"1.0\",\"resource\":\"/verify/id_name\",\"path\":\"/verify/id_name\",\"httpMethod\":\"POST\","
                        + "\"headers\":{},\"requestContext\":{\"httpMethod\":\"POST\"},\"body\":\"" + WORD + "\"}",
                "{\"resource\":\"/verify/id_name\",\"path\":\"/verify/id_name\",\"httpMethod\":\"POST\",\"body\":\"\"}",
                // a load balancer, a WebSocket, EventBridge
                "{\"requestContext\":{\"elb\":{\"targetGroupArn\":\"" + WORD + "\"}},\"httpMethod\":\"POST\","
                        + "\"path\":\"/verify/id_name\",\"headers\":{\"host\":\"x\"},\"body\":\"\"}",
                "{\"requestContext\":{\"routeKey\":\"$connect\",\"eventType\":\"CONNECT\",\"connectionId\":\"" + WORD
                        + "\"}}",
                "{\"version\":\"0\",\"detail-type\":\"Scheduled Event\",\"source\":\"aws.events\",\"detail\":{}}")) {
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
            String label = "path " + path.substring(0, Math.min(40, path.length()));
            add(label, GOOD, e -> e.put("routeKey", "$default").put("rawPath", path), NO_ROUTE);
            add("stage and " + label, GOOD, e -> staged(e, "dev", "/dev" + path), NO_ROUTE);
            if (path.matches("/\\S*")) {
                add("key, " + label, GOOD, e -> e.put("routeKey", "POST " + path), NO_ROUTE);
            }
        }
        for (String key : List.of("GET /verify/id_name", "HEAD /verify/id_name", "POSTS /verify/id_name")) {
            add("matched as " + key, GOOD, e -> e.put("routeKey", key), NO_METHOD);
        }
        add("another resource's key", GOOD, e -> e.put("routeKey", "POST /verify/other"), NO_ROUTE);
        add("a stage that looks like a resource", GOOD, e -> staged(e, "verify", "/verify/id_name"), NO_ROUTE);
    }

    /** An event of a stage, without a key that names the resource. */
    private static void staged(ObjectNode event, String stage, String rawPath) {
        event.put("routeKey", "$default").put("rawPath", rawPath);
        ((ObjectNode) event.get("requestContext")).put("stage", stage);
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
        for (String coding : List.of("gzip", "GZIP", "br", "deflate", "zstd", "identity, gzip", WORD)) {
            add("encoded by " + coding, GOOD, e -> headersOf(e).put("Content-Encoding", coding), NO_TYPE);
        }
        add("gzip that is not said", GOOD, e -> e.put("body", "H4sIAAAAAAAC/6uuBQBDv6ajAgAAAA=="), NO_TYPE);
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
        odd.put("Content-Encoding", "identity");
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
