package dev.ktpverify.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ktpverify.model.Failure;
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
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Fault tolerance's time-out ends an attempt that its own limit did not; here it is the shorter one. */
@QuarkusTest
@TestProfile(LastResortTest.Profile.class)
class LastResortTest {

    /** Half a second for what may take five. */
    public static class Profile extends FaultyWorldProfile {
        public Profile() {
            super(Map.of(
                    "ktp-verify.provider.attempt-timeout",
                    "5s",
                    FaultyWorld.ATTEMPT + "timeout.value",
                    "500",
                    FaultyWorld.ATTEMPT + "timeout.unit",
                    "millis"));
        }
    }

    private final ScriptedProvider provider = FaultyWorld.provider();

    @BeforeEach
    void warm() {
        FaultyWorld.reset(() -> Api.verify("id_name", Api.idName("0001")));
    }

    @Test
    void whatWasSentMayHaveBeenCharged() {
        provider.script(Acts.neverAnswer());
        Answer.failed(504, Failure.ANSWER_LATE, "UNKNOWN", false).assertIs(verify());
        assertEquals(1, provider.ledger().size());
        List<JsonNode> lines = FaultyWorld.requestLines();
        assertEquals(1, lines.get(lines.size() - 1).get("attempts").intValue());

        provider.script(Acts.verdict("01", Charge.CHARGED));
        Answer.charged("MATCH", "01").assertIs(verify());
        assertEquals(2, provider.ledger().size());
    }

    @Test
    void whatWasNotSentNeverWillBe() {
        provider.script(Acts.stallInHandshake());
        Answer.free(504, Failure.NO_TIME_LEFT, true).assertIs(verify());

        Acts.pause(2_500); // longer than a handshake may take
        assertEquals(0, provider.ledger().size());
    }

    private static Response verify() {
        return Api.verify("id_name", Api.idName("0001"));
    }
}
