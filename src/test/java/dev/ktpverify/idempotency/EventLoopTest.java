package dev.ktpverify.idempotency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.ktpverify.support.Acts;
import dev.ktpverify.support.Api;
import dev.ktpverify.support.FaultyWorld;
import dev.ktpverify.support.ScriptedDynamoDb;
import dev.ktpverify.support.ScriptedDynamoDb.Mood;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** Whoever waits for the table does not wait on the event loop, of which there is one. Native twins can't be asked. */
@QuarkusTest
@TestProfile(StoreDownTest.World.class)
class EventLoopTest {

    @Inject
    Vertx vertx;

    @Test
    void goesOnWhileTheTableIsSlow() throws ExecutionException, InterruptedException, TimeoutException {
        ScriptedDynamoDb.be(Mood.AccessDeniedException);
        FaultyWorld.reset(() -> Api.verify("id_name", Api.idName("0001")));
        ScriptedDynamoDb.be(Mood.SLOW);

        CompletableFuture<Response> answer =
                CompletableFuture.supplyAsync(() -> Api.verify("id_name", Api.idName("0001")));
        while (ScriptedDynamoDb.requests() == 0) {
            Acts.pause(5);
        }
        CompletableFuture<Void> turn = new CompletableFuture<>();
        vertx.runOnContext(turn::complete);
        turn.get(500, TimeUnit.MILLISECONDS); // the client waits for a second
        assertFalse(answer.isDone());

        assertEquals(200, answer.get().statusCode());
        assertEquals(1, FaultyWorld.provider().ledger().size());
    }
}
