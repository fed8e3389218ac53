package dev.ktpverify.provider;

/**
 * An attempt that ended without a verdict. There is one subclass for each answer to "what do we know?". None has a cause:
 * fault tolerance looks through cause chains, and a library's message can quote what was sent.
 */
public abstract class ProviderException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private transient RetryDecision decision = RetryDecision.NO;

    ProviderException(String message) {
        super(message, null, false, false);
    }

    /** Whether the attempt is repeated; {@link RetryDecision#NO} until it is decided. */
    final RetryDecision decision() {
        return decision;
    }

    final void decide(RetryDecision made) {
        decision = made;
    }
}
