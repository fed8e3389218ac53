package dev.ktpverify.support;

import dev.ktpverify.model.Charge;
import java.io.IOException;

/**
 * What a {@link ScriptedProvider} does with one attempt.
 *
 * @param name how it is called in a test's output
 * @param from how far the provider lets the attempt come before it acts
 * @param charge what it puts on the bill for a request that it read completely
 * @param hidden whether it keeps that charge from the client: by no answer or by one that can't be understood
 * @param play what it does then; it returns true where the connection is kept for another request
 */
public record Act(String name, From from, Charge charge, boolean hidden, Play play) {

    static final String CLOSES = ", then FIN";

    /** The moment from which the provider acts. */
    public enum From {
        /** The connection is accepted, nothing has been read. */
        ACCEPT,
        /** The client has begun its TLS handshake. */
        CLIENT_HELLO,
        /** The handshake is done, but only after nobody waits for it any more; then the request is read. */
        LATE_HANDSHAKE,
        /** The request's headers have been read. */
        HEADERS,
        /** Half of the request's body has been read. */
        HALF_BODY,
        /** The whole request has been read: it is on the bill. */
        REQUEST
    }

    /** What a complete request costs, by the provider's own bill. */
    public enum Charge {
        CHARGED,
        FREE
    }

    /** What is done with the connection. */
    @FunctionalInterface
    public interface Play {
        boolean on(Wire wire) throws IOException;
    }

    /** True where the request never comes to be written. */
    public boolean beforeRequest() {
        return from == From.ACCEPT || from == From.CLIENT_HELLO;
    }

    /** True where the provider closes the connection after an honest answer. */
    public boolean closes() {
        return name.endsWith(CLOSES);
    }

    @Override
    public String toString() {
        return name;
    }
}
