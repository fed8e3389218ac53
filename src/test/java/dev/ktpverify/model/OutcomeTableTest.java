package dev.ktpverify.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each result code means and costs, as the provider's pages have it: sections 3.1. */
class OutcomeTableTest {

    @ParameterizedTest
    @CsvSource({
        "01, MATCH, CHARGED, false",
        "02, MISMATCH, CHARGED, false",
        "03, NOT_SURE, FREE, false",
        "04, FAILED, FREE, true",
        "05, UNRECOGNIZED, UNKNOWN, false",
        "1, UNRECOGNIZED, UNKNOWN, false",
        "'', UNRECOGNIZED, UNKNOWN, false"
    })
    void idName(String code, String name, Charge charge, boolean retryable) {
        check(IdNameOutcome.of(code), code, name, charge, retryable);
    }

    @ParameterizedTest
    @CsvSource({
        "01, MATCH, CHARGED, false",
        "02, MISMATCH, CHARGED, false",
        "03, NOT_FOUND, FREE, false",
        "04, FAILED, FREE, true",
        "05, NOT_FOUND_IN_DB, FREE, false",
        "06, CHANNEL_FAILED, FREE, true",
        "07, RATE_LIMITED, FREE, true",
        "08, NO_FACE_DETECTED, FREE, false",
        "09, UNRECOGNIZED, UNKNOWN, false",
        "1, UNRECOGNIZED, UNKNOWN, false",
        "'', UNRECOGNIZED, UNKNOWN, false"
    })
    void idSelfie(String code, String name, Charge charge, boolean retryable) {
        check(IdSelfieOutcome.of(code), code, name, charge, retryable);
    }

    private static void check(Outcome outcome, String code, String name, Charge charge, boolean retryable) {
        assertEquals(name, outcome.name());
        assertEquals(charge, outcome.charge());
        assertEquals(retryable, outcome.retryable());
        assertEquals(name.equals("UNRECOGNIZED") ? "null" : code, Objects.toString(outcome.code()));
    }
}
