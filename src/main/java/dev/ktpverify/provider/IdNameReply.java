package dev.ktpverify.provider;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What {@code /verify/id_name} answers with HTTP 200. */
public record IdNameReply(String status, String reason, Result result, @JsonProperty("request_id") String requestId)
        implements Reply {

    /** The page's {@code result} object; any field can be null. */
    public record Result(
            @JsonProperty("order_no") String orderNo,
            @JsonProperty("handle_time") String handleTime,
            String result,
            String remark)
            implements Reply.Result {

        /** {@code remark} is free text. */
        @Override
        public String toString() {
            return "Result[orderNo=" + orderNo + ", result=" + result + "]";
        }
    }

    /** {@code reason} is free text that can repeat what was sent. */
    @Override
    public String toString() {
        return "IdNameReply[status=" + status + ", result=" + result + ", requestId=" + requestId + "]";
    }
}
