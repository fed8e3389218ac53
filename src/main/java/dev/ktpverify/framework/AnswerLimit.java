package dev.ktpverify.framework;

import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;

/** Stops an answer that grows beyond {@value #MAX_BYTES} bytes; the provider's are below two kilobytes. */
public final class AnswerLimit {

    public static final int MAX_BYTES = 64 * 1024;

    private final HttpClientRequest request;
    private int read;

    private AnswerLimit(HttpClientRequest request) {
        this.request = request;
    }

    /** Call before the request is sent. The REST client's own reading of the body is not disturbed. */
    public static void guard(HttpClientRequest request) {
        request.response().onSuccess(new AnswerLimit(request)::count);
        // what an answer calls itself decides nothing, and the REST client would take some names for a form to be taken
        // apart
        request.response().onSuccess(response -> response.headers().remove(HttpHeaders.CONTENT_TYPE));
    }

    private void count(HttpClientResponse response) {
        response.handler(chunk -> {
            read += chunk.length();
            if (read > MAX_BYTES) {
                request.reset();
            }
        });
    }
}
