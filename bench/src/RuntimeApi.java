package dev.ktpverify.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.function.IntConsumer;
import javax.net.ServerSocketFactory;

/** Lambda's Runtime API for one start of a function: hands out events one after another, and times and checks the answers. */
final class RuntimeApi implements AutoCloseable {

    private static final int TIMEOUT_MILLIS = 28_000;

    private final LoopbackServer server;
    private final StandIns standIns;
    private final Event event;
    private final boolean asksProvider;
    private final int askedBefore;
    private final Runnable beforeFirstEvent;
    private final IntConsumer afterAnswer;

    private final long[] nanos;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile long firstPoll;
    private volatile int answered;
    private volatile boolean idle;
    private volatile String fault;
    private String idNumber;
    private long sent;

    /**
     * @param event what is asked, each time about another id number
     * @param requests how often
     * @param asksProvider whether each event must become one request to the provider
     * @param beforeFirstEvent done when the function has started, before it gets its first event
     * @param afterAnswer told how many events are answered, while nothing is measured
     */
    RuntimeApi(
            StandIns standIns,
            Event event,
            int requests,
            boolean asksProvider,
            Runnable beforeFirstEvent,
            IntConsumer afterAnswer)
            throws IOException {
        this.beforeFirstEvent = beforeFirstEvent;
        this.standIns = standIns;
        this.event = event;
        this.asksProvider = asksProvider;
        this.askedBefore = standIns.asked();
        this.afterAnswer = afterAnswer;
        this.nanos = new long[requests];
        this.server = new LoopbackServer(ServerSocketFactory.getDefault(), this::serve);
    }

    int port() {
        return server.port();
    }

    /** {@link System#nanoTime} when the function first asked for an event, 0 before. */
    long firstPoll() {
        return firstPoll;
    }

    /** How many events are answered. */
    int answered() {
        return answered;
    }

    /** What a wrong answer was, null as long as there was none. */
    String fault() {
        return fault;
    }

    /** Whether all events are answered and the function waits for another one. */
    boolean idle() {
        return idle;
    }

    /** The nanoseconds from each event to its answer, in their order. */
    long[] nanos() {
        return nanos.clone();
    }

    @Override
    public void close() throws IOException {
        closed.countDown();
        server.close();
    }

    private byte[] serve(LoopbackServer.Request request) throws InterruptedException {
        long now = System.nanoTime();
        if (!request.line().startsWith("GET ")) {
            accept(request, now);
            return HttpAnswer.ACCEPTED;
        }
        if (firstPoll == 0) {
            firstPoll = now;
            beforeFirstEvent.run();
        }
        if (answered == nanos.length || fault != null) {
            idle = true;
            closed.await();
            return null;
        }
        return handOut();
    }

    private synchronized byte[] handOut() {
        idNumber = Event.idNumber(askedBefore + answered);
        byte[] answer = HttpAnswer.ok(
                "Content-Type: application/json\r\nLambda-Runtime-Aws-Request-Id: 8f5ac7de-0000-4000-8000-"
                        + String.format("%012d", answered)
                        + "\r\nLambda-Runtime-Deadline-Ms: " + (System.currentTimeMillis() + TIMEOUT_MILLIS)
                        + "\r\nLambda-Runtime-Invoked-Function-Arn: "
                        + "arn:aws:lambda:ap-southeast-3:123456789012:function:bench"
                        + "\r\nLambda-Runtime-Trace-Id: Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=0\r\n",
                event.about(idNumber));
        sent = System.nanoTime();
        return answer;
    }

    private synchronized void accept(LoopbackServer.Request request, long now) {
        String body = new String(request.body(), StandardCharsets.UTF_8);
        if (answered == nanos.length || fault != null) {
            fault = "an answer to no event: " + request.line();
            return;
        }
        nanos[answered] = now - sent;
        fault = fault(request.line(), body);
        if (fault == null) {
            answered++;
            afterAnswer.accept(answered);
        }
    }

    private String fault(String line, String body) {
        boolean right = line.contains("/response ")
                && body.replace(" ", "").contains("\"statusCode\":200")
                && body.contains("order_no");
        if (!right) {
            return "answer " + (answered + 1) + " is wrong: " + line + "\n"
                    + body.substring(0, Math.min(1000, body.length()));
        }
        int asked = standIns.asked() - askedBefore;
        if (asked != (asksProvider ? answered + 1 : 0)) {
            return "after answer " + (answered + 1) + " the provider was asked " + asked + " times";
        }
        return asksProvider ? standIns.fault(event.operation(), idNumber).orElse(null) : null;
    }
}
