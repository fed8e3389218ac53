package dev.ktpverify.observability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ktpverify.support.Act;
import dev.ktpverify.support.Act.Charge;
import dev.ktpverify.support.Acts;
import dev.ktpverify.support.Api;
import dev.ktpverify.support.FaultyWorld;
import dev.ktpverify.support.IdempotentWorldProfile;
import dev.ktpverify.support.Lambda;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One line for each kind of ending, field by field and in order; {@code src/test/resources/golden/lines.txt} is also where
 * to look up what a line looks like. What changes from run to run is taken out of it.
 */
@QuarkusTest
@TestProfile(IdempotentWorldProfile.class)
class GoldenLinesTest {

    private static final String ID_NAME = "/verify/id_name";
    private static final String ID_SELFIE = "/verify/id_selfie";
    private static final AtomicInteger PERSON = new AtomicInteger(1000);
    private static final Map<String, String> GOLDEN = golden();

    /** Each invocation leaves its line at every log level. */
    @BeforeAll
    static void logNothingElse() {
        Logger.getLogger("").setLevel(org.jboss.logmanager.Level.FATAL);
    }

    @AfterAll
    static void logAgain() {
        Logger.getLogger("").setLevel(Level.INFO);
    }

    @BeforeEach
    void reset() {
        FaultyWorld.reset(() -> Api.verify("id_name", question()));
    }

    static Stream<Arguments> verifications() {
        return Stream.of(
                ending("charged", Acts.verdict("01", Charge.CHARGED)),
                ending("free, the caller may ask again", Acts.verdict("04", Charge.FREE)),
                ending("a result code of no page", Acts.verdict("99", Charge.FREE)),
                ending("the provider refuses the request", Acts.refusal(400, "INVALID_ARGUMENT")),
                ending(
                        "the provider does not find what was sent",
                        Acts.refusal(400, "INVALID_ARGUMENT", "argument 'id_number': not found")),
                ending("the provider refuses the credentials", Acts.refusal(401, "UNAUTHORIZED")),
                ending("the quota is used up", Acts.refusal(403, "OUT_OF_QUOTA")),
                ending("rate limit, twice", Acts.refusal(403, "RATE_LIMIT_EXCEEDED")),
                ending("the provider fails", Acts.refusal(500, "INTERNAL_ERROR")),
                ending("the answer is lost", Acts.puzzling("502 with HTML", 502, "<html>")),
                ending("the answer is late", Acts.neverAnswer()),
                ending("never sent", Acts.cutHandshake()));
    }

