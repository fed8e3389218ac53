package dev.ktpverify.verification;

import dev.ktpverify.verification.idempotency.AnswerForm;
import dev.ktpverify.verification.idempotency.StoredAnswer;

/** How a verdict of {@code /verify/id_name} is kept. */
final class IdNameAnswerForm implements AnswerForm<IdNameResult> {

    @Override
    public StoredAnswer keep(Verdict<IdNameResult> verdict) {
        IdNameResult result = verdict.result();
        return new StoredAnswer(
                null,
                verdict.requestId(),
                result.orderNo(),
                result.handleTime(),
                result.result(),
                result.remark(),
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    @Override
    public Verdict<IdNameResult> replay(StoredAnswer kept) {
        return new Verdict<>(
                IdNameOutcome.of(kept.result()),
                new IdNameResult(kept.orderNo(), kept.handleTime(), kept.result(), kept.remark()),
                kept.requestId(),
                true);
    }
}
