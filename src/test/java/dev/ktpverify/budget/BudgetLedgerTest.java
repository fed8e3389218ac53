package dev.ktpverify.budget;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ktpverify.credentials.FakeCredentials;
import dev.ktpverify.credentials.Secret;
import dev.ktpverify.invocation.Deadline;
import dev.ktpverify.invocation.Invocation;
import dev.ktpverify.invocation.Invocations;
import dev.ktpverify.model.Charge;
import dev.ktpverify.model.Failure;
import dev.ktpverify.model.VerificationFailedException;
import dev.ktpverify.observability.Lines;
import dev.ktpverify.support.TestConfig;
import dev.ktpverify.support.dynamodb.DynamoDbServer;
import dev.ktpverify.table.Table;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * Many questions of several callers in several environments at once, with random ends: charged, unknown, free, and killed before
 * the end. What may have been charged never exceeds a budget, and nothing is refused while a tenth of it is free.
 * {@code -Dtest.questions=20000} makes it long, {@code -Dtest.seed=…} repeats the ends of a run.
 */
class BudgetLedgerTest {

    private static final int QUESTIONS = Integer.getInteger("test.questions", 900);
    private static final long SEED = Long.getLong("test.seed", System.nanoTime());
    private static final int ENVIRONMENTS = 4;
    private static final int DAILY = QUESTIONS / 4;
    private static final int PER_CALLER = DAILY / 2;
    private static final List<String> CALLERS = List.of("loans", "cards", "");
    private static final String TABLE = DynamoDbServer.newTable();

    private final Map<String, AtomicInteger> spent =
            Map.of("loans", new AtomicInteger(), "cards", new AtomicInteger(), "", new AtomicInteger());
    private final AtomicInteger all = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();

    @Test
    void theBudgetIsSpentAndNotExceeded() throws ExecutionException, InterruptedException {
        try (DynamoDbClient dynamoDb = DynamoDbServer.client()) {
            ExecutorService threads = Executors.newFixedThreadPool(ENVIRONMENTS);
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < ENVIRONMENTS; i++) {
                Random ends = new Random(SEED + i);
                running.add(threads.submit(() -> environment(budgets(dynamoDb), ends)));
            }
            for (Future<?> environment : running) {
                environment.get();
            }
            threads.shutdown();
            assertEquals(DAILY, all.get(), () -> "seed " + SEED);
            assertTrue(refused.get() > 0);
            assertEquals(DAILY, counted(dynamoDb), () -> "seed " + SEED);
        }
    }

    private static int counted(DynamoDbClient dynamoDb) {
        return dynamoDb.scan(scan -> scan.tableName(TABLE).consistentRead(true)).items().stream()
                .filter(item -> item.containsKey("month"))
                .mapToInt(item -> Integer.parseInt(item.get("month").n()))
                .sum();
    }

    private static Budgets budgets(DynamoDbClient dynamoDb) {
        return new Budgets(
                Optional.of(new DynamoDbCounters(new Table(dynamoDb, TABLE))),
                TestConfig.with(Map.of(
                        "ktp-verify.budget.daily",
                        Integer.toString(DAILY),
                        "ktp-verify.budget.per-caller.daily",
                        Integer.toString(PER_CALLER),
                        "ktp-verify.budget.zone",
                        "UTC")),
                Clock.fixed(Instant.parse("2026-07-01T12:00:00Z"), ZoneOffset.UTC),
                ForkJoinPool.commonPool());
    }

    private void environment(Budgets budgets, Random ends) {
        Secret secret =
                FakeCredentials.withKey("a-key-of-more-than-32-characters-0").current(Duration.ZERO);
        for (int i = 0; i < QUESTIONS / ENVIRONMENTS; i++) {
            String caller = CALLERS.get(ends.nextInt(CALLERS.size()));
            Invocation invocation = Invocations.of(
                    "r", new Deadline(Instant.now().plusSeconds(60)), caller, null, Clock.systemUTC(), Lines.log());
            try {
                Reservation reserved = budgets.reserve(invocation, secret);
                reserved.await();
                end(reserved, caller, ends.nextInt(10));
            } catch (VerificationFailedException e) {
                assertEquals(Failure.BUDGET_EXHAUSTED, e.failure());
                refused.incrementAndGet();
                // What the other environments are about to end is not in these numbers yet.
                boolean full =
                        all.get() >= DAILY - ENVIRONMENTS || spent.get(caller).get() >= PER_CALLER - ENVIRONMENTS;
                assertTrue(full, () -> caller + " was refused at " + spent + ", seed " + SEED);
            }
            assertTrue(all.get() <= DAILY && spent.get(caller).get() <= PER_CALLER, () -> spent + ", seed " + SEED);
        }
    }

    /** One in ten is killed: it never ends, and may have been charged. */
    private void end(Reservation reserved, String caller, int dice) {
        Charge charge = dice < 5 ? Charge.CHARGED : dice < 8 ? Charge.FREE : Charge.UNKNOWN;
        boolean killed = dice == 9;
        if (!killed) {
            reserved.end(charge);
        }
        if (killed || charge != Charge.FREE) {
            all.incrementAndGet();
            spent.get(caller).incrementAndGet();
        }
    }
}
