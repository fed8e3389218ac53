package dev.ktpverify.provider;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.rest.client.RestClientBuilder;
import org.eclipse.microprofile.rest.client.spi.RestClientListener;
import org.jboss.resteasy.reactive.client.impl.VertxRequestCustomizingClientBuilder;

/**
 * Tells each {@link Attempt} that its request is about to be written. Found as a service by the REST client; native
 * images need the reflection and the services file in {@code application.properties}.
 */
@RegisterForReflection
public class RequestHook implements RestClientListener {

    @Override
    public void onNewClient(Class<?> api, RestClientBuilder builder) {
        if (api == ProviderApi.class) {
            ((VertxRequestCustomizingClientBuilder<?>) builder)
                    .httpClientRequestCustomizer(request -> Attempt.current().leased(request));
        }
    }
}
