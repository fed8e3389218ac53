package dev.ktpverify.api;

import dev.ktpverify.invocation.CurrentInvocation;
import dev.ktpverify.invocation.Invocation;
import dev.ktpverify.model.Hint;
import dev.ktpverify.model.IdNameResult;
import dev.ktpverify.model.IdSelfieResult;
import dev.ktpverify.model.Question;
import dev.ktpverify.model.Result;
import dev.ktpverify.model.VerificationFailedException;
import dev.ktpverify.verification.Verifier;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.function.Function;
import org.jboss.resteasy.reactive.RestResponse;

/**
 * The two endpoints. The body is the event's own, not the one of the framework's HTTP message: copied there it would be
 * encoded, streamed between threads and decoded again. The methods run on a worker thread, since a verification waits.
 */
@Singleton
@Path("/verify")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class VerificationResource {

    private final CurrentInvocation current;
    private final QuestionReader reader;
    private final Hints hints;
    private final Verifier verifier;

    VerificationResource(CurrentInvocation current, QuestionReader reader, Hints hints, Verifier verifier) {
        this.current = current;
        this.reader = reader;
        this.hints = hints;
        this.verifier = verifier;
    }

    /** Asks whether an id number and a name belong together. */
    @POST
    @Path("/id_name")
    public RestResponse<VerdictAnswer<IdNameResult>> idName(@HeaderParam(HttpHeaders.CONTENT_TYPE) String type) {
        return verify(type, reader::idName);
    }

    /** Asks whether an id number and a face belong together. */
    @POST
    @Path("/id_selfie")
    public RestResponse<VerdictAnswer<IdSelfieResult>> idSelfie(@HeaderParam(HttpHeaders.CONTENT_TYPE) String type) {
        return verify(type, reader::idSelfie);
    }

    private <R extends Result> RestResponse<VerdictAnswer<R>> verify(
            String type, Function<Invocation, Question<R>> read) {
        Invocation invocation = current.take();
        if (type == null) { // the framework takes that for what it needs
            throw new RefusedRequestException(Refusal.UNSUPPORTED_MEDIA_TYPE);
        }
        Question<R> question = read.apply(invocation);
        List<Hint> found = hints.of(question);
        try {
            return VerdictAnswer.response(verifier.verify(question, invocation), found, invocation);
        } catch (VerificationFailedException e) {
            throw e.with(found);
        }
    }
}
