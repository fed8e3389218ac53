package dev.ktpverify.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.ConnectTimeoutException;
import jakarta.ws.rs.ProcessingException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The words for what a connection breaks with; {@code FaultTableTest.inTheLog} has them from real connections. */
class ConnectionFaultTest {

    private static final String QUOTED = "quoted-7h3k";

    static Stream<Arguments> words() {
        return Stream.of(
                Arguments.of(new UnknownHostException(QUOTED), "unknown host"),
                Arguments.of(new SSLHandshakeException(QUOTED), "no TLS"),
                Arguments.of(new ConnectTimeoutException(QUOTED), "out of time"),
                Arguments.of(new TimeoutException(QUOTED), "out of time"),
                Arguments.of(new ConnectException(QUOTED), "connection refused"),
                Arguments.of(new SocketException(QUOTED), "connection closed"),
                Arguments.of(new ClosedChannelException(), "connection closed"),
                Arguments.of(new IOException(QUOTED), "connection closed"),
                Arguments.of(new IllegalStateException(QUOTED), "IllegalStateException"));
    }

    @ParameterizedTest
    @MethodSource("words")
    void aloneAndAsACause(Exception end, String word) {
        assertEquals(word, ConnectionFault.wordFor(end));
        if (!(end instanceof IllegalStateException)) {
            assertEquals(word, ConnectionFault.wordFor(new ProcessingException(QUOTED, end)));
        }
    }

    /** A handshake that breaks closes the connection as well: the reason says more than what came of it. */
    @Test
    void theReasonCountsMoreThanWhatCameOfIt() {
        assertEquals("no TLS", ConnectionFault.wordFor(new IOException(QUOTED, new SSLHandshakeException(QUOTED))));
        assertEquals(
                "unknown host", ConnectionFault.wordFor(new ConnectException().initCause(new UnknownHostException())));
    }

    @ParameterizedTest
    @EnumSource
    void theRunbookHasEachWord(ConnectionFault fault) throws IOException {
        assertTrue(Files.readString(Path.of("docs", "runbook.md")).contains(": " + fault.word() + " |"), fault.word());
    }
}
