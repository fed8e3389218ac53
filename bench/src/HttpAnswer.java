package dev.ktpverify.bench;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Answers for {@link LoopbackServer}. */
final class HttpAnswer {

    /** What the Runtime API says to an answer of the function. */
    static final byte[] ACCEPTED = ascii("HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n");

    private HttpAnswer() {}

    static byte[] json(String type, String body) {
        return ok("Content-Type: " + type + "\r\n", ascii(body));
    }

    /**
     * @param headers complete lines
     */
    static byte[] ok(String headers, byte[] body) {
        byte[] head = ascii("HTTP/1.1 200 OK\r\n" + headers + "Content-Length: " + body.length + "\r\n\r\n");
        byte[] answer = Arrays.copyOf(head, head.length + body.length);
        System.arraycopy(body, 0, answer, head.length, body.length);
        return answer;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
