package dev.ktpverify.provider;

import dev.ktpverify.KtpVerifyConfig;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.inject.spi.CDI;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.eclipse.microprofile.rest.client.RestClientBuilder;
import org.eclipse.microprofile.rest.client.spi.RestClientListener;
import org.jboss.resteasy.reactive.client.impl.VertxRequestCustomizingClientBuilder;

/**
 * Tells each {@link Attempt} that its request is about to be written, and gives the REST client the connect time-out, which
 * its own configuration could only repeat. Found as a service by the REST client; native images need the reflection and
 * the services file in {@code application.properties}. {@link FirstConnection} sees that it was found.
 */
@RegisterForReflection
public class RequestHook implements RestClientListener {

    private final Supplier<KtpVerifyConfig> config;
    private final Supplier<Connections> connections;

    public RequestHook() {
        this(
                () -> CDI.current().select(KtpVerifyConfig.class).get(),
                () -> CDI.current().select(Connections.class).get());
    }

    RequestHook(Supplier<KtpVerifyConfig> config, Supplier<Connections> connections) {
        this.config = config;
        this.connections = connections;
    }

    @Override
    public void onNewClient(Class<?> api, RestClientBuilder builder) {
        if (api == ProviderApi.class) {
            builder.connectTimeout(config.get().provider().connectTimeout().toMillis(), TimeUnit.MILLISECONDS);
            ((VertxRequestCustomizingClientBuilder<?>) builder)
                    .httpClientRequestCustomizer(request -> Attempt.current().leased(request));
            connections.get().watch();
        }
    }
}