    private static Arguments ending(String label, Act act) {
        return Arguments.of(label, act);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void verifications(String label, Act act) {
        FaultyWorld.provider().script(act);
        assertLine(label, event(ID_NAME, question()));
    }

    @Test
    void aCertificateThatIsNotTrusted() {
        FaultyWorld.provider().present(FaultyWorld.unknown());
        assertLine("the provider's certificate is not trusted", event(ID_SELFIE, selfie()));
    }

    @Test
    void theIdsOfGatewayAndCaller() {
        ObjectNode event = event(ID_SELFIE, selfie());
        ((ObjectNode) event.get("requestContext")).put("requestId", "JKJaXmPLvHcESHA=");
        ((ObjectNode) event.get("headers")).put("X-Correlation-Id", "order-17");
        assertLine("with the ids of API Gateway and the caller", event);
    }

    @Test
    void whoAsks() {
        ObjectNode event = event(ID_NAME, question());
        ((ObjectNode) event.get("headers")).put("Reference-Id", "ord-17");
        ((ObjectNode) event.get("requestContext"))
                .putObject("authorizer")
                .putObject("iam")
                .put("userArn", "arn:aws:sts::123456789012:assumed-role/loans/session");
        assertLine("a role, with a reference", event);
        ((ObjectNode) event.at("/requestContext/authorizer/iam")).put("userArn", "arn:aws:iam::123456789012:user/budi");
        assertLine("a user", event);
    }

    @Test
    void theBudgetIsUsedUp() {
        int rest = IdempotentWorldProfile.MONTHLY - FaultyWorld.spent();
        FaultyWorld.spend(rest);
        try {
            assertLine("the budget is used up", event(ID_NAME, question()));
        } finally {
            FaultyWorld.spend(-rest);
        }
        assertEquals(List.of(), FaultyWorld.provider().ledger());
    }

    @Test
    void refusals() {
        assertLine("a bad field", event(ID_NAME, Api.idName("x")));
        assertLine("no such route", event("/verify/3217061012870001", "{}"));
        ObjectNode get = event(ID_NAME, question());
        ((ObjectNode) get.at("/requestContext/http")).put("method", "GET");
        assertLine("wrong method", get);
        ObjectNode noEvent = event(ID_NAME, question());
        noEvent.remove("requestContext");
        assertLine("not an event of API Gateway's", noEvent);
        assertEquals(List.of(), FaultyWorld.provider().ledger());
    }

    @Test
    void repetitions() {
        ObjectNode first = event(ID_NAME, question());
        ((ObjectNode) first.get("headers")).put("Idempotency-Key", "key-of-the-caller");
        assertLine("with a key", first);
        assertLine("the same again: replayed", first);
        ObjectNode other = event(ID_NAME, question());
        ((ObjectNode) other.get("headers")).put("Idempotency-Key", "key-of-the-caller");
        assertLine("another question with that key", other);
        assertEquals(1, FaultyWorld.provider().ledger().size());
    }

    @Test
    void invokedDirectly() {
        assertLine(
                "invoked directly",
                "{\"verify\":\"id_name\",\"caller\":\"cards\",\"reference_id\":\"ord-18\",\"request\":" + question()
                        + "}");
        assertLine("invoked with nonsense", "{\"verify\":\"3217061012870001\"}");
    }

    /** The check before a release: it asks nothing, and is no verification. */
    @Test
    void health() {
        assertEquals(health("HEALTHY", 200, false, true), healthOf("a healthy version"));
        FaultyWorld.reset();
        FaultyWorld.provider().present(FaultyWorld.unknown());
        assertEquals(health("UNHEALTHY", 503, true, false), healthOf("a version that does not reach the provider"));
        assertEquals(List.of(), FaultyWorld.provider().ledger());
        assertEquals(
                "health",
                Lambda.invoke("{\"health\":true,\"verify\":\"id_name\",\"request\":{}}")
                        .response()
                        .at("/errors/0/field")
                        .textValue());
        assertEquals(
                400,
                Lambda.invoke("{\"health\":\"true\"}")
                        .response()
                        .get("http_status")
                        .intValue());
    }

    private static String health(String status, int httpStatus, boolean retryable, boolean provider) {
        return String.format(
                "{\"status\":\"%s\",\"livemode\":true,\"charge\":\"FREE\",\"retryable\":%s,\"secret\":true,\"table\":true,"
                        + "\"provider\":%s,\"http_status\":%d}",
                status, retryable, provider, httpStatus);
    }

    private static String healthOf(String label) {
        return ((ObjectNode) assertLine(label, "{\"health\":true}").response())
                .without("request_id")
                .toString();
    }

    @Test
    void eachGoldenLineIsOfAnEndingHere() {
        TreeSet<String> labels = new TreeSet<>(List.of(
                "the provider's certificate is not trusted",
                "with the ids of API Gateway and the caller",
                "a role, with a reference",
                "a user",
                "the budget is used up",
                "a bad field",
                "no such route",
                "wrong method",
                "not an event of API Gateway's",
                "with a key",
                "the same again: replayed",
                "another question with that key",
                "invoked directly",
                "invoked with nonsense",
                "a healthy version",
                "a version that does not reach the provider"));
        verifications().forEach(arguments -> labels.add((String) arguments.get()[0]));
        assertEquals(labels, new TreeSet<>(GOLDEN.keySet()));
    }

    /** About somebody new each time: the same question would be answered from its record. */
    private static String question() {
        return Api.idName(String.format("%04d", PERSON.incrementAndGet()));
    }

    private static String selfie() {
        return Api.idSelfieWith("").replace(Api.MATCHING_NIK, "321706101288" + PERSON.incrementAndGet());
    }

    private static ObjectNode event(String path, String body) {
        return Lambda.event(path, body.getBytes(StandardCharsets.UTF_8));
    }

    private static void assertLine(String label, ObjectNode event) {
        assertLine(label, event.toString());
    }

    private static Lambda.Answer assertLine(String label, String payload) {
        int before = FaultyWorld.requestLines().size();
        Lambda.Answer answer = Lambda.invoke(payload);
        assertFalse(answer.functionError());
        List<JsonNode> lines = FaultyWorld.requestLines();
        assertEquals(1, lines.size() - before, "one line for one invocation");
        assertEquals(GOLDEN.get(label), steady(lines.get(before).toString()), label);
        return answer;
    }

    /** The line without times, and without ids and the version that each run or build has its own of. */
    private static String steady(String line) {
        String uuid = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";
        return line.replaceFirst("\"timestamp\":\"[^\"]+\"", "\"timestamp\":\"<time>\"")
                .replaceAll(uuid, "<lambda>")
                .replaceAll("\"(provider_ms|total_ms|Timestamp)\":[0-9]+", "\"$1\":0")
                .replaceAll("(?<=[\\[,])[0-9]+(?=[,\\]])", "0")
                .replaceFirst("\"version\":\"[^\"]+\"", "\"version\":\"<version>\"");
    }

    /** Labels after {@code #}, each followed by its line. */
    private static Map<String, String> golden() {
        Map<String, String> golden = new LinkedHashMap<>();
        try {
            String label = null;
            for (String line : Files.readAllLines(Path.of("src/test/resources/golden/lines.txt"))) {
                if (line.startsWith("# ")) {
                    label = line.substring(2);
                } else if (!line.isBlank()) {
                    golden.put(label, line);
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return golden;
    }
}
