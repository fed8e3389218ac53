package dev.ktpverify.verification.idempotency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ktpverify.verification.Failure;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StoredAnswerTest {

    private static final String NIK = "3217061012870001";
    private static final StoredAnswer FULL = new StoredAnswer(
            null,
            "TID07ecf99645e8452087c38252d1fccdca",
            "SFBw1091761941576552448",
            "2025-06-30 16:32:10",
            "02",
            "UNSAME",
            true,
            false,
            false,
            new BigDecimal("53.3"),
            new BigDecimal("0.0"),
            false,
            true);

    @Test
    void theProvidersSampleIsKeptAsItIs() throws JsonProcessingException {
        assertEquals(FULL, FULL.impersonal(NIK));
        ObjectMapper json = new ObjectMapper();
        String text = json.writeValueAsString(FULL);
        assertEquals(
                """
                {"request_id":"TID07ecf99645e8452087c38252d1fccdca","order_no":"SFBw1091761941576552448",\
                "handle_time":"2025-06-30 16:32:10","result":"02","remark":"UNSAME","same_id_number":true,\
                "face_percent":false,"ktp_face_percent":false,"face_score":53.3,"ktp_face_score":0.0,\
                "name":false,"birth_date":true}""",
                text);
        assertEquals(FULL, json.readValue(text, StoredAnswer.class));
    }

    @ParameterizedTest
    @ValueSource(strings = {"SAME", "UNSAME", "UNKNOW", "same", "NOT SAME", "NOT_FOUND", "FACE NOT DETECTED"})
    void aRemarkOfTheProvidersIsKept(String remark) {
        assertEquals(remark, remarked(remark).impersonal(NIK).remark());
    }

    @ParameterizedTest
    @ValueSource(strings = {"BUDI SANTOSO", "SAME BUDI", "3217061012870001", "", "SAME ", "SAME\nSAME", "SAMENESS"})
    void anyOtherRemarkCouldNameSomebody(String remark) {
        assertNull(remarked(remark).impersonal(NIK).remark());
    }

    @ParameterizedTest
    @CsvSource({
        "3217061012870001, 2025-06-30 16:32:10, 01", // the number that was asked about
        "SF3217061012870001, 3217061012870001, 3217061012870001",
        "BUDI SANTOSO, yesterday, BUDI",
        "a\u0000b, 2025-06-30 BUDI, 01x"
    })
    void whatHasNotItsFormIsNotKept(String reference, String time, String code) {
        StoredAnswer kept = new StoredAnswer(
                        null, reference, reference, time, code, null, null, null, null, null, null, null, null)
                .impersonal(NIK);
        assertNull(kept.requestId());
        assertNull(kept.orderNo());
        assertEquals(time.equals("2025-06-30 16:32:10") ? time : null, kept.handleTime());
        assertEquals(code.equals("01") ? code : null, kept.result());
    }

    @Test
    void tellsOfItselfWhatTheProviderBillsBy() {
        assertEquals("StoredAnswer[failure=null, orderNo=SFBw1091761941576552448, result=02]", FULL.toString());
    }

    @Test
    void aFailureIsKeptWithTheIdOfTheRequest() {
        StoredAnswer kept = StoredAnswer.of(Failure.ANSWER_LATE, null).withRequestId("7c29b5d8-4ab3-4c4f-9ad4");
        assertEquals(Failure.ANSWER_LATE, kept.failure());
        assertEquals("7c29b5d8-4ab3-4c4f-9ad4", kept.requestId());
    }

    private static StoredAnswer remarked(String remark) {
        return new StoredAnswer(null, null, null, null, null, remark, null, null, null, null, null, null, null);
    }
}
