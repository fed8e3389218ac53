package dev.ktpverify.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The native executable with a wrong setting: it ends, and its log says in Lambda's form what is to be done. */
class WrongSettingIT {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void isToldInTheLogAndEndsTheStart() throws IOException, InterruptedException {
        ProcessBuilder function = new ProcessBuilder(System.getProperty("native.image.path")).redirectErrorStream(true);
        function.environment().put("AWS_LAMBDA_RUNTIME_API", "127.0.0.1:9");
        function.environment().put("KTP_VERIFY_NIK_CHECK", "secret-7h3k");
        function.environment().put("KTP_VERIFY_IDEMPOTENCY_TABEL", "secret-7h3k");
        Process process = function.start();
        String log = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(20, TimeUnit.SECONDS), log);

        assertNotEquals(0, process.exitValue(), log);
        assertFalse(log.contains("7h3k"), log);
        List<JsonNode> told = log.lines()
                .filter(line -> line.startsWith("{") && line.contains("\"ERROR\""))
                .map(WrongSettingIT::json)
                .toList();
        assertEquals(1, told.size(), log);
        assertEquals(
                "wrong settings: ktp-verify.nik-check must be off or hint or refuse;"
                        + " KTP_VERIFY_IDEMPOTENCY_TABEL is no setting",
                told.get(0).path("message").textValue());
        assertEquals(
                "correct the setting and deploy again, see docs/settings.md",
                told.get(0).path("next").textValue());
    }

    private static JsonNode json(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new AssertionError(line, e);
        }
    }
}
