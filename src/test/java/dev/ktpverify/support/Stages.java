package dev.ktpverify.support;

import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** What comes of a stage, for tests, which may wait. */
public final class Stages {

    private Stages() {}

    /** The result of a stage, or its exception thrown as it is. */
    public static <T> T result(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }
}
