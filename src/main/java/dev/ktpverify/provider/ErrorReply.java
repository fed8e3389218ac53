package dev.ktpverify.provider;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The provider's error envelope; any field can be null. */
public record ErrorReply(String status, String reason, @JsonProperty("request_id") String requestId) {

    /** {@code reason} is free text that can repeat what was sent. */
    @Override
    public String toString() {
        return "ErrorReply[status=" + status + ", requestId=" + requestId + "]";
    }
}
