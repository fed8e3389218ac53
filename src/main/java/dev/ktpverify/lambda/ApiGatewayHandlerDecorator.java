package dev.ktpverify.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ktpverify.api.ErrorAnswer;
import dev.ktpverify.api.Refusal;
import dev.ktpverify.api.RefusedRequestException;
import dev.ktpverify.api.Unanswered;
import dev.ktpverify.framework.LostEventGuard;
import dev.ktpverify.invocation.Invocation;
import dev.ktpverify.observability.InvocationLog;
import dev.ktpverify.observability.InvocationRecord;
import dev.ktpverify.verification.HealthCheck;
import jakarta.annotation.Priority;
import jakarta.decorator.Decorator;
import jakarta.decorator.Delegate;
import jakarta.enterprise.inject.Any;
import java.util.HashMap;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * Surrounds the framework's handler of API Gateway events: what the framework would fail on never reaches it, and what it
 * refuses by itself gets the envelope of every answer. Each invocation begins and ends here.
 */
@Decorator
@Priority(1)
public class ApiGatewayHandlerDecorator implements RequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> {

    private static final Logger LOG = Logger.getLogger(ApiGatewayHandlerDecorator.class);
    private static final String CONTENT_TYPE = "Content-Type";
    private static final String JSON = "application/json";
    private static final String REQUEST_ID = "X-Request-Id";
    private static final int FIRST_ERROR = 400;
    private static final int FIRST_SERVER_ERROR = 500;

    private final RequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> framework;
    private final ObjectMapper json;
    private final LostEventGuard guard;
    private final InvocationFactory invocations;
    private final InvocationLog log;
    private final LastInvocation lastInvocation;
    private final HealthCheck health;

    ApiGatewayHandlerDecorator(
            @Delegate @Any RequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> framework,
            ObjectMapper json,
            LostEventGuard guard,
            InvocationFactory invocations,
            InvocationLog log,
            LastInvocation lastInvocation,
            HealthCheck health) {
        this.framework = framework;
        this.json = json;
        this.guard = guard;
        this.invocations = invocations;
        this.log = log;
        this.lastInvocation = lastInvocation;
        this.health = health;
    }

    @Override
    public APIGatewayV2HTTPResponse handleRequest(APIGatewayV2HTTPEvent payload, Context context) {
        lastInvocation.begin();
        IncomingEvent event = (IncomingEvent) payload; // LoopMapper reads no other
        InvocationRecord entry = invocations.begin(event, context);
        APIGatewayV2HTTPResponse response = answer(event, context, entry);
        response.getHeaders().put(CONTENT_TYPE, JSON); // the framework would add a charset, to verdicts alone
        response.getHeaders().put(REQUEST_ID, context.getAwsRequestId());
        if (response.getStatusCode() == Refusal.METHOD_NOT_ALLOWED.httpStatus()) {
            response.getHeaders().put("Allow", "POST"); // RFC 9110, 15.5.6
        }
        log.end(entry, response.getStatusCode());
        lastInvocation.end();
        return event instanceof DirectInvocation ? new DirectAnswer(response) : response;
    }

    private APIGatewayV2HTTPResponse answer(IncomingEvent event, Context context, InvocationRecord entry) {
        if (event instanceof DirectInvocation direct
                && direct.asksForHealth()
                && event.faults().isEmpty()) {
            HealthCheck.Answer answer = health.answer(context.getAwsRequestId(), entry);
            return response(answer.httpStatus(), answer);
        }
        try {
            event.refuseFaults();
            String body = EventSanitizer.clean(event);
            return verify(event, invocations.invocation(event, body, context, entry), context);
        } catch (RefusedRequestException e) {
            return error(
                    e.httpStatus(), e.answer(context.getAwsRequestId(), event.reference(), entry.livemode()), entry);
        }
    }

    private APIGatewayV2HTTPResponse verify(IncomingEvent event, Invocation invocation, Context context) {
        if (lastInvocation.isOver()) {
            return error(Unanswered.shutdown(invocation), invocation);
        }
        APIGatewayV2HTTPResponse response;
        try {
            response = guard.handle(delivery -> submit(new InvocationEvent(event, invocation, delivery), context));
        } catch (RuntimeException | Error e) { // the framework's own handler lets errors through
            String bug = e.getClass().getName();
            LOG.errorf("%s out of the framework; see runbook: bugs", bug);
            return error(Unanswered.bug(invocation, bug), invocation);
        }
        return inEnvelope(response, invocation);
    }

    /**
     * Has the framework answer. It may fail when the application's answer is there, and paid for: it interrupts this wait when the
     * environment ends, whether it has seen the answer or not. Then the answer is told all the same.
     */
    private APIGatewayV2HTTPResponse submit(InvocationEvent event, Context context) {
        APIGatewayV2HTTPResponse response = framework.handleRequest(event, context);
        InvocationEvent.Answer answer = event.answer();
        return answer == null || !isOwnError(response)
                ? response
                : response(answer.httpStatus(), answer.headers(), answer.body());
    }

    private static boolean isOwnError(APIGatewayV2HTTPResponse response) {
        Map<String, String> headers = response.getHeaders();
        return headers == null || response.getStatusCode() >= FIRST_ERROR && !isJson(headers.get(CONTENT_TYPE));
    }

    /** The application answers in JSON; an error that is not JSON is the framework's own. */
    private APIGatewayV2HTTPResponse inEnvelope(APIGatewayV2HTTPResponse response, Invocation invocation) {
        if (!isOwnError(response)) {
            return response;
        }
        int status = response.getStatusCode();
        if (status < FIRST_SERVER_ERROR) {
            throw new RefusedRequestException(Refusal.of(status));
        }
        if (lastInvocation.isOver()) {
            return error(Unanswered.shutdown(invocation), invocation);
        }
        LOG.errorf("the framework answered %d by itself; report it with the lines before this one", status);
        return error(Unanswered.bug(invocation, "HTTP " + status), invocation);
    }

    private static boolean isJson(String contentType) {
        return contentType != null && contentType.startsWith(JSON);
    }

    private APIGatewayV2HTTPResponse error(Unanswered unanswered, Invocation invocation) {
        return error(unanswered.httpStatus(), unanswered.body(), invocation.log());
    }

    private APIGatewayV2HTTPResponse error(int status, ErrorAnswer answer, InvocationRecord entry) {
        answer.log(entry);
        return response(status, answer);
    }

    private APIGatewayV2HTTPResponse response(int status, Object answer) {
        return response(status, new HashMap<>(), answer);
    }

    /** The headers are added to later. */
    private APIGatewayV2HTTPResponse response(int status, Map<String, String> headers, Object answer) {
        headers.put(CONTENT_TYPE, JSON);
        try {
            return APIGatewayV2HTTPResponse.builder()
                    .withStatusCode(status)
                    .withHeaders(headers)
                    .withBody(json.writeValueAsString(answer))
                    .build();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e); // a record of words, enums and flags
        }
    }
}
