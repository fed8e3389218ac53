package dev.ktpverify.api;

import static dev.ktpverify.support.Api.LAMBDA_REQUEST_ID;
import static dev.ktpverify.support.Api.assertAnswer;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ktpverify.support.Api;
import dev.ktpverify.support.Lambda;
import dev.ktpverify.support.ProviderStub;
import dev.ktpverify.support.StandIns;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Hints in whole answers of every kind, over HTTP and by direct invocation. */
@QuarkusTest
@QuarkusTestResource(StandIns.class)
class HintTest {

    private static final String QUESTION = "{\"id_number\":\"3217063113870001\",\"name\":\"Budi\"}";
    private static final String HINTS =
            """
            "hints":[{"field":"id_number","code":"DATE_IMPOSSIBLE",
                      "message":"digits 7 to 12 are no date: day (for a woman plus 40), month, year"},
                     {"field":"name","code":"NAME_NOT_UPPERCASE",
                      "message":"is not in capital letters, as the population register writes names"}]""";

    @BeforeEach
    void reset() {
        StandIns.reset();
    }

    @ParameterizedTest
    @CsvSource({
        "01, MATCH, CHARGED, false",
        "02, MISMATCH, CHARGED, false",
        "03, NOT_SURE, FREE, false",
        "04, FAILED, FREE, true",
        "99, UNRECOGNIZED, UNKNOWN, false"
    })
    void inAVerdict(String code, String outcome, String charge, boolean retryable) {
        String result = "{\"order_no\":\"SFB1\",\"handle_time\":\"2025-07-01 10:12:20\",\"result\":\"" + code
                + "\",\"remark\":\"SAME\"}";
        ProviderStub.verdict(result);

        assertBothWays(
                200,
                """
                {"status":"OK","outcome":"%s","charge":"%s","retryable":%s,"result":%s,%s,"request_id":"TID1"}"""
                        .formatted(outcome, charge, retryable, result, HINTS),
                1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "400 | QUERY_FAILED               | 400 | the provider's query failed               | FREE | true  | 1",
                "403 | OUT_OF_QUOTA               | 503 | our quota with the provider is used up    | FREE | false | 1",
                "500 | INTERNAL_ERROR             | 502 | the provider failed                       | FREE | true  | 1",
                "512 | SOURCE_SERVICE_UNAVAILABLE | 503 | the provider's source is unavailable      | FREE | true  | 2"
            })
    void inAnError(int http, String word, int told, String reason, String charge, boolean retryable, int requests) {
        ProviderStub.answers(http, "{\"status\":\"" + word + "\",\"request_id\":\"TID1\"}");

        assertBothWays(told, error(word, reason, charge, retryable, "TID1"), requests);
    }

    @Test
    void inAnAnswerThatIsLost() {
        ProviderStub.answers(200, "<html>");

        assertBothWays(
                502,
                error(
                        "OUTCOME_UNKNOWN",
                        "the provider's answer was lost or makes no sense",
                        "UNKNOWN",
                        false,
                        LAMBDA_REQUEST_ID),
                1);
    }

    /** A refusal says what is wrong, and a request without a question has none to look at. */
    @Test
    void notInARefusal() {
        assertAnswer(
                400,
                Api.error("INVALID_ARGUMENT", "argument 'name': not found", "FREE", false, LAMBDA_REQUEST_ID)
                        .replaceFirst("}$", ",\"errors\":[{\"field\":\"name\",\"message\":\"not found\"}]}"),
                Api.verify("id_name", "{\"id_number\":\"0217063113870001\"}"));
        assertEquals(0, StandIns.providerRequests().size());
    }

    @Test
    void ofABirthDateInAnIdSelfie() {
        ProviderStub.verdict("{\"result\":\"02\"}");
        Response answer = Api.verify("id_selfie", Api.idSelfieWith(",\"birth_date\":\"1987-10-12\""));

        assertEquals(
                List.of("birth_date BIRTH_DATE_DIFFERS is not the date in digits 7 to 12 of id_number"),
                answer.jsonPath().getList("hints.collect{it.field + ' ' + it.code + ' ' + it.message}"));
    }

    private static String error(String status, String reason, String charge, boolean retryable, String requestId) {
        return Api.error(status, reason, charge, retryable, requestId).replaceFirst("}$", "," + HINTS + "}");
    }

    /** Asserts both answers and how many requests of each reached the provider. */
    private static void assertBothWays(int httpStatus, String json, int requests) {
        assertAnswer(httpStatus, json, Api.verify("id_name", QUESTION));
        assertEquals(requests, StandIns.providerRequests().size());

        ObjectNode direct = (ObjectNode) Lambda.invoke("{\"verify\":\"id_name\",\"request\":" + QUESTION + "}")
                .response();
        ObjectNode expected = Api.live(
                json.replace(LAMBDA_REQUEST_ID, direct.get("request_id").asText()));
        if (expected.get("retryable").booleanValue() && httpStatus == 503) {
            expected.put("retry_after", 1);
        }
        assertEquals(expected.put("http_status", httpStatus), direct);
        assertEquals(2 * requests, StandIns.providerRequests().size());
    }
}
