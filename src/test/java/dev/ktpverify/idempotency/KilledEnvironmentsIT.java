package dev.ktpverify.idempotency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ktpverify.support.Act;
import dev.ktpverify.support.Acts;
import dev.ktpverify.support.Api;
import dev.ktpverify.support.Environments;
import dev.ktpverify.support.LambdaEnvironment;
import dev.ktpverify.support.ScriptedProvider.Entry;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Four environments, which are real processes on real wires, and a tenth of the invocations is killed at a random moment. Each
 * question is asked until it has an end. {@code -Dtest.killed-questions=3000} asks more of them, {@code -Dtest.seed=…} others.
 */
class KilledEnvironmentsIT {

    private static final int ENVIRONMENTS = 4;
    private static final int QUESTIONS = Integer.getInteger("test.killed-questions", 200);
    private static final int MOST_TRIES = 30;
    /** It makes a lease of eight seconds: half a second less for the deadline, three seconds more. */
    private static final Duration TIMEOUT = Duration.ofMillis(5_500);

    private static final int LEASE_MILLIS = 8_000;
    /** An invocation takes about ten milliseconds; after a start it takes longer. */
    private static final int LATEST_KILL_MILLIS = 30;

    private final Random random = new Random(Long.getLong("test.seed", System.nanoTime()));
    private final DelayQueue<Asked> due = new DelayQueue<>();
    private final AtomicInteger open = new AtomicInteger(QUESTIONS);
    private final AtomicInteger killed = new AtomicInteger();
    private final AtomicInteger orders = new AtomicInteger();

    /** A question, and what was answered so far. */
    private static final class Asked implements Delayed {
        private final String nik;
        private final String payload;
        private final List<JsonNode> ends = new ArrayList<>();
        private int tries;
        private volatile long at = System.nanoTime();

        private Asked(int number) {
            String lastFour = "%04d".formatted(number);
            String request = Api.idName(lastFour);
            this.nik = request.replaceAll("(?s).*\"id_number\":\\s*\"(\\d{16})\".*", "$1");
            this.payload = "{\"verify\":\"id_name\",\"idempotency_key\":\"question-" + number + "\",\"request\":"
                    + request + "}";
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(at - System.nanoTime(), TimeUnit.NANOSECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(at, ((Asked) other).at);
        }
    }

    @Test
    @Timeout(value = 15, unit = TimeUnit.MINUTES)
    void eachQuestionIsChargedOnceAndHasAnEnd() throws IOException {
        List<Asked> all = new ArrayList<>();
        for (int i = 1; i <= QUESTIONS; i++) {
            all.add(new Asked(i));
        }
        due.addAll(all);
        try (Environments environments = new Environments()) {
            environments.provider().script(fresh -> act());
            List<CompletableFuture<Void>> loops = Stream.generate(() -> CompletableFuture.runAsync(
                            () -> askAll(environments), task -> new Thread(task, "caller").start()))
                    .limit(ENVIRONMENTS)
                    .toList();
            loops.forEach(CompletableFuture::join);
            Map<String, List<Entry>> ledger =
                    environments.provider().ledger().stream().collect(Collectors.groupingBy(Entry::nik));
            all.forEach(asked -> audit(asked, ledger.getOrDefault(asked.nik, List.of())));
            System.out.printf(
                    "%d questions, %d invocations killed, %d requests, %d charges%n",
                    QUESTIONS,
                    killed.get(),
                    environments.bill().size(),
                    environments.bill().stream()
                            .filter(charge -> charge == Act.Charge.CHARGED)
                            .count());
        }
        assertTrue(killed.get() >= QUESTIONS / 20, killed + " killed");
    }

    /** Each verdict has its own number. */
    private synchronized Act act() {
        return switch (random.nextInt(12)) {
            case 0 -> Acts.resetAfterRequest();
            case 1 -> Acts.refusal(503, "SOURCE_SERVICE_UNAVAILABLE");
            case 2 -> verdict("04", Act.Charge.FREE);
            case 3 -> verdict("03", Act.Charge.FREE);
            default -> verdict("01", Act.Charge.CHARGED);
        };
    }

    private Act verdict(String code, Act.Charge charge) {
        String body = Acts.verdict(code).replace("SF1", "SF" + orders.incrementAndGet());
        return new Act("verdict " + code, Act.From.REQUEST, charge, false, wire -> wire.answer(200, body));
    }

    private void askAll(Environments environments) {
        LambdaEnvironment environment = environments.start();
        while (open.get() > 0) {
            Asked asked = next();
            if (asked != null && !ask(environment, asked)) {
                environment.close();
                environment = environments.start();
            }
        }
        environment.close();
    }

    private Asked next() {
        try {
            return due.poll(100, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new CompletionException(e);
        }
    }

    /** Asks once, and sees to it that the question is asked again if it must be. Returns whether the environment lives. */
    private boolean ask(LambdaEnvironment environment, Asked asked) {
        asked.tries++;
        CompletableFuture<LambdaEnvironment.Answered> answer = environment.invoke(asked.payload, TIMEOUT);
        int chance;
        int moment;
        synchronized (this) {
            chance = random.nextInt(100);
            moment = random.nextInt(LATEST_KILL_MILLIS);
        }
        if (chance < 10) {
            Acts.pause(moment);
            environment.kill();
            killed.incrementAndGet();
        }
        JsonNode said = said(answer);
        boolean over = said != null && !said.findValue("retryable").booleanValue();
        if (over) {
            asked.ends.add(said);
        }
        if (asked.ends.size() == 2 || asked.tries == MOST_TRIES) {
            open.decrementAndGet();
        } else {
            boolean waits = said == null
                    || said.findValue("status") != null
                            && said.findValue("status").asText().equals("IN_PROGRESS");
            asked.at = System.nanoTime()
                    + TimeUnit.MILLISECONDS.toNanos(waits && chance % 2 == 0 ? LEASE_MILLIS + 500 : 200);
            due.add(asked);
        }
        return chance >= 10;
    }

    /** The answer; null if the environment died before. */
    private static JsonNode said(CompletableFuture<LambdaEnvironment.Answered> answer) {
        try {
            return answer.join().envelope();
        } catch (CompletionException dead) {
            return null;
        }
    }

    private static void audit(Asked asked, List<Entry> requests) {
        String about = asked.payload + ": " + requests.stream().map(Entry::act).toList() + ", " + asked.ends;
        assertEquals(2, asked.ends.size(), about);
        for (int i = 0; i < requests.size() - 1; i++) {
            assertTrue(requests.get(i).answeredFree(), about);
        }
        long charged = requests.stream()
                .filter(entry -> entry.act().charge() == Act.Charge.CHARGED)
                .count();
        JsonNode first = asked.ends.get(0);
        switch (first.findValue("charge").asText()) {
            case "CHARGED" -> assertEquals(1, charged, about);
            case "FREE" -> assertEquals(0, charged, about);
            default -> assertTrue(charged <= 1, about);
        }
        JsonNode second = asked.ends.get(1);
        assertEquals(first.findValue("order_no"), second.findValue("order_no"), about);
        assertEquals(first.findValue("charge"), second.findValue("charge"), about);
    }
}
