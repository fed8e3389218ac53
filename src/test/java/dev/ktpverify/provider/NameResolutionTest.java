package dev.ktpverify.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ktpverify.model.Failure;
import dev.ktpverify.support.Acts;
import dev.ktpverify.support.Answer;
import dev.ktpverify.support.Api;
import dev.ktpverify.support.FaultyWorld;
import dev.ktpverify.support.Names;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.security.Security;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The provider's name can't be resolved. The file of names is the JVM's: of the native executable, which is set up while it is
 * built, {@link NameResolutionIT} shows that it looks a name up anew.
 */
@QuarkusTest
@TestProfile(SlowPace.class)
class NameResolutionTest {

    private static final Answer MATCH = Answer.charged("MATCH", "01");

    @BeforeEach
    void warm() {
        Names.know();
        FaultyWorld.reset(() -> Api.verify("id_name", Api.idName("0001")));
        Names.forget();
    }

    @AfterEach
    void mend() {
        Names.know();
    }

    @Test
    void failsThroughout() {
        Answer.free(503, Failure.NOT_SENT, true).assertIs(Api.verify("id_name", Api.idName("0001")));
        assertEquals(0, FaultyWorld.provider().connections());
    }

    @Test
    void failsOnceThenWorks() {
        CompletableFuture<Void> later = CompletableFuture.runAsync(() -> {
            Acts.pause(SlowPace.PAUSE_MILLIS / 2);
            Names.know();
        });
        long start = System.nanoTime();
        MATCH.assertIs(Api.verify("id_name", Api.idName("0001")));
        later.join();
        assertEquals(true, System.nanoTime() - start > SlowPace.PAUSE_MILLIS * 1_000_000L, "the first attempt failed");
        assertEquals(1, FaultyWorld.provider().ledger().size());
    }

    @Test
    void aFailureIsNotRemembered() {
        assertEquals("0", Security.getProperty("networkaddress.cache.negative.ttl"), "not the 00 of names/security");
    }
}
