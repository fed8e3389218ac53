package dev.ktpverify.idempotency;

import dev.ktpverify.KtpVerifyConfig;
import dev.ktpverify.idempotency.KeyRecord.State;
import dev.ktpverify.invocation.Invocation;
import dev.ktpverify.model.Charge;
import dev.ktpverify.model.Failure;
import dev.ktpverify.model.Question;
import dev.ktpverify.model.Verdict;
import dev.ktpverify.model.VerificationFailedException;
import dev.ktpverify.table.TableUnavailableException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** The right to send one question, for one verification and until its lease ends; and the record of it. */
final class Lease {

    private static final Logger LOG = Logger.getLogger(Lease.class);

    /** How far the last write may outlive the deadline, which leaves half a second for everything that follows it. */
    private static final Duration LAST_WRITE = Duration.ofMillis(300);

    private final RecordStore store;
    private final KeyRecord claimed;
    private final Question<?> question;
    private final Invocation invocation;
    private final KtpVerifyConfig.Idempotency config;
    private final StoredAnswers answers;
    private final Clock clock;

    /**
     * @param store where the record is
     * @param claimed the record in state CLAIMED
     * @param question what is asked
     * @param invocation who relies on the record, and until when
     * @param config how long what is kept
     * @param answers how answers are kept
     * @param clock the clock for expiry
     */
    Lease(
            RecordStore store,
            KeyRecord claimed,
            Question<?> question,
            Invocation invocation,
            KtpVerifyConfig.Idempotency config,
            StoredAnswers answers,
            Clock clock) {
        this.store = store;
        this.claimed = claimed;
        this.question = question;
        this.invocation = invocation;
        this.config = config;
        this.answers = answers;
        this.clock = clock;
    }

    /**
     * The request is about to be sent, and the record must say so first.
     *
     * @throws VerificationFailedException if it must not be sent: another verification has taken over, or the promise of a
     *     caller's key can't be kept
     */
    void send() {
        try {
            KeyRecord sent =
                    claimed.with(State.SENT, until(State.SENT), answers.sending(invocation.id(), clock.instant()));
            if (!store.advance(sent, left()).equals(Optional.of(sent))) {
                throw EarlierAnswers.inProgress(invocation);
            }
        } catch (TableUnavailableException e) {
            invocation.log().storeFailed();
            if (invocation.key().isGiven()) {
                invocation.log().failed(Failure.STORE_UNAVAILABLE, e.getMessage());
                throw new VerificationFailedException(Failure.STORE_UNAVAILABLE);
            }
            LOG.warnf(
                    "sent without a record, the idempotency table did not answer: %s; see runbook: idempotency-store",
                    e.getMessage());
        }
    }

    /** Records a verdict. If that fails, a sent question counts as UNKNOWN after its lease. */
    void end(Verdict<?> verdict) {
        boolean again =
                verdict.outcome().charge() == Charge.FREE && verdict.outcome().retryable();
        end(again ? State.FREED : State.DONE, answers.of(verdict, question, invocation.id()));
    }

    /** Records that there is no verdict. If that fails, a sent question counts as UNKNOWN after its lease. */
    void end(VerificationFailedException failed) {
        boolean free = failed.failure().charge() == Charge.FREE;
        end(free ? State.FREED : State.UNKNOWN, answers.of(failed, question, invocation.id()));
    }

    /**
     * Records that the answer of another verification, whose lease this is, is lost.
     *
     * @return what is recorded if that verification has ended meanwhile; empty if it has not, or nothing is known
     */
    Optional<KeyRecord> giveUp() {
        KeyRecord lost = claimed.with(State.UNKNOWN, until(State.UNKNOWN), answers.lost());
        try {
            return keep(lost).filter(there -> !there.equals(lost));
        } catch (TableUnavailableException e) {
            notRecorded(State.UNKNOWN, e);
            return Optional.empty();
        }
    }

    private void end(State end, String answer) {
        KeyRecord ended = claimed.with(end, until(end), answer);
        try {
            if (!keep(ended).equals(Optional.of(ended)) && end != State.FREED) {
                LOG.warnf(
                        "the end of a verification was not recorded as %s: its lease was over;"
                                + " see runbook: idempotency-store",
                        end);
            }
        } catch (TableUnavailableException e) {
            notRecorded(end, e);
        }
    }

    private Optional<KeyRecord> keep(KeyRecord ended) {
        return store.advance(ended, left().plus(LAST_WRITE));
    }

    private void notRecorded(State end, TableUnavailableException cause) {
        invocation.log().storeFailed();
        LOG.errorf(
                "the end of a verification was not recorded as %s: %s; see runbook: idempotency-store",
                end, cause.getMessage());
    }

    /** What may have been charged outlives the window of a question without a key: it must not be asked again unseen. */
    private Instant until(State state) {
        Duration kept = invocation.key().isGiven() ? config.retention() : config.implicitWindow();
        boolean maybeCharged = state == State.SENT || state == State.UNKNOWN;
        Duration longer = maybeCharged ? Collections.max(List.of(kept, config.retention())) : kept;
        return KeyRecord.wholeSecond(clock.instant().plus(longer));
    }

    private Duration left() {
        return invocation.attempts().left();
    }
}
