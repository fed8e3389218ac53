package dev.ktpverify.observability;

import io.quarkus.arc.Unremovable;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.client.api.ClientLogger;

/**
 * All that {@code quarkus.rest-client.logging.scope} can bring to light: method, path and status, at DEBUG. The REST
 * client's own logger writes headers and bodies, and takes a body limit of 0 for no limit.
 */
@Singleton
@Unremovable // the REST client looks it up by type, which the container does not see
class ProviderRequestLog implements ClientLogger {

    private static final Logger LOG = Logger.getLogger(ProviderRequestLog.class);

    @Override
    public void setBodySize(int bodySize) {
        // bodies are not shown at any size
    }

    @Override
    public void logRequest(HttpClientRequest request, Buffer body, boolean omitBody) {
        LOG.debugf("request: %s %s", request.getMethod(), request.path());
    }

    @Override
    public void logResponse(HttpClientResponse response, boolean redirect) {
        HttpClientRequest request = response.request();
        LOG.debugf("response: %s %s %d", request.getMethod(), request.path(), response.statusCode());
    }
}
