package dev.ktpverify.bench;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import javax.net.ServerSocketFactory;

/**
 * HTTP/1.1 on loopback with as little of its own time as possible: a thread per connection that stays open, a request read
 * whole, its answer in one write.
 */
final class LoopbackServer implements AutoCloseable {

    /** What a server does; called by the thread of each connection. */
    interface Handler {

        /** The answer to a request, head and body; null closes the connection. */
        byte[] answer(Request request) throws InterruptedException;
    }

    /**
     * @param line the request line
     * @param headers the header lines in lower case
     */
    record Request(String line, String headers, byte[] body) {}

    private static final int BUFFER = 1 << 16;
    private static final byte[] CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final ServerSocket socket;
    private final Handler handler;

    /** Listens on a free port. */
    LoopbackServer(ServerSocketFactory sockets, Handler handler) throws IOException {
        this.socket = sockets.createServerSocket(0, 100, InetAddress.getLoopbackAddress());
        this.handler = handler;
        start(this::accept);
    }

    int port() {
        return socket.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "loopback");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket connection = socket.accept();
                connection.setTcpNoDelay(true);
                start(() -> serve(connection));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket connection) {
        try (connection;
                InputStream in = new BufferedInputStream(connection.getInputStream(), BUFFER);
                OutputStream out = connection.getOutputStream()) {
            for (String line = line(in); line != null; line = line(in)) {
                byte[] answer = handler.answer(request(line, in, out));
                if (answer == null) {
                    return;
                }
                out.write(answer);
                out.flush();
            }
        } catch (IOException | InterruptedException peerHasLeft) {
            // a function that was stopped: whoever waits for it knows
        }
    }

    private static Request request(String line, InputStream in, OutputStream out) throws IOException {
        StringBuilder headers = new StringBuilder("\n");
        int length = 0;
        boolean chunked = false;
        for (String header = line(in); header != null && !header.isEmpty(); header = line(in)) {
            String lower = header.toLowerCase(Locale.ROOT);
            headers.append(lower).append('\n');
            if (lower.startsWith("content-length:")) {
                length =
                        Integer.parseInt(lower.substring(lower.indexOf(':') + 1).trim());
            } else if (lower.startsWith("transfer-encoding:")) {
                chunked = lower.endsWith("chunked");
            } else if (lower.startsWith("expect:")) {
                out.write(CONTINUE);
                out.flush();
            }
        }
        return new Request(line, headers.toString(), chunked ? chunks(in) : read(in, length));
    }

    private static byte[] chunks(InputStream in) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int size = chunkSize(in); size > 0; size = chunkSize(in)) {
            all.writeBytes(read(in, size));
            line(in);
        }
        line(in);
        return all.toByteArray();
    }

    private static int chunkSize(InputStream in) throws IOException {
        String line = line(in);
        if (line == null) {
            throw new EOFException();
        }
        return Integer.parseInt(line.trim(), 16);
    }

    private static byte[] read(InputStream in, int length) throws IOException {
        byte[] bytes = new byte[length];
        if (in.readNBytes(bytes, 0, length) < length) {
            throw new EOFException();
        }
        return bytes;
    }

    /** A line without its end, null at the end of the stream. */
    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder(128);
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                return null;
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }
}
