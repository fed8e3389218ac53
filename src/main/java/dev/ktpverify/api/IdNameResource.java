package dev.ktpverify.api;

import com.amazonaws.services.lambda.runtime.Context;
import dev.ktpverify.verification.Deadline;
import dev.ktpverify.verification.IdNameQuestion;
import dev.ktpverify.verification.IdNameResult;
import dev.ktpverify.verification.VerificationService;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;

/** {@code POST /verify/id_name}. */
@Path("/verify/id_name")
@Blocking
public class IdNameResource {

    private final VerificationService verifications;
    private final Context invocation;
    private final Clock clock;

    IdNameResource(VerificationService verifications, Context invocation, Clock clock) {
        this.verifications = verifications;
        this.invocation = invocation;
        this.clock = clock;
    }

    /** Asks whether an id number and a name belong together. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    public VerdictAnswer<IdNameResult> verify(IdNameQuestion question) {
        Deadline deadline = Deadline.of(invocation.getRemainingTimeInMillis(), clock);
        return VerdictAnswer.of(verifications.verify(question, deadline), invocation.getAwsRequestId());
    }
}
