package dev.ktpverify.idempotency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ktpverify.idempotency.KeyRecord.State;
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
import dev.ktpverify.model.VerificationFailedException;
import java.math.BigDecimal;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StoredAnswersTest {

    private static final String NIK = "3217061012870001";
    private static final String LAMBDA_ID = "7c29b5d8-4ab3-4c4f-9ad4";
    private static final IdNameQuestion NAME = new IdNameQuestion(NIK, "BUDI SANTOSO");
    private static final IdSelfieQuestion SELFIE =
            new IdSelfieQuestion(NIK, "/9j/", "/9j/", null, null, "1987-12-10", "BUDI SANTOSO", BigDecimal.TEN);
    private static final Verdict<IdNameResult> MATCH =
            new Verdict<>(IdNameOutcome.MATCH, new IdNameResult("SF1", "2025-07-01 10:12:20", "01", "SAME"), "TID1");
    private static final Verdict<IdSelfieResult> FULL = new Verdict<>(
            IdSelfieOutcome.MISMATCH,
            new IdSelfieResult(
                    "SFBw1091761941576552448",
                    "2025-06-30 16:32:10",
                    "02",
                    "UNSAME",
                    NIK,
                    false,
                    false,
                    new BigDecimal("53.3"),
                    new BigDecimal("0.0"),
                    false,
                    true),
            "TID07ecf99645e8452087c38252d1fccdca");

    /** What the version before made of {@link #FULL}. */
    private static final String FULL_BEFORE =
            """
            {"request_id":"TID07ecf99645e8452087c38252d1fccdca","order_no":"SFBw1091761941576552448",\
            "handle_time":"2025-06-30 16:32:10","result":"02","remark":"UNSAME","same_id_number":true,\
            "face_percent":false,"ktp_face_percent":false,"face_score":53.3,"ktp_face_score":0.0,\
            "name":false,"birth_date":true}""";

    private final StoredAnswers answers = new StoredAnswers(Idempotencies.json());

    @Test
    void theProvidersSampleIsKeptAsItIs() {
        String text = answers.of(FULL, SELFIE, LAMBDA_ID);
        assertEquals(
                """
                {"birth_date":true,"face_percent":false,"face_score":53.3,"handle_time":"2025-06-30 16:32:10",\
                "ktp_face_percent":false,"ktp_face_score":0.0,"name":false,"order_no":"SFBw1091761941576552448",\
                "remark":"UNSAME","request_id":"TID07ecf99645e8452087c38252d1fccdca","result":"02",\
                "same_id_number":true}""",
                text);
        assertEquals(replayed(FULL), replay(text, SELFIE));
    }

    /** An answer as the version before kept it: it reads records of this one, and this one reads its records. */
    private record Before(
            @JsonProperty("failure") Failure failure,
            @JsonProperty("request_id") String requestId,
            @JsonProperty("order_no") String orderNo,
            @JsonProperty("handle_time") String handleTime,
            @JsonProperty("result") String result,
            @JsonProperty("remark") String remark,
            @JsonProperty("same_id_number") Boolean sameIdNumber,
            @JsonProperty("face_percent") Boolean facePercent,
            @JsonProperty("ktp_face_percent") Boolean ktpFacePercent,
            @JsonProperty("face_score") BigDecimal faceScore,
            @JsonProperty("ktp_face_score") BigDecimal ktpFaceScore,
            @JsonProperty("name") Boolean name,
            @JsonProperty("birth_date") Boolean birthDate) {}

    @Test
    void theVersionBeforeReadsWhatIsKeptNow() throws JsonProcessingException {
        ObjectMapper strict = new ObjectMapper();
        assertEquals(
                strict.readValue(FULL_BEFORE, Before.class),
                strict.readValue(answers.of(FULL, SELFIE, LAMBDA_ID), Before.class));
        assertEquals(
                new Before(
                        null,
                        "TID1",
                        "SF1",
                        "2025-07-01 10:12:20",
                        "01",
                        "SAME",
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null),
                strict.readValue(answers.of(MATCH, NAME, LAMBDA_ID), Before.class));
        assertEquals(
                new Before(
                        Failure.ANSWER_LATE,
                        LAMBDA_ID,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null),
                strict.readValue(
                        answers.of(new VerificationFailedException(Failure.ANSWER_LATE), SELFIE, LAMBDA_ID),
                        Before.class));
        assertEquals("{\"failure\":\"ANSWER_LOST\"}", answers.lost());
    }

    @Test
    void whatTheVersionBeforeKeptIsReplayed() {
        assertEquals(replayed(FULL), replay(FULL_BEFORE, SELFIE));
        assertEquals(
                replayed(MATCH),
                replay(
                        """
                        {"request_id":"TID1","order_no":"SF1","handle_time":"2025-07-01 10:12:20","result":"01",\
                        "remark":"SAME"}""",
                        NAME));
        IdSelfieResult bare = new IdSelfieResult(
                "SF1", "2025-07-01 10:12:20", "01", "SAME", NIK, true, null, new BigDecimal("98.50"), null, null, null);
        assertEquals(
                new Verdict<>(IdSelfieOutcome.MATCH, bare, "TID1", true),
                replay(
                        """
                        {"request_id":"TID1","order_no":"SF1","handle_time":"2025-07-01 10:12:20","result":"01",\
                        "remark":"SAME","same_id_number":true,"face_percent":true,"face_score":98.50}""",
                        SELFIE));
        VerificationFailedException late = assertThrows(
                VerificationFailedException.class,
                () -> replay("{\"failure\":\"ANSWER_LATE\",\"request_id\":\"lambda-1\"}", SELFIE));
        assertEquals(Failure.ANSWER_LATE, late.failure());
        assertEquals(Failure.ANSWER_LATE.reason(), late.reason());
        assertEquals("lambda-1", late.requestId());
        assertTrue(late.replayed());
    }

    @ParameterizedTest
    @ValueSource(strings = {"false", "null"})
    void anotherIdNumberIsNotMadeUp(String same) {
        assertNull(replay("{\"result\":\"01\",\"same_id_number\":" + same + "}", SELFIE)
                .result()
                .idNumber());
        assertNull(replay("{\"result\":\"01\"}", SELFIE).result().idNumber());
    }

    @ParameterizedTest
    @ValueSource(strings = {"3217061012870002", ""})
    void ofTheIdNumberOnlyThatItIsTheSameIsKept(String answered) throws JsonProcessingException {
        String idNumber = answered.isEmpty() ? null : answered;
        IdSelfieResult other =
                new IdSelfieResult("SF1", null, "01", null, idNumber, null, null, null, null, null, null);
        String text = answers.of(new Verdict<>(IdSelfieOutcome.MATCH, other, "TID1"), SELFIE, LAMBDA_ID);
        assertEquals("{\"order_no\":\"SF1\",\"request_id\":\"TID1\",\"result\":\"01\",\"same_id_number\":false}", text);
    }

    /** Scores are repeated digit by digit. */
    @ParameterizedTest
    @ValueSource(strings = {"98.50", "0.0", "0.00", "100", "100.000", "1E+2", "53.123456789012345678901234567890"})
    void aScoreKeepsItsDigits(String score) {
        BigDecimal given = new BigDecimal(score);
        Verdict<IdSelfieResult> verdict = new Verdict<>(
                IdSelfieOutcome.MATCH,
                new IdSelfieResult(null, null, "01", null, NIK, null, null, given, given, null, null),
                "TID1");
        String text = answers.of(verdict, SELFIE, LAMBDA_ID);
        assertTrue(text.contains("\"face_score\":" + score + ","), text);
        assertEquals(replayed(verdict), replay(text, SELFIE));
        assertEquals(score, replay(text, SELFIE).result().ktpFaceScore().toString());
    }

    /** Which may be of a later version: it was charged perhaps. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "7",
                "null",
                "\"\"",
                "\"canary\"",
                "{\"failure\":\"OF_A_LATER_VERSION\"}",
                "{\"result\":{}}",
                "{\"result\":\"01\",\"face_percent\":\"perhaps\"}"
            })
    void whatCantBeReadIsLost(String answer) {
        VerificationFailedException lost =
                assertThrows(VerificationFailedException.class, () -> replay(answer, SELFIE));
        assertEquals(Failure.ANSWER_LOST, lost.failure());
        assertNull(lost.requestId());
        assertTrue(lost.replayed());
    }

    @ParameterizedTest
    @ValueSource(strings = {"SAME", "UNSAME", "UNKNOW", "same", "NOT SAME", "NOT_FOUND", "FACE NOT DETECTED"})
    void aRemarkOfTheProvidersIsKept(String remark) throws JsonProcessingException {
        assertEquals(remark, remarked(remark).get("remark").textValue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"BUDI SANTOSO", "SAME BUDI", "3217061012870001", "", "SAME ", "SAME\nSAME", "SAMENESS"})
    void anyOtherRemarkCouldNameSomebody(String remark) throws JsonProcessingException {
        assertFalse(remarked(remark).has("remark"));
    }

    @ParameterizedTest
    @CsvSource({
        "3217061012870001, 2025-06-30 16:32:10, 01", // the number that was asked about
        "SF3217061012870001, 3217061012870001, 3217061012870001",
        "BUDI SANTOSO, yesterday, BUDI",
        "a\u0000b, 2025-06-30 BUDI, 01x"
    })
    void whatHasNotItsFormIsNotKept(String reference, String time, String code) throws JsonProcessingException {
        JsonNode kept = kept(new IdNameResult(reference, time, code, null), reference);
        assertEquals(LAMBDA_ID, kept.get("request_id").textValue());
        assertNull(kept.get("order_no"));
        assertEquals(
                time.equals("2025-06-30 16:32:10") ? time : null,
                kept.path("handle_time").textValue());
        assertEquals(code.equals("01") ? code : null, kept.path("result").textValue());
    }

    @Test
    void tellsOfItselfWhatTheProviderBillsBy() {
        assertEquals(
                "IdSelfieResult[orderNo=SFBw1091761941576552448, result=02]",
                replay(FULL_BEFORE, SELFIE).result().toString());
    }

    @Test
    void aFailureIsKeptWithTheIdOfTheRequest() {
        String text = answers.of(new VerificationFailedException(Failure.ANSWER_LATE), SELFIE, LAMBDA_ID);
        assertEquals("{\"failure\":\"ANSWER_LATE\",\"request_id\":\"7c29b5d8-4ab3-4c4f-9ad4\"}", text);
        VerificationFailedException kept = assertThrows(VerificationFailedException.class, () -> replay(text, SELFIE));
        assertEquals(Failure.ANSWER_LATE, kept.failure());
        assertEquals("7c29b5d8-4ab3-4c4f-9ad4", kept.requestId());
    }

    @Test
    void aFailureIsKeptWithTheProvidersIdWhereThereIsOne() {
        VerificationFailedException failed =
                new VerificationFailedException(Failure.INTERNAL_ERROR, "BUDI SANTOSO", "TID3", false);
        assertEquals("{\"failure\":\"INTERNAL_ERROR\",\"request_id\":\"TID3\"}", answers.of(failed, SELFIE, LAMBDA_ID));
    }

    private JsonNode remarked(String remark) throws JsonProcessingException {
        return kept(new IdNameResult(null, null, null, remark), null);
    }

    private JsonNode kept(IdNameResult result, String requestId) throws JsonProcessingException {
        Verdict<IdNameResult> verdict = new Verdict<>(IdNameOutcome.MATCH, result, requestId);
        return new ObjectMapper().readTree(answers.of(verdict, NAME, LAMBDA_ID));
    }

    private <R extends Result> Verdict<R> replay(String answer, Question<R> question) {
        Instant later = Instant.parse("2026-01-02T03:04:05Z");
        return answers.replay(new KeyRecord("id", "fingerprint", State.DONE, "claim", later, later, answer), question);
    }

    private static <R extends Result> Verdict<R> replayed(Verdict<R> verdict) {
        return new Verdict<>(verdict.outcome(), verdict.result(), verdict.requestId(), true);
    }

    /** Texts of a record can be anybody's: they are shown only where they have been looked at. */
    @Test
    void whoSentAQuestionIsNotShown() {
        assertEquals("Sending[redacted]", new StoredAnswers.Sending("an id", "a time").toString());
    }
}
