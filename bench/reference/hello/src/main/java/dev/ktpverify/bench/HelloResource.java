package dev.ktpverify.bench;

import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** A fixed answer at both routes: no input, no secret, no provider. */
@Path("/verify")
@Produces(MediaType.APPLICATION_JSON)
public class HelloResource {

    private static final String ANSWER = "{\"status\":\"OK\",\"result\":{\"order_no\":\"none\"}}";

    @POST
    @Path("/id_name")
    public String idName() {
        return ANSWER;
    }

    @POST
    @Path("/id_selfie")
    public String idSelfie() {
        return ANSWER;
    }
}
