package dev.ktpverify.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ktpverify.model.Failure;
import dev.ktpverify.support.Acts;
import dev.ktpverify.support.Answer;
import dev.ktpverify.support.Api;
import dev.ktpverify.support.FaultyWorld;
import dev.ktpverify.support.FaultyWorldProfile;
import dev.ktpverify.support.Lambda;
import dev.ktpverify.support.ScriptedProvider;
import dev.ktpverify.support.ScriptedSecrets;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Secrets Manager is down when the function starts: it starts all the same, and a request tries again. */
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

    /** At ten a second, longer than any pause here. */
    private static final int MOST_TRIES = 200;

    private static final Answer NO_CREDENTIALS = Answer.free(503, Failure.NO_CREDENTIALS, true);

    private final ScriptedProvider provider = FaultyWorld.provider();
    private final ScriptedSecrets secrets = FaultyWorld.secrets();

    @Test
    @Order(1)
    void stillDown() {
        secrets.refuse("AccessDeniedException");
        awaitCause("NO_CREDENTIALS: AccessDeniedException");
        assertEquals("503 false true", health());
        assertEquals(0, provider.ledger().size(), "the start connected, and nothing was asked");
    }

    /** What the check before a release is told: HTTP status, secret, provider. */
    private static String health() {
        JsonNode told = Lambda.invoke("{\"health\":true}").response();
        return told.get("http_status") + " " + told.get("secret") + " " + told.get("provider");
    }

    @Test
    @Order(2)
    void aFailedReadIsNotRepeatedAtOnce() {
        int reads = secrets.reads();
        Response answer = Api.verify("id_name", Api.idName("0001"));
        NO_CREDENTIALS.assertIs(answer);
        assertTrue(answer.time() < 1_000, () -> answer.time() + " ms");
        assertNotNull(answer.header("Retry-After"));
        assertEquals(reads, secrets.reads());
    }

    @Test
    @Order(3)
    void unusable() {
        secrets.hold(ScriptedSecrets.secret("canary-id", "canary-secret\\n"));
        awaitCause("NO_CREDENTIALS: the secret's field 'api_secret' has white space at its ends");
        assertEquals(0, provider.ledger().size());
    }

    @Test
    @Order(4)
    void mended() {
        secrets.hold("\ufeff" + ScriptedSecrets.GOOD);
        int reads = secrets.reads();
        for (int tries = 0; tries < MOST_TRIES && secrets.reads() == reads; tries++) {
            Acts.pause(100);
            Api.verify("id_name", Api.idName("0001"));
        }
        provider.forget();
        for (int i = 0; i < 3; i++) {
            Answer.charged("MATCH", "01").assertIs(Api.verify("id_name", Api.idName("0001")));
        }
        assertEquals(1, secrets.reads() - reads);
        assertEquals("200 true true", health());
        assertEquals(3, provider.ledger().size());
        assertFalse(FaultyWorld.log().contains("canary"), "the secret in the log");
    }

    /** Asks until the secret has been read once more, and its fault is told. */
    private static void awaitCause(String cause) {
        String told = null;
        for (int tries = 0; tries < MOST_TRIES && !cause.equals(told); tries++) {
            Acts.pause(100);
            NO_CREDENTIALS.assertIs(Api.verify("id_name", Api.idName("0001")));
            List<JsonNode> lines = FaultyWorld.requestLines();
            told = lines.get(lines.size() - 1).get("cause").textValue();
        }
        assertEquals(cause, told);
    }
}
