package dev.ktpverify.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import dev.ktpverify.support.Acts;
import dev.ktpverify.support.FaultyWorld;
import dev.ktpverify.support.IdempotentWorldProfile;
import dev.ktpverify.support.Lambda;
import dev.ktpverify.support.ScriptedProvider;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who asks, and the caller's own id of the request: in the answer and in the line of the log, by both ways in. */
@QuarkusTest
@TestProfile(IdempotentWorldProfile.class)
class WhoAsksTest {

    private static final String REFERENCE = "ord-17:b";
    private static final AtomicInteger PERSON = new AtomicInteger(1000);

    private final ScriptedProvider provider = FaultyWorld.provider();
    private final String key = UUID.randomUUID().toString();

    @BeforeEach
    void reset() {
        FaultyWorld.reset();
    }

    private static String question() {
        return "{\"id_number\":\"321706101287" + PERSON.incrementAndGet() + "\",\"name\":\"BUDI SANTOSO\"}";
    }

    private static ObjectNode event(String body) {
        return Lambda.event("/verify/id_name", body.getBytes(StandardCharsets.UTF_8));
    }

    private static ObjectNode withHeader(String name, String value, String body) {
        ObjectNode event = event(body);
        ((ObjectNode) event.get("headers")).put(name, value);
        return event;
    }

    private static String direct(String fields, String body) {
        return "{\"verify\":\"id_name\"," + fields + "\"request\":" + body + "}";
    }

    private static JsonNode over(Object payload) {
        Lambda.Answer answer = Lambda.invoke(payload.toString());
        assertFalse(answer.functionError());
        return answer.direct() ? answer.response() : answer.body();
    }

    private static JsonNode line() {
        List<JsonNode> lines = FaultyWorld.requestLines();
        return lines.get(lines.size() - 1);
    }

    private static void assertEchoed(JsonNode answer) {
        assertEquals(REFERENCE, answer.path("reference_id").asText(), answer::toString);
        assertEquals(REFERENCE, line().path("reference_id").asText());
    }

    @Test
    void anAnswerHasTheCallersReference() {
        String body = question();
        JsonNode answer = over(withHeader("Reference-Id", REFERENCE, body));
        assertEquals(
                "{\"status\":\"OK\",\"outcome\":\"MATCH\",\"charge\":\"CHARGED\",\"retryable\":false,\"result\":"
                        + answer.get("result") + ",\"reference_id\":\"ord-17:b\",\"livemode\":true,\"request_id\":"
                        + answer.get("request_id") + "}",
                answer.toString());
        assertEchoed(answer);
        JsonNode replayed = over(direct("\"reference_id\":\"new-1\",", body));
        assertEquals("new-1", replayed.get("reference_id").asText(), "a replay has its own request's");
        assertTrue(replayed.get("idempotent_replayed").asBoolean());
        assertEquals("new-1", line().get("reference_id").asText());
        assertEquals(1, provider.ledger().size(), "it is no part of the question");
    }

    @Test
    void soHasEachErrorByBothWaysIn() {
        provider.script(Acts.refusal(403, "OUT_OF_QUOTA"));
        assertEchoed(over(withHeader("reference-id", REFERENCE, question())));
        assertEchoed(over(direct("\"reference_id\":\"" + REFERENCE + "\",", question())));
        provider.script(Acts.puzzling("502 with HTML", 502, "<html>"));
        assertEchoed(over(withHeader("REFERENCE-ID", " " + REFERENCE, question())));
        int sent = provider.ledger().size();

        assertEchoed(over(withHeader("Reference-Id", REFERENCE, "{}")));
        assertEchoed(over(withHeader("Reference-Id", REFERENCE, "no JSON")));
        assertEchoed(over(direct("\"reference_id\":\"" + REFERENCE + "\",\"odd\":1,", question())));
        ObjectNode noRoute = withHeader("Reference-Id", REFERENCE, "{}");
        assertEchoed(over(noRoute.put("routeKey", "POST /verify/x").put("rawPath", "/verify/x")));
        ObjectNode get = withHeader("Reference-Id", REFERENCE, "{}");
        ((ObjectNode) get.at("/requestContext/http")).put("method", "GET");
        assertEchoed(over(get));
        assertEchoed(over(withHeader("Reference-Id", REFERENCE, "{}").put("body", "\u0000")));
        assertEquals(sent, provider.ledger().size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"BUDI-1", "3217061012870001", "", "a1,a1", "x\u00e9", "order"})
    void aReferenceThatCouldBeAPersonIsRefusedBesideTheBodysFaults(String reference) {
        String form = "must be 1 to 64 of 0-9 A-Z a-z . _ : -, with a digit, no nine digits in a row, "
                + "and no word of more than three letters; or a UUID, a ULID or a trace id";
        JsonNode http = over(withHeader("Reference-Id", reference, "{\"name\":\"B\"}"));
        assertEquals(
                "{\"status\":\"INVALID_ARGUMENT\",\"reason\":\"argument 'id_number': not found; argument 'Reference-Id': "
                        + form + "\",\"livemode\":true,\"request_id\":" + http.get("request_id")
                        + ",\"charge\":\"FREE\",\"retryable\":false,\"errors\":["
                        + "{\"field\":\"id_number\",\"message\":\"not found\"},{\"field\":\"Reference-Id\",\"message\":\""
                        + form + "\"}]}",
                http.toString());
        assertFalse(line().has("reference_id"));
        JsonNode direct = over(direct("\"reference_id\":\"" + reference + "\",", "{\"name\":\"B\"}"));
        assertEquals("reference_id", direct.at("/errors/1/field").asText(), direct::toString);
        assertEquals(400, direct.get("http_status").asInt());
        assertFalse(line().has("reference_id"));
        assertEquals(List.of(), provider.ledger());
    }

