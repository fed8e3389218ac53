package dev.ktpverify.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class RedeliveryTest {

    private static final Context INVOCATION = (Context) Proxy.newProxyInstance(
            Context.class.getClassLoader(),
            new Class<?>[] {Context.class},
            (proxy, method, arguments) -> method.getReturnType() == int.class ? 28_000 : method.getName());

    private final List<Context> deliveries = new ArrayList<>();

    @Test
    void aLostEventIsHandedInAgainAndTheLostDeliveryCanNotBeTakenAnyMore() {
        RequestHandler<String, String> loses = (event, delivery) -> {
            deliveries.add(delivery);
            if (deliveries.size() < 3) {
                return untilInterrupted();
            }
            return "answer, " + delivery.getRemainingTimeInMillis();
        };

        assertEquals("answer, 28000", new Redelivery(50).handle(loses, "event", INVOCATION));

        assertEquals(3, deliveries.size());
        assertThrows(IllegalStateException.class, deliveries.get(0)::getRemainingTimeInMillis);
        assertEquals(28_000, deliveries.get(2).getRemainingTimeInMillis());
        assertFalse(Thread.currentThread().isInterrupted());
    }

    @Test
    void anEventThatWasTakenIsWaitedFor() {
        RequestHandler<String, String> slow = (event, delivery) -> {
            deliveries.add(delivery);
            delivery.getRemainingTimeInMillis();
            try {
                Thread.sleep(300);
                return "answer";
            } catch (InterruptedException e) {
                return "interrupted";
            }
        };
        assertEquals("answer", new Redelivery(50).handle(slow, "event", INVOCATION));
        assertEquals(1, deliveries.size());
    }

    @Test
    void whereEverythingIsLostTheFrameworksOwnAnswerIsGiven() {
        RequestHandler<String, String> loses = (event, delivery) -> {
            deliveries.add(delivery);
            return untilInterrupted();
        };
        assertEquals("failure", new Redelivery(20).handle(loses, "event", INVOCATION));
        assertEquals(10, deliveries.size());
    }

    @Test
    void whatAHandlerThrowsIsThrown() {
        RequestHandler<String, String> broken = (event, delivery) -> {
            throw new IllegalStateException();
        };
        assertThrows(IllegalStateException.class, () -> new Redelivery(50).handle(broken, "event", INVOCATION));
    }

    @Test
    void aDeliveryTellsWhatTheInvocationDoes() {
        Delivery delivery = new Delivery(INVOCATION);
        assertEquals("getAwsRequestId", delivery.getAwsRequestId());
        assertEquals("getFunctionName", delivery.getFunctionName());
        assertEquals(28_000, delivery.getMemoryLimitInMB());
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
