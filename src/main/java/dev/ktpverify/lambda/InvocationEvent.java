package dev.ktpverify.lambda;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import dev.ktpverify.framework.LostEventGuard.Delivery;
import dev.ktpverify.invocation.CurrentInvocation;
import dev.ktpverify.invocation.Invocation;
import io.quarkus.arc.ClientProxy;
import jakarta.inject.Singleton;
import java.util.Map;

/**
 * The event as the framework gets it: path, method and headers of an HTTP request without a body, and the invocation, which
 * the framework passes on without knowing it.
 */
final class InvocationEvent extends APIGatewayV2HTTPEvent {

    private final transient Invocation invocation;
    private final transient Delivery delivery;
    private transient volatile Answer answer;

    /**
     * What the application answered.
     *
     * @param httpStatus the HTTP status code
     * @param headers the HTTP headers
     * @param body the envelope, not yet JSON
     */
    record Answer(int httpStatus, Map<String, String> headers, Object body) {}

    /**
     * @param clean an event out of which {@link EventSanitizer} took all that is not used
     * @param delivery the one that this event is
     */
    InvocationEvent(APIGatewayV2HTTPEvent clean, Invocation invocation, Delivery delivery) {
        this.invocation = invocation;
        this.delivery = delivery;
        setRawPath(clean.getRawPath());
        setHeaders(clean.getHeaders());
        setRequestContext(clean.getRequestContext());
    }

    /** What the application answered, whatever became of it in the framework; null if it has not yet. */
    Answer answer() {
        return answer;
    }

    /** The application has answered. */
    void answered(Answer given) {
        answer = given;
    }

    /** Finds the invocation in the event, which the framework keeps with the HTTP request. */
    @Singleton
    static final class Current implements CurrentInvocation {

        private final APIGatewayV2HTTPEvent event;

        /**
         * @param event the framework's proxy of the event of the request that is being answered
         */
        Current(APIGatewayV2HTTPEvent event) {
            this.event = event;
        }

        @Override
        public Invocation get() {
            return event().invocation;
        }

        @Override
        public Invocation take() {
            event().delivery.take();
            return event().invocation;
        }

        @Override
        public void answered(int httpStatus, Map<String, String> headers, Object body) {
            event().answered(new Answer(httpStatus, headers, body));
        }

        private InvocationEvent event() {
            return (InvocationEvent) ClientProxy.unwrap(event);
        }
    }
}
