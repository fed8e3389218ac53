package dev.ktpverify.invocation;

import java.util.Map;

/** Where the framework's side of a request finds the invocation that it belongs to. */
public interface CurrentInvocation {

    /** The invocation of the request that is being answered. */
    Invocation get();

    /**
     * The same, for the one who works on it from here on.
     *
     * @throws IllegalStateException if the event was resubmitted meanwhile, so that another thread works on it
     */
    Invocation take();

    /**
     * The answer to the request is there, and about to go through the framework.
     *
     * @param httpStatus the HTTP status code
     * @param headers the HTTP headers, but those that every answer has
     * @param body the envelope, not yet JSON
     */
    void answered(int httpStatus, Map<String, String> headers, Object body);
}
