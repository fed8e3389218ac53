package dev.ktpverify.verification;

import static dev.ktpverify.verification.Charge.FREE;
import static dev.ktpverify.verification.Charge.UNKNOWN;

import dev.ktpverify.credentials.CredentialsUnavailableException;

/** Why a verification brought no verdict, and what the caller is told: the error table. The HTTP code says who must act. */
public enum Failure {
    // the provider's words: its pages, section 4
    INVALID_ARGUMENT(400, FREE, false, "the provider refused an argument"),
    QUERY_FAILED(400, FREE, true, "the provider's query failed"),
    ABNORMAL_BEHAVIOURS_DETECTED(400, FREE, false, "the same question was asked too often"),
    UNAUTHORIZED(502, FREE, false, "the provider refused our credentials"),
    KEY_EXPIRED(502, FREE, false, "our credentials with the provider have expired"),
    NO_PERMISSION(502, FREE, false, "our credentials with the provider do not cover this"),
    NOT_FOUND(502, FREE, false, "the provider does not know this verification"),
    OUT_OF_QUOTA(503, FREE, false, "our quota with the provider is used up"),
    RATE_LIMIT_EXCEEDED(429, FREE, true, "the provider's rate limit is reached"),
    INTERNAL_ERROR(502, FREE, true, "the provider failed"),
    SOURCE_SERVICE_UNAVAILABLE(503, FREE, true, "the provider's source is unavailable"),
    SOURCE_SERVICE_TIMEOUT(504, FREE, true, "the provider's source did not answer in time"),

    // our own findings
    NOT_SENT("SOURCE_SERVICE_UNAVAILABLE", 503, FREE, true, "the provider could not be reached"),
    CERTIFICATE_REJECTED("SOURCE_SERVICE_UNAVAILABLE", 502, FREE, false, "the provider's certificate is not trusted"),
    CIRCUIT_OPEN("SOURCE_SERVICE_UNAVAILABLE", 503, FREE, true, "the provider failed several times in a row"),
    NO_CREDENTIALS("SOURCE_SERVICE_UNAVAILABLE", 503, FREE, true, "the provider's credentials could not be had"),
    STORE_UNAVAILABLE("SOURCE_SERVICE_UNAVAILABLE", 503, FREE, true, "the idempotency key could not be looked up"),
    IN_PROGRESS(409, FREE, true, "the same question is being asked already"),
    IDEMPOTENCY_KEY_REUSED(422, FREE, false, "the idempotency key was used for another question"),
    NO_TIME_LEFT("SOURCE_SERVICE_TIMEOUT", 504, FREE, true, "too little time was left to ask the provider"),
    ANSWER_LOST("OUTCOME_UNKNOWN", 502, UNKNOWN, false, "the provider's answer was lost or makes no sense"),
    ANSWER_LATE("OUTCOME_UNKNOWN", 504, UNKNOWN, false, "the provider did not answer in time"),
    BUG_BEFORE_SENDING("INTERNAL_ERROR", 500, FREE, false, "ktp-verify failed"),
    BUG_AFTER_SENDING("INTERNAL_ERROR", 500, UNKNOWN, false, "ktp-verify failed");

    private final String status;
    private final int httpStatus;
    private final Charge charge;
    private final boolean retryable;
    private final String reason;

    /** A word of the provider's, passed on under its own name. */
    Failure(int httpStatus, Charge charge, boolean retryable, String reason) {
        this(null, httpStatus, charge, retryable, reason);
    }

    Failure(String status, int httpStatus, Charge charge, boolean retryable, String reason) {
        this.status = status == null ? name() : status;
        this.httpStatus = httpStatus;
        this.charge = charge;
        this.retryable = retryable;
        this.reason = reason;
    }

    /** A bug of ours: what it may have cost is told by whether anything was sent. */
    public static Failure bug(boolean sent) {
        return sent ? BUG_AFTER_SENDING : BUG_BEFORE_SENDING;
    }

    /** No time is left, before or while the provider is asked. */
    public static Failure outOfTime(boolean sent) {
        return sent ? ANSWER_LATE : NO_TIME_LEFT;
    }

    /** There is nothing to ask with. */
    public static Failure of(CredentialsUnavailableException why) {
        return why.isNoTimeLeft() ? NO_TIME_LEFT : NO_CREDENTIALS;
    }

    /** The word that callers decide by. */
    public String status() {
        return status;
    }

    /** The HTTP status code of the answer. */
    public int httpStatus() {
        return httpStatus;
    }

    /** What the verification cost. */
    public Charge charge() {
        return charge;
    }

    /** Whether the same request may fare better later. */
    public boolean retryable() {
        return retryable;
    }

    /** A sentence for people; it holds nothing of what was sent. */
    public String reason() {
        return reason;
    }
}
