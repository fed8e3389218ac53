package dev.ktpverify.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ktpverify.framework.LostEventGuard;
import dev.ktpverify.idempotency.Idempotencies;
import dev.ktpverify.observability.InvocationLog;
import dev.ktpverify.observability.Lines;
import io.quarkus.runtime.ShutdownEvent;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
    void whatIsInHandIsWaitedFor() throws InterruptedException {
        assertTrue(handedOver(() -> {
            pause();
            last.end();
        }));
    }

    @Test
    void anAnswerThatIsBeingHandedOverIsWaitedFor() throws InterruptedException {
        assertTrue(handedOver(() -> {
            last.end();
            pause();
        }));
    }

    /** The framework interrupts the wait for an answer that has come already, or fails in another way. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anAnswerThatIsThereIsTold(boolean ends) {
        Map<String, String> headers = new HashMap<>(Map.of("Idempotent-Replayed", "true", "Retry-After", "2"));
        InvocationEvent.Answer answer = new InvocationEvent.Answer(429, headers, Map.of("status", "OK"));
        assertEquals(
                "{\"status\":\"OK\",\"http_status\":429,\"retry_after\":2,\"idempotent_replayed\":true}",
                told(answer, ends));
    }

    @Test
    void whatHasNoAnswerIsToldByWhatHasLeft() {
        String told = told(null, true);
        assertTrue(told.startsWith("{\"status\":\"SOURCE_SERVICE_TIMEOUT\""), told);
        assertTrue(told.contains("\"charge\":\"FREE\""), told);
        assertTrue(told.endsWith("\"http_status\":504}"), told);
    }

    /** What a direct invocation is told that has come this far when the framework fails, as when the environment ends. */
    private String told(InvocationEvent.Answer answer, boolean ends) {
        InvocationLog log = Lines.log();
        ApiGatewayHandlerDecorator decorator = new ApiGatewayHandlerDecorator(
                (event, context) -> {
                    ((InvocationEvent) event).answered(answer);
                    if (ends) {
                        over();
                    }
                    return APIGatewayV2HTTPResponse.builder()
                            .withStatusCode(500)
                            .build();
                },
                new ObjectMapper(),
                new LostEventGuard(),
                new InvocationFactory(Clock.systemUTC(), Idempotencies.off(), log),
                log,
                last,
                null);
        String question = "{\"verify\":\"id_name\",\"request\":{}}";
        Context context = (Context) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {Context.class},
                (proxy, method, none) -> method.getReturnType() == int.class ? 28_000 : "lambda-request");
        DirectAnswer told = (DirectAnswer)
                decorator.handleRequest(Payload.read(question.getBytes(StandardCharsets.UTF_8)), context);
        return told.envelope();
    }

    /** The environment ends, as another thread learns. */
    private void over() {
        CompletableFuture.runAsync(() -> {
                    try {
                        waited();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                })
                .join();
    }

    /** Whether an invocation that does this was over when the framework went on. */
    private boolean handedOver(Runnable work) throws InterruptedException {
        CompletableFuture<Void> begun = new CompletableFuture<>();
        CompletableFuture<Boolean> done = new CompletableFuture<>();
        new Thread(() -> {
                    last.begin();
                    begun.complete(null);
                    work.run();
                    done.complete(true);
                })
                .start();
        begun.join();
        waited();
        return done.getNow(false);
    }

    private Duration waited() throws InterruptedException {
        long begin = System.nanoTime();
        last.await(new ShutdownEvent());
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    private static void pause() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
