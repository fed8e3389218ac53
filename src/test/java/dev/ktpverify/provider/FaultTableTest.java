package dev.ktpverify.provider;

import static dev.ktpverify.support.Acts.puzzling;
import static dev.ktpverify.support.Acts.refusal;
import static dev.ktpverify.support.Acts.verdict;
import static dev.ktpverify.support.Answer.charged;
import static dev.ktpverify.support.Answer.failed;
import static dev.ktpverify.support.Answer.free;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ktpverify.model.Failure;
import dev.ktpverify.support.Act;
import dev.ktpverify.support.Act.Charge;
import dev.ktpverify.support.Acts;
import dev.ktpverify.support.Answer;
import dev.ktpverify.support.Api;
import dev.ktpverify.support.FaultyWorld;
import dev.ktpverify.support.FaultyWorldProfile;
import dev.ktpverify.support.ScriptedProvider;
import dev.ktpverify.support.ScriptedSecrets;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each fault: the caller's whole answer, how many requests reached the provider, and what it says it cost. */
@QuarkusTest
@TestProfile(FaultyWorldProfile.class)
class FaultTableTest {

    private static final Answer MATCH = charged("MATCH", "01");
    private static final Answer NOT_SENT = free(503, Failure.NOT_SENT, true);
    private static final Answer LOST = failed(502, Failure.ANSWER_LOST, "UNKNOWN", false);
    private static final Answer LATE = failed(504, Failure.ANSWER_LATE, "UNKNOWN", false);
    private static final Act OK = verdict("01", Charge.CHARGED);
    /** Three attempts that time out, and the first request's warming up. */
    private static final int LONGEST_MILLIS = 3 * FaultyWorld.ATTEMPT_MILLIS + 4_000;

    private final ScriptedProvider provider = FaultyWorld.provider();

    @BeforeEach
    void reset() {
        FaultyWorld.reset(() -> Api.verify("id_name", Api.idName("0001")));
    }

