package dev.ktpverify.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ktpverify.api.BrokenFilters.Bug;
import dev.ktpverify.model.Failure;
import dev.ktpverify.support.Answer;
import dev.ktpverify.support.Api;
import dev.ktpverify.support.FaultyWorld;
import dev.ktpverify.support.IdempotentWorldProfile;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Bugs around a verification: what they cost is told by whether anything was sent. */
@QuarkusTest
@TestProfile(IdempotentWorldProfile.class)
class BugTest {

    private final String key = UUID.randomUUID().toString();

    @BeforeEach
    void reset() {
        FaultyWorld.reset(() -> Api.verify("id_name", Api.idName("0009")));
    }

    @AfterEach
    void mend() {
        BrokenFilters.put(Bug.NONE);
        assertFalse(FaultyWorld.log().contains("canary\""), "a message in the log");
    }

    @Test
    void beforeAnythingWasSent() {
        BrokenFilters.put(Bug.BEFORE_THE_RESOURCE);
        Answer.free(500, Failure.BUG_BEFORE_SENDING, false).assertIs(ask());
        assertEquals(0, FaultyWorld.provider().ledger().size());
        assertLine("FREE", 0, "BUG_BEFORE_SENDING: java.lang.IllegalStateException");
    }

    @ParameterizedTest
    @EnumSource(names = {"AFTER_THE_VERDICT", "LINKAGE_AFTER_THE_VERDICT", "VERDICT_THAT_CANT_BE_WRITTEN"})
    void onceTheVerdictIsThere(Bug bug) {
        BrokenFilters.put(bug);
        Answer.failed(500, Failure.BUG_AFTER_SENDING, "UNKNOWN", false).assertIs(ask());
        assertEquals(1, FaultyWorld.provider().ledger().size());
        String line = assertLine("UNKNOWN", 1, null);
        assertEquals("BUG_AFTER_SENDING", line.split(":")[0]);

        BrokenFilters.put(Bug.NONE);
        Response replayed = ask();
        Answer.charged("MATCH", "01").assertIs(replayed);
        assertEquals("true", replayed.header("Idempotent-Replayed"));
        assertEquals(1, FaultyWorld.provider().ledger().size());
    }

    @Test
    void whereNoFilterLetsAnythingThrough() {
        BrokenFilters.put(Bug.AFTER_EVERY_ANSWER);
        Answer.failed(500, Failure.BUG_AFTER_SENDING, "UNKNOWN", false).assertIs(ask());
        assertEquals(1, FaultyWorld.provider().ledger().size());
        assertLine("UNKNOWN", 1, null);
        Answer.free(500, Failure.BUG_BEFORE_SENDING, false).assertIs(ask());
        assertLine("FREE", 0, null);
    }

    private Response ask() {
        return RestAssured.given()
                .contentType(ContentType.JSON)
                .header("Idempotency-Key", key)
                .body(Api.idName("0001"))
                .post("/verify/id_name");
    }

    private static String assertLine(String charge, int attempts, String cause) {
        List<JsonNode> lines = FaultyWorld.requestLines();
        JsonNode line = lines.get(lines.size() - 1);
        assertEquals("INTERNAL_ERROR", line.path("status").asText(), line::toString);
        assertEquals(charge, line.path("charge").asText(), line::toString);
        assertEquals(attempts, line.path("attempts").asInt(), line::toString);
        assertEquals(
                cause == null ? line.path("cause").asText() : cause,
                line.path("cause").asText());
        assertEquals(attempts, line.path("UnknownCharges").asInt(), line::toString);
        return line.path("cause").asText();
    }
}
