package dev.ktpverify.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ktpverify.KtpVerifyConfig;
import dev.ktpverify.budget.BudgetsInMemory;
import dev.ktpverify.credentials.FakeCredentials;
import dev.ktpverify.idempotency.Idempotencies;
import dev.ktpverify.invocation.CurrentInvocation;
import dev.ktpverify.invocation.Invocation;
import dev.ktpverify.invocation.Invocations;
import dev.ktpverify.model.IdNameOutcome;
import dev.ktpverify.model.IdNameQuestion;
import dev.ktpverify.model.IdNameResult;
import dev.ktpverify.model.Verdict;
import dev.ktpverify.model.VerificationFailedException;
import dev.ktpverify.observability.InvocationLog;
import dev.ktpverify.observability.Lines;
import dev.ktpverify.provider.FakeProviderClient;
import dev.ktpverify.support.TestConfig;
import dev.ktpverify.verification.Verifiers;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The endpoint with settings that are not the default, without Quarkus: whole answers, and what the provider was asked. */
class HintedAnswerTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TYPE = "application/json";
    private static final Verdict<IdNameResult> MISMATCH = new Verdict<>(
            IdNameOutcome.MISMATCH, new IdNameResult("SF1", "2025-07-01 10:12:20", "02", "UNSAME"), "TID1");
    private static final String HINTS = ",\"hints\":[{\"field\":\"id_number\",\"code\":\"DATE_IMPOSSIBLE\","
            + "\"message\":\"digits 7 to 12 are no date: day (for a woman plus 40), month, year\"}]";

    private final Map<String, String> settings = new HashMap<>();
    private final InvocationLog log = Lines.log();
    private int asked;
    private final FakeProviderClient provider = new FakeProviderClient(1, () -> MISMATCH) {
        @Override
        protected void asked() {
            asked++;
        }
    };
    private Invocation invocation;
    private VerificationResource resource;

    private VerdictAnswer<IdNameResult> ask(String number, String name) {
        return askWithBody("{\"id_number\":\"" + number + "\",\"name\":\"" + name + "\"}");
    }

    private VerdictAnswer<IdNameResult> askWithBody(String body) {
        invocation = Invocations.withBody(body, log);
        if (resource == null) {
            resource = resource(TestConfig.with(settings));
        }
        return resource.idName(TYPE).getEntity();
    }

    private VerificationResource resource(KtpVerifyConfig config) {
        CurrentInvocation current = new CurrentInvocation() {
            @Override
            public Invocation get() {
                return invocation;
            }

            @Override
            public Invocation take() {
                return invocation;
            }

            @Override
            public void answered(int httpStatus, Map<String, String> headers, Object body) {}
        };
        return new VerificationResource(
                current,
                new QuestionReader(config, Clock.systemUTC()),
                new Hints(config),
                Verifiers.of(
                        FakeCredentials.withKey("0123456789abcdef0123456789abcdef"),
                        Idempotencies.inMemory(),
                        BudgetsInMemory.of(settings),
                        provider));
    }

    private JsonNode line(int httpStatus) {
        return Lines.end(log, invocation.log(), httpStatus);
    }

    private static JsonNode json(Object answer) {
        return JSON.valueToTree(answer);
    }

    private static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new AssertionError(json, e);
        }
    }

    /** The faults as {@code message; message}, all of id_number. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0217061012870001 | must not begin with 0",
                "3217060012870001 | must have a day of birth in digits 7 and 8: 01 to 31, or 41 to 71 for a woman",
                "3217064012870001 | must have a day of birth in digits 7 and 8: 01 to 31, or 41 to 71 for a woman",
                "3217061013870001 | must have a month of birth in digits 9 and 10: 01 to 12",
                "0217063200870001 | must not begin with 0; must have a day of birth in digits 7 and 8: 01 to 31,"
                        + " or 41 to 71 for a woman; must have a month of birth in digits 9 and 10: 01 to 12"
            })
    void aNumberThatCanNotExistIsRefusedForFree(String number, String faults) {
        settings.put("ktp-verify.nik-check", "refuse");

        RefusedRequestException refused = assertThrows(RefusedRequestException.class, () -> ask(number, "Budi"));

        ErrorAnswer answer = refused.answer(invocation.id(), invocation.reference(), true);
        String reason = "argument 'id_number': " + faults.replace("; ", "; argument 'id_number': ");
        String errors = "{\"field\":\"id_number\",\"message\":\""
                + faults.replace("; ", "\"},{\"field\":\"id_number\",\"message\":\"") + "\"}";
        assertEquals(400, refused.httpStatus());
        assertEquals(
                read("{\"status\":\"INVALID_ARGUMENT\",\"reason\":\"" + reason
                        + "\",\"livemode\":true,\"request_id\":\"lambda-request\","
                        + "\"charge\":\"FREE\",\"retryable\":false,\"errors\":[" + errors + "]}"),
                json(answer));
        assertEquals(0, asked);
        answer.log(invocation.log());
        JsonNode line = line(400);
        assertEquals(1, line.get("ChargesAvoided").intValue());
        assertEquals("Count", unitOf("ChargesAvoided", line));
        assertNull(line.get("Verifications"));
    }

    private static String unitOf(String metric, JsonNode line) {
        for (JsonNode definition : line.at("/_aws/CloudWatchMetrics/0/Metrics")) {
            if (definition.get("Name").textValue().equals(metric)) {
                return definition.get("Unit").textValue();
            }
        }
        return null;
    }

    /** It would have been refused anyway. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"id_number\":\"0217061012870001\",\"name\":\" \"} | 'id_number': must not begin with 0; argument 'name': must not be blank",
                "{\"id_number\":\"0217061012870001\",\"name\":\"A\",\"x\":1} | 'id_number': must not begin with 0; argument 'x': unknown",
                "{\"id_number\":\"021706101287000\",\"name\":\"A\"} | 'id_number': must be 16 digits",
                "{\"name\":\"A\"} | 'id_number': not found",
                "{\"id_number\":217061012870001,\"name\":\"A\"} | 'id_number': must be a string"
            })
    void noChargeIsAvoidedWhereMoreIsWrong(String body, String reason) {
        settings.put("ktp-verify.nik-check", "refuse");

        RefusedRequestException refused = assertThrows(RefusedRequestException.class, () -> askWithBody(body));

        assertEquals(
                "argument " + reason,
                refused.answer("", invocation.reference(), true).reason());
        assertEquals(0, asked);
        refused.answer("", invocation.reference(), true).log(invocation.log());
        assertNull(line(400).get("ChargesAvoided"));
    }

    /** The day of a month that is shorter is told, and asked about; and so is everything where nothing is to be refused. */
    @ParameterizedTest
    @CsvSource({
        "refuse, 3217063104870001, true",
        "hint, 3217063104870001, true",
        "hint, 3217060012870001, true",
        "off, 3217060012870001, false"
    })
    void whatIsNotRefusedIsAsked(String check, String number, boolean hinted) {
        settings.put("ktp-verify.nik-check", check);

        VerdictAnswer<IdNameResult> answer = ask(number, "BUDI SANTOSO");

        assertEquals(
                "{\"status\":\"OK\",\"outcome\":\"MISMATCH\",\"charge\":\"CHARGED\",\"retryable\":false,\"result\":"
                        + "{\"order_no\":\"SF1\",\"handle_time\":\"2025-07-01 10:12:20\",\"result\":\"02\",\"remark\":\"UNSAME\"}"
                        + (hinted ? HINTS : "") + ",\"livemode\":true,\"request_id\":\"TID1\"}",
                json(answer).toString());
        assertEquals(1, asked);
        assertNull(line(200).get("ChargesAvoided"));
    }

    @Test
    void aBudgetThatIsUsedUpHidesNoHint() {
        settings.put("ktp-verify.budget.daily", "1");
        ask("3217061012870001", "BUDI SANTOSO");

        VerificationFailedException refused =
                assertThrows(VerificationFailedException.class, () -> ask("3217063104870001", "BUDI SANTOSO"));

        assertEquals(
                "{\"status\":\"BUDGET_EXHAUSTED\",\"reason\":\"the budget is used up\",\"livemode\":true,\"request_id\":\"lambda-request\","
                        + "\"charge\":\"FREE\",\"retryable\":true" + HINTS + "}",
                json(ErrorAnswer.of(refused, invocation)).toString());
        assertEquals(1, asked);
    }

    @Test
    void aNameInCapitalLettersIsOneQuestionHoweverItWasGiven() {
        settings.put("ktp-verify.name-case", "upper");
        VerdictAnswer<IdNameResult> first = ask("3217061012870001", "Budi santoso");
        VerdictAnswer<IdNameResult> second = ask("3217061012870001", "BUDI SANTOSO");

        assertEquals(new IdNameQuestion("3217061012870001", "BUDI SANTOSO"), provider.question());
        assertEquals(first, second);
        assertEquals(1, asked);
        assertNull(json(first).get("hints"));
    }

    @Test
    void aNameAsGivenIsAQuestionOfItsOwn() {
        VerdictAnswer<IdNameResult> first = ask("3217061012870001", "Budi Santoso");
        VerdictAnswer<IdNameResult> second = ask("3217061012870001", "BUDI SANTOSO");

        assertEquals(2, asked);
        assertEquals("NAME_NOT_UPPERCASE", json(first).at("/hints/0/code").textValue());
        assertNull(json(second).get("hints"));
    }
}
