package dev.ktpverify.model;

import static dev.ktpverify.model.Charge.CHARGED;
import static dev.ktpverify.model.Charge.FREE;
import static dev.ktpverify.model.Charge.UNKNOWN;

/** The verdicts of {@code /verify/id_name}: the provider's page, section 3.1. */
public enum IdNameOutcome implements Outcome {
    MATCH("01", CHARGED, false),
    MISMATCH("02", CHARGED, false),
    NOT_SURE("03", FREE, false),
    FAILED("04", FREE, true),
    UNRECOGNIZED(null, UNKNOWN, false);

    private final String code;
    private final Charge charge;
    private final boolean retryable;

    IdNameOutcome(String code, Charge charge, boolean retryable) {
        this.code = code;
        this.charge = charge;
        this.retryable = retryable;
    }

    /** The outcome that the provider's result code stands for; never by its remark, which is free text. */
    static IdNameOutcome of(String code) {
        return Outcome.of(code, values(), UNRECOGNIZED);
    }

    @Override
    public String code() {
        return code;
    }

    @Override
    public Charge charge() {
        return charge;
    }

    @Override
    public boolean retryable() {
        return retryable;
    }
}
