package dev.ktpverify.observability;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ktpverify.support.Act;
import dev.ktpverify.support.Acts;
import dev.ktpverify.support.Environments;
import dev.ktpverify.support.LambdaEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * From an alarm to what is to be done, on lines of the native function: the metric that sets off the alarm, the section that the
 * alarm's description names, and the words of the line that stand in that section.
 */
class RunbookIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String BUDGET = "KTP_VERIFY_BUDGET_DAILY";
    private static final Map<String, String> NONE = Map.of();

    static Stream<Arguments> faults() {
        return Stream.of(
                // the metric, the alarm's section, the section that "next" names, the word of "cause", the fault
                fault(
                        "CredentialsRefused",
                        "credentials",
                        "credentials",
                        "UNAUTHORIZED",
                        NONE,
                        refusal("UNAUTHORIZED")),
                fault("CredentialsRefused", "credentials", "credentials", "KEY_EXPIRED", NONE, refusal("KEY_EXPIRED")),
                fault(
                        "CredentialsRefused",
                        "credentials",
                        "credentials",
                        "NO_PERMISSION",
                        NONE,
                        refusal("NO_PERMISSION")),
                fault("CredentialsRefused", "credentials", "credentials", "NOT_FOUND", NONE, refusal("NOT_FOUND")),
                fault(
                        "CredentialsRefused",
                        "credentials",
                        "body-encoding",
                        "BODY_NOT_READ",
                        NONE,
                        Acts.refusal(400, "INVALID_ARGUMENT", "argument 'name': missing")),
                fault(
                        "CredentialsRefused",
                        "credentials",
                        "credentials",
                        "NO_CREDENTIALS",
                        Map.of("AWS_ENDPOINT_URL_SECRETS_MANAGER", "http://127.0.0.1:9"),
                        match()),
                fault("QuotaExhausted", "quota", "quota", "OUT_OF_QUOTA", NONE, refusal("OUT_OF_QUOTA")),
                fault(
                        "UnknownCharges",
                        "unknown-charges",
                        "unknown-charges",
                        "ANSWER_LOST: connection closed",
                        NONE,
                        Acts.resetAfterRequest()),
                fault(
                        "UnknownCharges",
                        "unknown-charges",
                        "unknown-charges",
                        "ANSWER_LOST: an answer that is not JSON",
                        NONE,
                        Acts.puzzling("a page", 200, "<html>")),
                fault(
                        "StoreFailures",
                        "idempotency-store",
                        "idempotency-store",
                        "ResourceNotFound",
                        Map.of("KTP_VERIFY_IDEMPOTENCY_TABLE", "no-such-table"),
                        match()),
                fault(
                        "Failures",
                        "provider",
                        "provider outage",
                        "NOT_SENT: connection refused",
                        Map.of("KTP_VERIFY_PROVIDER_URL", "https://localhost:9"),
                        match()),
                fault(
                        "Failures",
                        "provider",
                        "provider outage",
                        "CERTIFICATE_REJECTED",
                        Map.of("QUARKUS_TLS_PROVIDER_TRUST_STORE_PEM_CERTS", ""),
                        match()),
                fault("Failures", "provider", "provider outage", "INTERNAL_ERROR", NONE, refusal("INTERNAL_ERROR")),
                fault("DailyBudgetUsed", "budget-100", "budget-100", "BUDGET_EXHAUSTED", Map.of(BUDGET, "1"), match()));
    }

    private static Arguments fault(
            String metric, String alarm, String section, String word, Map<String, String> variables, Act act) {
        return Arguments.of(metric, alarm, section, word, variables, act);
    }

    private static Act refusal(String code) {
        return Acts.refusal(502, code);
    }

    private static Act match() {
        return Acts.verdict("01", Act.Charge.CHARGED);
    }

    @ParameterizedTest
    @MethodSource("faults")
    void theAlarmsSectionHasTheWordsOfTheLine(
            String metric, String alarm, String section, String word, Map<String, String> variables, Act act)
            throws IOException {
        JsonNode line = line(variables, act);

        assertTrue(line.path(metric).intValue() >= 1, line::toString);
        assertTrue(alarms().anyMatch(each -> each.contains("Runbook: docs/runbook.md#" + alarm + "\n")
                && each.contains("MetricName: " + metric + "\n")));
        assertTrue(line.path("next").asText().endsWith("see runbook: " + section), line::toString);
        String known = line.path("cause").asText(line.path("status").asText());
        assertTrue(known.contains(word), line::toString);
        assertTrue(section(alarm).contains("[" + section + "]") || alarm.equals(section), section(alarm));
        assertTrue(section(section).contains(word), section(section));
    }

    private static JsonNode line(Map<String, String> variables, Act act) throws IOException {
        try (Environments environments = new Environments()) {
            environments.provider().script(act);
            LambdaEnvironment environment = environments.start(variables);
            if (variables.containsKey(BUDGET)) {
                Environments.await(environment.invoke(Environments.asked("order-0")));
            }
            String id = Environments.await(environment.invoke(Environments.asked("order-1")))
                    .requestId();
            return JSON.readTree(LambdaEnvironment.lines(id).stream()
                    .filter(text -> text.contains("\"http_status\":"))
                    .findFirst()
                    .orElseThrow());
        }
    }

    private static Stream<String> alarms() throws IOException {
        return Arrays.stream(Files.readString(Path.of("template.yaml")).split("Type: AWS::CloudWatch::"));
    }

    private static String section(String name) throws IOException {
        return Arrays.stream(Files.readString(Path.of("docs", "runbook.md")).split("\n## "))
                .filter(text -> text.toLowerCase(Locale.ROOT).startsWith(name + "\n"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no section " + name));
    }
}
