package dev.ktpverify.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.math.BigDecimal;

/**
 * The provider's {@code result} object for {@code id_selfie}, with its field names. What was not asked is null.
 *
 * @param orderNo the order that the provider bills by
 * @param handleTime when the provider answered, in a zone that it does not tell
 * @param result the result code that the outcome stands for
 * @param remark free text
 * @param idNumber the id number that was asked about
 * @param facePercent whether the selfie is the face on record
 * @param ktpFacePercent whether the face on the card is
 * @param faceScore how similar the selfie is, 0 to 100
 * @param ktpFaceScore how similar the face on the card is, 0 to 100
 * @param name whether the name is the one on record
 * @param birthDate whether the birth date is
 */
@RegisterForReflection // read from records of the idempotency table
public record IdSelfieResult(
        @JsonProperty("order_no") String orderNo,
        @JsonProperty("handle_time") String handleTime,
        @JsonProperty("result") String result,
        @JsonProperty("remark") String remark,
        @JsonProperty("id_number") String idNumber,
        @JsonProperty("face_percent") Boolean facePercent,
        @JsonProperty("ktp_face_percent") Boolean ktpFacePercent,
        @JsonProperty("face_score") BigDecimal faceScore,
        @JsonProperty("ktp_face_score") BigDecimal ktpFaceScore,
        @JsonProperty("name") Boolean name,
        @JsonProperty("birth_date") Boolean birthDate)
        implements Result {

    @Override
    public String toString() {
        return "IdSelfieResult[orderNo=" + orderNo + ", result=" + result + "]";
    }
}