    static Stream<Arguments> beforeTheRequest() {
        return Stream.of(
                row(Acts.stallAfterAccept(), NOT_SENT, 0),
                row(Acts.resetAfterAccept(), NOT_SENT, 0),
                row(Acts.stallInHandshake(), NOT_SENT, 0),
                row(Acts.cutHandshake(), NOT_SENT, 0),
                row(Acts.resetInHandshake(), NOT_SENT, 0));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void beforeTheRequest(List<Act> acts, Answer expected, int requests) {
        check(acts, expected, requests);
        assertEquals(3, provider.played().size(), "attempts");
    }

    static Stream<Arguments> onceThenWorks() {
        return beforeTheRequest().map(row -> ((List<?>) row.get()[0]).get(0)).map(act -> row((Act) act, OK, MATCH, 1));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void onceThenWorks(List<Act> acts, Answer expected, int requests) {
        check(acts, expected, requests);
    }

    static Stream<Arguments> onceItIsSent() {
        return Stream.of(
                row(Acts.resetAfterHeaders(), LOST, 0),
                row(Acts.resetAfterHalfTheBody(), LOST, 0),
                row(Acts.resetAfterRequest(), LOST, 1),
                row(Acts.finishAfterRequest(), LOST, 1),
                row(Acts.neverAnswer(), LATE, 1),
                row(Acts.resetInAnswer(), LOST, 1),
                row(Acts.truncatedAnswer(), LOST, 1),
                row(Acts.truncatedChunks(), LOST, 1),
                row(Acts.stallInAnswer(), LATE, 1),
                row(Acts.dribble(100), LATE, 1),
                row(Acts.dribble(1_000), LATE, 1),
                row(Acts.endlessHeaders(), LOST, 1),
                row(Acts.endlessHeaderLine(), LOST, 1),
                row(Acts.hugeAnswer(), LOST, 1),
                row(Acts.hugeChunkedAnswer(), LOST, 1));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void onceItIsSent(List<Act> acts, Answer expected, int requests) {
        check(acts, expected, requests);
        assertEquals(1, provider.connections(), "attempts");
        provider.script(OK);
        MATCH.assertIs(Api.verify("id_name", Api.idName("0001")));
        assertEquals(2, provider.connections(), "a connection that broke is not used again");
    }

    static Stream<Arguments> inTheLog() {
        Act html = puzzling("html", 200, "text/html", "<html>".getBytes(StandardCharsets.UTF_8));
        return Stream.of(
                Arguments.of(Acts.stallAfterAccept(), "NOT_SENT: out of time"),
                Arguments.of(
                        Acts.resetAfterAccept(), "NOT_SENT: (connection closed|no TLS)"), // as the handshake had begun
                Arguments.of(Acts.stallInHandshake(), "NOT_SENT: out of time"),
                Arguments.of(Acts.cutHandshake(), "NOT_SENT: no TLS"),
                Arguments.of(Acts.resetInHandshake(), "NOT_SENT: no TLS"),
                Arguments.of(Acts.resetAfterHeaders(), "ANSWER_LOST: connection closed"),
                Arguments.of(Acts.resetAfterHalfTheBody(), "ANSWER_LOST: connection closed"),
                Arguments.of(Acts.resetAfterRequest(), "ANSWER_LOST: connection closed"),
                Arguments.of(Acts.finishAfterRequest(), "ANSWER_LOST: connection closed"),
                Arguments.of(Acts.neverAnswer(), "ANSWER_LATE: out of time"),
                Arguments.of(Acts.resetInAnswer(), "ANSWER_LOST: connection closed"),
                Arguments.of(Acts.truncatedAnswer(), "ANSWER_LOST: connection closed"),
                Arguments.of(Acts.truncatedChunks(), "ANSWER_LOST: connection closed"),
                Arguments.of(Acts.stallInAnswer(), "ANSWER_LATE: out of time"),
                Arguments.of(Acts.hugeAnswer(), "ANSWER_LOST: answer too large"),
                Arguments.of(Acts.hugeChunkedAnswer(), "ANSWER_LOST: answer too large"),
                Arguments.of(html, "ANSWER_LOST: an answer that is not JSON"),
                Arguments.of(puzzling("empty", 200, "{}"), "ANSWER_LOST: an answer without a verdict"),
                Arguments.of(puzzling("page", 502, "{}"), "ANSWER_LOST: HTTP 502"));
    }

    /** The runbook explains each. */
    @ParameterizedTest(name = "{0}")
    @MethodSource
    void inTheLog(Act act, String cause) {
        provider.script(act);
        Api.verify("id_name", Api.idName("0001"));
        List<JsonNode> lines = FaultyWorld.requestLines();
        String told = lines.get(lines.size() - 1).path("cause").textValue();
        assertTrue(told.matches(cause), told);
    }

    static Stream<Arguments> answersWithoutSense() {
        String html = "<html><body>Bad Gateway</body></html>";
        return Stream.of(
                row(puzzling("200 with HTML", 200, "text/html", html.getBytes(StandardCharsets.UTF_8)), LOST, 1),
                row(puzzling("200 with HTML called JSON", 200, html), LOST, 1),
                row(puzzling("200 with nothing", 200, ""), LOST, 1),
                row(puzzling("204", 204, ""), LOST, 1),
                row(puzzling("null", 200, "null"), LOST, 1),
                row(puzzling("invalid JSON", 200, Acts.MATCH.replace("}", "")), LOST, 1),
                row(puzzling("more than one value", 200, Acts.MATCH + Acts.MATCH), LOST, 1),
                row(
                        puzzling(
                                "a result twice",
                                200,
                                Acts.MATCH.replace("\"remark\":", "\"result\":\"02\",\"remark\":")),
                        LOST,
                        1),
                row(puzzling("result is a word", 200, "{\"status\":\"OK\",\"result\":\"01\"}"), LOST, 1),
                row(puzzling("result code is a list", 200, Acts.MATCH.replace("\"01\"", "[\"01\"]")), LOST, 1),
                row(puzzling("status is a list", 200, Acts.MATCH.replace("\"OK\"", "[\"OK\"]")), LOST, 1),
                row(puzzling("OK without result", 200, "{\"status\":\"OK\",\"request_id\":\"TID1\"}"), LOST, 1),
                row(puzzling("unknown status", 200, Acts.envelope("PENDING", "wait")), LOST, 1),
                row(puzzling("unknown status in an error", 500, Acts.envelope("PENDING", "wait")), LOST, 1),
                row(puzzling("502 with HTML", 502, "text/html", html.getBytes(StandardCharsets.UTF_8)), LOST, 1),
                row(puzzling("503 with HTML", 503, "text/html", html.getBytes(StandardCharsets.UTF_8)), LOST, 1),
                row(puzzling("504 with HTML", 504, "text/html", html.getBytes(StandardCharsets.UTF_8)), LOST, 1),
                row(puzzling("404 with HTML", 404, "text/html", html.getBytes(StandardCharsets.UTF_8)), LOST, 1));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void answersWithoutSense(List<Act> acts, Answer expected, int requests) {
        check(acts, expected, requests);
    }

    static Stream<Arguments> answersWithSense() {
        String extra = Acts.MATCH
                .replaceFirst("\\{", "{\"extra\":{\"a\":[1]},")
                .replace("\"remark\":", "\"new\":1,\"remark\":");
        return Stream.of(
                row(OK, MATCH, 1),
                row(
                        new Act("extra fields", Act.From.REQUEST, Charge.CHARGED, false, w -> w.answer(200, extra)),
                        MATCH,
                        1),
                row(
                        new Act(
                                "a BOM",
                                Act.From.REQUEST,
                                Charge.CHARGED,
                                false,
                                w -> w.answer(200, '\uFEFF' + Acts.MATCH)),
                        MATCH,
                        1),
                row(
                        puzzling("unknown result code", 200, verdict("99")),
                        Answer.verdict("UNRECOGNIZED", "99", "UNKNOWN", false),
                        1));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void answersWithSense(List<Act> acts, Answer expected, int requests) {
        check(acts, expected, requests);
    }

    static Stream<Arguments> refusals() {
        Act rateLimit = refusal(403, "RATE_LIMIT_EXCEEDED");
        Act unavailable = refusal(512, "SOURCE_SERVICE_UNAVAILABLE");
        return Stream.of(
                row(rateLimit, OK, MATCH, 2),
                row(rateLimit, free(429, Failure.RATE_LIMIT_EXCEEDED, true).fromProvider(), 2),
                row(unavailable, OK, MATCH, 2),
                row(
                        unavailable,
                        free(503, Failure.SOURCE_SERVICE_UNAVAILABLE, true).fromProvider(),
                        2),
                row(unavailable, Acts.resetAfterRequest(), LOST, 2),
                row(
                        refusal(513, "SOURCE_SERVICE_TIMEOUT"),
                        free(504, Failure.SOURCE_SERVICE_TIMEOUT, true).fromProvider(),
                        1),
                row(
                        refusal(500, "INTERNAL_ERROR"),
                        free(502, Failure.INTERNAL_ERROR, true).fromProvider(),
                        1),
                row(
                        refusal(400, "QUERY_FAILED"),
                        free(400, Failure.QUERY_FAILED, true).fromProvider(),
                        1),
                row(
                        refusal(401, "KEY_EXPIRED"),
                        free(502, Failure.KEY_EXPIRED, false).fromProvider(),
                        1),
                row(
                        refusal(403, "NO_PERMISSION"),
                        free(502, Failure.NO_PERMISSION, false).fromProvider(),
                        1),
                row(
                        refusal(403, "OUT_OF_QUOTA"),
                        free(503, Failure.OUT_OF_QUOTA, false).fromProvider(),
                        1),
                row(
                        refusal(404, "NOT_FOUND"),
                        free(502, Failure.NOT_FOUND, false).fromProvider(),
                        1),
                row(
                        refusal(400, "ABNORMAL_BEHAVIOURS_DETECTED"),
                        free(400, Failure.ABNORMAL_BEHAVIOURS_DETECTED, false).fromProvider(),
                        1),
                row(
                        refusal(400, "INVALID_ARGUMENT", "BUDI SANTOSO 3217061012870001 is not known"),
                        free(400, Failure.INVALID_ARGUMENT, false).fromProvider(),
                        1),
                row(
                        refusal(400, "INVALID_ARGUMENT", "argument 'id_number': invalid"),
                        free(400, Failure.INVALID_ARGUMENT, false)
                                .fromProvider()
                                .reason("argument 'id_number': invalid"),
                        1),
                row(
                        refusal(400, "INVALID_ARGUMENT", "argument 'id_number': not found"),
                        free(502, Failure.BODY_NOT_READ, false).fromProvider(),
                        1));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void refusals(List<Act> acts, Answer expected, int requests) {
        settleCredentials();
        check(acts, expected, requests);
    }

    @Test
    void aRefusalWithHttp200IsTheProvidersWordToo() {
        settleCredentials();
        Act odd = new Act(
                "200",
                Act.From.REQUEST,
                Charge.FREE,
                false,
                wire -> wire.answer(200, Acts.envelope("OUT_OF_QUOTA", "no further words")));
        check(List.of(odd), free(503, Failure.OUT_OF_QUOTA, false).fromProvider(), 1);
    }

    @Test
    void refusedThroughout() {
        provider.refuse();
        check(List.of(OK), NOT_SENT, 0);
    }

    @Test
    void blackHole() throws IOException {
        provider.swallow();
        check(List.of(OK), NOT_SENT, 0);
    }

    @Test
    void expiredCertificate() {
        provider.present(FaultyWorld.expired());
        check(List.of(OK), free(502, Failure.CERTIFICATE_REJECTED, false), 0);
        assertEquals(1, provider.connections(), "attempts");
    }

    @Test
    void certificateOfAnotherHost() {
        provider.present(FaultyWorld.wrongHost());
        check(List.of(OK), free(502, Failure.CERTIFICATE_REJECTED, false), 0);
        assertEquals(1, provider.connections(), "attempts");
    }

    @Test
    void certificateOfAnUnknownAuthority() {
        provider.present(FaultyWorld.unknown());
        check(List.of(OK), free(502, Failure.CERTIFICATE_REJECTED, false), 0);
        assertEquals(1, provider.connections(), "attempts");
    }

    @Test
    void aHandshakeThatEndsAfterTheAttemptWasGivenUpSendsNothing() {
        check(List.of(Acts.lateHandshake(), OK), MATCH, 1);
        Acts.pause(700);
        assertEquals(1, provider.ledger().size(), "nothing came on the late connection");
        assertEquals(2, provider.ledger().get(0).connection());
    }

    @Test
    void twoLateHandshakes() {
        int before = FaultyWorld.log().length();
        check(List.of(Acts.lateHandshake(), Acts.lateHandshake(), OK), MATCH, 1);
        Acts.pause(2 * FaultyWorld.ATTEMPT_MILLIS);
        assertEquals(1, provider.ledger().size(), "nothing came on the late connections");
        String log = FaultyWorld.log().substring(before);
        assertFalse(log.contains("\"level\":\"ERROR\"") || log.contains("stack_trace"), log);
    }

    @Test
    void resetHalfWayThroughALargeBody() {
        provider.script(Acts.resetAfterHalfTheBody());
        LOST.assertIs(Api.verify("id_selfie", Api.idSelfie("0001")));
        assertEquals(0, provider.ledger().size());
        assertEquals(1, provider.connections(), "attempts");
    }

    @Test
    void aConnectionClosedByTheOtherSideIsNotUsed() {
        provider.script(Acts.thenClose(OK), OK);
        MATCH.assertIs(Api.verify("id_name", Api.idName("0001")));
        Acts.pause(200);
        MATCH.assertIs(Api.verify("id_name", Api.idName("0001")));
        assertEquals(2, provider.connections());
        assertEquals(2, provider.ledger().size());
    }

    @Test
    void aKeptConnectionThatBreaksUnderTheRequestIsNotRepeated() {
        provider.script(OK, Acts.resetAfterHeaders());
        MATCH.assertIs(Api.verify("id_name", Api.idName("0001")));
        LOST.assertIs(Api.verify("id_name", Api.idName("0001")));
        assertEquals(1, provider.connections());
        assertEquals(1, provider.ledger().size());
    }

    @Test
    void afterAFreezeTheRequestGoesOutOnAFreshConnection() {
        MATCH.assertIs(Api.verify("id_name", Api.idName("0001")));
        provider.deafen(); // as a gateway that forgot the connection and says nothing
        Acts.pause((int) Connections.MAX_IDLE.toMillis() + 100);
        MATCH.assertIs(Api.verify("id_name", Api.idName("0001")));
        assertEquals(2, provider.connections());
        assertEquals(2, provider.ledger().size());
    }

    @Test
    void aRedirectIsNotFollowedAndTheCredentialsStayHere() throws IOException {
        try (ScriptedProvider elsewhere = new ScriptedProvider(FaultyWorld.trusted())) {
            for (int code : new int[] {301, 302, 303, 307, 308}) {
                provider.forget();
                String head = "HTTP/1.1 " + code + " Moved\r\nLocation: https://localhost:" + elsewhere.port()
                        + "/verify/id_name\r\nContent-Length: 0\r\n\r\n";
                Act redirect = new Act("redirect", Act.From.REQUEST, Charge.CHARGED, true, wire -> {
                    wire.write(head);
                    return true;
                });
                check(List.of(redirect), LOST, 1);
            }
            assertEquals(0, elsewhere.connections());
        }
    }

    static Stream<Arguments> refusalsOfTheAccount() {
        return Stream.of(
                Arguments.of(refusal(401, "UNAUTHORIZED"), free(502, Failure.UNAUTHORIZED, false)),
                Arguments.of(refusal(401, "KEY_EXPIRED"), free(502, Failure.KEY_EXPIRED, false)),
                Arguments.of(refusal(403, "NO_PERMISSION"), free(502, Failure.NO_PERMISSION, false)),
                Arguments.of(refusal(403, "OUT_OF_QUOTA"), free(503, Failure.OUT_OF_QUOTA, false)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refusalsOfTheAccount")
    void aRotatedSecretIsReadOnceAndTheSecondAttemptSucceeds(Act refusal, Answer refused) {
        settleCredentials();
        int reads = FaultyWorld.secrets().reads();
        FaultyWorld.secrets().hold(ScriptedSecrets.secret("rotated-id", "rotated-secret"));

        check(List.of(refusal, OK), MATCH, 2);

        assertEquals(1, FaultyWorld.secrets().reads() - reads);
        String first = provider.ledger().get(0).headers();
        String second = provider.ledger().get(1).headers();
        assertTrue(first.contains("X-DF-API-SECRET: " + ScriptedSecrets.API_SECRET), "the old secret first");
        assertTrue(second.contains("X-DF-API-ID: rotated-id"), "then the new one");
        assertTrue(second.contains("X-DF-API-SECRET: rotated-secret"), "then the new one");
        assertFalse(second.contains(ScriptedSecrets.API_SECRET), "and no more of the old one");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refusalsOfTheAccount")
    void theSameSecretFailsAtOnce(Act refusal, Answer refused) {
        settleCredentials();
        int reads = FaultyWorld.secrets().reads();
        check(List.of(refusal), refused.fromProvider(), 1);
        assertEquals(1, FaultyWorld.secrets().reads() - reads);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refusalsOfTheAccount")
    void aRotatedSecretThatIsRefusedTooIsNotTriedAThirdTime(Act refusal, Answer refused) {
        settleCredentials();
        FaultyWorld.secrets().hold(ScriptedSecrets.secret("rotated-id", "rotated-secret"));
        check(List.of(refusal), refused.fromProvider(), 2);
    }

    @Test
    void theOldSecretStaysWhereSecretsManagerIsDown() {
        settleCredentials();
        FaultyWorld.secrets().fail();
        check(
                List.of(refusal(401, "UNAUTHORIZED")),
                free(502, Failure.UNAUTHORIZED, false).fromProvider(),
                1);
        check(List.of(OK), MATCH, 2);
    }

    /** The function's credentials are those of the secret, whatever a test before this one has rotated. */
    private void settleCredentials() {
        provider.script(refusal(401, "UNAUTHORIZED"), OK);
        Api.verify("id_name", Api.idName("0001"));
        provider.forget();
    }

    private void check(List<Act> acts, Answer expected, int requests) {
        provider.script(acts.toArray(Act[]::new));
        long start = System.nanoTime();
        expected.assertIs(Api.verify("id_name", Api.idName("0001")));
        long millis = (System.nanoTime() - start) / 1_000_000;
        assertEquals(requests, provider.ledger().size(), "complete requests that reached the provider");
        assertTrue(millis < LONGEST_MILLIS, () -> "the answer took " + millis + " ms");
    }

    private static Arguments row(Act act, Answer expected, int requests) {
        return Arguments.of(List.of(act), expected, requests);
    }

    private static Arguments row(Act first, Act then, Answer expected, int requests) {
        return Arguments.of(List.of(first, then), expected, requests);
    }
}
