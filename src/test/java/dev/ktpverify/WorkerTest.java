package dev.ktpverify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ktpverify.support.Stages;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What may block never runs on the event loop, and what follows it does. */
class WorkerTest {

    private static final Vertx VERTX = Vertx.vertx();

    @AfterAll
    static void close() {
        Stages.result(VERTX.close().toCompletionStage());
    }

    @Test
    void leavesTheEventLoopAndComesBack() {
        CompletableFuture<Boolean> offEventLoop = new CompletableFuture<>();
        CompletableFuture<Context> after = new CompletableFuture<>();
        Context context = VERTX.getOrCreateContext();
        context.runOnContext(none -> Worker.run(() -> offEventLoop.complete(!Context.isOnEventLoopThread()))
                .thenRun(() -> after.complete(Context.isOnEventLoopThread() ? Vertx.currentContext() : null)));
        assertTrue(Stages.result(offEventLoop));
        assertSame(context, Stages.result(after));
    }

    @Test
    void passesOnWhatWasThrownThere() {
        IllegalStateException thrown = new IllegalStateException();
        CompletableFuture<Throwable> told = new CompletableFuture<>();
        VERTX.getOrCreateContext().runOnContext(none -> Worker.call(() -> {
                    throw thrown;
                })
                .whenComplete((never, end) -> told.complete(Worker.cause(end))));
        assertSame(thrown, Stages.result(told));
    }

    @Test
    void staysOnAnyOtherThread() {
        Thread here = Thread.currentThread();
        assertSame(here, Stages.result(Worker.call(Thread::currentThread)));
        assertFalse(Context.isOnEventLoopThread());
        assertThrows(
                IllegalStateException.class,
                () -> Stages.result(Worker.run(() -> {
                    throw new IllegalStateException();
                })));
    }

    @Test
    void theCauseIsWhatWasThrown() {
        IllegalStateException thrown = new IllegalStateException();
        assertSame(thrown, Worker.cause(thrown));
        assertSame(thrown, Worker.cause(new CompletionException(thrown)));
        CompletionException bare = new CompletionException("without a cause", null);
        assertEquals(bare, Worker.cause(bare));
        assertNull(Worker.cause(null));
    }
}
