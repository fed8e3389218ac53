package dev.ktpverify.support;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** One connection as the {@link ScriptedProvider} sees it, down to its bytes. Used by one thread. */
public final class Wire {

    static final String JSON = "application/json";

    private static final Pattern CONTENT_LENGTH = Pattern.compile("\r\ncontent-length: (\\d+)");

    private final Socket tcp;
    private SSLSocket tls;

    Wire(Socket tcp) throws IOException {
        tcp.setTcpNoDelay(true); // else half a handshake waits for its acknowledgement
        this.tcp = tcp;
    }

    /** Waits for the client to begin the handshake, and reads a part of it. */
    void clientHello() throws IOException {
        if (tcp.getInputStream().readNBytes(64).length == 0) {
            throw new EOFException();
        }
    }

    void handshake(SSLContext context) throws IOException {
        tls = (SSLSocket) context.getSocketFactory().createSocket(tcp, null, tcp.getPort(), false);
        tls.setUseClientMode(false);
        tls.startHandshake();
    }

    /** Reads to the end of a request's headers, empty where the client has closed the connection. */
    String readHeaders() throws IOException {
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        InputStream in = tls.getInputStream();
        String text = "";
        while (!text.endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                return "";
            }
            read.write(next);
            text = next == '\n' ? read.toString(StandardCharsets.UTF_8) : text;
        }
        return text;
    }

    static int contentLength(String headers) {
        Matcher length = CONTENT_LENGTH.matcher(headers.toLowerCase(Locale.ROOT));
        return length.find() ? Integer.parseInt(length.group(1)) : 0;
    }

    String readBody(int bytes) throws IOException {
        byte[] body = tls.getInputStream().readNBytes(bytes);
        if (body.length < bytes) {
            throw new EOFException();
        }
        return new String(body, StandardCharsets.UTF_8);
    }

    /** Writes text as it is. */
    public void write(String text) throws IOException {
        write(text.getBytes(StandardCharsets.UTF_8));
    }

    private void write(byte[] bytes) throws IOException {
        tls.getOutputStream().write(bytes);
        tls.getOutputStream().flush();
    }

    /** A whole answer in JSON; the connection is kept. */
    public boolean answer(int http, String json) throws IOException {
        return answer(http, JSON, json.getBytes(StandardCharsets.UTF_8));
    }

    /** A whole answer; the connection is kept. */
    public boolean answer(int http, String type, byte[] body) throws IOException {
        byte[] head = head(http, type, body.length).getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(head);
        all.write(body);
        write(all.toByteArray());
        return true;
    }

    /** A whole answer with any header lines, each with its end; the connection is kept. */
    public boolean answerAs(int http, String headers, byte[] body) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(("HTTP/1.1 " + http + " Scripted\r\n" + headers + "Content-Length: " + body.length + "\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8));
        all.writeBytes(body);
        write(all.toByteArray());
        return true;
    }

    /** Does nothing until the client gives up. */
    public boolean stall() throws IOException {
        InputStream in = tcp.getInputStream();
        while (in.read() >= 0) {
            // what still comes in is not looked at
        }
        return false;
    }

    /** Ends the connection with an RST. */
    public boolean reset() throws IOException {
        tcp.setSoLinger(true, 0);
        tcp.close();
        return false;
    }

    /** Ends the connection with a FIN, without a word of TLS. */
    public boolean finish() throws IOException {
        tcp.shutdownOutput();
        return stall();
    }

    static String head(int http, String type, int length) {
        return "HTTP/1.1 " + http + " Scripted\r\nContent-Type: " + type + "\r\nContent-Length: " + length + "\r\n\r\n";
    }

    static String chunkedHead() {
        return "HTTP/1.1 200 OK\r\nContent-Type: " + JSON + "\r\nTransfer-Encoding: chunked\r\n\r\n";
    }

    static String chunk(String text) {
        return Integer.toHexString(text.length()) + "\r\n" + text + "\r\n";
    }
}
