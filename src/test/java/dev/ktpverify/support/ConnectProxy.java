package dev.ktpverify.support;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** An HTTP proxy that knows CONNECT alone (RFC 9110, 9.3.6), on a free port of this machine. */
public final class ConnectProxy {

    private static final String ESTABLISHED = "HTTP/1.1 200 Connection established\r\n\r\n";

    private final ServerSocket listening;
    private final List<String> tunnels = new CopyOnWriteArrayList<>();

    public ConnectProxy() {
        try {
            listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        inBackground(() -> {
            while (true) {
                Socket client = listening.accept();
                inBackground(() -> tunnel(client));
            }
        });
    }

    public int port() {
        return listening.getLocalPort();
    }

    /** Where tunnels were asked for, as host:port, oldest first. */
    public List<String> tunnels() {
        return List.copyOf(tunnels);
    }

    private void tunnel(Socket client) throws IOException {
        String target = head(client.getInputStream()).split(" ")[1];
        tunnels.add(target);
        int colon = target.lastIndexOf(':');
        Socket server = new Socket(target.substring(0, colon), Integer.parseInt(target.substring(colon + 1)));
        client.getOutputStream().write(ESTABLISHED.getBytes(StandardCharsets.US_ASCII));
        inBackground(() -> copy(server, client));
        copy(client, server);
    }

    private static void copy(Socket from, Socket to) throws IOException {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        }
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.read());
        }
        return head.toString();
    }

    /** What a thread does until a connection ends. */
    private interface Task {
        void run() throws IOException;
    }

    private static void inBackground(Task task) {
        Thread thread = new Thread(() -> {
            try {
                task.run();
            } catch (IOException e) {
                // one side has hung up, which is the end of a tunnel
            }
        });
        thread.setDaemon(true);
        thread.start();
    }
}
