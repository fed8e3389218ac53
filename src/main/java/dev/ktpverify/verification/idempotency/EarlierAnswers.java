package dev.ktpverify.verification.idempotency;

import dev.ktpverify.KtpVerifyConfig;
import dev.ktpverify.observability.Journal;
import dev.ktpverify.verification.Failure;
import dev.ktpverify.verification.Request;
import dev.ktpverify.verification.Verdict;
import dev.ktpverify.verification.VerificationFailedException;
import dev.ktpverify.verification.idempotency.KeyRecord.Meaning;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What a caller is told where a record stands in the way of its question. */
final class EarlierAnswers {

    private final Optional<RecordStore> store;
    private final KtpVerifyConfig.Idempotency config;
    private final StoredAnswers answers;
    private final Clock clock;
    private final Journal journal;

    EarlierAnswers(
            Optional<RecordStore> store,
            KtpVerifyConfig.Idempotency config,
            StoredAnswers answers,
            Clock clock,
            Journal journal) {
        this.store = store;
        this.config = config;
        this.answers = answers;
        this.clock = clock;
        this.journal = journal;
    }

    /**
     * The verdict that was given before; waits for the store.
     *
     * @param found the record in the way
     * @param fresh the record that was to be made
     * @param now the time that the records are held against
     * @throws VerificationFailedException as the earlier question ended, or because it can't be asked now
     */
    <R> Verdict<R> of(KeyRecord found, KeyRecord fresh, Request request, Instant now, AnswerForm<R> form) {
        KeyRecord there = found.meaning(fresh, now) == Meaning.LOST ? settled(found, request) : found;
        return switch (there.meaning(fresh, now)) {
            case REUSED -> throw refused("reused", Failure.IDEMPOTENCY_KEY_REUSED);
            case IN_PROGRESS, FREE -> throw refused("in_progress", Failure.IN_PROGRESS); // FREE: it has just become so
            case LOST -> throw lost();
            case ANSWERED -> replayed(there, form);
        };
    }

    /** A question whose end nobody has told in time is UNKNOWN from now on, unless the end has been told just now. */
    private KeyRecord settled(KeyRecord found, Request request) {
        Claim earlier = new Claim(store.orElseThrow(), found, request, config, clock, journal);
        return earlier.giveUp(answers.lost()).orElse(found);
    }

    private VerificationFailedException refused(String state, Failure failure) {
        journal.idempotency(state);
        return new VerificationFailedException(failure);
    }

    private VerificationFailedException lost() {
        journal.idempotency("lost");
        journal.asked(1, 0, List.of()); // by an environment that never told
        journal.failed(Failure.ANSWER_LOST, "whoever sent it never told the end");
        return new VerificationFailedException(Failure.ANSWER_LOST, Failure.ANSWER_LOST.reason(), null, true);
    }

    private <R> Verdict<R> replayed(KeyRecord kept, AnswerForm<R> form) {
        journal.idempotency("replayed");
        StoredAnswer answer = answers.read(kept);
        if (answer.failure() != null) {
            throw new VerificationFailedException(
                    answer.failure(), answer.failure().reason(), answer.requestId(), true);
        }
        return form.replay(answer);
    }
}
