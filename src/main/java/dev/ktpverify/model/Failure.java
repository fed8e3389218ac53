package dev.ktpverify.model;

import static dev.ktpverify.model.Charge.FREE;
import static dev.ktpverify.model.Charge.UNKNOWN;

import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Why a verification has no verdict: the error table. Each failure says what the caller gets and what the operator does. The
 * HTTP status code says who must act.
 */
public enum Failure {
    // the provider's error codes: its pages, section 4; each means that nothing was charged
    INVALID_ARGUMENT(400, FREE, false, "the provider refused an argument", Advice.NOTHING),
    QUERY_FAILED(400, FREE, true, "the provider's query failed", Advice.NOTHING),
    ABNORMAL_BEHAVIOURS_DETECTED(400, FREE, false, "the same question was asked too often", Advice.NOTHING),
    UNAUTHORIZED(502, FREE, false, "the provider refused our credentials", Advice.CREDENTIALS),
    KEY_EXPIRED(502, FREE, false, "our credentials with the provider have expired", Advice.CREDENTIALS),
    NO_PERMISSION(502, FREE, false, "our credentials with the provider do not cover this", Advice.CONTRACT),
    NOT_FOUND(502, FREE, false, "the provider does not know this verification", Advice.CONTRACT),
    OUT_OF_QUOTA(503, FREE, false, "our quota with the provider is used up", Advice.QUOTA),
    RATE_LIMIT_EXCEEDED(429, FREE, true, "the provider's rate limit is reached", Advice.PROVIDER_OUTAGE),
    INTERNAL_ERROR(502, FREE, true, "the provider failed", Advice.PROVIDER_OUTAGE),
    SOURCE_SERVICE_UNAVAILABLE(503, FREE, true, "the provider's source is unavailable", Advice.PROVIDER_OUTAGE),
    SOURCE_SERVICE_TIMEOUT(504, FREE, true, "the provider's source did not answer in time", Advice.PROVIDER_OUTAGE),

    // our own findings
    BODY_NOT_READ(502, FREE, false, "the provider did not find a field that was sent", Advice.BODY),
    NOT_SENT(
            "SOURCE_SERVICE_UNAVAILABLE", 503, FREE, true, "the provider could not be reached", Advice.PROVIDER_OUTAGE),
    CERTIFICATE_REJECTED(
            "SOURCE_SERVICE_UNAVAILABLE",
            502,
            FREE,
            false,
            "the provider's certificate is not trusted",
            Advice.CERTIFICATE),
    CIRCUIT_OPEN(
            "SOURCE_SERVICE_UNAVAILABLE",
            503,
            FREE,
            true,
            "the provider failed several times in a row",
            Advice.PROVIDER_OUTAGE),
    NO_CREDENTIALS(
            "SOURCE_SERVICE_UNAVAILABLE",
            503,
            FREE,
            true,
            "the provider's credentials could not be had",
            Advice.CREDENTIALS),
    STORE_UNAVAILABLE(
            "SOURCE_SERVICE_UNAVAILABLE", 503, FREE, true, "the idempotency key could not be looked up", Advice.STORE),
    BUDGET_EXHAUSTED(429, FREE, true, "the budget is used up", Advice.BUDGET),
    BUDGET_UNAVAILABLE(
            "SOURCE_SERVICE_UNAVAILABLE", 503, FREE, true, "the budget could not be looked up", Advice.STORE),
    IN_PROGRESS(409, FREE, true, "the same question is being asked already", Advice.NOTHING),
    IDEMPOTENCY_KEY_REUSED(422, FREE, false, "the idempotency key was used for another question", Advice.NOTHING),
    NO_TIME_LEFT(
            "SOURCE_SERVICE_TIMEOUT",
            504,
            FREE,
            true,
            "too little time was left to ask the provider",
            Advice.PROVIDER_OUTAGE),
    ANSWER_LOST(
            "OUTCOME_UNKNOWN",
            502,
            UNKNOWN,
            false,
            "the provider's answer was lost or makes no sense",
            Advice.UNKNOWN_CHARGE),
    ANSWER_LATE("OUTCOME_UNKNOWN", 504, UNKNOWN, false, "the provider did not answer in time", Advice.UNKNOWN_CHARGE),
    BUG_BEFORE_SENDING("INTERNAL_ERROR", 500, FREE, false, "ktp-verify failed", Advice.BUG),
    BUG_AFTER_SENDING("INTERNAL_ERROR", 500, UNKNOWN, false, "ktp-verify failed", Advice.BUG);

