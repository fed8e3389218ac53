package dev.ktpverify.provider;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;

/** What {@code /verify/id_selfie} answers with HTTP 200. */
public record IdSelfieReply(String status, String reason, Result result, @JsonProperty("request_id") String requestId)
        implements Reply {

    /** The page's {@code result} object; any field can be null. */
    public record Result(
            @JsonProperty("order_no") String orderNo,
            @JsonProperty("handle_time") String handleTime,
            String result,
            String remark,
            @JsonProperty("id_number") String idNumber,
            @JsonProperty("face_percent") Boolean facePercent,
            @JsonProperty("ktp_face_percent") Boolean ktpFacePercent,
            @JsonProperty("face_score") BigDecimal faceScore,
            @JsonProperty("ktp_face_score") BigDecimal ktpFaceScore,
            Boolean name,
            @JsonProperty("birth_date") Boolean birthDate)
            implements Reply.Result {

        @Override
        public String toString() {
            return "Result[orderNo=" + orderNo + ", result=" + result + "]";
        }
    }

    /** {@code reason} is free text that can repeat what was sent. */
    @Override
    public String toString() {
        return "IdSelfieReply[status=" + status + ", result=" + result + ", requestId=" + requestId + "]";
    }
}
