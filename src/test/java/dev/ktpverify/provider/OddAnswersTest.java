package dev.ktpverify.provider;

import static dev.ktpverify.support.Answer.failed;
import static dev.ktpverify.support.Answer.free;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ktpverify.model.Failure;
import dev.ktpverify.support.Act;
import dev.ktpverify.support.Act.Charge;
import dev.ktpverify.support.Acts;
import dev.ktpverify.support.Answer;
import dev.ktpverify.support.Api;
import dev.ktpverify.support.FaultyWorld;
import dev.ktpverify.support.FaultyWorldProfile;
import dev.ktpverify.support.ScriptedProvider;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that are not quite as the provider's pages have them: what was paid for is read if it can be. */
@QuarkusTest
@TestProfile(FaultyWorldProfile.class)
class OddAnswersTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Answer MATCH = Answer.charged("MATCH", "01");
    private static final Answer LOST = failed(502, Failure.ANSWER_LOST, "UNKNOWN", false);
    private static final String AS_JSON = "Content-Type: application/json\r\n";
    private static final String SELFIE = "{\"status\":\"OK\",\"result\":{\"order_no\":\"SF2\",\"handle_time\":\"when\","
            + "\"result\":\"01\",\"remark\":\"SAME\",\"id_number\":\"3217061012870001\",\"face_percent\":true,"
            + "\"ktp_face_percent\":false,\"face_score\":91.5,\"ktp_face_score\":0.0,\"name\":true,\"birth_date\":false},"
            + "\"request_id\":\"TID2\"}";

    private final ScriptedProvider provider = FaultyWorld.provider();

    @BeforeEach
    void reset() {
        FaultyWorld.reset(() -> Api.verify("id_name", Api.idName("0001")));
    }

    @ParameterizedTest(name = "{index}")
    @ValueSource(
            strings = {
                "",
                "Content-Type:\r\n",
                "Content-Type: text/plain\r\n",
                "Content-Type: text/html; charset=ISO-8859-1\r\n",
                "Content-Type: application/octet-stream\r\n",
                "Content-Type: application/problem+json\r\n",
                "Content-Type: application/json; charset=utf-16\r\n",
                "Content-Type: application/json; charset=\"\r\n",
                "Content-Type: nonsense\r\n",
                "Content-Type: ;/;=;\r\n",
                "Content-Type: multipart/form-data; boundary=x\r\n",
                "Content-Type: text/plain\r\nContent-Type: application/json\r\n",
                "Content-Encoding: identity\r\n",
                "Content-Encoding: gzip\r\n",
                "Content-Encoding: br\r\n"
            })
    void whatAnAnswerIsCalledDecidesNothing(String headers) {
        check(MATCH, 200, headers, bytes(Acts.MATCH));
        Answer refused = free(502, Failure.NOT_FOUND, false).fromProvider();
        check(refused, 404, headers, bytes(Acts.envelope("NOT_FOUND", "no further words")));
    }

    static Stream<Arguments> codings() {
        byte[] zipped = gzip(bytes(Acts.MATCH));
        byte[] deflated = deflate(bytes(Acts.MATCH));
        return Stream.of(
                Arguments.of("Content-Encoding: gzip\r\n", zipped),
                Arguments.of("content-encoding: X-GZip\r\n", zipped),
                Arguments.of("", zipped),
                Arguments.of("Content-Type: application/gzip\r\n", zipped),
                Arguments.of("Content-Encoding: deflate\r\n", deflated),
                Arguments.of("", deflated),
                Arguments.of("", Acts.MATCH.getBytes(Charset.forName("UTF-16LE"))),
                Arguments.of("", Acts.MATCH.getBytes(Charset.forName("UTF-16"))),
                Arguments.of("", bytes('\uFEFF' + Acts.MATCH)),
                Arguments.of("Content-Encoding: gzip\r\n", gzip(bytes("\uFEFF \n" + Acts.MATCH + "\n "))));
    }

    @ParameterizedTest(name = "{index}")
    @MethodSource
    void codings(String headers, byte[] body) {
        check(MATCH, 200, headers, body);
    }

    @Test
    void noCodingIsAskedFor() {
        check(MATCH, 200, AS_JSON, bytes(Acts.MATCH));
        String sent = provider.ledger().get(0).headers().toLowerCase(Locale.ROOT);
        assertTrue(sent.contains("accept-encoding: identity\r\n"), "Accept-Encoding");
    }

    static Stream<Arguments> whatNobodyReads() {
        return Stream.of(
                        "\"x\":NaN",
                        "\"x\":[Infinity,-Infinity,NaN]",
                        "\"x\":1e999999999",
                        "\"x\":" + "9".repeat(5_000),
                        "\"x\":" + "[".repeat(5_000) + "]".repeat(5_000),
                        "\"x\":" + "{\"y\":".repeat(3_000) + "1" + "}".repeat(3_000),
                        "\"x\":1,\"x\":2",
                        "\"x\":{\"y\":1,\"y\":2}",
                        "\"x\":\"a\tb\"",
                        "\"x\":\"\\q\"",
                        "\"x\":007",
                        "\"" + "x".repeat(20_000) + "\":1",
                        "\"reason\":[1]",
                        "\"status\":\"OK\"",
                        "\"result\":{\"result\":\"01\",\"x\":1}",
                        "\"error\":null")
                .map(Arguments::of);
    }

    @ParameterizedTest(name = "{index}")
    @MethodSource
    void whatNobodyReads(String field) {
        check(MATCH, 200, AS_JSON, bytes(Acts.MATCH.replaceFirst("\\{", "{" + field + ",")));
        check(MATCH, 200, AS_JSON, bytes(Acts.MATCH.substring(0, Acts.MATCH.length() - 1) + "," + field + "}"));
        if (!field.startsWith("\"result\"") && !field.startsWith("\"status\"")) {
            check(MATCH, 200, AS_JSON, bytes(Acts.MATCH.replace("\"remark\"", field + ",\"remark\"")));
        }
        assertEquals(0, warnings(), "nothing odd was read");
    }

    @ParameterizedTest(name = "{index}")
    @ValueSource(strings = {"\"01\"", "\"1\"", "\" 01 \"", "\"\\n1\"", "1", "01", "\"01\",\"result\":\"01\""})
    void theResultCodeIsRead(String given) {
        check(MATCH, 200, AS_JSON, bytes(Acts.MATCH.replace("\"01\"", given)));
    }

    @ParameterizedTest(name = "{index}")
    @CsvSource({"1.0, 1.0", "12, 12", "-1, -1", "NaN, NaN", "\"ab\", ab", "\"\", ''"})
    void anyOtherCodeIsUnrecognized(String given, String told) {
        Answer unrecognized = Answer.verdict("UNRECOGNIZED", told, "UNKNOWN", false);
        check(unrecognized, 200, AS_JSON, bytes(Acts.MATCH.replace("\"01\"", given)));
    }

    @ParameterizedTest(name = "{index}")
    @ValueSource(ints = {200, 201, 202, 203, 206, 299})
    void anySuccessIsAVerdict(int http) {
        check(MATCH, http, AS_JSON, bytes(Acts.MATCH));
    }

    @Test
    void bytesThatAreNoTextAreReplaced() {
        ObjectNode body = MATCH.body().deepCopy();
        body.withObject("/result").put("remark", "S\uFFFDME");
        byte[] bytes = bytes(Acts.MATCH.replace("SAME", "S?ME"));
        bytes[new String(bytes, StandardCharsets.UTF_8).indexOf('?')] = (byte) 0xe9;
        check(new Answer(200, body, true), 200, AS_JSON, bytes);
    }

    static Stream<Arguments> withoutSense() {
        String html = "<html><body>Bad Gateway</body></html>";
        byte[] zipped = gzip(bytes(Acts.MATCH));
        return Stream.of(
                Arguments.of(200, "", bytes("")),
                Arguments.of(200, AS_JSON, bytes("  ")),
                Arguments.of(204, "", bytes("")),
                Arguments.of(304, "", bytes("")),
                Arguments.of(200, "", bytes(html)),
                Arguments.of(200, "Content-Encoding: gzip\r\n", gzip(bytes(html))),
                Arguments.of(200, "", bytes(Acts.MATCH.substring(0, Acts.MATCH.length() - 1))),
                Arguments.of(200, "", bytes(Acts.MATCH + "x")),
                Arguments.of(200, "", bytes("[" + Acts.MATCH + "]")),
                Arguments.of(404, "", bytes("{\"status\":\"NOT_FOUND\"")),
                Arguments.of(200, "", bytes(Acts.MATCH.replaceFirst("\\{", "{\"status\":\"NOT_FOUND\","))),
                Arguments.of(200, "", bytes(Acts.MATCH.replaceFirst("\\{", "{\"status\":null,"))),
                Arguments.of(200, "", bytes(Acts.MATCH.replaceFirst("\\{", "{\"result\":{\"result\":\"02\"},"))),
                Arguments.of(200, "", bytes(Acts.MATCH.replaceFirst("\\{", "{\"result\":null,"))),
                Arguments.of(200, "", bytes(Acts.MATCH.replace("\"01\"", "null"))),
                Arguments.of(200, "", bytes(Acts.MATCH.replace("\"01\"", "true"))),
                Arguments.of(200, "", bytes(Acts.MATCH.replace("\"01\"", "{\"result\":\"01\"}"))),
                Arguments.of(200, "", bytes(Acts.MATCH.replace("\"01\"", "[\"01\"]"))),
                Arguments.of(200, "", bytes(Acts.MATCH.replace("\"result\":\"01\",", ""))),
                Arguments.of(200, "", bytes(Acts.MATCH.replace("\"OK\"", "\"ok\""))),
                Arguments.of(500, "", bytes(Acts.MATCH)),
                Arguments.of(302, "Location: https://localhost/\r\n", bytes(Acts.MATCH)),
                Arguments.of(200, "Content-Encoding: gzip\r\n", Arrays.copyOf(zipped, zipped.length / 2)),
                Arguments.of(200, "Content-Encoding: gzip\r\n", gzip(bytes(Acts.MATCH + " ".repeat(10_000_000)))),
                Arguments.of(200, "", deflate(bytes(Acts.MATCH + " ".repeat(10_000_000)))));
    }

    @ParameterizedTest(name = "{index}")
    @MethodSource
    void withoutSense(int http, String headers, byte[] body) {
        check(LOST, http, headers, body);
    }

    @ParameterizedTest(name = "{index}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "face_score       | \"53.3\"                 | 53.3",
                "face_score       | \" 53.3 \"               | 53.3",
                "face_score       | \"high\"                 | null",
                "face_score       | true                     | null",
                "face_score       | [1]                      | null",
                "face_score       | NaN                      | null",
                "face_score       | 1e999999                 | null",
                "ktp_face_score   | -1e-999999999            | null",
                "ktp_face_score   | 1,\"ktp_face_score\":2   | null",
                "face_percent     | \"true\"                 | true",
                "ktp_face_percent | \"False\"                | false",
                "face_percent     | \"yes\"                  | null",
                "face_percent     | 1                        | null",
                "name             | \"true\"                 | true",
                "birth_date       | {\"a\":true}             | null",
                "order_no         | 12345                    | \"12345\"",
                "order_no         | [\"SF2\"]                | null",
                "handle_time      | true                     | null",
                "remark           | {\"text\":\"SAME\"}      | null",
                "remark           | \"SAME\",\"remark\":\"NO\" | null",
                "id_number        | 3217061012870001         | \"3217061012870001\"",
                "request_id       | 12345                    | \"12345\""
            })
    void anOddFieldIsReadWhereItsMeaningIsPlain(String field, String given, String told) throws IOException {
        script(200, AS_JSON, bytes(replace(field, given)));
        Response answer = selfie();

        ObjectNode expected = (ObjectNode) JSON.readTree(SELFIE);
        expected.put("outcome", "MATCH")
                .put("charge", "CHARGED")
                .put("retryable", false)
                .put("livemode", true);
        ObjectNode holder = field.equals("request_id") ? expected : expected.withObject("/result");
        holder.set(field, JSON.readTree(told));
        assertEquals(expected, JSON.readTree(answer.asString()));
        assertEquals(200, answer.statusCode());
        assertEquals(1, provider.ledger().size());
        assertEquals(1, warnings());
        assertTrue(fresh().contains("have them: " + field + "; see runbook: odd-answers"), "names the field");
        assertEquals(1, lastLine().path("OddAnswers").intValue());
    }

    @Test
    void oneWarningNamesAllFields() {
        String several =
                replace("order_no", "12345").replace("91.5", "\"91.5\"").replace("\"TID2\"", "[]");
        script(200, AS_JSON, bytes(several));
        assertEquals(200, selfie().statusCode());
        assertEquals(1, warnings());
        assertTrue(fresh().contains("have them: face_score, order_no, request_id; see"), "names the fields");
    }

    @ParameterizedTest(name = "{index}")
    @ValueSource(strings = {"[\"no\"]", "17", "{}", "null", "true", "\"no\",\"reason\":\"yes\""})
    void aRefusalWithAnOddReasonIsThatRefusal(String reason) {
        String envelope =
                "{\"status\":\"QUERY_FAILED\",\"reason\":" + reason + ",\"request_id\":\"" + Acts.REQUEST_ID + "\"}";
        check(free(400, Failure.QUERY_FAILED, true).fromProvider(), 400, AS_JSON, bytes(envelope));
        check(free(400, Failure.QUERY_FAILED, true).fromProvider(), 200, "", gzip(bytes(envelope)));
    }

    @ParameterizedTest(name = "{index}")
    @ValueSource(strings = {"[]", "{}", "true", "null"})
    void aRefusalWithAnOddIdIsThatRefusal(String id) {
        String envelope = "{\"status\":\"QUERY_FAILED\",\"reason\":\"no further words\",\"request_id\":" + id + "}";
        check(free(400, Failure.QUERY_FAILED, true), 400, AS_JSON, bytes(envelope));
    }

    private void check(Answer expected, int http, String headers, byte[] body) {
        provider.forget();
        script(http, headers, body);
        expected.assertIs(Api.verify("id_name", Api.idName("0001")));
        assertEquals(1, provider.ledger().size(), "requests");
    }

    private void script(int http, String headers, byte[] body) {
        mark = FaultyWorld.log().length();
        provider.script(
                new Act("odd", Act.From.REQUEST, Charge.CHARGED, false, wire -> wire.answerAs(http, headers, body)));
    }

    private int mark;

    /** What was logged since the last script. */
    private String fresh() {
        return FaultyWorld.log().substring(mark);
    }

    private int warnings() {
        return fresh().split("see runbook: odd-answers", -1).length - 1;
    }

    private static JsonNode lastLine() {
        List<JsonNode> lines = FaultyWorld.requestLines();
        return lines.get(lines.size() - 1);
    }

    private static Response selfie() {
        return Api.verify(
                "id_selfie",
                Api.idSelfieWith(",\"ktp_image\":\"" + Api.PNG + "\",\"name\":\"BUDI\",\"birth_date\":\"1987-12-10\""));
    }

    /** The answer with another value of one field. */
    private static String replace(String field, String given) {
        String replaced = SELFIE.replaceFirst(
                "\"" + field + "\":(\"[^\"]*\"|[a-z0-9.]+)",
                java.util.regex.Matcher.quoteReplacement("\"" + field + "\":" + given));
        assertFalse(replaced.equals(SELFIE), field);
        return replaced;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] gzip(byte[] plain) {
        ByteArrayOutputStream coded = new ByteArrayOutputStream();
        try (OutputStream zip = new GZIPOutputStream(coded)) {
            zip.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return coded.toByteArray();
    }

    private static byte[] deflate(byte[] plain) {
        ByteArrayOutputStream coded = new ByteArrayOutputStream();
        try (OutputStream zip = new DeflaterOutputStream(coded)) {
            zip.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return coded.toByteArray();
    }
}
