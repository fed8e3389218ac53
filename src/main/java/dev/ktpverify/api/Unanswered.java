package dev.ktpverify.api;

import dev.ktpverify.observability.Journal;
import dev.ktpverify.verification.Failure;

/**
 * The answer to an invocation that came to none by itself. This is the one place that tells what such an invocation cost: it
 * stops what is under way, and asks whether anything has left.
 *
 * @param httpStatus the HTTP status code
 * @param body the error envelope
 */
public record Unanswered(int httpStatus, ErrorAnswer body) {

    /**
     * After a bug, ours or the framework's.
     *
     * @param what an exception's class or a word of ours, for the log alone
     */
    public static Unanswered bug(Journal journal, String what, String requestId) {
        return of(Failure.bug(journal.giveUp()), journal, what, requestId);
    }

    /** When the environment ends. */
    public static Unanswered shutdown(Journal journal, String requestId) {
        return of(Failure.outOfTime(journal.giveUp()), journal, "the environment ends", requestId);
    }

    private static Unanswered of(Failure failure, Journal journal, String what, String requestId) {
        journal.failed(failure, what);
        return new Unanswered(failure.httpStatus(), ErrorAnswer.of(failure, failure.reason(), requestId));
    }
}
