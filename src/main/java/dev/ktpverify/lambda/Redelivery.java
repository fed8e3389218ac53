package dev.ktpverify.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import jakarta.inject.Singleton;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Hands an event in again where the framework lost it. Its in-memory connection (Quarkus 3.34, VirtualChannel) has a race
 * between the thread that writes a request and the one that reads it: once in some thousand requests the body is never
 * read, and the event would wait for its answer until Lambda kills the function. It never became a verification then.
 */
@Singleton
class Redelivery {

    private static final Logger LOG = Logger.getLogger(Redelivery.class);
    /** What reaches a resource does so within milliseconds, but for a cold JVM on a busy machine. */
    private static final long PATIENCE_MILLIS = 2_000;
    /** All of them together stay below the function's time-out. */
    private static final int MOST_DELIVERIES = 10;
    /** How often a delivery is looked at while there is patience with it. */
    private static final int LOOKS = 10;

    private volatile Delivery current;

    Redelivery() {
        this(PATIENCE_MILLIS);
    }

    /** Looks at the current delivery now and then: a timer of its own for each would wake a thread for each. */
    Redelivery(long patienceMillis) {
        ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "redelivery");
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

    /** The handler's answer to the event, from as many deliveries as it takes; the last one's where all are lost. */
    <E, R> R handle(RequestHandler<E, R> handler, E event, Context invocation) {
        for (int deliveries = 1; true; deliveries++) {
            Delivery delivery = new Delivery(invocation);
            current = delivery;
            boolean lost;
            R answer;
            try {
                answer = handler.handleRequest(event, delivery);
            } finally {
                current = null;
                lost = delivery.end();
            }
            if (!lost || deliveries == MOST_DELIVERIES) {
                return answer;
            }
            LOG.warn("the framework lost an event, which is handed in again; report it if it happens often");
        }
    }
}
