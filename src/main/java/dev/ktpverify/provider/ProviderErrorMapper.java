package dev.ktpverify.provider;

import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.rest.client.ext.ResponseExceptionMapper;

/** Turns every answer but a 200 into an exception of our own: by the provider's word, or as one that can't be trusted. */
@RegisterForReflection(targets = ErrorReply.class)
public class ProviderErrorMapper implements ResponseExceptionMapper<ProviderException> {

    @Override
    public boolean handles(int httpStatus, MultivaluedMap<String, Object> headers) {
        // a redirect too: it is not followed. The client asks with 0 where no answer came: that failure stays as it is
        return httpStatus > 0 && httpStatus != Response.Status.OK.getStatusCode();
    }

    @Override
    public ProviderException toThrowable(Response response) {
        ErrorReply reply = read(response);
        return ProviderStatus.of(reply.status())
                .<ProviderException>map(
                        status -> ProviderRefusedException.of(status, reply.reason(), reply.requestId()))
                .orElseGet(() -> new AnswerLostException(false, "HTTP " + response.getStatus()));
    }

    private static ErrorReply read(Response response) {
        try {
            ErrorReply reply = response.readEntity(ErrorReply.class);
            return reply == null ? new ErrorReply(null, null, null) : reply;
        } catch (RuntimeException notTheProvidersEnvelope) {
            return new ErrorReply(null, null, null);
        }
    }
}
