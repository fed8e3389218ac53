package dev.ktpverify.invocation;

import dev.ktpverify.credentials.Secret;
import dev.ktpverify.observability.InvocationRecord;
import dev.ktpverify.provider.Attempts;

/**
 * One invocation of the function. It is made once for each event and handed down: no request has its state anywhere else.
 *
 * @param id Lambda's request id
 * @param deadline when the caller must have its answer
 * @param principal who the caller is; keys of one caller are not another's
 * @param key the caller's idempotency key, and what is wrong with it
 * @param reference the caller's own id of the request, and what is wrong with it
 * @param body the request, JSON as it was sent, empty if there is none
 * @param attempts what was sent to the provider
 * @param log what the line of the log will say
 */
public record Invocation(
        String id,
        Deadline deadline,
        Principal principal,
        IdempotencyKey key,
        ReferenceId reference,
        String body,
        Attempts attempts,
        InvocationRecord log) {

    /**
     * The caller is answered now, whatever is still under way: what has not been sent never will be.
     *
     * @return whether a request to the provider was sent, or may have been
     */
    public boolean giveUp() {
        attempts.giveUp();
        if (attempts.sent() + attempts.notSent() > 0) {
            logAttempts();
        }
        return attempts.sent() > 0;
    }

    /** The line of the log counts this invocation as a verification, with its attempts so far. */
    public void logAttempts() {
        log.asked(attempts.sent(), attempts.notSent(), attempts.millis());
        if (!attempts.oddFields().isEmpty()) {
            log.oddAnswer();
        }
    }

    /** The line of the log names a caller that may be a person by a hash: there is a key for it now. */
    public void logPrincipal(Secret secret) {
        secret.keyedHash().ifPresent(hash -> log.principal(principal.shown(hash)));
    }

    /** Principal, key and body hold personal data. */
    @Override
    public String toString() {
        return "Invocation[id=" + id + "]";
    }
}
