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
import dev.ktpverify.Mode;
import dev.ktpverify.model.Charge;
import dev.ktpverify.model.Failure;
import dev.ktpverify.model.IdNameOutcome;
import dev.ktpverify.model.IdNameResult;
import dev.ktpverify.model.Verdict;
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

/** What the record is told comes out as one line, with metrics that CloudWatch reads. */
class InvocationRecordTest {

    private static final String ID = "8f5ac7de-01b2-4c3d-9e4f-a5b6c7d8e9f0";
    private static final JsonSchema EMF = emf();

    /** What the caller could have avoided. */
    private static final Set<Failure> CALLERS =
            EnumSet.of(Failure.INVALID_ARGUMENT, Failure.ABNORMAL_BEHAVIOURS_DETECTED, Failure.IDEMPOTENCY_KEY_REUSED);

    private final InvocationLog log = new InvocationLog("my-function", "1.2.3", Mode.PRODUCTION);
    private InvocationRecord entry;

    @BeforeEach
    void warm() {
        begin();
        entry.error("NOT_FOUND", Charge.FREE, false, ID);
        end(404);
        begin();
    }

    private void begin() {
        entry = log.begin(ID, "JKJaXmPLvHcESHA=", "order-17");
        entry.operation("id_name");
    }

    private void verdict(IdNameOutcome outcome, String orderNo, String requestId) {
        verdict(outcome, orderNo, requestId, false);
    }

    private void replayed(IdNameOutcome outcome, String orderNo, String requestId) {
        verdict(outcome, orderNo, requestId, true);
    }

    private void verdict(IdNameOutcome outcome, String orderNo, String requestId, boolean replayed) {
        IdNameResult result = new IdNameResult(orderNo, "2025-07-01 10:12:20", outcome.code(), "a remark");
        entry.verdict(new Verdict<>(outcome, result, requestId, replayed));
    }

    private JsonNode end(int httpStatus) {
        JsonNode line = Lines.end(log, entry, httpStatus);
        if (line.has("_aws")) {
            assertEquals(List.of(), List.copyOf(EMF.validate(line.toString(), InputFormat.JSON)));
        }
        return line;
    }

    @Test
    void aVerdict() {
        entry.asked(2, 1, List.of(120L, 830L));
        verdict(IdNameOutcome.MATCH, "SFBw1091761941576552448", "TID07ecf99645e8452087c38252d1fccdca");
        JsonNode line = end(200);
        assertEquals("INFO", line.get("level").textValue());
        assertEquals("id_name: MATCH", line.get("message").textValue());
        assertEquals(
                "{request_id=" + ID
                        + ", gateway_request_id=JKJaXmPLvHcESHA=, correlation_id=order-17, operation=id_name,"
                        + " http_status=200, outcome=MATCH, charge=CHARGED, retryable=false,"
                        + " order_no=SFBw1091761941576552448,"
                        + " provider_request_id=TID07ecf99645e8452087c38252d1fccdca, attempts=2, attempts_not_sent=1,"
                        + " provider_ms=950, cold_start=false, livemode=true, version=1.2.3}",
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
        entry.failed(failure, "HTTP 502");
        entry.asked(sent ? 1 : 0, sent ? 0 : 3, sent ? List.of(7L) : List.of());
        entry.error(failure.status(), failure.charge(), failure.retryable(), ID);
        JsonNode line = end(failure.httpStatus());
        assertEquals(failure.status(), line.get("status").textValue());
        assertEquals(failure + ": HTTP 502", line.get("cause").textValue());
        assertEquals(failure.advice().level().name(), line.get("level").textValue());
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
            case UNAUTHORIZED, KEY_EXPIRED, NO_PERMISSION, NOT_FOUND, NO_CREDENTIALS, BODY_NOT_READ ->
                expected.put("CredentialsRefused", 1);
            case OUT_OF_QUOTA -> expected.put("QuotaExhausted", 1);
            case BUDGET_EXHAUSTED -> expected.put("BudgetRefusals", 1);
            case BUG_BEFORE_SENDING, BUG_AFTER_SENDING -> expected.put("Bugs", 1);
            default -> {}
        }
        assertEquals(expected, new TreeMap<>(metrics(line)));
        assertEquals("my-function id_name " + failure.status() + " " + failure.charge(), dimensions(line));
    }

    @Test
    void aVerdictThatMayHaveBeenChargedIsAWarning() {
        entry.asked(1, 0, List.of(1L));
        verdict(IdNameOutcome.UNRECOGNIZED, null, null);
        JsonNode line = end(200);
        assertEquals("WARN", line.get("level").textValue());
        assertTrue(line.get("next").textValue().contains("invoice"), line::toString);
        assertEquals(1, metrics(line).get("UnknownCharges"));
    }

    @Test
    void aRefusedRequestIsALineWithoutMetrics() {
        entry.operation(null);
        entry.error("NOT_FOUND", Charge.FREE, false, ID);
        JsonNode line = end(404);
        assertEquals("INFO", line.get("level").textValue());
        assertEquals("refused: NOT_FOUND", line.get("message").textValue());
        assertFalse(line.has("_aws"), line::toString);
        assertEquals(Map.of(), metrics(line));
    }

