package dev.ktpverify.provider;

import static dev.ktpverify.model.Failure.ANSWER_LATE;
import static dev.ktpverify.model.Failure.ANSWER_LOST;
import static dev.ktpverify.model.Failure.CERTIFICATE_REJECTED;
import static dev.ktpverify.model.Failure.NOT_SENT;

import dev.ktpverify.credentials.Secret;
import dev.ktpverify.framework.AnswerLimit;
import io.smallrye.common.vertx.ContextLocals;
import io.vertx.core.http.HttpClientRequest;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;

/**
 * One request to the provider, from before a connection is sought until its end is known. It knows, and does not guess,
 * whether the request may have left: {@link #leased} is called when there is a connection and before the first byte.
 *
 * <p>The REST client's hooks are not told which call they serve, so the attempt travels in the Vert.x context's locals.
 */
final class Attempt {

    private static final Logger LOG = Logger.getLogger(Attempt.class);
    private static final String LOCAL = Attempt.class.getName();

    private enum State {
        WAITING,
        SENT,
        ABANDONED
    }

    private static final Secret NOBODY = new Secret("nobody", "nothing", null, null);

    private final Secret secret;
    private final Connections connections;
    private final boolean rehearsal;
    private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);
    private volatile HttpClientRequest request;

    Attempt(Secret secret, Connections connections) {
        this(secret, connections, false);
    }

    private Attempt(Secret secret, Connections connections, boolean rehearsal) {
        this.secret = secret;
        this.connections = connections;
        this.rehearsal = rehearsal;
    }

    /** An attempt that ends where its first byte would be written, and leaves an open connection behind. */
    static Attempt rehearsal(Connections connections) {
        return new Attempt(NOBODY, connections, true);
    }

    /** The attempt that the running code serves; it fails where there is none, so that nothing leaves uncounted. */
    static Attempt current() {
        return ContextLocals.<Attempt>get(LOCAL).orElseThrow();
    }

    void begin() {
        ContextLocals.put(LOCAL, this);
    }

    Secret secret() {
        return secret;
    }

    /**
     * The request is about to be written. If nobody waits for it any more it does not leave, and its connection serves the
     * next one.
     */
    void leased(HttpClientRequest leased) {
        request = leased;
        connections.used(leased.connection());
        if (rehearsal || !state.compareAndSet(State.WAITING, State.SENT)) {
            leased.exceptionHandler(none -> {}); // Vert.x would log its own end of the request as an error
            leased.reset();
            return;
        }
        AnswerLimit.guard(leased);
    }

    /** An answer has come, so the request did leave; that nobody saw it is a bug, and no reason to lose the answer. */
    void answered() {
        if (state.compareAndSet(State.WAITING, State.SENT)) {
            LOG.error("an answer came to a request that was not seen to leave, it counts as sent; see runbook: bugs");
        }
    }

    /** Stops waiting: what was not sent never will be, and what was sent loses its connection. */
    void abandon() {
        if (!state.compareAndSet(State.WAITING, State.ABANDONED) && request != null) {
            request.reset();
        }
    }

    /** Whether there was a connection for it. */
    boolean connected() {
        return request != null;
    }

    boolean sent() {
        return state.get() == State.SENT;
    }

    /**
     * What the end of this attempt means. Abandons it, so that the meaning stays true.
     *
     * @param end the exception that the REST client or the wait ended with
     */
    ProviderException failure(Throwable end) {
        abandon();
        String what = ConnectionFault.wordFor(end);
        if (sent()) {
            return ProviderException.of(end instanceof TimeoutException ? ANSWER_LATE : ANSWER_LOST, what);
        }
        return ProviderException.of(certificateRejected(end) ? CERTIFICATE_REJECTED : NOT_SENT, what);
    }

    private static boolean certificateRejected(Throwable end) {
        for (Throwable t = end; t != null; t = t.getCause()) {
            if (t instanceof CertificateException || t instanceof CertPathValidatorException) {
                return true;
            }
        }
        return false;
    }
}
