package dev.ktpverify.api;

import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ktpverify.invocation.IdempotencyKey;
import dev.ktpverify.support.Act;
import dev.ktpverify.support.Acts;
import dev.ktpverify.support.Api;
import dev.ktpverify.support.FaultyWorld;
import dev.ktpverify.support.IdempotentWorldProfile;
import dev.ktpverify.support.Lambda;
import dev.ktpverify.support.ScriptedProvider;
import dev.ktpverify.support.ScriptedSecrets;
import dev.ktpverify.support.dynamodb.DynamoDbServer;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** A caller's key, over HTTP and by direct invocation: whole answers, requests at the provider, charge. */
@QuarkusTest
@TestProfile(IdempotentWorldProfile.class)
class IdempotencyKeyTest {

    private static final String NAME = "CANARY NAMA 7F3A";
    private static final String REPLAYED = "Idempotent-Replayed";

    private final ScriptedProvider provider = FaultyWorld.provider();
    private final String key = UUID.randomUUID().toString();
    private final String nik = String.format(
            "91%04d1012%06d",
            Math.abs(UUID.randomUUID().getMostSignificantBits() % 10_000),
            Math.abs(UUID.randomUUID().getLeastSignificantBits() % 1_000_000));
    private final String idName = "{\"id_number\":\"" + nik + "\",\"name\":\"" + NAME + "\"}";
    private final String other = idName.replace(NAME, "CANARY LAIN 7F3A");

    @BeforeEach
    void reset() {
        FaultyWorld.reset();
    }

    private static Response post(String operation, String key, String json) {
        return Api.request()
                .contentType(ContentType.JSON)
                .header("Idempotency-Key", key)
                .body(json)
                .post("/verify/" + operation);
    }

    private static String direct(String operation, String key, String json) {
        return "{\"verify\":\"" + operation + "\",\"idempotency_key\":\"" + key + "\",\"request\":" + json + "}";
    }

    @ParameterizedTest
    @ValueSource(strings = {"id_name", "id_selfie"})
    void theSameKeyAndQuestionIsAskedOnce(String operation) {
        String question = operation.equals("id_name") ? idName : Api.idSelfie(nik, NAME, 400);
        Response first = post(operation, key, question);
        assertEquals(200, first.statusCode(), first.asString());
        first.then().body("charge", equalTo("CHARGED"));
        assertNull(first.header(REPLAYED));

        Response second = post(operation, key, question);
        assertEquals("true", second.header(REPLAYED));
        assertEquals(200, second.statusCode());
        assertEquals(first.asString(), second.asString());
        assertNotEquals(first.header("X-Request-Id"), second.header("X-Request-Id"));
        assertEquals(1, provider.ledger().size());
    }

    @Test
    void byDirectInvocationToo() {
        Lambda.Answer first = Lambda.invoke(direct("id_name", key, idName));
        ObjectNode second =
                (ObjectNode) Lambda.invoke(direct("id_name", key, idName)).response();

        assertTrue(second.remove("idempotent_replayed").asBoolean(), second::toString);
        assertEquals(first.response(), second);
        assertEquals("CHARGED", second.get("charge").asText());
        assertEquals(1, provider.ledger().size());

        JsonNode reused = Lambda.invoke(direct("id_name", key, other)).response();
        assertEquals(422, reused.get("http_status").asInt());
        assertEquals("IDEMPOTENCY_KEY_REUSED", reused.get("status").asText());
        assertEquals(1, provider.ledger().size());
    }

    /** They are of the request, not of the record. */
    @Test
    void aReplayHasTheHintsOfItsQuestion() {
        String hinted = idName.replace(NAME, "Canary");
        for (Act act : List.of(Acts.verdict("02", Act.Charge.CHARGED), Acts.resetAfterRequest())) {
            provider.script(act);
            String newKey = UUID.randomUUID().toString();
            Response first = post("id_name", newKey, hinted.replace("Canary", "Canary " + act));
            Response second = post("id_name", newKey, hinted.replace("Canary", "Canary " + act));

            first.then().body("hints.code", equalTo(List.of("NAME_NOT_UPPERCASE")));
            assertEquals(first.asString(), second.asString());
            assertEquals("true", second.header(REPLAYED));
        }
        assertEquals(2, provider.ledger().size());
    }

