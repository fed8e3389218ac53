package dev.ktpverify.idempotency;

import dev.ktpverify.idempotency.KeyRecord.Meaning;
import dev.ktpverify.invocation.Invocation;
import dev.ktpverify.model.Failure;
import dev.ktpverify.model.Question;
import dev.ktpverify.model.Result;
import dev.ktpverify.model.Verdict;
import dev.ktpverify.model.VerificationFailedException;
import dev.ktpverify.observability.IdempotencyState;
import java.util.List;

/** What a caller gets if a record is in the way of its question. */
final class EarlierAnswers {

    private final StoredAnswers answers;

    EarlierAnswers(StoredAnswers answers) {
        this.answers = answers;
    }

    /**
     * The verdict that was given before.
     *
     * @param found the record in the way
     * @param meaning what it means for this question
     * @throws VerificationFailedException as the question ended before, or because it can't be asked now
     */
    <R extends Result> Verdict<R> verdict(
            KeyRecord found, Meaning meaning, Question<R> question, Invocation invocation) {
        return switch (meaning) {
            case REUSED -> throw refused(IdempotencyState.REUSED, Failure.IDEMPOTENCY_KEY_REUSED, invocation);
            case IN_PROGRESS, CLAIMABLE -> throw inProgress(invocation); // or claimable just now
            case LOST -> throw lost(answers.sending(found), invocation);
            case ANSWERED -> {
                invocation.log().idempotency(IdempotencyState.REPLAYED);
                yield answers.replay(found, question);
            }
        };
    }

    /** Another verification has the question's record. */
    static VerificationFailedException inProgress(Invocation invocation) {
        return refused(IdempotencyState.IN_PROGRESS, Failure.IN_PROGRESS, invocation);
    }

    private static VerificationFailedException refused(IdempotencyState state, Failure failure, Invocation invocation) {
        invocation.log().idempotency(state);
        return new VerificationFailedException(failure);
    }

    private static VerificationFailedException lost(StoredAnswers.Sending sent, Invocation invocation) {
        invocation.log().lost(sent.by(), sent.at());
        invocation.log().idempotency(IdempotencyState.LOST);
        invocation.log().asked(1, 0, List.of()); // by an environment that died before it recorded the result
        invocation.log().failed(Failure.ANSWER_LOST, "sent by an environment that died before it recorded the result");
        return new VerificationFailedException(Failure.ANSWER_LOST, Failure.ANSWER_LOST.reason(), null, true);
    }
}
