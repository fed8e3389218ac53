package dev.ktpverify.framework;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ktpverify.framework.LostEventGuard.Delivery;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class LostEventGuardTest {

    private final List<Delivery> deliveries = new ArrayList<>();

    @Test
    void aLostEventIsResubmittedAndTheLostDeliveryCanNotBeTakenAnyMore() {
        Function<Delivery, String> loses = delivery -> {
            deliveries.add(delivery);
            if (deliveries.size() < 3) {
                return untilInterrupted();
            }
            delivery.take();
            return "answer";
        };

        assertEquals("answer", new LostEventGuard(50).handle(loses));

        assertEquals(3, deliveries.size());
        assertThrows(IllegalStateException.class, deliveries.get(0)::take);
        assertFalse(Thread.currentThread().isInterrupted());
    }

    @Test
    void anEventThatWasTakenIsWaitedFor() {
        Function<Delivery, String> slow = delivery -> {
            deliveries.add(delivery);
            delivery.take();
            try {
                Thread.sleep(300);
                return "answer";
            } catch (InterruptedException e) {
                return "interrupted";
            }
        };
        assertEquals("answer", new LostEventGuard(50).handle(slow));
        assertEquals(1, deliveries.size());
    }

    @Test
    void whereEverythingIsLostTheFrameworksOwnAnswerIsGiven() {
        Function<Delivery, String> loses = delivery -> {
            deliveries.add(delivery);
            return untilInterrupted();
        };
        assertEquals("failure", new LostEventGuard(20).handle(loses));
        assertEquals(10, deliveries.size());
    }

    @Test
    void whatAHandlerThrowsIsThrown() {
        Function<Delivery, String> broken = delivery -> {
            throw new IllegalStateException();
        };
        assertThrows(IllegalStateException.class, () -> new LostEventGuard(50).handle(broken));
    }

    /** As the framework waits for an answer that never comes, and fails when interrupted. */
    private static String untilInterrupted() {
        try {
            new CountDownLatch(1).await();
            return "never";
        } catch (InterruptedException e) {
            return "failure";
        }
    }
}