    @Test
    void anotherQuestionUnderTheKeyIsRefusedAndNotSent() {
        post("id_name", key, idName);
        Response reused = post("id_name", key, other);

        Api.assertAnswer(
                422,
                Api.error(
                        "IDEMPOTENCY_KEY_REUSED",
                        "the idempotency key was used for another question",
                        "FREE",
                        false,
                        Api.LAMBDA_REQUEST_ID),
                reused);
        assertNull(reused.header(REPLAYED));
        assertEquals(1, provider.ledger().size());
    }

    @Test
    void anUnknownOutcomeStaysUnknownAndIsNotSentAgain() {
        provider.script(Acts.resetAfterRequest());
        Response first = post("id_name", key, idName);
        Api.assertAnswer(
                502,
                Api.error(
                        "OUTCOME_UNKNOWN",
                        "the provider's answer was lost or makes no sense",
                        "UNKNOWN",
                        false,
                        Api.LAMBDA_REQUEST_ID),
                first);
        provider.script(Acts.verdict("01", Act.Charge.CHARGED));

        Response second = post("id_name", key, idName);
        assertEquals(first.asString(), second.asString());
        assertEquals(502, second.statusCode());
        assertEquals("true", second.header(REPLAYED));
        assertEquals(1, provider.ledger().size());
    }

    static Stream<Arguments> whatWasFreeIsAskedAgain() {
        return Stream.of(
                Arguments.of(Acts.verdict("04", Act.Charge.FREE), 200, 1),
                Arguments.of(Acts.refusal(400, "QUERY_FAILED"), 400, 1),
                Arguments.of(Acts.refusal(403, "OUT_OF_QUOTA"), 503, 1),
                Arguments.of(Acts.resetAfterAccept(), 503, 0));
    }

    @ParameterizedTest
    @MethodSource
    void whatWasFreeIsAskedAgain(Act act, int httpStatus, int requests) {
        provider.script(act);
        Response first = post("id_name", key, idName);
        assertEquals(httpStatus, first.statusCode(), first.asString());
        first.then().body("charge", equalTo("FREE"));
        assertEquals(requests, provider.ledger().size());
        provider.script(Acts.verdict("01", Act.Charge.CHARGED));

        Response second = post("id_name", key, idName);
        assertEquals(200, second.statusCode(), second.asString());
        second.then().body("charge", equalTo("CHARGED"));
        assertNull(second.header(REPLAYED));
        assertEquals(requests + 1, provider.ledger().size());
    }

    @Test
    void aDoubleTapWithoutAKeyIsOneCharge() {
        Response first = Api.verify("id_name", idName);
        Response second = Api.verify("id_name", idName);

        assertEquals(first.asString(), second.asString());
        assertNull(first.header(REPLAYED));
        assertEquals("true", second.header(REPLAYED));
        assertEquals(1, provider.ledger().size());
        assertNull(Api.verify("id_name", other).header(REPLAYED));
        assertEquals(2, provider.ledger().size());
    }

    @Test
    void oneKeyHasManySpellingsInHttp() {
        String spelled = key + ",\"\\ a";
        post("id_name", spelled, idName);
        for (String same : List.of("\"" + key + ",\\\"\\\\ a\"", " " + spelled + " ")) {
            assertEquals("true", post("id_name", same, idName).header(REPLAYED), same);
        }
        for (String different : List.of(key + ", \"\\ a", key + ",,\"\\ a", key + ",")) {
            assertNull(post("id_name", different, idName).header(REPLAYED), different);
        }
        assertEquals(4, provider.ledger().size());
    }

