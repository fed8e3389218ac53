package dev.ktpverify.framework;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.vertx.core.http.HttpClientRequest;
import jakarta.enterprise.inject.spi.CDI;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.eclipse.microprofile.rest.client.RestClientBuilder;
import org.eclipse.microprofile.rest.client.spi.RestClientListener;
import org.jboss.resteasy.reactive.client.impl.VertxRequestCustomizingClientBuilder;

/**
 * Tells that a request of the REST client is about to be written, and gives the client the connect time-out, which its own
 * configuration could only repeat. Without this hook nobody could know whether a request was sent: the REST client gives the
 * same exception for "never sent" and for "lost after sending".
 *
 * <p>The REST client finds it as a service. A native image needs the reflection, and the services file in {@code
 * application.properties}. Remove when a public filter of the client runs after a connection is there and before the first
 * byte: see {@code docs/framework.md}.
 */
@RegisterForReflection
public class SendHook implements RestClientListener {

    /** Who is told; a bean. */
    public interface Listener {

        /** Whether it wants the requests of a client; from then on it gets them. */
        boolean wants(Class<?> api);

        /** The client's connect time-out. */
        Duration connectTimeout();

        /** Whom the client asks. */
        URI address();

        /** There is a connection for a request, and its first byte is about to be written. */
        void beforeSend(HttpClientRequest request);
    }

    private final Supplier<Listener> listener;

    public SendHook() {
        this(() -> CDI.current().select(Listener.class).get());
    }

    public SendHook(Supplier<Listener> listener) {
        this.listener = listener;
    }

    @Override
    public void onNewClient(Class<?> api, RestClientBuilder builder) {
        Listener told = listener.get();
        if (told.wants(api)) {
            builder.connectTimeout(told.connectTimeout().toMillis(), TimeUnit.MILLISECONDS);
            builder.baseUri(told.address());
            ((VertxRequestCustomizingClientBuilder<?>) builder).httpClientRequestCustomizer(told::beforeSend);
        }
    }
}
