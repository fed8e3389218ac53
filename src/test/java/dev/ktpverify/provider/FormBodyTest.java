package dev.ktpverify.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ktpverify.support.Act;
import dev.ktpverify.support.Acts;
import dev.ktpverify.support.Api;
import dev.ktpverify.support.FaultyWorld;
import dev.ktpverify.support.FaultyWorldProfile;
import dev.ktpverify.support.ScriptedProvider;
import dev.ktpverify.support.ScriptedProvider.Entry;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The other encoding of the body: what arrives, and that nothing else is different. */
@QuarkusTest
@TestProfile(FormBodyTest.Form.class)
class FormBodyTest {

    /** The setting that an operator changes. */
    public static class Form extends FaultyWorldProfile {
        public Form() {
            super(Map.of("ktp-verify.provider.body", "form"));
        }
    }

    private final ScriptedProvider provider = FaultyWorld.provider();

    @BeforeEach
    void reset() {
        FaultyWorld.reset();
    }

    private Map<String, String> sent() {
        List<Entry> ledger = provider.ledger();
        assertEquals(1, ledger.size());
        Entry request = ledger.get(0);
        assertTrue(
                request.headers().toLowerCase().contains("\ncontent-type: application/x-www-form-urlencoded"),
                request.headers());
        Map<String, String> fields = new TreeMap<>();
        for (String field : request.body().split("&")) {
            String[] both = field.split("=", -1);
            assertEquals(2, both.length, field);
            fields.put(both[0], URLDecoder.decode(both[1], StandardCharsets.UTF_8));
        }
        return fields;
    }

    @Test
    void idName() {
        Response answer =
                Api.verify("id_name", "{\"id_number\":\"3217061012870001\",\"name\":\"NYOMAN \u00c9 & A=B+C\"}");
        assertEquals("MATCH", answer.path("outcome"));
        assertEquals("CHARGED", answer.path("charge"));
        assertEquals(Map.of("id_number", "3217061012870001", "name", "NYOMAN \u00c9 & A=B+C"), sent());
    }

    @Test
    void idSelfie() {
        String question = Api.idSelfieWith(",\"face_threshold\":80.10,\"phone_number\":\"+62812345678\"");
        assertEquals(200, Api.verify("id_selfie", question).statusCode());
        Map<String, String> sent = sent();
        assertEquals("80.10", sent.get("face_threshold"));
        assertEquals("+62812345678", sent.get("phone_number"));
        assertTrue(question.contains("\"face_image\":\"" + sent.get("face_image") + "\""));
    }

    @Test
    void itIsRepeatedAndRefusedAsEver() {
        provider.script(Acts.refusal(403, "RATE_LIMIT_EXCEEDED"), Acts.verdict("01", Act.Charge.CHARGED));
        Response answer = Api.verify("id_name", Api.idName("0001"));
        assertEquals("MATCH", answer.path("outcome"), answer::asString);
        assertEquals(2, provider.ledger().size());
        assertEquals(provider.ledger().get(0).body(), provider.ledger().get(1).body());
    }

    @Test
    void aBodyThatIsNotReadIsTold() {
        provider.script(Acts.refusal(400, "INVALID_ARGUMENT", "argument 'name': not found"));
        Response answer = Api.verify("id_name", Api.idName("0001"));
        Api.assertAnswer(
                502,
                Api.error(
                        "BODY_NOT_READ",
                        "the provider did not find a field that was sent",
                        "FREE",
                        false,
                        Acts.REQUEST_ID),
                answer);
        assertEquals(1, provider.ledger().size());
    }
}