    /** A header that a client sets twice comes from API Gateway as one, joined by a comma. */
    @Test
    void theSameHeaderGivenTwiceIsOneKey() {
        post("id_name", key, idName);
        String quoted = "\"" + key + "\"";
        for (String same : List.of(key + "," + key, key + " , " + key + ", " + key, quoted + ", " + quoted)) {
            assertEquals("true", replayed(Lambda.invoke(event(same, null).toString())), same);
        }
        assertEquals(1, provider.ledger().size());

        String twice = key + ", " + key; // a field is given once
        assertTrue(Lambda.invoke(direct("id_name", twice, idName))
                .response()
                .path("idempotent_replayed")
                .isMissingNode());
        assertEquals(2, provider.ledger().size());
    }

    static Stream<String> placeholders() {
        Stream<String> words = Stream.of(
                "undefined",
                "null",
                "nil",
                "none",
                "NaN",
                "NULL",
                "Undefined",
                "string",
                "String",
                "true",
                "false",
                "uuid",
                "GUID",
                "object",
                "example",
                "idempotency-key",
                "Idempotency_Key",
                "idempotencyKey_example",
                "your-idempotency-key",
                "text",
                "placeholder",
                "todo",
                "changeme");
        Stream<String> marks = Stream.of("<%s>", "'%s'", "(%s)", "{{%s}}", "${%s}", "{%s}", "$%s", "%%%s%%", ":%s")
                .flatMap(marked -> Stream.of("string", "Null", "idempotencyKey").map(marked::formatted));
        return Stream.concat(words, marks);
    }

    static Stream<String> moreThatWasNeverSet() {
        return Stream.of(
                "order-undefined",
                "undefined-undefined",
                "kyc_null",
                "null:undefined",
                "budi/NaN",
                "order-{{id}}-17",
                "{{$guid}}",
                "{{ $randomUUID }}",
                "${request.id}",
                "<your key>",
                "<unique id>",
                "kyc-<uuid>",
                "{key}",
                "{requestId}-1",
                "{}",
                "{0}",
                "[object Object]",
                "order-[object Promise]",
                "Optional.empty",
                "%!s(<nil>)",
                "$REQUEST_ID",
                "%s",
                "%REQUEST_ID%",
                "-",
                "--",
                "''",
                "...",
                "00000000-0000-0000-0000-000000000000");
    }

    @ParameterizedTest
    @MethodSource({"placeholders", "moreThatWasNeverSet"})
    void aPlaceholderIsNoKey(String placeholder) {
        String message = "must be another one for each question: this is a placeholder, the key was never set";
        for (String payload :
                List.of(event(placeholder, null).toString(), direct("id_name", escaped(placeholder), idName))) {
            Lambda.Answer answer = Lambda.invoke(payload);
            assertEquals(400, answer.status(), answer::text);
            JsonNode body = answer.direct() ? answer.response() : answer.body();
            assertEquals(
                    List.of(answer.direct() ? "idempotency_key" : "Idempotency-Key", message),
                    List.of(
                            body.at("/errors/0/field").asText(),
                            body.at("/errors/0/message").asText()));
            assertEquals(1, body.get("errors").size());
            assertEquals("FREE", body.get("charge").asText());
        }
        assertEquals(0, provider.ledger().size());
    }

    static Stream<String> keysThatOnlyLookOdd() {
        return Stream.of(
                "8e03978e-40d5-4c57-9d51-8e2f6b7c1a10",
                "{8e03978e-40d5-4c57-9d51-8e2f6b7c1a10}",
                "order-17-null",
                "undefined-behaviour-17",
                "nullify",
                "nonesuch",
                "stringent",
                "nano-kyc",
                "<20260701.17@example.com>",
                "test",
                "k",
                "0",
                "100%",
                "order #17",
                "00000000-0000-0000-0000-000000000001",
                "a=b&c=d",
                "%7B17%7D");
    }

