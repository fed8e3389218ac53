package dev.ktpverify.provider;

import dev.ktpverify.KtpVerifyConfig;
import dev.ktpverify.framework.SendHook;
import dev.ktpverify.sandbox.SandboxProvider;
import io.vertx.core.Future;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpConnection;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The kept connections to the provider. Lambda freezes an environment between requests, and timers freeze with it: only
 * the wall clock tells that the other side has long since dropped a connection.
 */
@Singleton
class Connections implements SendHook.Listener {

    /** After so long without use a connection is not trusted: below the usual keep-alive of 5 seconds. */
    static final Duration MAX_IDLE = Duration.ofSeconds(4);

    private final Clock clock;
    private final Duration connectTimeout;
    private final URI provider;
    private final SandboxProvider sandbox;
    private final Set<HttpConnection> open = ConcurrentHashMap.newKeySet();
    private volatile Instant lastUse = Instant.MIN;
    private volatile boolean watched;

    Connections(Clock clock, KtpVerifyConfig config, SandboxProvider sandbox) {
        this.clock = clock;
        this.provider = URI.create(config.provider().url().orElse(KtpVerifyConfig.Provider.DEFAULT_URL));
        this.sandbox = sandbox;
        this.connectTimeout = config.provider().connectTimeout();
    }

    @Override
    public boolean wants(Class<?> api) {
        watched = watched || api == ProviderApi.class;
        return api == ProviderApi.class;
    }

    @Override
    public Duration connectTimeout() {
        return connectTimeout;
    }

    @Override
    public URI address() {
        return sandbox.address().orElse(provider);
    }

    @Override
    public void beforeSend(HttpClientRequest request) {
        Attempt.current().leased(request);
    }

    /** Whether each request is seen before it is sent; if not, everything would seem not to have been sent. */
    boolean watched() {
        return watched;
    }

    void used(HttpConnection connection) {
        lastUse = clock.instant();
        if (open.add(connection)) {
            connection.closeHandler(closed -> open.remove(connection));
        }
    }

    /** An answer has come in: the connection was good until now. */
    void answered() {
        lastUse = clock.instant();
    }

    /** Closes what slept too long, so that the next request goes out on a fresh connection. */
    CompletionStage<Void> dropIdle() {
        if (open.isEmpty() || clock.instant().isBefore(lastUse.plus(MAX_IDLE))) {
            return CompletableFuture.completedStage(null);
        }
        List<Future<Void>> closed = open.stream().map(HttpConnection::close).toList();
        open.clear();
        return Future.join(closed).<Void>mapEmpty().toCompletionStage();
    }
}
