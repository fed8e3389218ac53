package dev.ktpverify.verification;

import dev.ktpverify.Worker;
import dev.ktpverify.credentials.CredentialsUnavailableException;
import dev.ktpverify.observability.Journal;
import dev.ktpverify.provider.AnswerLostException;
import dev.ktpverify.provider.Attempts;
import dev.ktpverify.provider.IdNameBody;
import dev.ktpverify.provider.IdNameReply;
import dev.ktpverify.provider.IdSelfieBody;
import dev.ktpverify.provider.IdSelfieReply;
import dev.ktpverify.provider.NoTimeLeftException;
import dev.ktpverify.provider.NotSentException;
import dev.ktpverify.provider.ProviderClient;
import dev.ktpverify.provider.ProviderRefusedException;
import dev.ktpverify.verification.idempotency.Idempotency;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;
import org.eclipse.microprofile.faulttolerance.exceptions.TimeoutException;

/** The use case: one question to the provider, one typed answer that says what it cost. */
@ApplicationScoped
public class VerificationService {

    private final ProviderClient provider;
    private final Idempotency idempotency;
    private final Journal journal;

    VerificationService(ProviderClient provider, Idempotency idempotency, Journal journal) {
        this.provider = provider;
        this.idempotency = idempotency;
        this.journal = journal;
    }

    /**
     * Asks whether an id number and a name belong together.
     *
     * @return the verdict, or a {@link VerificationFailedException} when there is none; it says why and what was charged
     */
    public CompletionStage<Verdict<IdNameResult>> verify(IdNameQuestion question, Request request) {
        return idempotency.once(
                question, request, new IdNameAnswerForm(), attempts -> guarded(attempts, all -> ask(question, all)));
    }

    /**
     * Asks whether an id number and a face belong together.
     *
     * @return the verdict, or a {@link VerificationFailedException} when there is none; it says why and what was charged
     */
    public CompletionStage<Verdict<IdSelfieResult>> verify(IdSelfieQuestion question, Request request) {
        return idempotency.once(
                question,
                request,
                new IdSelfieAnswerForm(question.idNumber()),
                attempts -> guarded(attempts, all -> ask(question, all)));
    }

    private CompletionStage<Verdict<IdNameResult>> ask(IdNameQuestion question, Attempts attempts) {
        IdNameBody body = new IdNameBody(question.idNumber(), question.name());
        return provider.verifyIdName(body, attempts).thenApply(VerificationService::verdict);
    }

    private static Verdict<IdNameResult> verdict(IdNameReply reply) {
        IdNameReply.Result result = reply.result();
        return new Verdict<>(
                IdNameOutcome.of(result.result()),
                new IdNameResult(result.orderNo(), result.handleTime(), result.result(), result.remark()),
                reply.requestId());
    }

    private CompletionStage<Verdict<IdSelfieResult>> ask(IdSelfieQuestion question, Attempts attempts) {
        IdSelfieBody body = new IdSelfieBody(
                question.idNumber(),
                question.faceImage(),
                question.ktpImage(),
                question.email(),
                question.phoneNumber(),
                question.birthDate(),
                question.name(),
                question.faceThreshold());
        return provider.verifyIdSelfie(body, attempts)
                .thenApply(reply -> new Verdict<>(
                        IdSelfieOutcome.of(reply.result().result()),
                        asked(question, reply.result()),
                        reply.requestId()));
    }

    /** The provider compares what it was not given too, and says false: an absent input must not read as a mismatch. */
    private static IdSelfieResult asked(IdSelfieQuestion question, IdSelfieReply.Result result) {
        boolean card = question.ktpImage() != null;
        return new IdSelfieResult(
                result.orderNo(),
                result.handleTime(),
                result.result(),
                result.remark(),
                result.idNumber(),
                result.facePercent(),
                card ? result.ktpFacePercent() : null,
                result.faceScore(),
                card ? result.ktpFaceScore() : null,
                question.name() != null ? result.name() : null,
                question.birthDate() != null ? result.birthDate() : null);
    }

    private <R> CompletionStage<R> guarded(Attempts attempts, Function<Attempts, CompletionStage<R>> verification) {
        return CompletableFuture.completedStage(attempts)
                .thenCompose(verification)
                .handle((verdict, end) -> {
                    if (end != null) {
                        throw failed(attempts, Worker.cause(end));
                    }
                    journal.asked(attempts.sent(), attempts.notSent(), attempts.millis());
                    return verdict;
                });
    }

    private VerificationFailedException failed(Attempts attempts, Throwable end) {
        if (end instanceof VerificationFailedException e) { // it must not be sent
            return e;
        }
        if (end instanceof ProviderRefusedException e) {
            Failure failure = Failure.valueOf(e.status().name());
            note(attempts, failure, null);
            String reason = ProviderReason.shown(e.reason(), failure.reason());
            return new VerificationFailedException(failure, reason, e.requestId(), false, retryAfter(failure));
        }
        Failure failure = failure(end, attempts.sent() > 0);
        boolean bug = failure == Failure.BUG_BEFORE_SENDING || failure == Failure.BUG_AFTER_SENDING;
        note(attempts, failure, bug ? end.getClass().getName() : end.getMessage());
        return new VerificationFailedException(failure, failure.reason(), null, false, retryAfter(failure));
    }

    /** Said with the HTTP codes that it has a meaning for: too many requests, and not now. */
    private int retryAfter(Failure failure) {
        boolean said = failure.retryable() && (failure.httpStatus() == 429 || failure.httpStatus() == 503);
        return said ? provider.retryAfter() : 0;
    }

    private void note(Attempts attempts, Failure failure, String detail) {
        journal.asked(attempts.sent(), attempts.notSent(), attempts.millis());
        journal.failed(failure, detail);
    }

    private static Failure failure(Throwable e, boolean sent) {
        if (e instanceof NotSentException notSent) {
            return notSent.certificateRejected() ? Failure.CERTIFICATE_REJECTED : Failure.NOT_SENT;
        }
        if (e instanceof AnswerLostException lost) {
            return lost.late() ? Failure.ANSWER_LATE : Failure.ANSWER_LOST;
        }
        if (e instanceof NoTimeLeftException) {
            return Failure.NO_TIME_LEFT;
        }
        if (e instanceof TimeoutException) {
            return Failure.outOfTime(sent);
        }
        if (e instanceof CircuitBreakerOpenException) {
            return Failure.CIRCUIT_OPEN;
        }
        if (e instanceof CredentialsUnavailableException none) {
            return Failure.of(none);
        }
        return Failure.bug(sent);
    }
}
