package dev.ktpverify.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ktpverify.api.ErrorAnswer;
import dev.ktpverify.api.HealthCheck;
import dev.ktpverify.api.Refusal;
import dev.ktpverify.api.RefusedRequestException;
import dev.ktpverify.api.Unanswered;
import dev.ktpverify.observability.Journal;
import jakarta.annotation.Priority;
import jakarta.decorator.Decorator;
import jakarta.decorator.Delegate;
import jakarta.enterprise.inject.Any;
import java.util.HashMap;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * Stands around the framework's handler of API Gateway events: what the framework would stumble over never reaches it, and
 * what it refuses by itself leaves as the one envelope. Every answer over HTTP gets its {@code X-Request-Id} here.
 */
@Decorator
@Priority(1)
public class EventGate implements RequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> {

    private static final Logger LOG = Logger.getLogger(EventGate.class);
    private static final String CONTENT_TYPE = "Content-Type";
    private static final String JSON = "application/json";
    private static final String REQUEST_ID = "X-Request-Id";
    private static final int FIRST_ERROR = 400;
    private static final int FIRST_SERVER_ERROR = 500;

    private final RequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> handler;
    private final ObjectMapper json;
    private final Redelivery redelivery;
    private final Journal journal;
    private final LastInvocation lastInvocation;
    private final HealthCheck health;

    EventGate(
            @Delegate @Any RequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> handler,
            ObjectMapper json,
            Redelivery redelivery,
            Journal journal,
            LastInvocation lastInvocation,
            HealthCheck health) {
        this.handler = handler;
        this.json = json;
        this.redelivery = redelivery;
        this.journal = journal;
        this.lastInvocation = lastInvocation;
        this.health = health;
    }

    @Override
    public APIGatewayV2HTTPResponse handleRequest(APIGatewayV2HTTPEvent event, Context invocation) {
        lastInvocation.begin();
        EventIds.begin(journal, event, invocation);
        APIGatewayV2HTTPResponse response = answered(event, invocation);
        journal.end(response.getStatusCode());
        lastInvocation.end();
        return event instanceof DirectInvocation ? new DirectAnswer(response) : response;
    }

    private APIGatewayV2HTTPResponse answered(APIGatewayV2HTTPEvent event, Context invocation) {
        APIGatewayV2HTTPResponse response = handled(event, invocation);
        response.getHeaders().put(CONTENT_TYPE, JSON); // the framework would add a charset, to verdicts alone
        response.getHeaders().put(REQUEST_ID, invocation.getAwsRequestId());
        if (response.getStatusCode() == Refusal.METHOD_NOT_ALLOWED.httpStatus()) {
            response.getHeaders().put("Allow", "POST"); // RFC 9110, 15.5.6
        }
        return response;
    }

    private APIGatewayV2HTTPResponse handled(APIGatewayV2HTTPEvent event, Context invocation) {
        if (event instanceof ReadEvent read && !read.faults().isEmpty()) {
            return refused(new RefusedRequestException(read.faults()), invocation);
        }
        if (event instanceof DirectInvocation direct && direct.asksForHealth()) {
            HealthCheck.Answer answer = health.answer(invocation.getAwsRequestId());
            return response(answer.httpStatus(), answer);
        }
        try {
            IncomingEvent.clean(event);
        } catch (RefusedRequestException e) {
            return refused(e, invocation);
        }
        if (lastInvocation.isOver()) {
            return answer(Unanswered.shutdown(journal, invocation.getAwsRequestId()));
        }
        try {
            return inEnvelope(redelivery.handle(handler, event, invocation), invocation);
        } catch (RuntimeException | Error e) { // the framework's own handler lets errors through
            String bug = e.getClass().getName();
            LOG.errorf("%s out of the framework; see runbook: bugs", bug);
            return answer(Unanswered.bug(journal, bug, invocation.getAwsRequestId()));
        }
    }

    /** The application answers in JSON; an error that is not JSON is the framework's own. */
    private APIGatewayV2HTTPResponse inEnvelope(APIGatewayV2HTTPResponse response, Context invocation) {
        int status = response.getStatusCode();
        Map<String, String> headers = response.getHeaders();
        if (headers != null && (status < FIRST_ERROR || isJson(headers.get(CONTENT_TYPE)))) {
            return response;
        }
        if (status < FIRST_SERVER_ERROR) {
            return refused(new RefusedRequestException(Refusal.of(status)), invocation);
        }
        if (lastInvocation.isOver()) {
            return answer(Unanswered.shutdown(journal, invocation.getAwsRequestId()));
        }
        LOG.errorf("the framework answered %d by itself; report it with the lines before this one", status);
        return answer(Unanswered.bug(journal, "HTTP " + status, invocation.getAwsRequestId()));
    }

    private static boolean isJson(String contentType) {
        return contentType != null && contentType.startsWith(JSON);
    }

    private APIGatewayV2HTTPResponse refused(RefusedRequestException e, Context invocation) {
        return answer(e.httpStatus(), e.answer(invocation.getAwsRequestId()));
    }

    private APIGatewayV2HTTPResponse answer(Unanswered told) {
        return answer(told.httpStatus(), told.body());
    }

    private APIGatewayV2HTTPResponse answer(int status, ErrorAnswer answer) {
        answer.tell(journal);
        return response(status, answer);
    }

    private APIGatewayV2HTTPResponse response(int status, Object answer) {
        Map<String, String> headers = new HashMap<>();
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
