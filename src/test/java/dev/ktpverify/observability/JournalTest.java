package dev.ktpverify.observability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.ktpverify.verification.Charge;
import dev.ktpverify.verification.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the journal is told comes out as one line, with metrics that CloudWatch reads. */
class JournalTest {

    private static final String ID = "8f5ac7de-01b2-4c3d-9e4f-a5b6c7d8e9f0";
    private static final JsonSchema EMF = emf();

    /** What the caller could have avoided. */
    private static final Set<Failure> CALLERS =
            EnumSet.of(Failure.INVALID_ARGUMENT, Failure.ABNORMAL_BEHAVIOURS_DETECTED, Failure.IDEMPOTENCY_KEY_REUSED);

    private final Journal journal = new Journal("my-function", "1.2.3");

    @BeforeEach
    void warm() {
        begin();
        journal.error("NOT_FOUND", Charge.FREE, false, ID);
        end(404);
        begin();
    }

    private void begin() {
        journal.begin(ID, "JKJaXmPLvHcESHA=", "order-17");
        journal.operation("id_name");
    }

    private JsonNode end(int httpStatus) {
        JsonNode line = Lines.end(journal, httpStatus);
        if (line.has("_aws")) {
            assertEquals(List.of(), List.copyOf(EMF.validate(line.toString(), InputFormat.JSON)));
        }
        return line;
    }

    @Test
    void aVerdict() {
        journal.asked(2, 1, List.of(120L, 830L));
        journal.verdict(
                "MATCH", Charge.CHARGED, false, "SFBw1091761941576552448", "TID07ecf99645e8452087c38252d1fccdca");
        JsonNode line = end(200);
        assertEquals("INFO", line.get("level").textValue());
        assertEquals("id_name: MATCH", line.get("message").textValue());
        assertEquals(
                "{request_id=" + ID
                        + ", gateway_request_id=JKJaXmPLvHcESHA=, correlation_id=order-17, operation=id_name,"
                        + " http_status=200, outcome=MATCH, charge=CHARGED, retryable=false,"
                        + " order_no=SFBw1091761941576552448,"
                        + " provider_request_id=TID07ecf99645e8452087c38252d1fccdca, attempts=2, attempts_not_sent=1,"
                        + " provider_ms=950, cold_start=false, version=1.2.3}",
                fields(line).toString());
        assertEquals(Map.of("Verifications", 1, "Charged", 1, "Attempts", 2, "ProviderLatency", 950), metrics(line));
        assertEquals(
                "[{\"Namespace\":\"ktp-verify\",\"Dimensions\":[[\"FunctionName\"]],\"Metrics\":["
                        + "{\"Name\":\"Verifications\",\"Unit\":\"Count\"},{\"Name\":\"Charged\",\"Unit\":\"Count\"},"
                        + "{\"Name\":\"Attempts\",\"Unit\":\"Count\"},"
                        + "{\"Name\":\"ProviderLatency\",\"Unit\":\"Milliseconds\"}]},"
                        + "{\"Namespace\":\"ktp-verify\","
                        + "\"Dimensions\":[[\"FunctionName\",\"Operation\",\"Outcome\",\"Charge\"]],"
                        + "\"Metrics\":[{\"Name\":\"Verifications\",\"Unit\":\"Count\"}]}]",
                line.at("/_aws/CloudWatchMetrics").toString());
        assertEquals("my-function id_name MATCH CHARGED", dimensions(line));
        assertEquals("[120,830]", line.get("ProviderLatency").toString());
    }

    @ParameterizedTest
    @EnumSource
    void aFailure(Failure failure) {
        boolean sent = failure.charge() == Charge.UNKNOWN || failure.status().equals(failure.name());
        journal.failed(failure, "HTTP 502");
        journal.asked(sent ? 1 : 0, sent ? 0 : 3, sent ? List.of(7L) : List.of());
        journal.error(failure.status(), failure.charge(), failure.retryable(), ID);
        JsonNode line = end(failure.httpStatus());
        assertEquals(failure.status(), line.get("status").textValue());
        assertEquals(failure + ": HTTP 502", line.get("cause").textValue());
        assertEquals(Advice.on(failure.name()).level().name(), line.get("level").textValue());
        assertEquals(line.get("level").textValue().equals("INFO"), !line.has("next"));
        assertFalse(line.has("provider_request_id"), "Lambda's id is not the provider's");

        Map<String, Integer> expected = new TreeMap<>(Map.of("Verifications", 1));
        if (sent) {
            expected.putAll(Map.of("Attempts", 1, "ProviderLatency", 7));
        } else {
            expected.put("NeverSent", 1);
        }
        if (failure.charge() == Charge.UNKNOWN) {
            expected.put("UnknownCharges", 1);
        }
        if (!CALLERS.contains(failure)) {
            expected.put("Failures", 1);
        }
        switch (failure) {
            case UNAUTHORIZED, KEY_EXPIRED, NO_PERMISSION, NOT_FOUND, NO_CREDENTIALS ->
                expected.put("CredentialsRefused", 1);
            case OUT_OF_QUOTA -> expected.put("QuotaExhausted", 1);
            case BUG_BEFORE_SENDING, BUG_AFTER_SENDING -> expected.put("Bugs", 1);
            default -> {}
        }
        assertEquals(expected, new TreeMap<>(metrics(line)));
        assertEquals("my-function id_name " + failure.status() + " " + failure.charge(), dimensions(line));
    }

