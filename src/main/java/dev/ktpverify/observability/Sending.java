package dev.ktpverify.observability;

import java.util.List;

/** The requests to the provider that one verification makes, counted as they leave. Safe for several threads. */
public interface Sending {

    /** How many have left, or may have: one that is being written counts. */
    int sent();

    /** How many attempts ended before a byte left. */
    int notSent();

    /** How long each of those that left took, in milliseconds, as far as it has ended. */
    List<Long> millis();

    /** Nobody waits any more: what has not left never will. */
    void giveUp();
}
