package dev.ktpverify.provider;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.quarkus.rest.client.reactive.jackson.ClientObjectMapper;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.rest.client.annotation.RegisterClientHeaders;
import org.eclipse.microprofile.rest.client.annotation.RegisterProvider;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/**
 * The provider's two paid endpoints as its pages describe them. Each call is one attempt, with nothing guarding it: only
 * {@link ProviderClient} uses this.
 */
@Path("/verify")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@RegisterRestClient(configKey = "provider")
@RegisterClientHeaders(CredentialsHeaders.class)
@RegisterProvider(ProviderErrorMapper.class)
@RegisterProvider(BodyWriter.class)
interface ProviderApi {

    @POST
    @Path("/id_name")
    CompletionStage<IdNameReply> verifyIdName(IdNameBody body);

    @POST
    @Path("/id_selfie")
    CompletionStage<IdSelfieReply> verifyIdSelfie(IdSelfieBody body);

    /** Reads strictly what is paid for: a verdict of the wrong type, given twice or followed by more is not trusted. */
    @ClientObjectMapper
    static ObjectMapper strictMapper(ObjectMapper applicationMapper) {
        return JsonMapper.builder()
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build();
    }
}