    @Test
    void aVerdictThatMayHaveBeenChargedIsAWarning() {
        journal.asked(1, 0, List.of(1L));
        journal.verdict("UNRECOGNIZED", Charge.UNKNOWN, false, null, null);
        JsonNode line = end(200);
        assertEquals("WARN", line.get("level").textValue());
        assertTrue(line.get("next").textValue().contains("invoice"), line::toString);
        assertEquals(1, metrics(line).get("UnknownCharges"));
    }

    @Test
    void aRefusedRequestIsALineWithoutMetrics() {
        journal.operation(null);
        journal.error("NOT_FOUND", Charge.FREE, false, ID);
        JsonNode line = end(404);
        assertEquals("INFO", line.get("level").textValue());
        assertEquals("refused: NOT_FOUND", line.get("message").textValue());
        assertFalse(line.has("_aws"), line::toString);
        assertEquals(Map.of(), metrics(line));
    }

    @Test
    void anAnswerThatTellsNothingLeavesNoLine() {
        assertEquals(List.of(), Lines.written(() -> journal.end(200)));
    }

    @Test
    void anEndingThatIsToldAgainNeedsNobody() {
        journal.idempotency("replayed");
        journal.error("INTERNAL_ERROR", Charge.UNKNOWN, false, ID);
        assertEquals("INFO", end(500).get("level").textValue());
        begin();
        journal.idempotency("replayed");
        journal.verdict("UNRECOGNIZED", Charge.UNKNOWN, false, "SF1", "TID1");
        assertEquals("INFO", end(200).get("level").textValue());
    }

    @Test
    void aStoreThatIsDownIsCountedAndKeepsTheQuestionFromBeingOne() {
        journal.storeFailed();
        journal.idempotency("unavailable");
        journal.failed(Failure.STORE_UNAVAILABLE, "InternalServerErrorException (500)");
        journal.error("SOURCE_SERVICE_UNAVAILABLE", Charge.FREE, true, ID);
        JsonNode line = end(503);
        assertEquals(Map.of("StoreFailures", 1), metrics(line));
        assertEquals(
                "STORE_UNAVAILABLE: InternalServerErrorException (500)",
                line.get("cause").textValue());
    }

    @Test
    void aBugOutsideAVerificationIsAnError() {
        journal.error("INTERNAL_ERROR", Charge.FREE, false, ID);
        JsonNode line = end(500);
        assertEquals("ERROR", line.get("level").textValue());
        assertTrue(line.get("next").textValue().contains("report"), line::toString);
    }

    @Test
    void aReplayIsNoVerification() {
        journal.idempotency("replayed");
        journal.verdict("MATCH", Charge.CHARGED, false, "SF1", "TID1");
        JsonNode line = end(200);
        assertEquals("replayed", line.get("idempotency").textValue());
        assertEquals("CHARGED", line.get("charge").textValue());
        assertEquals(Map.of("IdempotentReplays", 1), metrics(line));
        assertEquals(1, line.at("/_aws/CloudWatchMetrics").size());
    }

    @Test
    void theFirstLineOfAnEnvironmentCountsTheStart() {
        Journal fresh = new Journal("f", "1");
        fresh.secretRead(); // during INIT
        fresh.begin(ID, null, null);
        fresh.storeFailed();
        JsonNode first = Lines.endWithError(fresh);
        assertEquals(Map.of("ColdStarts", 1, "SecretRefreshes", 1, "StoreFailures", 1), metrics(first));
        assertTrue(first.get("cold_start").booleanValue());

        fresh.begin(ID, null, null);
        JsonNode second = Lines.endWithError(fresh);
        assertEquals(Map.of(), metrics(second));
        assertFalse(second.get("cold_start").booleanValue());
    }

