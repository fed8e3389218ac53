package dev.ktpverify.provider;

import java.math.BigDecimal;

/** A verdict of {@code /verify/id_selfie}. */
public record IdSelfieReply(String status, String reason, Result result, String requestId) implements Reply {

    /** The page's {@code result} object; any field can be null. */
    public record Result(
            String orderNo,
            String handleTime,
            String result,
            String remark,
            String idNumber,
            Boolean facePercent,
            Boolean ktpFacePercent,
            BigDecimal faceScore,
            BigDecimal ktpFaceScore,
            Boolean name,
            Boolean birthDate)
            implements Reply.Result {

        @Override
        public String toString() {
            return "Result[orderNo=" + orderNo + ", result=" + result + "]";
        }
    }

    static IdSelfieReply of(ProviderAnswer answer) {
        AnswerFields fields = answer.result();
        Result result = new Result(
                fields.text("order_no"),
                fields.text("handle_time"),
                answer.code(),
                fields.text("remark"),
                fields.text("id_number"),
                fields.truth("face_percent"),
                fields.truth("ktp_face_percent"),
                fields.number("face_score"),
                fields.number("ktp_face_score"),
                fields.truth("name"),
                fields.truth("birth_date"));
        return new IdSelfieReply(OK, null, result, answer.requestId());
    }

    /** {@code reason} is free text that can repeat what was sent. */
    @Override
    public String toString() {
        return "IdSelfieReply[status=" + status + ", result=" + result + ", requestId=" + requestId + "]";
    }
}
