package dev.ktpverify.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ktpverify.framework.SendHook;
import dev.ktpverify.support.TestConfig;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.rest.client.RestClientBuilder;
import org.jboss.resteasy.reactive.client.impl.VertxRequestCustomizingClientBuilder;
import org.junit.jupiter.api.Test;

class SendHookTest {

    private final List<List<Object>> calls = new ArrayList<>();
    private final RestClientBuilder builder = (RestClientBuilder) Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {RestClientBuilder.class, VertxRequestCustomizingClientBuilder.class},
            (proxy, method, arguments) -> {
                List<Object> call = new ArrayList<>(List.of(method.getName()));
                call.addAll(Arrays.asList(arguments));
                calls.add(call);
                return proxy;
            });
    private final Connections connections = new Connections(
            Clock.systemUTC(),
            TestConfig.with(Map.of("ktp-verify.provider.connect-timeout", "1234ms")),
            TestConfig.noSandbox());
    private final SendHook hook = new SendHook(() -> connections);

    @Test
    void theProvidersClientGetsTheConnectTimeoutAndAddressAndIsWatched() {
        hook.onNewClient(ProviderApi.class, builder);
        assertEquals(List.of("connectTimeout", 1234L, TimeUnit.MILLISECONDS), calls.get(0));
        assertEquals(List.of("baseUri", URI.create("https://cloudapi.indonesia.accuauth.com")), calls.get(1));
        assertEquals("httpClientRequestCustomizer", calls.get(2).get(0));
        assertEquals(3, calls.size());
        assertEquals(true, connections.watched());
    }

    @Test
    void anyOtherClientIsLeftAlone() {
        hook.onNewClient(Runnable.class, builder);
        assertEquals(List.of(), calls);
        assertEquals(false, connections.watched());
    }
}
