package dev.ktpverify.sandbox;

import dev.ktpverify.KtpVerifyConfig;
import dev.ktpverify.Mode;
import dev.ktpverify.sandbox.Reply.Ending;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/**
 * Plays the provider in the sandbox: an HTTP server on a loopback port of this process, which answers by {@link TestNumber}.
 * So a verification goes its whole way, to the last byte of the request and back, and nothing leaves the function.
 *
 * <p>It is a plain socket, as only the function's own client asks: the HTTP server of Vert.x would add 0.3 MB to the binary's
 * zip, and the JDK's 0.1 MB.
 */
@Singleton
public class SandboxProvider {

    private static final Logger LOG = Logger.getLogger(SandboxProvider.class);
    private static final ZoneId ZONE = ZoneId.of("Asia/Jakarta");
    private static final long LATE_MILLIS = 3_000;
    /** In JSON and in a form. */
    private static final Pattern ID_NUMBER = Pattern.compile("id_number[\":= ]{1,5}([0-9]{16})");

    private final boolean playing;
    private final Clock clock;
    private final RandomGenerator random;
    private volatile ServerSocket server;

    public SandboxProvider(KtpVerifyConfig config, Clock clock, RandomGenerator random) {
        this.playing = Mode.of(config) == Mode.SANDBOX;
        this.clock = clock;
        this.random = random;
    }

    /** Begins to listen, where the mode is sandbox. */
    public void begin() {
        if (playing) {
            try {
                server = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            start(this::accept);
        }
    }

    /** In dev mode the process outlives the application. */
    void end(@Observes ShutdownEvent shutdown) throws IOException {
        if (server != null) {
            server.close();
        }
    }

    /** The address to ask instead of the provider's; empty if the provider is asked. */
    public Optional<URI> address() {
        return playing ? Optional.of(URI.create("http://127.0.0.1:" + server.getLocalPort())) : Optional.empty();
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "sandbox");
        thread.setDaemon(true); // one may be asleep at the end
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                Socket connection = server.accept();
                start(() -> serve(connection));
            }
        } catch (IOException e) {
            LOG.debug("the sandbox has ended"); // it was closed
        }
    }

    /** Answers one request after another, as long as the connection stays. */
    private void serve(Socket connection) {
        try (connection) {
            InputStream in = new BufferedInputStream(connection.getInputStream());
            boolean stays = true;
            while (stays) {
                Request request = Request.read(in);
                stays = request != null && answer(request, connection.getOutputStream());
            }
        } catch (IOException e) {
            LOG.debugf("%s in the sandbox", e.getClass().getName()); // whoever asked has gone
        }
    }

    private boolean answer(Request request, OutputStream out) throws IOException {
        Matcher asked = ID_NUMBER.matcher(request.body());
        if (!asked.find()) {
            return send(Reply.error(400, "INVALID_ARGUMENT", "argument 'id_number': not found"), "", out);
        }
        Reply reply = TestNumber.reply(asked.group(1), request.path().endsWith("/id_selfie"));
        return send(reply, asked.group(1), out);
    }

    /** Sends an answer as it has to end, and gives whether the connection stays. */
    private boolean send(Reply reply, String idNumber, OutputStream out) throws IOException {
        byte[] answer = answer(reply, idNumber);
        switch (reply.ending()) {
            case WHOLE -> out.write(answer);
            case LATE -> {
                sleep();
                out.write(answer);
            }
            case CUT_OFF -> out.write(answer, 0, answer.length - reply.body().length() / 2);
            case CLOSED, NEVER -> {}
        }
        return reply.ending() != Ending.CUT_OFF && reply.ending() != Ending.CLOSED;
    }

    private byte[] answer(Reply reply, String idNumber) {
        String body = filled(reply.body(), idNumber);
        int length = body.getBytes(StandardCharsets.UTF_8).length;
        String head = "HTTP/1.1 " + reply.http() + " \r\nContent-Type: " + reply.type() + "\r\nContent-Length: "
                + length + "\r\n\r\n";
        return (head + body).getBytes(StandardCharsets.UTF_8);
    }

    private static void sleep() {
        try {
            Thread.sleep(LATE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // nobody waits any more
        }
    }

    /** An order's number is never given twice, as bills are checked by it. */
    private String filled(String body, String idNumber) {
        String order = "SFBw%019d".formatted(random.nextLong(1_000_000_000_000_000_000L));
        String handleTime =
                String.format(Locale.ROOT, "%tF %<tT", clock.instant().atZone(ZONE));
        return body.replace("{order_no}", order)
                .replace("{handle_time}", handleTime)
                .replace("{id_number}", idNumber)
                .replace("{request_id}", "TID" + UUID.randomUUID().toString().replace("-", ""));
    }
}
