package dev.ktpverify.sandbox;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A request of the function's own client, whose body always has a Content-Length.
 *
 * @param path its path
 * @param body its body
 */
record Request(String path, String body) {

    private static final String END_OF_HEAD = "\r\n\r\n";
    private static final Pattern HEAD = Pattern.compile(
            "POST (\\S+) HTTP/1\\.1\r\n.*(?<=\r\n)content-length: *(\\d{1,9})\r\n.*",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    /**
     * Reads the next one.
     *
     * @return null if the connection ended before it
     * @throws IOException if the connection ended in the middle, or it is no such request
     */
    static Request read(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.lastIndexOf(END_OF_HEAD) < 0) {
            int next = in.read();
            if (next < 0) {
                return null;
            }
            head.append((char) next);
        }
        Matcher request = HEAD.matcher(head);
        if (!request.matches()) {
            throw new IOException("no request");
        }
        int length = Integer.parseInt(request.group(2));
        byte[] body = in.readNBytes(length);
        if (body.length < length) {
            throw new EOFException();
        }
        return new Request(request.group(1), new String(body, StandardCharsets.UTF_8));
    }

    /** Nothing of what was asked. */
    @Override
    public String toString() {
        return "Request";
    }
}
