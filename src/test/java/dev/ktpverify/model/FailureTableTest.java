package dev.ktpverify.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a caller is told of each failure. */
class FailureTableTest {

    private static final EnumSet<Failure> SEEN = EnumSet.noneOf(Failure.class);

    @ParameterizedTest
    @CsvSource({
        "INVALID_ARGUMENT, 400, INVALID_ARGUMENT, FREE, false, ",
        "QUERY_FAILED, 400, QUERY_FAILED, FREE, true, ",
        "ABNORMAL_BEHAVIOURS_DETECTED, 400, ABNORMAL_BEHAVIOURS_DETECTED, FREE, false, ",
        "UNAUTHORIZED, 502, UNAUTHORIZED, FREE, false, ",
        "KEY_EXPIRED, 502, KEY_EXPIRED, FREE, false, ",
        "NO_PERMISSION, 502, NO_PERMISSION, FREE, false, ",
        "NOT_FOUND, 502, NOT_FOUND, FREE, false, ",
        "OUT_OF_QUOTA, 503, OUT_OF_QUOTA, FREE, false, ",
        "RATE_LIMIT_EXCEEDED, 429, RATE_LIMIT_EXCEEDED, FREE, true, 1",
        "INTERNAL_ERROR, 502, INTERNAL_ERROR, FREE, true, ",
        "SOURCE_SERVICE_UNAVAILABLE, 503, SOURCE_SERVICE_UNAVAILABLE, FREE, true, 1",
        "SOURCE_SERVICE_TIMEOUT, 504, SOURCE_SERVICE_TIMEOUT, FREE, true, ",
        "BODY_NOT_READ, 502, BODY_NOT_READ, FREE, false, ",
        "NOT_SENT, 503, SOURCE_SERVICE_UNAVAILABLE, FREE, true, 1",
        "CERTIFICATE_REJECTED, 502, SOURCE_SERVICE_UNAVAILABLE, FREE, false, ",
        "CIRCUIT_OPEN, 503, SOURCE_SERVICE_UNAVAILABLE, FREE, true, 5",
        "NO_CREDENTIALS, 503, SOURCE_SERVICE_UNAVAILABLE, FREE, true, 1",
        "STORE_UNAVAILABLE, 503, SOURCE_SERVICE_UNAVAILABLE, FREE, true, 1",
        "BUDGET_EXHAUSTED, 429, BUDGET_EXHAUSTED, FREE, true, 1",
        "BUDGET_UNAVAILABLE, 503, SOURCE_SERVICE_UNAVAILABLE, FREE, true, 1",
        "IN_PROGRESS, 409, IN_PROGRESS, FREE, true, 1",
        "IDEMPOTENCY_KEY_REUSED, 422, IDEMPOTENCY_KEY_REUSED, FREE, false, ",
        "NO_TIME_LEFT, 504, SOURCE_SERVICE_TIMEOUT, FREE, true, ",
        "ANSWER_LOST, 502, OUTCOME_UNKNOWN, UNKNOWN, false, ",
        "ANSWER_LATE, 504, OUTCOME_UNKNOWN, UNKNOWN, false, ",
        "BUG_BEFORE_SENDING, 500, INTERNAL_ERROR, FREE, false, ",
        "BUG_AFTER_SENDING, 500, INTERNAL_ERROR, UNKNOWN, false, "
    })
    void isTold(Failure failure, int http, String status, Charge charge, boolean retryable, Integer retryAfter) {
        assertEquals(http, failure.httpStatus());
        assertEquals(status, failure.status());
        assertEquals(charge, failure.charge());
        assertEquals(retryable, failure.retryable());
        assertEquals(
                retryAfter,
                failure.retryAfter().isPresent() ? failure.retryAfter().getAsInt() : null);
        assertTrue(failure.reason().matches("[a-z][a-zA-Z,' -]{10,}"), failure.reason());
        SEEN.add(failure);
    }

    @Test
    void whatMayHaveBeenChargedIsNeverCalledRetryable() {
        for (Failure failure : Failure.values()) {
            assertTrue(failure.charge() == Charge.FREE || !failure.retryable(), failure.name());
        }
    }

    /** The provider's pages, section 4. */
    @ParameterizedTest
    @EnumSource(
            names = {
                "INVALID_ARGUMENT",
                "QUERY_FAILED",
                "ABNORMAL_BEHAVIOURS_DETECTED",
                "UNAUTHORIZED",
                "KEY_EXPIRED",
                "NO_PERMISSION",
                "OUT_OF_QUOTA",
                "RATE_LIMIT_EXCEEDED",
                "NOT_FOUND",
                "INTERNAL_ERROR",
                "SOURCE_SERVICE_UNAVAILABLE",
                "SOURCE_SERVICE_TIMEOUT"
            })
    void everyWordOfThePagesIsKnown(Failure failure) {
        assertEquals(Optional.of(failure), Failure.ofProvider(failure.name()));
        assertEquals(failure.name(), failure.status());
        assertEquals(Charge.FREE, failure.charge());
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "OK", "PENDING", "unauthorized", "UNAUTHORIZED ", "OUTCOME_UNKNOWN"})
    void nothingElseIs(String word) {
        assertFalse(Failure.ofProvider(word).isPresent());
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {
                "INVALID_ARGUMENT",
                "QUERY_FAILED",
                "ABNORMAL_BEHAVIOURS_DETECTED",
                "UNAUTHORIZED",
                "KEY_EXPIRED",
                "NO_PERMISSION",
                "OUT_OF_QUOTA",
                "RATE_LIMIT_EXCEEDED",
                "NOT_FOUND",
                "INTERNAL_ERROR",
                "SOURCE_SERVICE_UNAVAILABLE",
                "SOURCE_SERVICE_TIMEOUT"
            })
    void ourOwnFindingsAreNoneOfItsWords(Failure failure) {
        assertFalse(Failure.ofProvider(failure.name()).isPresent());
    }

    @Test
    void onlyTheProvidersOwnTroubleOpensTheCircuit() {
        assertEquals(
                EnumSet.of(
                        Failure.INTERNAL_ERROR,
                        Failure.SOURCE_SERVICE_UNAVAILABLE,
                        Failure.SOURCE_SERVICE_TIMEOUT,
                        Failure.NOT_SENT,
                        Failure.CERTIFICATE_REJECTED,
                        Failure.ANSWER_LOST,
                        Failure.ANSWER_LATE),
                all(Failure::opensTheCircuit));
    }

    @Test
    void theAccountIsRefusedByFourWords() {
        assertEquals(
                EnumSet.of(Failure.UNAUTHORIZED, Failure.KEY_EXPIRED, Failure.NO_PERMISSION, Failure.OUT_OF_QUOTA),
                all(Failure::refusesTheAccount));
    }

    private static EnumSet<Failure> all(Predicate<Failure> which) {
        return Stream.of(Failure.values())
                .filter(which)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Failure.class)));
    }

    @org.junit.jupiter.api.AfterAll
    static void everyFailureHasARow() {
        assertEquals(EnumSet.allOf(Failure.class), SEEN);
    }
}
