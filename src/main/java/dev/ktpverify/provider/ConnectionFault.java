package dev.ktpverify.provider;

import io.netty.channel.ConnectTimeoutException;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.StreamResetException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/** What a connection to the provider broke with, in a word of ours for the log: the runbook explains each. */
enum ConnectionFault {
    // The first that fits. The REST client makes a plain IOException of some.
    UNKNOWN_HOST("unknown host", UnknownHostException.class),
    TLS("no TLS", SSLException.class),
    LATE("out of time", TimeoutException.class, ConnectTimeoutException.class),
    REFUSED("connection refused", ConnectException.class),
    TOO_LARGE("answer too large", StreamResetException.class), // AnswerLimit resets it
    CLOSED("connection closed", HttpClosedException.class, IOException.class);

    private final String word;
    private final List<Class<? extends Exception>> types;

    @SafeVarargs
    ConnectionFault(String word, Class<? extends Exception>... types) {
        this.word = word;
        this.types = List.of(types);
    }

    /** The word for it. */
    String word() {
        return word;
    }

    /**
     * The word for an exception of the REST client; for one that is not known its class. A library's message can quote what it
     * could not read, so it is never taken.
     */
    static String wordFor(Throwable end) {
        return Stream.of(values())
                .filter(fault -> fault.fits(end))
                .findFirst()
                .map(ConnectionFault::word)
                .orElse(end.getClass().getSimpleName());
    }

    private boolean fits(Throwable end) {
        return Stream.iterate(Optional.of(end), Optional::isPresent, t -> t.map(Throwable::getCause))
                .anyMatch(t -> types.stream().anyMatch(type -> type.isInstance(t.get())));
    }
}
