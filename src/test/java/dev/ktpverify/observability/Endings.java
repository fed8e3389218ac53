package dev.ktpverify.observability;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static dev.ktpverify.observability.Canaries.ANSWER;
import static dev.ktpverify.observability.Canaries.NIK_ON_RECORD;
import static dev.ktpverify.observability.Canaries.REASON;
import static dev.ktpverify.observability.Canaries.REMARK;
import static dev.ktpverify.observability.Canaries.SECRETS_MANAGER;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import dev.ktpverify.support.StandIns;
import java.util.LinkedHashMap;
import java.util.Map;

/** Every way in which a verification can end once it is asked, each with canaries wherever the other side can put them. */
final class Endings {

    private static final String JSON = "application/json";

    private Endings() {}

    /**
     * One ending.
     *
     * @param provider the provider's answer
     * @param status the word that the caller must get
     */
    record Ending(ResponseDefinitionBuilder provider, String status) {

        void prepare() {
            StandIns.server()
                    .stubFor(post(urlPathMatching("/verify/.*")).atPriority(1).willReturn(provider));
        }
    }

    static Map<String, Ending> ofTheProvider() {
        Map<String, Ending> endings = new LinkedHashMap<>();
        for (String code : new String[] {"01", "02", "03", "04", "05", "06", "07", "08", "99"}) {
            endings.put("result " + code, new Ending(answer(200, verdict("\"" + code + "\"")), "OK"));
        }
        Map<String, Integer> errors = Map.ofEntries(
                Map.entry("INVALID_ARGUMENT", 400),
                Map.entry("QUERY_FAILED", 400),
                Map.entry("ABNORMAL_BEHAVIOURS_DETECTED", 400),
                Map.entry("UNAUTHORIZED", 401),
                Map.entry("KEY_EXPIRED", 401),
                Map.entry("NO_PERMISSION", 403),
                Map.entry("OUT_OF_QUOTA", 403),
                Map.entry("RATE_LIMIT_EXCEEDED", 403),
                Map.entry("NOT_FOUND", 404),
                Map.entry("INTERNAL_ERROR", 500),
                Map.entry("SOURCE_SERVICE_UNAVAILABLE", 512),
                Map.entry("SOURCE_SERVICE_TIMEOUT", 513));
        errors.forEach((status, code) -> endings.put(status, new Ending(answer(code, error(status)), status)));
        endings.put("an error with HTTP 200", new Ending(answer(200, error("KEY_EXPIRED")), "KEY_EXPIRED"));
        endings.put(
                "a bad content type",
                new Ending(answer(200, verdict("\"01\"")).withHeader("Content-Type", ANSWER), "OK"));
        broken().forEach((label, answer) -> endings.put(label, new Ending(answer, "OUTCOME_UNKNOWN")));
        return endings;
    }

    private static Map<String, ResponseDefinitionBuilder> broken() {
        Map<String, ResponseDefinitionBuilder> broken = new LinkedHashMap<>();
        broken.put("HTTP 477", answer(477, ANSWER)); // the log tells the code: CanaryTest looks for it
        broken.put("HTML", answer(200, "<html>" + ANSWER + "</html>").withHeader("Content-Type", "text/html"));
        broken.put("HTML with HTTP 502", answer(502, "<html>" + ANSWER).withHeader("Content-Type", "text/html"));
        broken.put("a redirect", answer(302, "").withHeader("Location", "https://localhost/" + ANSWER));
        broken.put("JSON that breaks off", answer(200, "{\"status\":\"OK\",\"reason\":\"" + ANSWER));
        broken.put("another type", answer(200, verdict("{\"" + ANSWER + "\":1}")));
        broken.put("an array", answer(200, "[\"" + ANSWER + "\"]"));
        broken.put(
                "a field twice",
                answer(200, verdict("\"01\"").replace("{\"status\"", "{\"status\":\"" + ANSWER + "\",\"status\"")));
        broken.put("something after it", answer(200, verdict("\"01\"") + ANSWER));
        broken.put("no result", answer(200, "{\"status\":\"OK\",\"reason\":\"" + ANSWER + "\"}"));
        broken.put("an unknown status", answer(200, error(ANSWER)));
        broken.put("an unknown status with HTTP 400", answer(400, error(ANSWER)));
        broken.put("too long", answer(200, "{\"status\":\"OK\",\"reason\":\"" + ANSWER.repeat(5_000) + "\"}"));
        broken.put("empty", answer(200, ""));
        broken.put("reset", aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER));
        broken.put("closed", aResponse().withFault(Fault.EMPTY_RESPONSE));
        broken.put("rubbish", aResponse().withFault(Fault.MALFORMED_RESPONSE_CHUNK));
        broken.put("late", answer(200, verdict("\"01\"")).withFixedDelay(10_000));
        return broken;
    }

    /** What Secrets Manager can answer instead of a usable secret. */
    static Map<String, ResponseDefinitionBuilder> ofSecretsManager() {
        return Map.of(
                "an error",
                answer(400, "{\"__type\":\"ResourceNotFoundException\",\"Message\":\"" + SECRETS_MANAGER + "\"}"),
                "its own failure",
                answer(500, SECRETS_MANAGER),
                "not JSON",
                answer(200, "<" + SECRETS_MANAGER),
                "a secret that is not JSON",
                secret(SECRETS_MANAGER),
                "a secret that breaks off",
                secret("{\\\"api_id\\\":\\\"" + SECRETS_MANAGER),
                "half a secret",
                secret("{\\\"api_id\\\":\\\"" + SECRETS_MANAGER + "\\\"}"),
                "a secret with a line break",
                secret("{\\\"api_id\\\":\\\"a\\\",\\\"api_secret\\\":\\\"" + SECRETS_MANAGER + "\\\\r\\\\n\\\"}"));
    }

    static void secretsManager(ResponseDefinitionBuilder answer) {
        StandIns.server().stubFor(post(urlPathEqualTo("/")).atPriority(1).willReturn(answer));
    }

    static ResponseDefinitionBuilder secret(String escaped) {
        return answer(200, "{\"Name\":\"x\",\"VersionId\":\"1\",\"SecretString\":\"" + escaped + "\"}");
    }

    private static ResponseDefinitionBuilder answer(int code, String body) {
        return aResponse()
                .withStatus(code)
                .withHeader("Content-Type", JSON)
                .withHeader("X-Provider", ANSWER)
                .withHeader("Set-Cookie", "session=" + ANSWER)
                .withBody(body);
    }

    private static String error(String status) {
        return "{\"status\":\"" + status + "\",\"reason\":\"argument 'name': " + REASON + "\",\"request_id\":\"TID1\","
                + "\"extra\":\"" + ANSWER + "\"}";
    }

    private static String verdict(String result) {
        return "{\"status\":\"OK\",\"reason\":null,\"result\":{\"order_no\":\"" + NIK_ON_RECORD
                + "\",\"handle_time\":\"2025-07-01 10:12:20\","
                + "\"result\":" + result + ",\"remark\":\"" + REMARK + "\",\"id_number\":\"" + NIK_ON_RECORD
                + "\",\"extra\":\"" + ANSWER + "\"},\"request_id\":\"TID" + NIK_ON_RECORD + "\",\"more\":\"" + ANSWER
                + "\"}";
    }
}
