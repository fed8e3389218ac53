package dev.ktpverify.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ktpverify.support.Answer;
import dev.ktpverify.support.Api;
import dev.ktpverify.support.FaultyWorld;
import dev.ktpverify.support.FaultyWorldProfile;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A proxy on the way to the provider, as both deployments' setting for it gives it to the function. */
@QuarkusTest
@TestProfile(ProxyTest.Profile.class)
class ProxyTest {

    /**
     * The property that {@code QUARKUS_REST_CLIENT_PROVIDER_PROXY_ADDRESS} is. Without a native twin: their launcher would
     * keep it for the tests after this one.
     */
    public static class Profile extends FaultyWorldProfile {
        public Profile() {
            super(Map.of(FaultyWorld.PROXY, "new"));
        }
    }

    @Test
    void theProviderIsAskedThroughTheProxyAndAwsIsNot() {
        FaultyWorld.reset();
        Answer.charged("MATCH", "01").assertIs(Api.verify("id_name", Api.idName("0001")));
        assertEquals(1, FaultyWorld.provider().ledger().size());
        List<String> tunnels = FaultyWorld.proxy().tunnels();
        assertEquals(Set.of("localhost:" + FaultyWorld.provider().port()), Set.copyOf(tunnels), "where tunnels lead");
    }
}
