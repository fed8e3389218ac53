package dev.ktpverify.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ktpverify.model.Failure;
import dev.ktpverify.model.IdNameOutcome;
import dev.ktpverify.model.IdNameQuestion;
import dev.ktpverify.model.IdNameResult;
import dev.ktpverify.model.IdSelfieOutcome;
import dev.ktpverify.model.IdSelfieQuestion;
import dev.ktpverify.model.IdSelfieResult;
import dev.ktpverify.model.Question;
import dev.ktpverify.model.Result;
import dev.ktpverify.model.Verdict;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a verdict of the provider is read as. */
class ProviderAnswerTest {

    private static final BigDecimal THRESHOLD = new BigDecimal("70.5");
    private static final BigDecimal SCORE = new BigDecimal("88.1");
    private static final BigDecimal KTP_SCORE = new BigDecimal("77.2");

    private static <R extends Result> Verdict<R> read(String result, String requestId, Question<R> question) {
        String answer = "{\"status\":\"OK\",\"result\":" + result + ",\"request_id\":\"" + requestId + "\"}";
        return new ProviderAnswer(200, answer.getBytes(StandardCharsets.UTF_8)).verdictOn(question);
    }

    private static Verdict<IdSelfieResult> selfie(String code, IdSelfieQuestion question) {
        return read(
                """
                {"order_no":"SF2","handle_time":"when","result":"%s","remark":"remark","id_number":"32",
                 "face_percent":true,"ktp_face_percent":false,"face_score":88.1,"ktp_face_score":77.2,
                 "name":false,"birth_date":true}"""
                        .formatted(code),
                "TID2",
                question);
    }

    @Test
    void idName() {
        String result = "{\"order_no\":\"SF1\",\"handle_time\":\"when\",\"result\":\"02\",\"remark\":\"DIFFERENT\"}";
        assertEquals(
                new Verdict<>(IdNameOutcome.MISMATCH, new IdNameResult("SF1", "when", "02", "DIFFERENT"), "TID1"),
                read(result, "TID1", new IdNameQuestion("3217061012870001", "BUDI SANTOSO")));
    }

    @Test
    void idSelfieWithEverything() {
        IdSelfieResult all =
                new IdSelfieResult("SF2", "when", "05", "remark", "32", true, false, SCORE, KTP_SCORE, false, true);
        assertEquals(
                new Verdict<>(IdSelfieOutcome.NOT_FOUND_IN_DB, all, "TID2"),
                selfie(
                        "05",
                        new IdSelfieQuestion("32", "face", "ktp", "a@b", "0812", "1987-12-10", "BUDI", THRESHOLD)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ktp_image", "name", "birth_date", ""})
    void whatWasNotAskedIsNull(String only) {
        boolean card = only.equals("ktp_image");
        boolean name = only.equals("name");
        boolean birthDate = only.equals("birth_date");
        IdSelfieQuestion question = new IdSelfieQuestion(
                "32",
                "face",
                card ? "ktp" : null,
                null,
                null,
                birthDate ? "1987-12-10" : null,
                name ? "BUDI" : null,
                null);

        IdSelfieResult result = selfie("01", question).result();

        assertEquals(
                new IdSelfieResult(
                        "SF2",
                        "when",
                        "01",
                        "remark",
                        "32",
                        true,
                        card ? false : null,
                        SCORE,
                        card ? KTP_SCORE : null,
                        name ? false : null,
                        birthDate ? true : null),
                result);
    }

    private static ProviderException refused(Question<?> question, String status, String reason) {
        String answer = "{\"status\":\"" + status + "\",\"reason\":\"" + reason + "\",\"request_id\":\"TID1\"}";
        return assertThrows(
                ProviderException.class,
                () -> new ProviderAnswer(400, answer.getBytes(StandardCharsets.UTF_8)).verdictOn(question));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "id_number",
                "name",
                "face_image",
                "ktp_image",
                "email",
                "phone_number",
                "birth_date",
                "face_threshold"
            })
    void aFieldThatWasSentAndIsNotFoundIsOursToMend(String field) {
        IdSelfieQuestion all =
                new IdSelfieQuestion("32", "face", "ktp", "a@b", "0812", "1987-12-10", "BUDI", THRESHOLD);
        ProviderException e = refused(all, "INVALID_ARGUMENT", "argument '" + field + "': not found");
        assertEquals(Failure.BODY_NOT_READ, e.failure());
        assertEquals("the provider did not find a field that was sent", e.reason());
        assertEquals(field, e.detail());
        assertEquals("TID1", e.requestId());
        assertEquals(RetryDecision.NO, e.decision());

        boolean always = field.equals("id_number") || field.equals("face_image");
        IdSelfieQuestion least = new IdSelfieQuestion("32", "face", null, null, null, null, null, null);
        ProviderException other = refused(least, "INVALID_ARGUMENT", "argument '" + field + "': not found");
        assertEquals(always ? Failure.BODY_NOT_READ : Failure.INVALID_ARGUMENT, other.failure());
        assertEquals(
                always ? "the provider did not find a field that was sent" : "argument '" + field + "': not found",
                other.reason());
    }

    @Test
    void anyOtherRefusalStaysTheCallers() {
        IdNameQuestion question = new IdNameQuestion("3217061012870001", "BUDI SANTOSO");
        assertEquals(
                Failure.INVALID_ARGUMENT,
                refused(question, "INVALID_ARGUMENT", "argument 'id_number': invalid")
                        .failure());
        assertEquals(
                Failure.INVALID_ARGUMENT,
                refused(question, "INVALID_ARGUMENT", "argument 'face_image': not found")
                        .failure());
        assertEquals(
                Failure.QUERY_FAILED,
                refused(question, "QUERY_FAILED", "argument 'id_number': not found")
                        .failure());
        assertEquals(
                Failure.BODY_NOT_READ,
                refused(question, "INVALID_ARGUMENT", "argument 'name': not found")
                        .failure());
    }
}
