package dev.ktpverify.support;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;

/**
 * A provider that does with each attempt what a test says, down to the bytes, and keeps a ledger of every complete request.
 * It listens on one port from its first start to its close; each connection has a thread of its own.
 */
public final class ScriptedProvider implements AutoCloseable {

    /**
     * A complete request, which the provider puts on the bill.
     *
     * @param connection the number of the connection that it came on, counted from 1
     * @param headers its request line and headers
     * @param body its body
     * @param act what the provider did with it
     */
    public record Entry(int connection, String headers, String body, Act act) {

        private static final Pattern NIK = Pattern.compile("\"id_number\":\"(\\d{16})\"");

        /** The NIK that was asked about, which tests give to one verification each. */
        public String nik() {
            Matcher nik = NIK.matcher(body);
            return nik.find() ? nik.group(1) : "";
        }

        /** True where the client was told what this request cost, and it was nothing. */
        public boolean answeredFree() {
            return act.charge() == Act.Charge.FREE && !act.hidden();
        }
    }

    /** Says what is done with each attempt. */
    @FunctionalInterface
    public interface Script {
        /** The act for the next attempt, which comes on a fresh connection or on a kept one. */
        Act next(boolean fresh);
    }

    private static final int BACKLOG = 50;
    private static final int LATE_MILLIS = FaultyWorld.ATTEMPT_MILLIS + 300;

    private final List<Entry> ledger = new CopyOnWriteArrayList<>();
    private final List<Act> played = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final List<Socket> fillers = new ArrayList<>();
    private final int port;
    private volatile SSLContext tls;
    private volatile Script script;
    private volatile int deafUpTo;
    private ServerSocket listener;

    /** Listens on a free port of the loopback address. */
    public ScriptedProvider(SSLContext tls) throws IOException {
        this.tls = tls;
        script(Acts.verdict("01", Act.Charge.CHARGED));
        listener = bind(0, BACKLOG);
        port = listener.getLocalPort();
        accept(listener);
    }

    public int port() {
        return port;
    }

    /** What each attempt from now on is done with; asked once for each. */
    public void script(Script next) {
        script = next;
    }

    /** What the next attempts are done with; the last act is for all that follow. */
    public void script(Act... acts) {
        Queue<Act> queue = new ArrayDeque<>(List.of(acts));
        script = fresh -> queue.size() > 1 ? queue.remove() : queue.element();
    }

    /** The certificate for the connections from now on. */
    public void present(SSLContext certificate) {
        tls = certificate;
    }

    /** Every complete request since the last {@link #forget}. */
    public List<Entry> ledger() {
        return List.copyOf(ledger);
    }

    /** Every act that was played since the last {@link #forget}, with a complete request or without. */
    public List<Act> played() {
        return List.copyOf(played);
    }

    /** How many connections were accepted since the last {@link #forget}. */
    public int connections() {
        return connections.get();
    }

    /** Begins a new ledger. */
    public void forget() {
        ledger.clear();
        played.clear();
        connections.set(0);
        deafUpTo = 0;
    }

    /**
     * Closes every open connection.
     *
     * @return true if there was one
     */
    public boolean hangUp() {
        boolean any = !open.isEmpty();
        open.forEach(ScriptedProvider::close);
        return any;
    }

    /** Reads nothing more on the open connections, and does not close them. */
    public void deafen() {
        deafUpTo = connections.get();
    }

    /** Refuses connections from now on. */
    public synchronized void refuse() {
        close(listener);
        fillers.forEach(ScriptedProvider::close);
        fillers.clear();
    }

    /** Listens again after {@link #refuse} or {@link #swallow}. */
    public synchronized void listen() throws IOException {
        if (!listener.isClosed() && fillers.isEmpty()) {
            return;
        }
        refuse();
        listener = bind(port, BACKLOG);
        accept(listener);
    }

    /** Becomes a black hole: SYNs are no longer answered, because the queue of connections is full. */
    public synchronized void swallow() throws IOException {
        refuse();
        listener = bind(port, 1);
        try {
            while (fillers.size() < 16) {
                Socket filler = new Socket();
                fillers.add(filler);
                filler.connect(listener.getLocalSocketAddress(), 300);
            }
            throw new IllegalStateException("the queue of connections does not fill");
        } catch (java.net.SocketTimeoutException full) {
            // now every other SYN is dropped too
        }
    }

    @Override
    public void close() {
        refuse();
        hangUp();
    }

    /** Binds as soon as the port is free: a listener that was closed under its thread lingers for a moment. */
    private static ServerSocket bind(int port, int backlog) throws IOException {
        for (int tries = 0; true; tries++) {
            ServerSocket socket = new ServerSocket();
            socket.setReuseAddress(true);
            try {
                socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), backlog);
                return socket;
            } catch (BindException stillInUse) {
                socket.close();
                if (tries == 100) {
                    throw stillInUse;
                }
                Acts.pause(20);
            }
        }
    }

    private void accept(ServerSocket on) {
        thread(() -> {
            while (true) {
                Socket socket = on.accept();
                open.add(socket);
                thread(() -> serve(socket, connections.incrementAndGet()));
            }
        });
    }

    private void serve(Socket socket, int connection) throws IOException {
        try (socket) {
            Wire wire = new Wire(socket);
            Script followed = script;
            Act act = next(true);
            if (act.beforeRequest()) {
                played.add(act);
                if (act.from() == Act.From.CLIENT_HELLO) {
                    wire.clientHello();
                }
                act.play().on(wire);
                return;
            }
            if (act.from() == Act.From.LATE_HANDSHAKE) {
                played.add(act);
                Acts.pause(LATE_MILLIS);
            }
            wire.handshake(tls);
            while (request(wire, followed, act, connection)) {
                act = null;
            }
        } finally {
            open.remove(socket);
        }
    }

    /** One request; an act that comes too late on a kept connection, before the request, is played after its headers. */
    private boolean request(Wire wire, Script followed, Act chosen, int connection) throws IOException {
        String headers = wire.readHeaders();
        if (headers.isEmpty()) {
            return false;
        }
        if (connection <= deafUpTo) {
            return wire.stall();
        }
        Act act = chosen == null || followed != script ? next(false) : chosen; // it may have connected long before
        int length = Wire.contentLength(headers);
        if (act.from() != Act.From.REQUEST && act.from() != Act.From.LATE_HANDSHAKE) {
            played.add(act);
            if (act.from() == Act.From.HALF_BODY) {
                wire.readBody(length / 2);
            }
            return act.play().on(wire);
        }
        String body = wire.readBody(length);
        played.add(act);
        ledger.add(new Entry(connection, headers, body, act));
        return act.play().on(wire);
    }

    private synchronized Act next(boolean fresh) {
        return script.next(fresh);
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void thread(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException gone) {
                // the client or the test has closed the connection
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private static void close(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
