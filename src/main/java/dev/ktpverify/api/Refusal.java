package dev.ktpverify.api;

/** Why a request never became a verification: nothing is sent and nothing charged, and repeating it does not help. */
public enum Refusal {
    INVALID_ARGUMENT(400, "the request is malformed"),
    NOT_FOUND(404, "no such route"),
    METHOD_NOT_ALLOWED(405, "only POST is allowed here"),
    PAYLOAD_TOO_LARGE(413, "the body is too large"),
    UNSUPPORTED_MEDIA_TYPE(415, "the body must be application/json");

    private final int httpStatus;
    private final String reason;

    Refusal(int httpStatus, String reason) {
        this.httpStatus = httpStatus;
        this.reason = reason;
    }

    /** The refusal with this HTTP status code; any other is a malformed request. */
    public static Refusal of(int httpStatus) {
        for (Refusal refusal : values()) {
            if (refusal.httpStatus == httpStatus) {
                return refusal;
            }
        }
        return INVALID_ARGUMENT;
    }

    /** The HTTP status code of the answer. */
    public int httpStatus() {
        return httpStatus;
    }

    /** A sentence for people; it holds nothing of what was sent. */
    public String reason() {
        return reason;
    }
}
