package dev.ktpverify.api;

import dev.ktpverify.invocation.CurrentInvocation;
import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ContainerResponseContext;
import java.util.HashMap;
import java.util.Map;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** Leaves each answer with its invocation, so that it is not lost with the framework's HTTP message. */
@Singleton
public class AnswerFilter {

    private final CurrentInvocation current;

    AnswerFilter(CurrentInvocation current) {
        this.current = current;
    }

    @ServerResponseFilter
    public void keep(ContainerResponseContext response) {
        Map<String, String> headers = new HashMap<>();
        response.getStringHeaders().forEach((name, values) -> headers.put(name, values.get(0)));
        current.answered(response.getStatus(), headers, response.getEntity());
    }
}
