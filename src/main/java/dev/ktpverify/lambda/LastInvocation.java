package dev.ktpverify.lambda;

import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Has the invocation in hand answered before the environment ends, and none begin after SIGTERM. Lambda gives up to two
 * seconds: for {@code quarkus.shutdown.timeout} the framework waits for the answer, then its wait is ended, and what there
 * is to tell is told.
 */
@Singleton
class LastInvocation {

    /** What it takes to hand an answer to Lambda; its loop does not tell when it has. */
    private static final long HANDING_OVER_MILLIS = 300;
    /** What it takes the thread in hand to see an answer that is there; the framework waits for the answer alone. */
    private static final long TAKING_MILLIS = 100;

    private volatile boolean over;
    private volatile Thread worker;
    private volatile CountDownLatch inHand = new CountDownLatch(0);
    private volatile long ended = System.nanoTime();

    /** The framework's own hook waits for what is in hand: only one beside it learns of SIGTERM at once. */
    void listen() {
        if (LaunchMode.current() == LaunchMode.NORMAL) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> over = true, "last invocation"));
        }
    }

    /** The calling thread has an invocation in hand. */
    void begin() {
        worker = Thread.currentThread();
        inHand = new CountDownLatch(1);
    }

    /** Its answer is there, and about to be handed over. */
    void end() {
        ended = System.nanoTime();
        inHand.countDown();
    }

    /** Whether the environment ends: what begins now has no time. */
    boolean isOver() {
        return over;
    }

    /** Ends a wait that the framework no longer waits for, and waits for the answer to be handed over. */
    void await(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) ShutdownEvent shutdown)
            throws InterruptedException {
        over = true;
        Thread working = worker;
        if (working == null) {
            return;
        }
        boolean answered = inHand.await(TAKING_MILLIS, TimeUnit.MILLISECONDS);
        if (!answered) {
            working.interrupt();
        }
        long since = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - ended);
        if (!answered || since < HANDING_OVER_MILLIS) {
            working.join(HANDING_OVER_MILLIS);
        }
    }
}