    @Test
    void anAnswerThatTellsNothingLeavesNoLine() {
        assertEquals(List.of(), Lines.written(() -> log.end(entry, 200)));
    }

    @Test
    void anEndingThatIsToldAgainNeedsNobody() {
        entry.idempotency(IdempotencyState.REPLAYED);
        entry.error("INTERNAL_ERROR", Charge.UNKNOWN, false, ID);
        assertEquals("INFO", end(500).get("level").textValue());
        begin();
        entry.idempotency(IdempotencyState.REPLAYED);
        replayed(IdNameOutcome.UNRECOGNIZED, "SF1", "TID1");
        assertEquals("INFO", end(200).get("level").textValue());
    }

    @Test
    void aStoreThatIsDownIsCountedAndKeepsTheQuestionFromBeingOne() {
        entry.storeFailed();
        entry.idempotency(IdempotencyState.UNAVAILABLE);
        entry.failed(Failure.STORE_UNAVAILABLE, "InternalServerErrorException (500)");
        entry.error("SOURCE_SERVICE_UNAVAILABLE", Charge.FREE, true, ID);
        JsonNode line = end(503);
        assertEquals(Map.of("StoreFailures", 1), metrics(line));
        assertEquals(
                "STORE_UNAVAILABLE: InternalServerErrorException (500)",
                line.get("cause").textValue());
    }

    @Test
    void aBugOutsideAVerificationIsAnError() {
        entry.failed(Failure.BUG_BEFORE_SENDING, "java.lang.IllegalStateException");
        entry.error("INTERNAL_ERROR", Charge.FREE, false, ID);
        JsonNode line = end(500);
        assertEquals("ERROR", line.get("level").textValue());
        assertTrue(line.get("next").textValue().contains("report"), line::toString);
    }

    @Test
    void aReplayIsNoVerification() {
        entry.idempotency(IdempotencyState.REPLAYED);
        replayed(IdNameOutcome.MATCH, "SF1", "TID1");
        JsonNode line = end(200);
        assertEquals("replayed", line.get("idempotency").textValue());
        assertEquals("CHARGED", line.get("charge").textValue());
        assertEquals(Map.of("IdempotentReplays", 1), metrics(line));
        assertEquals(1, line.at("/_aws/CloudWatchMetrics").size());
    }

    @Test
    void theFirstLineOfAnEnvironmentCountsTheStart() {
        InvocationLog fresh = new InvocationLog("f", "1", Mode.PRODUCTION);
        fresh.secretRead(); // during INIT
        InvocationRecord one = fresh.begin(ID, null, null);
        one.storeFailed();
        JsonNode first = Lines.endWithError(fresh, one);
        assertEquals(Map.of("ColdStarts", 1, "SecretRefreshes", 1, "StoreFailures", 1), metrics(first));
        assertTrue(first.get("cold_start").booleanValue());

        JsonNode second = Lines.endWithError(fresh, fresh.begin(ID, null, null));
        assertEquals(Map.of(), metrics(second));
        assertFalse(second.get("cold_start").booleanValue());
    }

    @Test
    void nothingOfAnInvocationIsLeftForTheNext() {
        entry.idempotency(IdempotencyState.FRESH);
        entry.failed(Failure.ANSWER_LOST, "EOFException");
        entry.asked(1, 1, List.of(5L));
        entry.error("OUTCOME_UNKNOWN", Charge.UNKNOWN, false, ID);
        end(502);
        entry = log.begin("another", null, null);
        entry.error("NOT_FOUND", Charge.FREE, false, "another");
        assertEquals(
                "{request_id=another, correlation_id=another, http_status=404, status=NOT_FOUND, charge=FREE,"
                        + " retryable=false, attempts=0, attempts_not_sent=0, provider_ms=0, cold_start=false,"
                        + " livemode=true, version=1.2.3}",
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
        entry.asked(1, 0, List.of(5L));
        verdict(IdNameOutcome.MATCH, given, given);
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
        entry.failed(Failure.ANSWER_LOST, detail);
        entry.asked(1, 0, List.of(5L));
        entry.error("OUTCOME_UNKNOWN", Charge.UNKNOWN, false, ID);
        JsonNode cause = end(502).get("cause");
        assertEquals(expected, cause == null ? null : cause.textValue());
    }

    @Test
    void inTextALineIsTheSameWithoutMetrics() {
        entry.asked(1, 0, List.of(3L));
        verdict(IdNameOutcome.MATCH, "SF1", null);
        entry.complete("f", "1", 200, false, 0);
        String text = entry.toString();
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
        try (InputStream schema = InvocationRecordTest.class.getResourceAsStream("/emf/schema.json")) {
            String text = new String(schema.readAllBytes(), StandardCharsets.UTF_8);
            return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7).getSchema(text);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
