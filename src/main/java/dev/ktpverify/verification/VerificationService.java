package dev.ktpverify.verification;

import dev.ktpverify.credentials.CredentialsUnavailableException;
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
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.function.Function;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;
import org.eclipse.microprofile.faulttolerance.exceptions.TimeoutException;
import org.jboss.logging.Logger;

/** The use case: one question to the provider, one typed answer that says what it cost. */
@ApplicationScoped
public class VerificationService {

    private static final Logger LOG = Logger.getLogger(VerificationService.class);

    private final ProviderClient provider;
    private final Clock clock;

    VerificationService(ProviderClient provider, Clock clock) {
        this.provider = provider;
        this.clock = clock;
    }

    /**
     * Asks whether an id number and a name belong together.
     *
     * @throws VerificationFailedException when there is no verdict; it says why and what was charged
     */
    public Verdict<IdNameResult> verify(IdNameQuestion question, Deadline deadline) {
        IdNameBody body = new IdNameBody(question.idNumber(), question.name());
        IdNameReply reply = guarded(deadline, attempts -> provider.verifyIdName(body, attempts));
        IdNameReply.Result result = reply.result();
        return new Verdict<>(
                IdNameOutcome.of(result.result()),
                new IdNameResult(result.orderNo(), result.handleTime(), result.result(), result.remark()),
                reply.requestId());
    }

    /**
     * Asks whether an id number and a face belong together.
     *
     * @throws VerificationFailedException when there is no verdict; it says why and what was charged
     */
    public Verdict<IdSelfieResult> verify(IdSelfieQuestion question, Deadline deadline) {
        IdSelfieBody body = new IdSelfieBody(
                question.idNumber(),
                question.faceImage(),
                question.ktpImage(),
                question.email(),
                question.phoneNumber(),
                question.birthDate(),
                question.name(),
                question.faceThreshold());
        IdSelfieReply reply = guarded(deadline, attempts -> provider.verifyIdSelfie(body, attempts));
        return new Verdict<>(
                IdSelfieOutcome.of(reply.result().result()), asked(question, reply.result()), reply.requestId());
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

    private <R> R guarded(Deadline deadline, Function<Attempts, R> verification) {
        Attempts attempts = new Attempts(clock, deadline.at());
        try {
            return verification.apply(attempts);
        } catch (ProviderRefusedException e) {
            Failure failure = Failure.valueOf(e.status().name());
            String reason = ProviderReason.shown(e.reason(), failure.reason());
            throw new VerificationFailedException(failure, reason, e.requestId());
        } catch (RuntimeException e) {
            Failure failure = failure(e, attempts.sent() > 0);
            if (failure == Failure.BUG_BEFORE_SENDING || failure == Failure.BUG_AFTER_SENDING) {
                LOG.errorf("%s: %s", failure, e.getClass().getName());
            } else {
                LOG.warnf("%s: %s", failure, e.getMessage());
            }
            throw new VerificationFailedException(failure, failure.reason(), null);
        }
    }

    private static Failure failure(RuntimeException e, boolean sent) {
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
            return sent ? Failure.ANSWER_LATE : Failure.NO_TIME_LEFT;
        }
        if (e instanceof CircuitBreakerOpenException) {
            return Failure.CIRCUIT_OPEN;
        }
        if (e instanceof CredentialsUnavailableException) {
            return Failure.NO_CREDENTIALS;
        }
        return sent ? Failure.BUG_AFTER_SENDING : Failure.BUG_BEFORE_SENDING;
    }
}
