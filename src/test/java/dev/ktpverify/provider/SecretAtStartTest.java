package dev.ktpverify.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ktpverify.support.Answer;
import dev.ktpverify.support.Api;
import dev.ktpverify.support.FaultyWorld;
import dev.ktpverify.support.FaultyWorldProfile;
import dev.ktpverify.support.Lambda;
import dev.ktpverify.support.ScriptedProvider;
import dev.ktpverify.support.ScriptedSecrets;
import dev.ktpverify.verification.Failure;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Secrets Manager is down when the function starts: it starts all the same, and each request tries again. */
@QuarkusTest
@TestProfile(SecretAtStartTest.Profile.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SecretAtStartTest {

    /** With a Secrets Manager that fails. */
    public static class Profile extends FaultyWorldProfile {
        public Profile() {
            super(Map.of("secrets", "down"));
        }
    }

    private static final Answer NO_CREDENTIALS = Answer.free(503, Failure.NO_CREDENTIALS, true);

    private final ScriptedProvider provider = FaultyWorld.provider();
    private final ScriptedSecrets secrets = FaultyWorld.secrets();

    @Test
    @Order(1)
    void stillDown() {
        int reads = secrets.reads();
        NO_CREDENTIALS.assertIs(Api.verify("id_name", Api.idName("0001")));
        assertEquals(true, secrets.reads() > reads, "it was asked again");
        assertEquals("503 false true", health());
        assertEquals(0, provider.ledger().size(), "the start connected, and nothing was asked");
    }

    /** What the check before a release is told: HTTP status, secret, provider. */
    private static String health() {
        JsonNode told = Lambda.invoke("{\"health\":true}").response();
        return told.get("http_status") + " " + told.get("secret") + " " + told.get("provider");
    }

    @ParameterizedTest
    @Order(2)
    @ValueSource(
            strings = {
                "",
                "  ",
                "canary-not-json",
                "null",
                "[]",
                "{}",
                "{\"api_id\":\"canary-id\"}",
                "{\"api_secret\":\"canary-secret\"}",
                "{\"api_id\":\"\",\"api_secret\":\"canary-secret\"}",
                "{\"api_id\":17,\"api_secret\":\"canary-secret\"}",
                "{\"api_id\":\"canary-id\",\"api_secret\":\"line\\nbreak\"}"
            })
    void unusable(String secret) {
        secrets.hold(secret);
        NO_CREDENTIALS.assertIs(Api.verify("id_name", Api.idName("0001")));
        assertEquals(0, provider.ledger().size());
    }

    @Test
    @Order(3)
    void mended() {
        secrets.hold(ScriptedSecrets.GOOD);
        int reads = secrets.reads();
        for (int i = 0; i < 3; i++) {
            Answer.charged("MATCH", "01").assertIs(Api.verify("id_name", Api.idName("0001")));
        }
        assertEquals(1, secrets.reads() - reads);
        assertEquals("200 true true", health());
        assertEquals(3, provider.ledger().size());
        assertEquals(false, FaultyWorld.log().contains("canary"), "the secret in the log");
    }
}
