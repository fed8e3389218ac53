package dev.ktpverify.verification.idempotency;

import dev.ktpverify.verification.Verdict;

/**
 * How the verdict on one question is kept, and made whole again from what was kept and the question itself.
 *
 * @param <R> the endpoint's result
 */
public interface AnswerForm<R> {

    /** What of a verdict is kept. */
    StoredAnswer keep(Verdict<R> verdict);

    /** The verdict that was kept, marked as replayed. */
    Verdict<R> replay(StoredAnswer kept);
}