    private static final Set<Failure> PROVIDERS_CODES = EnumSet.range(INVALID_ARGUMENT, SOURCE_SERVICE_TIMEOUT);
    private static final Set<Failure> REFUSE_THE_ACCOUNT =
            EnumSet.of(UNAUTHORIZED, KEY_EXPIRED, NO_PERMISSION, OUT_OF_QUOTA);
    private static final Set<Failure> OPEN_THE_CIRCUIT = EnumSet.of(
            INTERNAL_ERROR,
            SOURCE_SERVICE_UNAVAILABLE,
            SOURCE_SERVICE_TIMEOUT,
            NOT_SENT,
            CERTIFICATE_REJECTED,
            ANSWER_LOST,
            ANSWER_LATE);

    /** Conflict, Too Many Requests, Service Unavailable. */
    private static final Set<Integer> FOR_NOW = Set.of(409, 429, 503);

    private static final int CIRCUIT_DELAY_SECONDS = 5;

    private final String status;
    private final int httpStatus;
    private final Charge charge;
    private final boolean retryable;
    private final String reason;
    private final Advice advice;

    /** A failure whose name is the status that callers get. */
    Failure(int httpStatus, Charge charge, boolean retryable, String reason, Advice advice) {
        this(null, httpStatus, charge, retryable, reason, advice);
    }

    Failure(String status, int httpStatus, Charge charge, boolean retryable, String reason, Advice advice) {
        this.status = status == null ? name() : status;
        this.httpStatus = httpStatus;
        this.charge = charge;
        this.retryable = retryable;
        this.reason = reason;
        this.advice = advice;
    }

    /**
     * The failure for an error code of the provider.
     *
     * @param code the code, perhaps null
     * @return empty for null and for a code that the provider's pages do not have
     */
    public static Optional<Failure> ofProvider(String code) {
        return PROVIDERS_CODES.stream()
                .filter(failure -> failure.name().equals(code))
                .findFirst();
    }

    /** A bug of ktp-verify: the charge depends on whether anything was sent. */
    public static Failure bug(boolean sent) {
        return sent ? BUG_AFTER_SENDING : BUG_BEFORE_SENDING;
    }

    /** No time is left, before or after something was sent. */
    public static Failure outOfTime(boolean sent) {
        return sent ? ANSWER_LATE : NO_TIME_LEFT;
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

    /** Whether the same request may succeed later. */
    public boolean retryable() {
        return retryable;
    }

    /** A sentence for people; it holds nothing of what was sent. */
    public String reason() {
        return reason;
    }

    /** The level of the log line and the section of the runbook. */
    public Advice advice() {
        return advice;
    }

    /** Whether the provider refuses our account, whatever is asked: another secret may be of another account. */
    public boolean refusesTheAccount() {
        return REFUSE_THE_ACCOUNT.contains(this);
    }

    /** Whether the provider, its source or the way to it is in trouble; false if the provider works and refuses. */
    public boolean opensTheCircuit() {
        return OPEN_THE_CIRCUIT.contains(this);
    }

    /**
     * The least value of {@code Retry-After}, in seconds (RFC 9110, 10.2.3), for what is refused now and may succeed later.
     * The provider names no figure, and a second is about what an answer takes. An open circuit lets nothing through before
     * its delay is over, which {@code ProviderClient} has too.
     */
    public OptionalInt retryAfter() {
        if (!retryable || !FOR_NOW.contains(httpStatus)) {
            return OptionalInt.empty();
        }
        return OptionalInt.of(this == CIRCUIT_OPEN ? CIRCUIT_DELAY_SECONDS : 1);
    }
}
