package dev.ktpverify.idempotency;

import dev.ktpverify.model.Result;
import dev.ktpverify.model.Verdict;
import dev.ktpverify.model.VerificationFailedException;
import dev.ktpverify.observability.InvocationRecord;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * What {@link Idempotency} says about one question: it was answered before, or it may be sent. Its methods wait for the table.
 *
 * @param <R> the endpoint's result
 */
public final class Claim<R extends Result> {

    private static final Logger LOG = Logger.getLogger(Claim.class);

    private final Optional<Verdict<R>> replay;
    private final Optional<Lease> lease;
    private final InvocationRecord log;

    private Claim(Optional<Verdict<R>> replay, Optional<Lease> lease, InvocationRecord log) {
        this.replay = replay;
        this.lease = lease;
        this.log = log;
    }

    /** The question may be sent, and nothing of it is recorded. */
    public static <R extends Result> Claim<R> none() {
        return new Claim<>(Optional.empty(), Optional.empty(), null);
    }

    static <R extends Result> Claim<R> replay(Verdict<R> verdict) {
        return new Claim<>(Optional.of(verdict), Optional.empty(), null);
    }

    static <R extends Result> Claim<R> leased(Lease lease, InvocationRecord log) {
        return new Claim<>(Optional.empty(), Optional.of(lease), log);
    }

    /** The verdict that was given before; then nothing is to be sent. */
    public Optional<Verdict<R>> replay() {
        return replay;
    }

    /**
     * Records that the question is about to be sent, before it is.
     *
     * @throws VerificationFailedException if it must not be sent
     */
    public void send() {
        lease.ifPresent(Lease::send);
    }

    /** Records the verdict. It is the caller's, whatever happens here: this throws nothing. */
    public void end(Verdict<R> verdict) {
        lease.ifPresent(held -> record(() -> held.end(verdict)));
    }

    /** Records that there is no verdict, and whether the question may be asked again. This throws nothing. */
    public void end(VerificationFailedException failed) {
        lease.ifPresent(held -> record(() -> held.end(failed)));
    }

    private void record(Runnable step) {
        try {
            step.run();
        } catch (Throwable e) { // errors, too: the binary may lack what is rarely used
            log.storeFailed();
            LOG.errorf(
                    "the end of a verification was not recorded: %s; see runbook: idempotency-store",
                    e.getClass().getName());
        }
    }
}
