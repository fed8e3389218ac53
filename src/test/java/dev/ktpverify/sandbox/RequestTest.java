package dev.ktpverify.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the sandbox's server reads of a connection. */
class RequestTest {

    private static final String HEAD = "POST /verify/id_name HTTP/1.1\r\nhost: a\r\n";

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void oneAfterAnother() throws IOException {
        InputStream in = stream(HEAD + "x-content-length: 9\r\nContent-Length: 4\r\nb: content-length: 7\r\n\r\n{\"ü"
                + HEAD + "content-length:0\r\n\r\n");
        assertEquals("/verify/id_name", Request.read(in).path());
        Request second = Request.read(in);
        assertEquals("", second.body());
        assertNull(Request.read(in));
    }

    @Test
    void theBodyIsOfItsLengthInBytes() throws IOException {
        assertEquals(
                "{\"ü",
                Request.read(stream(HEAD + "content-length: 4\r\n\r\n{\"ü}}")).body());
    }

    @Test
    void anEndInTheMiddle() throws IOException {
        assertNull(Request.read(stream(HEAD)));
        assertThrows(EOFException.class, () -> Request.read(stream(HEAD + "content-length: 4\r\n\r\n{}")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\ncontent-length: 2\r\n\r\n{}",
                "POST / HTTP/1.1\r\n\r\n",
                "POST / HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
                "POST / HTTP/1.1\r\ncontent-length: 9999999999\r\n\r\n"
            })
    void whatTheClientNeverSends(String text) {
        assertThrows(IOException.class, () -> Request.read(stream(text)));
    }
}