    @Test
    void aHeaderOfTheFieldsNameIsNone() {
        assertFalse(over(withHeader("reference_id", REFERENCE, question())).has("reference_id"));
    }

    @Test
    void aCallerHasKeysOfItsOwn() {
        String keyed = "\"idempotency_key\":\"" + key + "\",";
        String body = question();
        for (String caller : List.of("\"caller\":\"loans\",", "\"caller\":\"cards\",", "")) {
            JsonNode first = over(direct(caller + keyed, body));
            assertEquals("MATCH", first.path("outcome").asText(), first::toString);
            assertFalse(first.has("idempotent_replayed"), caller);
            assertTrue(over(direct(keyed + caller, body)).has("idempotent_replayed"), caller);
            assertEquals(
                    caller.replaceAll(".*:\"(.*)\",", "caller/$1"),
                    line().path("principal").asText());
        }
        assertEquals(3, provider.ledger().size());
        assertTrue(over(direct(keyed + "\"caller\":null,", body)).has("idempotent_replayed"), "null is not given");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"a b\"", "\"3217061012870001\"", "\"\"", "7", "{}", "\"-a\""})
    void aCallerOfAnotherFormIsRefused(String caller) {
        JsonNode answer = over(direct("\"caller\":" + caller + ",", question()));
        String message = caller.startsWith("\"")
                ? "must be 1 to 64 of 0-9 A-Z a-z _ -, begin with a letter or digit, no nine digits in a row"
                : "must be a string";
        assertEquals(
                "{\"status\":\"INVALID_ARGUMENT\",\"reason\":\"argument 'caller': " + message
                        + "\",\"livemode\":true,\"request_id\":"
                        + answer.get("request_id") + ",\"charge\":\"FREE\",\"retryable\":false,\"errors\":["
                        + "{\"field\":\"caller\",\"message\":\"" + message + "\"}],\"http_status\":400}",
                answer.toString());
        assertFalse(line().has("principal"));
        assertEquals(List.of(), provider.ledger());
    }

    /** Over HTTP only the authorizer says who it is. */
    @Test
    void nobodyCallsItselfSoOverHttp() {
        ObjectNode event = withHeader("caller", "loans", question()).put("caller", "loans");
        assertEquals("MATCH", over(event).path("outcome").asText());
        assertFalse(line().has("principal"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{`iam`:{`userArn`:`arn:aws:sts::123456789012:assumed-role/app/budi`}} | role/app",
                "{`jwt`:{`claims`:{`iss`:`https://i`,`client_id`:`app-7`}}}            | client/app-7",
                "{`jwt`:{`claims`:{`iss`:`https://i`,`client_id`:`a`,`sub`:`budi`}}}   | hashed/.{16}",
                "{`iam`:{`userArn`:`arn:aws:iam::123456789012:user/budi`}}             | hashed/.{16}",
                "{`lambda`:{`principalId`:`budi`}}                                     | hashed/.{16}"
            })
    void theLineNamesThePrincipal(String authorizer, String shown) {
        ObjectNode event = event(question());
        ((ObjectNode) event.get("requestContext")).putRawValue("authorizer", raw(authorizer));
        assertEquals("MATCH", over(event).path("outcome").asText());
        String principal = line().path("principal").asText();
        assertTrue(principal.matches(shown), principal);
        assertFalse(line().toString().contains("budi"));
    }

    private static RawValue raw(String json) {
        return new RawValue(json.replace('`', '"'));
    }
}