    @Test
    void nothingOfAnInvocationIsLeftForTheNext() {
        journal.idempotency("fresh");
        journal.failed(Failure.ANSWER_LOST, "EOFException");
        journal.asked(1, 1, List.of(5L));
        journal.error("OUTCOME_UNKNOWN", Charge.UNKNOWN, false, ID);
        end(502);
        journal.begin("another", null, null);
        journal.error("NOT_FOUND", Charge.FREE, false, "another");
        assertEquals(
                "{request_id=another, correlation_id=another, http_status=404, status=NOT_FOUND, charge=FREE,"
                        + " retryable=false, attempts=0, attempts_not_sent=0, provider_ms=0, cold_start=false,"
                        + " version=1.2.3}",
                fields(end(404)).toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "3217061012870001",
                "SF3217061012870001",
                "BUDI SANTOSO",
                "Budi-Santoso",
                "SFBw",
                "a@b",
                "1",
                "{}",
                "SF1\n",
                "Ünal1",
                ""
            })
    void whatDoesNotLookLikeAnIdOfTheProvidersIsLeftOut(String given) {
        journal.asked(1, 0, List.of(5L));
        journal.verdict("MATCH", Charge.CHARGED, false, given, given);
        JsonNode line = end(200);
        assertNull(line.get("order_no"));
        assertNull(line.get("provider_request_id"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "HTTP 477                             | ANSWER_LOST: HTTP 477",
                "java.lang.IllegalStateException      | ANSWER_LOST: java.lang.IllegalStateException",
                "the secret has no usable field 'x_y' | ANSWER_LOST: the secret has no usable field 'x_y'",
                "-                                    | ANSWER_LOST",
                "budi@example.test                    | -",
                "{\"name\":1}                         | -"
            })
    void aCauseIsOfPlainWords(String detail, String expected) {
        journal.failed(Failure.ANSWER_LOST, detail);
        journal.asked(1, 0, List.of(5L));
        journal.error("OUTCOME_UNKNOWN", Charge.UNKNOWN, false, ID);
        JsonNode cause = end(502).get("cause");
        assertEquals(expected, cause == null ? null : cause.textValue());
    }

    @Test
    void inTextALineIsTheSameWithoutMetrics() {
        Ids ids = Ids.of(ID, null, null, null);
        Ending ending = new Ending("MATCH", null, "CHARGED", false, "SF1", null, null, Advice.NOTHING);
        Work work = new Work(true, 1, 0, List.of(3L), 4, false, null, 0, 0, 0);
        String text = new RequestLine("id_name", 200, ending, work, ids, "f", "1").toString();
        assertTrue(text.startsWith("{\"message\":\"id_name: MATCH\""), text);
        assertFalse(text.contains("_aws"), text);
    }

    private static Map<String, String> fields(JsonNode line) {
        Map<String, String> fields = new LinkedHashMap<>();
        List<String> others = List.of("timestamp", "level", "message", "total_ms", "next", "_aws");
        line.fields().forEachRemaining(field -> {
            if (!others.contains(field.getKey())
                    && Character.isLowerCase(field.getKey().charAt(0))) {
                fields.put(field.getKey(), field.getValue().asText());
            }
        });
        return fields;
    }

    /** The values that CloudWatch would take from the line for the function, those of a list added up. */
    static Map<String, Integer> metrics(JsonNode line) {
        Map<String, Integer> metrics = new TreeMap<>();
        line.at("/_aws/CloudWatchMetrics/0/Metrics").forEach(definition -> {
            JsonNode value = line.get(definition.get("Name").textValue());
            int sum = 0;
            for (JsonNode each : value.isArray() ? value : List.of(value)) {
                sum += each.intValue();
            }
            metrics.put(definition.get("Name").textValue(), sum);
        });
        return metrics;
    }

    private static String dimensions(JsonNode line) {
        List<String> values = new ArrayList<>();
        line.at("/_aws/CloudWatchMetrics/1/Dimensions/0")
                .forEach(name -> values.add(line.get(name.textValue()).textValue()));
        return String.join(" ", values);
    }

    private static JsonSchema emf() {
        try (InputStream schema = JournalTest.class.getResourceAsStream("/emf/schema.json")) {
            String text = new String(schema.readAllBytes(), StandardCharsets.UTF_8);
            return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7).getSchema(text);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
