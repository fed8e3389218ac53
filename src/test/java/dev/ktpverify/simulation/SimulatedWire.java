package dev.ktpverify.simulation;

import dev.ktpverify.credentials.Secret;
import dev.ktpverify.model.Failure;
import dev.ktpverify.model.Outcome;
import dev.ktpverify.model.Question;
import dev.ktpverify.provider.SimulatedProviderClient.Reply;
import dev.ktpverify.provider.SimulatedProviderClient.Wire;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;

/** The way to the provider, and the provider, which keeps a ledger. */
final class SimulatedWire implements Wire {

    /** What can become of a connection. */
    private enum Connection {
        GOOD,
        UNKNOWN_HOST,
        REFUSED,
        SILENT
    }

    /** What can become of a request that has left. */
    private enum Way {
        GOOD,
        /** One of the error codes of the provider's pages. */
        REFUSED,
        /** It never arrives. */
        LOST,
        /** It is answered, and the answer is lost. */
        ANSWER_LOST,
        /** It is answered, and the answer is cut off. */
        CUT,
        /** Something on the way answers with a page of its own, before the provider does anything, or after it. */
        PAGE_BEFORE,
        PAGE_AFTER,
        /** It is answered long after everybody has given up, or just before. */
        LATE,
        /** It arrives, and nothing happens any more. */
        SILENT,
        /** A result that no page has. */
        ODD
    }

    /** The results that the provider's pages put a price on, of both endpoints. */
    private static final List<String> CHARGED = List.of("01", "02");

    private static final List<Failure> CODES = List.of(
            Failure.QUERY_FAILED,
            Failure.ABNORMAL_BEHAVIOURS_DETECTED,
            Failure.NO_PERMISSION,
            Failure.NOT_FOUND,
            Failure.OUT_OF_QUOTA,
            Failure.RATE_LIMIT_EXCEEDED,
            Failure.RATE_LIMIT_EXCEEDED,
            Failure.INTERNAL_ERROR,
            Failure.SOURCE_SERVICE_UNAVAILABLE,
            Failure.SOURCE_SERVICE_UNAVAILABLE,
            Failure.SOURCE_SERVICE_TIMEOUT);

    private final World world;
    private final Environment environment;

    SimulatedWire(World world, Environment environment) {
        this.world = world;
        this.environment = environment;
    }

    @Override
    public void pause(Duration pause) {
        environment.waits(Environment.millis(pause));
    }

    @Override
    public Reply exchange(Question<?> question, Secret secret, Duration limit, Runnable leaves)
            throws IOException, TimeoutException {
        try {
            return exchanged(question, secret, limit, leaves);
        } finally {
            environment.lastAsked = world.time.now();
        }
    }

    private Reply exchanged(Question<?> question, Secret secret, Duration limit, Runnable leaves)
            throws IOException, TimeoutException {
        long end = world.time.now() + Math.max(1, Environment.millis(limit));
        connect(end);
        environment.acts();
        environment.simulates(() -> {
            leaves.run();
            return null;
        });
        Sent sent = new Sent(environment.serves, world.time.now());
        world.auditor.sends(sent);
        environment.serves.sent.add(sent);
        Way way = world.isProviderDown() ? Way.LOST : world.troubleOf(world.setting.trouble(), Way.GOOD, Way.values());
        world.story.add(environment, "asks the provider: " + way);
        return switch (way) {
            case LOST -> throw lost(5);
            case SILENT -> {
                environment.waits(end - world.time.now());
                throw new TimeoutException();
            }
            case PAGE_BEFORE -> {
                environment.waits(world.latency(50));
                yield page();
            }
            case REFUSED -> refuses(sent, end, CODES.get(world.random.nextInt(CODES.size())));
            default -> answers(sent, question, secret, end, way);
        };
    }

    /** A kept connection as a rule. */
    private void connect(long end) throws IOException, TimeoutException {
        if (world.random.nextInt(3) > 0) {
            return;
        }
        long takes = world.latency(30);
        Connection way = world.troubleOf(world.setting.trouble(), Connection.GOOD, Connection.values());
        if (way == Connection.SILENT) {
            takes = 1000;
        }
        long until = Math.min(end, world.time.now() + takes);
        environment.waits(until - world.time.now());
        if (until == end) {
            throw new TimeoutException();
        }
        switch (way) {
            case UNKNOWN_HOST -> throw new UnknownHostException();
            case REFUSED, SILENT -> throw new ConnectException();
            default -> {}
        }
    }

    private Reply refuses(Sent sent, long end, Failure code) throws TimeoutException {
        return told(
                sent,
                end,
                world.latency(100),
                502,
                "{\"status\":\"" + code.name() + "\",\"reason\":\"no\"}",
                true,
                null);
    }

    private Reply answers(Sent sent, Question<?> question, Secret secret, long end, Way way)
            throws IOException, TimeoutException {
        if (!world.isValid(secret.apiSecret())) {
            return refuses(sent, end, Failure.UNAUTHORIZED);
        }
        long takes = way == Way.LATE ? 15_000 + world.random.nextInt(20_000) : world.latency(400);
        String code =
                way == Way.ODD ? "77" : "0" + world.code(question.operation().equals("id_name") ? 4 : 8);
        Outcome outcome = question.outcome(code);
        boolean costs = way == Way.ODD ? world.random.nextBoolean() : CHARGED.contains(code);
        String order = world.nextOrder();
        long arrives = world.time.now() + takes / 4;
        Invoked by = environment.serves;
        world.time.at(arrives, () -> {
            sent.charged = costs;
            world.auditor.charges(sent, costs);
            world.story.add(by, "the provider answers " + outcome.name() + " " + order);
        });
        switch (way) {
            case ANSWER_LOST -> throw lost(takes);
            case PAGE_AFTER -> {
                environment.waits(takes);
                return page();
            }
            default -> {}
        }
        String body = "{\"status\":\"OK\",\"request_id\":\"" + order + "\",\"result\":{\"order_no\":\"" + order
                + "\",\"handle_time\":\"2026-04-01 10:00:00\",\"result\":\"" + code + "\",\"remark\":\"SAME\"}}";
        if (way == Way.CUT) {
            environment.waits(takes);
            return new Reply(
                    200, body.substring(0, world.random.nextInt(body.length())).getBytes(StandardCharsets.UTF_8));
        }
        return told(sent, end, takes, 200, body, way != Way.ODD && !costs, outcome.name() + " " + order);
    }

    private Reply told(Sent sent, long end, long takes, int http, String body, boolean free, String verdict)
            throws TimeoutException {
        if (world.time.now() + takes >= end) {
            environment.waits(end - world.time.now());
            throw new TimeoutException();
        }
        environment.waits(takes);
        sent.toldFree = free;
        sent.verdictTold = verdict;
        return new Reply(http, body.getBytes(StandardCharsets.UTF_8));
    }

    private IOException lost(long after) {
        environment.waits(after);
        return new IOException("Connection reset by peer");
    }

    private static Reply page() {
        return new Reply(513, "<html>this is not the provider</html>".getBytes(StandardCharsets.UTF_8));
    }
}