    @ParameterizedTest
    @MethodSource
    void keysThatOnlyLookOdd(String odd) {
        assertEquals(
                "",
                replayed(Lambda.invoke(event(odd, "{\"lambda\":{\"principalId\":\"" + key + "\"}}")
                        .toString())),
                odd);
        assertEquals(1, provider.ledger().size());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Idempotency-Key",
                "x-idempotency-key",
                "Idempotency_Key",
                "IDEMPOTENCY-TOKEN",
                "Idempotency",
                "IdempotencyKey",
                "X-Amz-Idempotency-Token",
                "Idempotent-Key",
                "Idempotence-Key"
            })
    void aKeyUnderAnotherNameIsNotIgnored(String name) {
        String shown = IdempotencyKey.written(name);
        String message = "unknown: a key is given as Idempotency-Key";
        for (String own : new String[] {null, key}) {
            ObjectNode event = event(own, null);
            ((ObjectNode) event.get("headers")).put(name, key);
            if (own == null) {
                ((ObjectNode) event.get("headers")).remove("idempotency-key");
            }
            Lambda.Answer answer = Lambda.invoke(event.toString());
            assertEquals(400, answer.status(), answer::text);
            assertEquals(
                    "argument '" + shown + "': " + message,
                    answer.body().get("reason").asText());
            assertEquals(
                    List.of(shown, message),
                    List.of(
                            answer.body().at("/errors/0/field").asText(),
                            answer.body().at("/errors/0/message").asText()));
            assertEquals("FREE", answer.body().get("charge").asText());
        }
        Api.assertAnswer(
                400,
                """
                {"status":"INVALID_ARGUMENT","reason":"argument '%1$s': %2$s","request_id":"%3$s",
                 "charge":"FREE","retryable":false,"errors":[{"field":"%1$s","message":"%2$s"}]}"""
                        .formatted(shown, message, Api.LAMBDA_REQUEST_ID),
                Api.request()
                        .contentType(ContentType.JSON)
                        .header(name, key)
                        .body(idName)
                        .post("/verify/id_name"));
        assertEquals(0, provider.ledger().size());
    }

    /** A long number in a header's name could be somebody's, and a name that HTTP can't have is nobody's key. */
    @Test
    void aHeadersNameIsShownWhereItIsAName() {
        ObjectNode event = event(key, null);
        ((ObjectNode) event.get("headers")).put("idempotency-" + nik, "x");
        Lambda.Answer refused = Lambda.invoke(event.toString());
        assertEquals(400, refused.status());
        assertEquals("?", refused.body().at("/errors/0/field").asText());
        assertEquals(0, provider.ledger().size());

        event = event(key, null);
        ((ObjectNode) event.get("headers")).put("idempotency key\r\nX: y", "x").put("Idempotent-Replayed", "true");
        assertEquals("", replayed(Lambda.invoke(event.toString())));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"idempotency-key", "idempotencyKey", "Idempotency-Key", "IDEMPOTENCY_KEY", "idempotent_key"})
    void aFieldUnderAnotherNameIsNotIgnored(String name) {
        JsonNode answer = Lambda.invoke(direct("id_name", key, idName).replace("idempotency_key", name))
                .response();
        assertEquals(400, answer.get("http_status").asInt());
        assertEquals(
                "argument '" + name + "': unknown: a key is given as idempotency_key",
                answer.get("reason").asText());
        assertEquals(name, answer.at("/errors/0/field").asText());
        assertEquals(0, provider.ledger().size());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 255})
    void keysOfAnyAllowedLength(int length) {
        String fits = (key + "k".repeat(255)).substring(0, length);
        assertEquals(
                200,
                post("id_name", fits, length == 1 ? Api.idName("0001") : idName).statusCode());
        assertEquals(1, provider.ledger().size());
    }

    static Stream<String> keysThatAreNone() {
        return Stream.of(
                "",
                " ",
                "\"\"",
                "\"a\", \"b\"",
                "\"a\",b",
                "\"" + "k".repeat(4000) + "\"",
                "k".repeat(256),
                "\"" + "k".repeat(256) + "\"",
                "\"",
                "\"a",
                "\"a\"b",
                "\"a\\b\"");
    }

    @ParameterizedTest
    @MethodSource
    void keysThatAreNone(String none) {
        String message = "must be 1 to 255 printable ASCII characters";
        Api.assertAnswer(
                400,
                """
                {"status":"INVALID_ARGUMENT","reason":"argument 'Idempotency-Key': %s","request_id":"%s",
                 "charge":"FREE","retryable":false,"errors":[{"field":"Idempotency-Key","message":"%s"}]}"""
                        .formatted(message, Api.LAMBDA_REQUEST_ID, message),
                post("id_name", none, idName));
        assertEquals(0, provider.ledger().size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\u0000b", "a\r\nX-Evil: b", "k\u00e9y", "\u007f", "a\tb"})
    void keysThatNoHeaderCanHold(String none) {
        for (String payload : List.of(event(none, null).toString(), direct("id_name", escaped(none), idName))) {
            Lambda.Answer answer = Lambda.invoke(payload);
            assertFalse(answer.functionError());
            assertEquals(400, answer.status(), answer::text);
            assertTrue(answer.text().contains("must be 1 to 255 printable ASCII characters"), answer::text);
        }
        assertEquals(0, provider.ledger().size());
    }

    @Test
    void theFaultsOfKeyAndBodyAreToldAtOnce() {
        post("id_name", "", "{\"id_number\":\"12\"}")
                .then()
                .statusCode(400)
                .body("errors.field", equalTo(List.of("id_number", "name", "Idempotency-Key")));
    }

    @Test
    void aKeyIsItsCallersOwn() {
        String a = "{\"iam\":{\"userArn\":\"arn:aws:sts::123456789012:assumed-role/app/session-1\"}}";
        String b = a.replace("/app/", "/batch/");
        String token = "{\"jwt\":{\"claims\":{\"iss\":\"https://issuer\",\"sub\":\"s1\"}}}";
        for (String caller : List.of(a, b, token, token.replace("s1", "s2"), "{\"lambda\":{\"principalId\":\"p\"}}")) {
            assertEquals("", replayed(Lambda.invoke(event(key, caller).toString())), caller);
            assertEquals("true", replayed(Lambda.invoke(event(key, caller).toString())), caller);
        }
        assertEquals(
                "true",
                replayed(Lambda.invoke(
                        event(key, a.replace("session-1", "session-2")).toString())));
        assertEquals(5, provider.ledger().size());
    }

    @Test
    void neitherTheTableNorTheLogKnowsAnybody() {
        String tellingKey = nik + " " + NAME;
        post("id_name", tellingKey, idName);
        post("id_name", tellingKey, other);
        post("id_selfie", tellingKey, Api.idSelfie(nik, NAME, 400));
        Lambda.invoke(event(tellingKey, "{\"jwt\":{\"claims\":{\"sub\":\"" + NAME + "\"}}}")
                .toString());
        provider.script(Acts.resetAfterRequest());
        post("id_name", tellingKey + "2", idName);

        String seen = records() + FaultyWorld.log();
        assertTrue(seen.contains("\"state\""), "records");
        for (String canary :
                List.of(nik, NAME, tellingKey, ScriptedSecrets.API_SECRET, ScriptedSecrets.FINGERPRINT_KEY, "/9j/")) {
            assertFalse(seen.contains(canary), () -> canary + " in " + records());
        }
    }

    private static String records() {
        StringBuilder all = new StringBuilder();
        try (DynamoDbClient client = DynamoDbServer.client()) {
            client.scanPaginator(scan -> scan.tableName(FaultyWorld.table()).consistentRead(true))
                    .items()
                    .forEach(item -> item.forEach((name, value) ->
                            all.append('"').append(name).append("\":").append(value)));
        }
        return all.toString();
    }

    private ObjectNode event(String header, String authorizer) {
        ObjectNode event = Lambda.event("/verify/id_name", idName.getBytes(StandardCharsets.UTF_8));
        ((ObjectNode) event.get("headers")).put("idempotency-key", header);
        if (authorizer != null) {
            ((ObjectNode) event.get("requestContext"))
                    .putRawValue("authorizer", new com.fasterxml.jackson.databind.util.RawValue(authorizer));
        }
        return event;
    }

    private static String replayed(Lambda.Answer answer) {
        assertEquals(200, answer.status(), answer::text);
        return answer.response().at("/headers/" + REPLAYED).asText();
    }

    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        text.chars().forEach(c -> escaped.append(String.format("\\u%04x", c)));
        return escaped.toString();
    }
}
