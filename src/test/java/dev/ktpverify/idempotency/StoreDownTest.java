package dev.ktpverify.idempotency;

import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ktpverify.support.Api;
import dev.ktpverify.support.FaultyWorld;
import dev.ktpverify.support.FaultyWorldProfile;
import dev.ktpverify.support.Lambda;
import dev.ktpverify.support.ScriptedDynamoDb;
import dev.ktpverify.support.ScriptedDynamoDb.Mood;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A table that can't be used: whoever relies on it is told, whoever does not is served. */
@QuarkusTest
@TestProfile(StoreDownTest.World.class)
class StoreDownTest {

    /** Two seconds for the store, and a busy machine. */
    private static final long LONGEST_MILLIS = 6_000;

    /** A faulty world with a table in a scripted DynamoDB. */
    public static class World extends FaultyWorldProfile {
        @Override
        public List<TestResourceEntry> testResources() {
            List<TestResourceEntry> resources = new ArrayList<>(super.testResources());
            resources.add(new TestResourceEntry(ScriptedDynamoDb.class));
            return resources;
        }
    }

    @BeforeEach
    void reset() {
        ScriptedDynamoDb.be(Mood.AccessDeniedException);
        FaultyWorld.reset(() -> Api.verify("id_name", Api.idName("0001")));
    }

    @ParameterizedTest
    @EnumSource
    void aKeyIsNotIgnored(Mood mood) {
        ScriptedDynamoDb.be(mood);
        long start = System.nanoTime();
        Response answer = Api.request()
                .contentType(ContentType.JSON)
                .header("Idempotency-Key", "canary-key-1")
                .body(Api.idName("0001"))
                .post("/verify/id_name");
        long millis = (System.nanoTime() - start) / 1_000_000;

        Api.assertAnswer(
                503,
                Api.error(
                        "SOURCE_SERVICE_UNAVAILABLE",
                        "the idempotency key could not be looked up",
                        "FREE",
                        true,
                        Api.LAMBDA_REQUEST_ID),
                answer);
        assertEquals("1", answer.header("Retry-After"));
        assertNull(answer.header("Idempotent-Replayed"));
        assertEquals(0, FaultyWorld.provider().ledger().size());
        assertTrue(ScriptedDynamoDb.requests() > 0);
        assertTrue(millis < LONGEST_MILLIS, () -> millis + " ms");
        assertFalse(FaultyWorld.log().contains("123456789012"), "the role in the log");
        assertFalse(FaultyWorld.log().contains("canary-key-1"), "the key in the log");
        JsonNode health = Lambda.invoke("{\"health\":true}").response();
        assertEquals(
                "503 true false true",
                health.get("http_status") + " " + health.get("secret") + " " + health.get("table") + " "
                        + health.get("provider"));
        assertEquals(0, FaultyWorld.provider().ledger().size());
    }

    @ParameterizedTest
    @EnumSource
    void aQuestionWithoutAKeyIsAskedAllTheSame(Mood mood) {
        ScriptedDynamoDb.be(mood);
        Response answer = Api.verify("id_name", Api.idName("0001"));

        answer.then().statusCode(200).body("outcome", equalTo("MATCH")).body("charge", equalTo("CHARGED"));
        assertNull(answer.header("Idempotent-Replayed"));
        assertEquals(1, FaultyWorld.provider().ledger().size());
        assertTrue(ScriptedDynamoDb.requests() > 0);
    }
}
