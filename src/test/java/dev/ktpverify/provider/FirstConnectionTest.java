package dev.ktpverify.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ktpverify.KtpVerifyConfig;
import dev.ktpverify.support.Act.Charge;
import dev.ktpverify.support.Acts;
import dev.ktpverify.support.Api;
import dev.ktpverify.support.FaultyWorld;
import dev.ktpverify.support.FaultyWorldProfile;
import dev.ktpverify.support.ScriptedProvider;
import dev.ktpverify.support.TestConfig;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.Vertx;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What INIT does with the provider: it connects, and asks nothing. */
@QuarkusTest
@TestProfile(FaultyWorldProfile.class)
class FirstConnectionTest {

    @Inject
    FirstConnection first;

    @Inject
    Connections connections;

    @Inject
    @RestClient
    Instance<ProviderApi> api;

    @Inject
    Vertx vertx;

    @Inject
    KtpVerifyConfig config;

    private final ScriptedProvider provider = FaultyWorld.provider();

    @BeforeEach
    void wellAndWithoutAConnection() {
        FaultyWorld.reset(FirstConnectionTest::verify);
    }

    @Test
    void theFirstVerificationFindsAConnectionAndNothingWasAskedBefore() throws InterruptedException {
        connect();
        assertEquals(1, provider.connections());
        assertEquals(0, provider.ledger().size());

        verify();
        assertEquals(1, provider.connections());
        assertEquals(1, provider.ledger().size());
    }

    @Test
    void aProviderThatRefusesIsNotWaitedFor() throws InterruptedException {
        provider.refuse();
        assertTrue(connect() < 900, "a refused connection ends at once");

        FaultyWorld.reset();
        verify();
        assertEquals(1, provider.ledger().size());
    }

    @Test
    void aProviderThatStallsIsWaitedForNoLongerThanAConnectTimeOut() throws InterruptedException {
        provider.script(Acts.stallInHandshake(), Acts.verdict("01", Charge.CHARGED));
        assertTrue(connect() < 1_900, "one second");

        verify();
        assertEquals(1, provider.ledger().size());
    }

    @Test
    void aClientThatCannotBeMadeEndsTheStart() {
        FirstConnection broken = new FirstConnection(unmakeable(), connections, vertx, config);
        broken.begin();
        assertEquals(
                "no client",
                assertThrows(IllegalStateException.class, () -> broken.await()).getMessage());
        assertEquals(0, provider.ledger().size());
    }

    @Test
    void aClientWhoseRequestsNobodyWatchesEndsTheStartAndAsksNothing() {
        FirstConnection unwatched = new FirstConnection(
                api, new Connections(Clock.systemUTC(), config, TestConfig.noSandbox()), vertx, config);
        unwatched.begin();
        assertEquals(
                "nothing watches the provider's requests: SendHook was not found",
                assertThrows(IllegalStateException.class, () -> unwatched.await())
                        .getMessage());
        Acts.pause(200);
        assertEquals(0, provider.connections());
    }

    @SuppressWarnings("unchecked")
    private static Instance<ProviderApi> unmakeable() {
        return (Instance<ProviderApi>) Proxy.newProxyInstance(
                FirstConnectionTest.class.getClassLoader(), new Class<?>[] {Instance.class}, (proxy, method, args) -> {
                    throw new IllegalStateException("no client");
                });
    }

    /** What the start does, and how many milliseconds it takes. */
    private long connect() throws InterruptedException {
        Instant start = Instant.now();
        first.begin();
        first.await();
        return Duration.between(start, Instant.now()).toMillis();
    }

    private static void verify() {
        assertEquals(200, Api.verify("id_name", Api.idName("0001")).statusCode());
    }
}
