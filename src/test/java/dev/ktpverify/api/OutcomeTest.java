package dev.ktpverify.api;

import static dev.ktpverify.support.Api.assertAnswer;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ktpverify.support.Api;
import dev.ktpverify.support.ProviderStub;
import dev.ktpverify.support.StandIns;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table of outcomes: what each result code means and costs. */
@QuarkusTest
@QuarkusTestResource(StandIns.class)
class OutcomeTest {

    private static final String CARD = ",\"ktp_image\":\"" + Api.PNG + "\"";
    private static final String NAME = ",\"name\":\"BUDI SANTOSO\"";
    private static final String BIRTH_DATE = ",\"birth_date\":\"1987-12-10\"";

    @BeforeEach
    void reset() {
        StandIns.reset();
    }

    /** The remark always says SAME: nothing is decided by it. */
    @ParameterizedTest
    @CsvSource({
        "01, MATCH, CHARGED, false",
        "02, MISMATCH, CHARGED, false",
        "03, NOT_SURE, FREE, false",
        "04, FAILED, FREE, true",
        "05, UNRECOGNIZED, UNKNOWN, false",
        "99, UNRECOGNIZED, UNKNOWN, false",
        "1x, UNRECOGNIZED, UNKNOWN, false",
        "'', UNRECOGNIZED, UNKNOWN, false"
    })
    void idName(String code, String outcome, String charge, boolean retryable) {
        String result = "{\"order_no\":\"SFB1\",\"handle_time\":\"2025-07-01 10:12:20\",\"result\":\"" + code
                + "\",\"remark\":\"SAME\"}";
        ProviderStub.verdict(result);

        assertAnswer(
                200,
                verdict(outcome, charge, retryable, result, "TID1"),
                Api.verify("id_name", Api.question("id_name")));
        assertEquals(1, StandIns.providerRequests().size());
    }

    @ParameterizedTest
    @CsvSource({
        "01, MATCH, CHARGED, false",
        "02, MISMATCH, CHARGED, false",
        "03, NOT_FOUND, FREE, false",
        "04, FAILED, FREE, true",
        "05, NOT_FOUND_IN_DB, FREE, false",
        "06, CHANNEL_FAILED, FREE, true",
        "07, RATE_LIMITED, FREE, true",
        "08, NO_FACE_DETECTED, FREE, false",
        "09, UNRECOGNIZED, UNKNOWN, false",
        "99, UNRECOGNIZED, UNKNOWN, false"
    })
    void idSelfie(String code, String outcome, String charge, boolean retryable) {
        String result = selfieResult(code, "true", "91.5", "true", "true");
        ProviderStub.verdict(result);

        assertAnswer(
                200,
                verdict(outcome, charge, retryable, result, "TID1"),
                Api.verify("id_selfie", Api.idSelfieWith(CARD + NAME + BIRTH_DATE)));
        assertEquals(1, StandIns.providerRequests().size());
    }

    /** The provider says false to what it was not asked. */
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "``, null, null, null, null",
                "`,\"ktp_image\":null,\"name\":null,\"birth_date\":null`, null, null, null, null",
                "`" + CARD + "`, false, 0.0, null, null",
                "`" + NAME + "`, null, null, false, null",
                "`" + BIRTH_DATE + "`, null, null, null, false"
            })
    void whatWasNotAskedIsNull(String further, String ktpPercent, String ktpScore, String name, String birthDate) {
        ProviderStub.verdict(selfieResult("01", "false", "0.0", "false", "false"));

        assertAnswer(
                200,
                verdict("MATCH", "CHARGED", false, selfieResult("01", ktpPercent, ktpScore, name, birthDate), "TID1"),
                Api.verify("id_selfie", Api.idSelfieWith(further)));
    }

    @Test
    void whatTheProviderLeavesOutIsNull() {
        ProviderStub.verdict("{\"result\":\"01\"}");

        assertAnswer(
                200,
                verdict(
                        "MATCH",
                        "CHARGED",
                        false,
                        "{\"order_no\":null,\"handle_time\":null,\"result\":\"01\",\"remark\":null}",
                        "TID1"),
                Api.verify("id_name", Api.question("id_name")));
    }

    @Test
    void whatTheProviderAddsIsIgnored() {
        ProviderStub.answers(
                200,
                """
                {"new":{"a":[1]},"status":"OK","reason":"","result":{"order_no":"SFB1","handle_time":"t","result":"01",
                "remark":"SAME","nik":"3217061012870001"},"request_id":"TID1"}""");

        assertAnswer(
                200,
                verdict(
                        "MATCH",
                        "CHARGED",
                        false,
                        "{\"order_no\":\"SFB1\",\"handle_time\":\"t\",\"result\":\"01\",\"remark\":\"SAME\"}",
                        "TID1"),
                Api.verify("id_name", Api.question("id_name")));
    }

    @Test
    void anAnswerWithoutARequestIdGetsLambdas() {
        String result =
                "{\"order_no\":\"SFB1\",\"handle_time\":\"2025-07-01 10:12:20\",\"result\":\"02\",\"remark\":\"\"}";
        ProviderStub.answers(200, "{\"status\":\"OK\",\"result\":" + result + "}");

        assertAnswer(
                200,
                verdict("MISMATCH", "CHARGED", false, result, Api.LAMBDA_REQUEST_ID),
                Api.verify("id_name", Api.question("id_name")));
    }

    private static String selfieResult(String code, String ktpPercent, String ktpScore, String name, String birthDate) {
        return """
                {"order_no":"SFB1","handle_time":"2025-06-30 16:32:10","result":"%s","remark":"SAME",
                "id_number":"3217061012870001","face_percent":true,"ktp_face_percent":%s,"face_score":93.3,
                "ktp_face_score":%s,"name":%s,"birth_date":%s}"""
                .formatted(code, ktpPercent, ktpScore, name, birthDate);
    }

    private static String verdict(String outcome, String charge, boolean retryable, String result, String requestId) {
        return """
                {"status":"OK","outcome":"%s","charge":"%s","retryable":%s,"result":%s,"request_id":"%s"}"""
                .formatted(outcome, charge, retryable, result, requestId);
    }
}
