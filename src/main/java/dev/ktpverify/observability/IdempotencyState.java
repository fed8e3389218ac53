package dev.ktpverify.observability;

import java.util.Locale;

/** What the idempotency table knew of a question; in small letters, the field {@code idempotency} of the log line. */
public enum IdempotencyState {
    /** The table was not asked. */
    NONE,
    FRESH,
    REPLAYED,
    IN_PROGRESS,
    REUSED,
    /** The question was sent, and its answer was never recorded. */
    LOST,
    /** The table or the secret's key could not be used. */
    UNAVAILABLE;

    /** As in the line. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
