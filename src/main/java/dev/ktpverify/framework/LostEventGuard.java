package dev.ktpverify.framework;

import jakarta.inject.Singleton;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Resubmits an event that the framework lost. Its in-memory connection ({@code VirtualChannel} of Quarkus 3.34) has a race
 * between the thread that writes a request and the one that reads it: once in some thousand requests the request is never
 * read. The event would wait for its answer until Lambda stops the function. It never became a verification then.
 *
 * <p>Remove when the race is fixed upstream: {@code docs/framework.md} has the report.
 */
@Singleton
public class LostEventGuard {

    private static final Logger LOG = Logger.getLogger(LostEventGuard.class);

    /** What reaches a resource does so within milliseconds, but for a cold JVM on a busy machine. */
    private static final long PATIENCE_MILLIS = 2_000;
    /** All of them together stay below the function's time-out. */
    private static final int MAX_DELIVERIES = 10;
    /** How often a delivery is looked at before it counts as lost. */
    private static final int LOOKS = 10;

    private volatile Delivery current;

    /** One that is patient as long as an event is on its way. */
    public LostEventGuard() {
        this(PATIENCE_MILLIS);
    }

    /** Looks at the current delivery now and then: a timer of its own for each would wake a thread for each. */
    LostEventGuard(long patienceMillis) {
        ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "lost-event guard");
            thread.setDaemon(true);
            return thread;
        });
        long pause = patienceMillis / LOOKS;
        watch.scheduleWithFixedDelay(() -> look(patienceMillis), pause, pause, TimeUnit.MILLISECONDS);
    }

    private void look(long patienceMillis) {
        Delivery delivery = current;
        if (delivery != null) {
            delivery.giveUpAfter(patienceMillis);
        }
    }

    /**
     * Submits an event, and resubmits it as long as it is lost.
     *
     * @param submit gives the event to the framework with this delivery, and waits for the answer
     * @return the answer; if every delivery is lost, the framework's own answer to the last one
     */
    public <R> R handle(Function<Delivery, R> submit) {
        for (int deliveries = 1; true; deliveries++) {
            Delivery delivery = new Delivery();
            current = delivery;
            boolean lost;
            R answer;
            try {
                answer = submit.apply(delivery);
            } finally {
                current = null;
                lost = delivery.end();
            }
            if (!lost || deliveries == MAX_DELIVERIES) {
                return answer;
            }
            LOG.warn("the framework lost an event, which is resubmitted; report it if it happens often");
        }
    }

    /** One submission of an event. A delivery that was given up can't be taken, so that no event is worked on twice. */
    public static final class Delivery {

        private enum State {
            SUBMITTED,
            TAKEN,
            LOST,
            ENDED
        }

        private final Thread waiting = Thread.currentThread();
        private final long began = System.nanoTime();
        private State state = State.SUBMITTED;

        /** A delivery that the calling thread waits for. */
        private Delivery() {}

        /**
         * The event has reached the one who works on it.
         *
         * @throws IllegalStateException if it was given up, and resubmitted
         */
        public synchronized void take() {
            if (state == State.LOST) {
                throw new IllegalStateException("the event was resubmitted");
            }
            state = state == State.SUBMITTED ? State.TAKEN : state;
        }

        /** Stops a wait that is longer than this, unless the delivery was taken. */
        private synchronized void giveUpAfter(long millis) {
            if (state == State.SUBMITTED && System.nanoTime() - began >= TimeUnit.MILLISECONDS.toNanos(millis)) {
                state = State.LOST;
                waiting.interrupt();
            }
        }

        /** The wait is over: whether the delivery was lost. */
        private synchronized boolean end() {
            boolean lost = state == State.LOST;
            if (lost) {
                Thread.interrupted(); // whoever was interrupted may not have noticed
            }
            state = lost ? State.LOST : State.ENDED;
            return lost;
        }
    }
}
