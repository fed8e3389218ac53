package dev.ktpverify.provider;

/** A verdict of {@code /verify/id_name}. */
public record IdNameReply(String status, String reason, Result result, String requestId) implements Reply {

    /** The page's {@code result} object; any field can be null. */
    public record Result(String orderNo, String handleTime, String result, String remark) implements Reply.Result {

        /** {@code remark} is free text. */
        @Override
        public String toString() {
            return "Result[orderNo=" + orderNo + ", result=" + result + "]";
        }
    }

    static IdNameReply of(ProviderAnswer answer) {
        AnswerFields fields = answer.result();
        Result result =
                new Result(fields.text("order_no"), fields.text("handle_time"), answer.code(), fields.text("remark"));
        return new IdNameReply(OK, null, result, answer.requestId());
    }

    /** {@code reason} is free text that can repeat what was sent. */
    @Override
    public String toString() {
        return "IdNameReply[status=" + status + ", result=" + result + ", requestId=" + requestId + "]";
    }
}
