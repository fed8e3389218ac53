package dev.ktpverify.verification;

import dev.ktpverify.verification.idempotency.AnswerForm;
import dev.ktpverify.verification.idempotency.StoredAnswer;

/** How a verdict of {@code /verify/id_selfie} is kept: of the id number, only that it was the one asked about. */
final class IdSelfieAnswerForm implements AnswerForm<IdSelfieResult> {

    private final String idNumber;

    IdSelfieAnswerForm(String idNumber) {
        this.idNumber = idNumber;
    }

    @Override
    public StoredAnswer keep(Verdict<IdSelfieResult> verdict) {
        IdSelfieResult result = verdict.result();
        return new StoredAnswer(
                null,
                verdict.requestId(),
                result.orderNo(),
                result.handleTime(),
                result.result(),
                result.remark(),
                idNumber.equals(result.idNumber()),
                result.facePercent(),
                result.ktpFacePercent(),
                result.faceScore(),
                result.ktpFaceScore(),
                result.name(),
                result.birthDate());
    }

    @Override
    public Verdict<IdSelfieResult> replay(StoredAnswer kept) {
        return new Verdict<>(
                IdSelfieOutcome.of(kept.result()),
                new IdSelfieResult(
                        kept.orderNo(),
                        kept.handleTime(),
                        kept.result(),
                        kept.remark(),
                        Boolean.TRUE.equals(kept.sameIdNumber()) ? idNumber : null,
                        kept.facePercent(),
                        kept.ktpFacePercent(),
                        kept.faceScore(),
                        kept.ktpFaceScore(),
                        kept.name(),
                        kept.birthDate()),
                kept.requestId(),
                true);
    }
}
