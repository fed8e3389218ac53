package dev.ktpverify.verification.idempotency;

import dev.ktpverify.KtpVerifyConfig;
import dev.ktpverify.observability.Journal;
import dev.ktpverify.verification.Failure;
import dev.ktpverify.verification.Request;
import dev.ktpverify.verification.VerificationFailedException;
import dev.ktpverify.verification.idempotency.KeyRecord.State;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** The right to send one question, for one verification and until its lease ends. */
final class Claim {

    private static final Logger LOG = Logger.getLogger(Claim.class);

    /** How far the last write may outlive the deadline, which leaves half a second for everything that follows it. */
    private static final Duration LAST_WRITE = Duration.ofMillis(300);

    private final RecordStore store;
    private final KeyRecord claimed;
    private final Request request;
    private final KtpVerifyConfig.Idempotency config;
    private final Clock clock;
    private final Journal journal;

    /**
     * @param store where the record is
     * @param claimed the record in state CLAIMED
     * @param request who relies on it, and until when
     * @param config how long what is remembered
     * @param clock what expiry is told by
     * @param journal what is told of a store that does not answer
     */
    Claim(
            RecordStore store,
            KeyRecord claimed,
            Request request,
            KtpVerifyConfig.Idempotency config,
            Clock clock,
            Journal journal) {
        this.store = store;
        this.claimed = claimed;
        this.request = request;
        this.config = config;
        this.clock = clock;
        this.journal = journal;
    }

    /**
     * The request is about to leave, and the record must say so first.
     *
     * @throws VerificationFailedException if it must not leave: another verification has taken over, or a caller's key can't
     *     be honoured
     */
    void send() {
        try {
            KeyRecord sent = claimed.with(State.SENT, until(State.SENT), null);
            if (!store.within(left()).advance(sent).equals(Optional.of(sent))) {
                journal.idempotency("in_progress");
                throw new VerificationFailedException(Failure.IN_PROGRESS);
            }
        } catch (StoreUnavailableException e) {
            journal.storeFailed();
            if (request.named()) {
                journal.failed(Failure.STORE_UNAVAILABLE, e.getMessage());
                throw new VerificationFailedException(Failure.STORE_UNAVAILABLE);
            }
            LOG.warnf(
                    "sent without a record, the idempotency table did not answer: %s; see runbook: idempotency-store",
                    e.getMessage());
        }
    }

    /** Records the end. Where that fails, a sent question counts as UNKNOWN once its lease is over. */
    void end(State end, String answer) {
        KeyRecord ended = claimed.with(end, until(end), answer);
        try {
            if (!kept(ended).equals(Optional.of(ended)) && end != State.FREED) {
                LOG.warnf(
                        "the end of a verification was not recorded as %s: its lease was over;"
                                + " see runbook: idempotency-store",
                        end);
            }
        } catch (StoreUnavailableException e) {
            notRecorded(end, e);
        }
    }

    /**
     * Records that the answer of another verification, which this claim is, is lost.
     *
     * @return what stands there if that has ended meanwhile; empty if it has not, or nothing is known
     */
    Optional<KeyRecord> giveUp(String answer) {
        KeyRecord lost = claimed.with(State.UNKNOWN, until(State.UNKNOWN), answer);
        try {
            return kept(lost).filter(there -> !there.equals(lost));
        } catch (StoreUnavailableException e) {
            notRecorded(State.UNKNOWN, e);
            return Optional.empty();
        }
    }

    private Optional<KeyRecord> kept(KeyRecord ended) {
        return store.within(left().plus(LAST_WRITE)).advance(ended);
    }

    private void notRecorded(State end, StoreUnavailableException cause) {
        journal.storeFailed();
        LOG.errorf(
                "the end of a verification was not recorded as %s: %s; see runbook: idempotency-store",
                end, cause.getMessage());
    }

    /** What may have been charged outlives the window of a question without a key: it must not be asked again unseen. */
    private Instant until(State state) {
        Duration kept = request.named() ? config.retention() : config.implicitWindow();
        boolean maybeCharged = state == State.SENT || state == State.UNKNOWN;
        Duration longer = maybeCharged ? Collections.max(List.of(kept, config.retention())) : kept;
        return KeyRecord.wholeSecond(clock.instant().plus(longer));
    }

    private Duration left() {
        return Duration.between(clock.instant(), request.deadline().at());
    }
}
