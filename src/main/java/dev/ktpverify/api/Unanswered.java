package dev.ktpverify.api;

import dev.ktpverify.invocation.Invocation;
import dev.ktpverify.model.Failure;

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
    public static Unanswered bug(Invocation invocation, String what) {
        return of(Failure.bug(invocation.giveUp()), what, invocation);
    }

    /** When the environment ends. */
    public static Unanswered shutdown(Invocation invocation) {
        return of(Failure.outOfTime(invocation.giveUp()), "the environment ends", invocation);
    }

    private static Unanswered of(Failure failure, String what, Invocation invocation) {
        invocation.log().failed(failure, what);
        return new Unanswered(failure.httpStatus(), ErrorAnswer.of(failure, invocation));
    }
}
