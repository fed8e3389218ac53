package dev.ktpverify.model;

import java.util.Objects;

/** The typed verdict of one endpoint; there is an enum for each, because one code means different things in them. */
public interface Outcome {

    /** The name that callers see. */
    String name();

    /** The provider's result code; null for what its pages do not have. */
    String code();

    /** What the provider charges for this verdict. */
    Charge charge();

    /** Whether asking again may bring another verdict. */
    boolean retryable();

    /** The outcome with this code among those of an endpoint, {@code unrecognized} when there is none. */
    static <O extends Outcome> O of(String code, O[] outcomes, O unrecognized) {
        for (O outcome : outcomes) {
            if (Objects.equals(code, outcome.code())) {
                return outcome;
            }
        }
        return unrecognized;
    }
}
