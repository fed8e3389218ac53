package dev.ktpverify.provider;

import dev.ktpverify.framework.AnswerLimit;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;

/**
 * Undoes a content coding. The bytes themselves tell which one it is, whatever the header says: no JSON begins as one of
 * them. We ask for none, but a server may send any (RFC 9110, 12.5.3).
 */
final class AnswerBytes {

    private AnswerBytes() {}

    /**
     * The answer as it was before it was coded.
     *
     * @param sent the bytes of the answer
     * @return the same bytes where they are not coded
     * @throws IOException where they can't be decoded, or come to more than {@link AnswerLimit#MAX_BYTES}
     */
    static byte[] plain(byte[] sent) throws IOException {
        if (sent.length < 2) {
            return sent;
        }
        int first = sent[0] & 0xff;
        int second = sent[1] & 0xff;
        if (first == 0x1f && second == 0x8b) { // RFC 1952
            try (InputStream decoded = new GZIPInputStream(new ByteArrayInputStream(sent))) {
                return limited(decoded);
            }
        }
        if ((first & 0x0f) == 8 && (first << 8 | second) % 31 == 0) { // RFC 1950, which HTTP calls deflate
            try (InputStream decoded = new InflaterInputStream(new ByteArrayInputStream(sent))) {
                return limited(decoded);
            }
        }
        return sent;
    }

    private static byte[] limited(InputStream decoded) throws IOException {
        byte[] bytes = decoded.readNBytes(AnswerLimit.MAX_BYTES + 1);
        if (bytes.length > AnswerLimit.MAX_BYTES) {
            throw new IOException("too large");
        }
        return bytes;
    }
}
