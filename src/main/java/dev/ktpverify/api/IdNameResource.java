package dev.ktpverify.api;

import dev.ktpverify.verification.IdNameQuestion;
import dev.ktpverify.verification.IdNameResult;
import dev.ktpverify.verification.Request;
import dev.ktpverify.verification.VerificationService;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.concurrent.CompletionStage;
import org.jboss.resteasy.reactive.RestResponse;

/** {@code POST /verify/id_name}. */
@Path("/verify/id_name")
public class IdNameResource {

    private final VerificationService verifications;
    private final Requests requests;

    IdNameResource(VerificationService verifications, Requests requests) {
        this.verifications = verifications;
        this.requests = requests;
    }

    /** Asks whether an id number and a name belong together. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    public CompletionStage<RestResponse<VerdictAnswer<IdNameResult>>> verify(IdNameQuestion question) {
        Request request = requests.current();
        return verifications
                .verify(question, request)
                .thenApply(verdict -> VerdictAnswer.response(verdict, request.id()));
    }
}
