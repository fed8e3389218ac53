package dev.ktpverify;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** Where code that waits for an answer runs: never on the event loop, which everything else runs on. */
public final class Worker {

    private Worker() {}

    /**
     * Calls what may block, on a worker thread where this is the event loop, which then goes on with what follows. On any
     * other thread it is called at once.
     *
     * @param blocking what may block
     * @return its result, or the exception that it threw
     */
    public static <T> CompletionStage<T> call(Callable<T> blocking) {
        if (Context.isOnEventLoopThread()) {
            return Vertx.currentContext().executeBlocking(blocking).toCompletionStage();
        }
        try {
            return CompletableFuture.completedStage(blocking.call());
        } catch (Throwable e) { // an error, too, is how it ended
            return CompletableFuture.failedStage(e);
        }
    }

    /** As {@link #call}, without a result. */
    public static CompletionStage<Void> run(Runnable blocking) {
        return call(() -> {
            blocking.run();
            return null;
        });
    }

    /** What a stage failed with, without the wrapping that depends on how it was composed. */
    public static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
