package dev.ktpverify.lambda;

import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.util.concurrent.TimeUnit;

/**
 * Has the invocation in hand answered before the environment ends, and none begin after SIGTERM. Lambda gives up to two
 * seconds: for {@code quarkus.shutdown.timeout} the framework waits for the answer, then it interrupts the thread in hand, and
 * what there is to tell is told.
 */
@Singleton
class LastInvocation {

    /** What it takes to tell it, and to hand an answer to Lambda; the framework's loop does not tell when it has. */
    private static final long HANDING_OVER_MILLIS = 300;

    private volatile boolean over;
    private volatile boolean inHand;
    private volatile Thread worker;
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
        inHand = true;
    }

    /** Its answer is there, and about to be handed over. */
    void end() {
        ended = System.nanoTime();
        inHand = false;
    }

    /** Whether the environment ends: what begins now has no time. */
    boolean isOver() {
        return over;
    }

    /** The framework waits no longer: waits for the last answer to be handed over. Its thread ends then. */
    void await(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) ShutdownEvent shutdown)
            throws InterruptedException {
        over = true;
        Thread working = worker;
        if (working == null) {
            return;
        }
        long since = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - ended);
        if (inHand || since < HANDING_OVER_MILLIS) {
            working.join(HANDING_OVER_MILLIS);
        }
    }
}
