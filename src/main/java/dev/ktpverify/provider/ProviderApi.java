package dev.ktpverify.provider;

import dev.ktpverify.model.IdNameQuestion;
import dev.ktpverify.model.IdSelfieQuestion;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.rest.client.annotation.ClientHeaderParam;
import org.eclipse.microprofile.rest.client.annotation.RegisterClientHeaders;
import org.eclipse.microprofile.rest.client.annotation.RegisterProvider;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/**
 * The provider's two paid endpoints as its pages describe them. Each call is one attempt, with nothing guarding it: only
 * {@link GuardedCall} uses this. The pages do not say how the body is encoded, so there are two ways. The answers are bytes, which {@link ProviderAnswer} reads, whatever they are called.
 */
@Path("/verify")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@RegisterRestClient(configKey = "provider")
@RegisterClientHeaders(CredentialsHeaders.class)
@ClientHeaderParam(name = HttpHeaders.ACCEPT_ENCODING, value = "identity")
@RegisterProvider(BodyWriter.class)
interface ProviderApi {

    @POST
    @Path("/id_name")
    CompletionStage<Response> verifyIdName(IdNameQuestion question);

    @POST
    @Path("/id_selfie")
    CompletionStage<Response> verifyIdSelfie(IdSelfieQuestion question);

    @POST
    @Path("/id_name")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    CompletionStage<Response> verifyIdNameByForm(IdNameQuestion question);

    @POST
    @Path("/id_selfie")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    CompletionStage<Response> verifyIdSelfieByForm(IdSelfieQuestion question);
}
