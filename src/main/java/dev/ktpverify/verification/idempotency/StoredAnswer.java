package dev.ktpverify.verification.idempotency;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.ktpverify.verification.Failure;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * An answer as it is kept: field by field, and nothing that could be about a person. The provider's free text is kept where
 * it has the form of its pages, else left out.
 *
 * @param failure why there is no verdict, null where there is one
 * @param requestId the provider's id of the request
 * @param orderNo the order that the provider bills by
 * @param handleTime when the provider answered
 * @param result the provider's result code
 * @param remark the provider's remark, where it is words that are nobody's name
 * @param sameIdNumber true if the provider's answer named the id number that was asked about; the number is not kept
 * @param facePercent whether the selfie is the face on record
 * @param ktpFacePercent whether the face on the card is
 * @param faceScore how similar the selfie is
 * @param ktpFaceScore how similar the face on the card is
 * @param name whether the name is the one on record
 * @param birthDate whether the birth date is
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record StoredAnswer(
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
        @JsonProperty("birth_date") Boolean birthDate) {

    private static final Pattern REFERENCE = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final Pattern TIME =
            Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9:.]{5,12}(?:Z|[+-][0-9:]{2,6})?");
    private static final Pattern CODE = Pattern.compile("[0-9]{1,4}");
    /** Among them the typing errors of the provider's pages. */
    private static final String REMARK_WORDS =
            "SAME|UNSAME|NOT|NO|SIMILAR|MATCH|MATCHED|MISMATCH|UNKNOW|UNKNOWN|FOUND|SURE"
                    + "|FAIL|FAILED|SUCCESS|OK|CHANNEL|RATE|LIMIT|LIMITED|IN|FROM|DB|DATA|DATABASE|FACE|DETECTED|ID|NAME|PERSON|RECORD";

    private static final Pattern REMARK =
            Pattern.compile("(?:" + REMARK_WORDS + ")(?:[ _-](?:" + REMARK_WORDS + ")){0,9}");

    /** The end of a verification without a verdict. */
    static StoredAnswer of(Failure failure, String requestId) {
        return new StoredAnswer(failure, requestId, null, null, null, null, null, null, null, null, null, null, null);
    }

    /**
     * This answer without what could be about a person.
     *
     * @param idNumber the id number that was asked about, which no text may hold
     */
    StoredAnswer impersonal(String idNumber) {
        return new StoredAnswer(
                failure,
                kept(requestId, REFERENCE, idNumber),
                kept(orderNo, REFERENCE, idNumber),
                kept(handleTime, TIME, idNumber),
                kept(result, CODE, idNumber),
                remark != null
                                && REMARK.matcher(remark.toUpperCase(Locale.ROOT))
                                        .matches()
                        ? remark
                        : null,
                sameIdNumber,
                facePercent,
                ktpFacePercent,
                faceScore,
                ktpFaceScore,
                name,
                birthDate);
    }

    /** This answer with our own id of the request, where the provider gave none. */
    StoredAnswer withRequestId(String id) {
        return new StoredAnswer(
                failure,
                id,
                orderNo,
                handleTime,
                result,
                remark,
                sameIdNumber,
                facePercent,
                ktpFacePercent,
                faceScore,
                ktpFaceScore,
                name,
                birthDate);
    }

    private static String kept(String text, Pattern form, String idNumber) {
        return text != null && form.matcher(text).matches() && !text.contains(idNumber) ? text : null;
    }

    @Override
    public String toString() {
        return "StoredAnswer[failure=" + failure + ", orderNo=" + orderNo + ", result=" + result + "]";
    }
}
