package dev.ktpverify.api;

import dev.ktpverify.invocation.CurrentInvocation;
import dev.ktpverify.model.VerificationFailedException;
import jakarta.inject.Singleton;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Every exception of the API, in the one envelope. */
@Singleton
public class ExceptionMappers {

    private static final Logger LOG = Logger.getLogger(ExceptionMappers.class);

    private final CurrentInvocation current;

    ExceptionMappers(CurrentInvocation current) {
        this.current = current;
    }

    @ServerExceptionMapper
    public Response map(VerificationFailedException e) {
        Response.ResponseBuilder response = answer(e.failure().httpStatus(), ErrorAnswer.of(e, current.get()));
        e.failure()
                .retryAfter()
                .ifPresent(least -> response.header(HttpHeaders.RETRY_AFTER, Math.max(least, e.retryAfter())));
        if (e.replayed()) {
            response.header(VerdictAnswer.REPLAYED, true);
        }
        return response.build();
    }

    @ServerExceptionMapper
    public Response map(RefusedRequestException e) {
        return answer(
                        e.httpStatus(),
                        e.answer(
                                current.get().id(),
                                current.get().reference(),
                                current.get().log().livemode()))
                .build();
    }

    /** The framework has a mapper of its own for this one, in dev mode, which lists the routes. */
    @ServerExceptionMapper
    public Response map(NotFoundException e) {
        return map(new RefusedRequestException(Refusal.NOT_FOUND));
    }

    @ServerExceptionMapper
    public Response map(WebApplicationException e) {
        int status = e.getResponse().getStatus();
        return status < 500 ? map(new RefusedRequestException(Refusal.of(status))) : map((Throwable) e);
    }

    /** A bug of ours; its message and trace can hold what was sent, so they stay out of the log. */
    @ServerExceptionMapper
    public Response map(Throwable e) {
        StackTraceElement[] trace = e.getStackTrace();
        String bug = e.getClass().getName();
        LOG.errorf("%s at %s; see runbook: bugs", bug, trace.length == 0 ? "?" : trace[0]);
        Unanswered told = Unanswered.bug(current.get(), bug);
        return answer(told.httpStatus(), told.body()).build();
    }

    /** The response, of which the line of the log will tell, too. */
    private Response.ResponseBuilder answer(int httpStatus, ErrorAnswer answer) {
        answer.log(current.get().log());
        return Response.status(httpStatus).type(MediaType.APPLICATION_JSON_TYPE).entity(answer);
    }
}
