package dev.ktpverify.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.runtime.ShutdownEvent;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class LastInvocationTest {

    private final LastInvocation last = new LastInvocation();

    @Test
    void nothingIsWaitedForWhereNothingWasInHand() throws InterruptedException {
        last.listen();
        assertFalse(last.isOver());
        assertTrue(waited().toMillis() < 100);
        assertTrue(last.isOver());
    }

    @Test
    void aWaitEndsAndWhatFollowsItIsWaitedFor() throws InterruptedException {
        CompletableFuture<String> told = new CompletableFuture<>();
        CompletableFuture<Void> begun = new CompletableFuture<>();
        Thread working = new Thread(() -> {
            last.begin();
            begun.complete(null);
            try {
                Thread.sleep(10_000);
            } catch (InterruptedException ended) {
                last.end();
                pause(50); // hands it over
                told.complete("handed over");
            }
        });
        working.start();
        begun.join();
        assertTrue(waited().toMillis() < 5_000);
        assertEquals("handed over", told.getNow("not yet"));
    }

    @Test
    void anAnswerThatIsBeingHandedOverIsWaitedForAndNotInterrupted() throws InterruptedException {
        CompletableFuture<Boolean> handedOver = new CompletableFuture<>();
        CompletableFuture<Void> ended = new CompletableFuture<>();
        Thread working = new Thread(() -> {
            last.begin();
            last.end();
            ended.complete(null);
            handedOver.complete(pause(50));
        });
        working.start();
        ended.join();
        waited();
        assertEquals(true, handedOver.getNow(false));
    }

    /** The framework has seen the answer, and the thread that waits for it not yet. */
    @Test
    void anAnswerThatIsThereIsTakenAndNotInterrupted() throws InterruptedException {
        CompletableFuture<Boolean> taken = new CompletableFuture<>();
        CompletableFuture<Void> begun = new CompletableFuture<>();
        Thread working = new Thread(() -> {
            last.begin();
            begun.complete(null);
            taken.complete(pause(30));
            last.end();
        });
        working.start();
        begun.join();
        waited();
        assertEquals(true, taken.getNow(false));
    }

    private Duration waited() throws InterruptedException {
        long begin = System.nanoTime();
        last.await(new ShutdownEvent());
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    private static boolean pause(int millis) {
        try {
            Thread.sleep(millis);
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }
}
