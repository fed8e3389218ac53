package dev.ktpverify.provider;

import dev.ktpverify.KtpVerifyConfig;
import dev.ktpverify.model.IdNameQuestion;
import io.smallrye.common.vertx.VertxContext;
import io.vertx.core.Vertx;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jboss.logging.Logger;

/**
 * Connects to the provider during INIT, while the secret is read, so that the first verification finds an open connection
 * and a client that has run before. Nothing is asked: see {@link Attempt#rehearsal}. Where it fails, nothing is lost: the
 * first verification connects.
 */
@Singleton
public class FirstConnection {

    private static final Logger LOG = Logger.getLogger(FirstConnection.class);
    /** {@code quarkus.tls.provider.handshake-timeout}. */
    private static final long HANDSHAKE_MILLIS = 2_000;

    private final Instance<ProviderApi> api;
    private final Connections connections;
    private final Vertx vertx;
    private final long patienceMillis;
    private volatile CountDownLatch ended = new CountDownLatch(0);

    FirstConnection(
            @RestClient Instance<ProviderApi> api, Connections connections, Vertx vertx, KtpVerifyConfig config) {
        this.api = api;
        this.connections = connections;
        this.vertx = vertx;
        this.patienceMillis = config.provider().connectTimeout().toMillis();
    }

    /** Begins to make the client and to connect, and does not wait. */
    public void begin() {
        CountDownLatch end = new CountDownLatch(1);
        ended = end;
        rehearse(Attempt.rehearsal(connections), end::countDown);
    }

    private void rehearse(Attempt rehearsal, Runnable end) {
        VertxContext.createNewDuplicatedContext(vertx.getOrCreateContext()).runOnContext(none -> {
            ProviderApi provider = api.get();
            if (connections.watched()) { // else it would really be asked
                rehearsal.begin();
                provider.verifyIdName(new IdNameQuestion("", "")).whenComplete((never, failure) -> end.run());
            }
        });
    }

    /**
     * Whether a connection to the provider can be had, TLS and all. Nothing is asked. Waits for a connect time-out and a
     * handshake's at most; not for the event loop.
     */
    public boolean reachable() {
        CountDownLatch end = new CountDownLatch(1);
        Attempt rehearsal = Attempt.rehearsal(connections);
        connections.dropIdle().whenComplete((dropped, failure) -> rehearse(rehearsal, end::countDown));
        try {
            return end.await(patienceMillis + HANDSHAKE_MILLIS, TimeUnit.MILLISECONDS) && rehearsal.connected();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /**
     * Waits for the connection, for a connect time-out at most. A client that can't even be made ends the start, and one
     * whose requests are not watched: whatever it asked would be told as not sent, free and to be repeated.
     */
    public void await() throws InterruptedException {
        api.get();
        if (!connections.watched()) {
            throw new IllegalStateException("nothing watches the provider's requests: SendHook was not found");
        }
        if (!ended.await(patienceMillis, TimeUnit.MILLISECONDS)) {
            LOG.debug("the provider has not been reached at start; the first verification connects");
        }
    }
}
