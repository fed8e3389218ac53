package dev.ktpverify.budget;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ktpverify.credentials.FakeCredentials;
import dev.ktpverify.credentials.Secret;
import dev.ktpverify.idempotency.Idempotencies;
import dev.ktpverify.invocation.Deadline;
import dev.ktpverify.invocation.Invocation;
import dev.ktpverify.invocation.Invocations;
import dev.ktpverify.model.Charge;
import dev.ktpverify.model.Failure;
import dev.ktpverify.model.IdNameOutcome;
import dev.ktpverify.model.IdNameQuestion;
import dev.ktpverify.model.IdNameResult;
import dev.ktpverify.model.Verdict;
import dev.ktpverify.model.VerificationFailedException;
import dev.ktpverify.observability.InvocationLog;
import dev.ktpverify.observability.Lines;
import dev.ktpverify.provider.FakeProviderClient;
import dev.ktpverify.support.Beans;
import dev.ktpverify.support.TestClock;
import dev.ktpverify.support.TestConfig;
import dev.ktpverify.table.TableUnavailableException;
import dev.ktpverify.verification.Verifier;
import dev.ktpverify.verification.Verifiers;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a budget lets through: whole verifications with a provider that answers as the test says. */
class BudgetsTest {

    private static final String KEY = "a-key-of-more-than-32-characters-0";
    private static final IdNameQuestion QUESTION = new IdNameQuestion("3217061012870001", "BUDI SANTOSO");

    /** Remembers every step; it can be down. */
    private static final class Store extends MemoryCounters {
        private final List<String> steps = new ArrayList<>();
        private boolean down;
        private boolean downForGivingBack;
        private boolean downForAll;
        private boolean broken;

        @Override
        public synchronized Taken take(Counter counter, Duration limit) {
            if (broken) {
                throw new IllegalStateException();
            }
            step("take", counter, down || downForAll && counter.limits().containsKey("month"));
            return super.take(counter, limit);
        }

        @Override
        public synchronized void giveBack(Counter counter, Duration limit) {
            step("give back", counter, downForGivingBack);
            super.giveBack(counter, limit);
        }

        private void step(String step, Counter counter, boolean fails) {
            steps.add(step + " " + counter.id().replaceFirst("(.{17}).{43}$", "$1hash"));
            if (fails) {
                throw new TableUnavailableException("SocketTimeoutException");
            }
        }
    }

    private final TestClock clock = new TestClock(); // in Jakarta it is 10:04:05.6 on 2 January
    private final Store store = new Store();
    private final InvocationLog log = Lines.log();
    private Executor executor = Runnable::run;
    private Invocation invocation;
    private int asked;

    @Test
    void withoutABudgetNothingIsCounted() {
        executor = task -> fail("another thread for nothing");
        assertEquals(Charge.CHARGED, verify(Map.of(), IdNameOutcome.MATCH));
        assertEquals(List.of(), store.steps);
        assertNull(line().get("DailyBudgetUsed"));
    }

    @ParameterizedTest
    @EnumSource(IdNameOutcome.class)
    void whatIsFreeIsGivenBackAndNothingElse(IdNameOutcome outcome) {
        Charge charge = verify(Map.of("daily", "1"), outcome);

        assertEquals(outcome.charge(), charge);
        assertEquals(
                charge == Charge.FREE
                        ? List.of("take budget 2026-01", "give back budget 2026-01")
                        : List.of("take budget 2026-01"),
                store.steps);
        assertEquals(100, line().get("DailyBudgetUsed").intValue());
        assertNull(line().get("MonthlyBudgetUsed"));
        if (charge == Charge.FREE) {
            verify(Map.of("daily", "1"), IdNameOutcome.MATCH);
        } else {
            assertRefused("daily", 50_155, Map.of("daily", "1"));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Failure.class,
            names = {"NOT_SENT", "ANSWER_LOST", "ANSWER_LATE", "BUG_BEFORE_SENDING", "BUG_AFTER_SENDING"})
    void aFailureIsCountedUnlessItIsFree(Failure failure) {
        Supplier<RuntimeException> thrown = () -> switch (failure) {
            case NOT_SENT -> FakeProviderClient.notSent(false);
            case ANSWER_LOST, ANSWER_LATE -> FakeProviderClient.answerLost(failure == Failure.ANSWER_LATE);
            default -> new IllegalStateException();
        };
        int sent = failure.charge() == Charge.FREE ? 0 : 1;
        VerificationFailedException told = failed(Map.of("monthly", "7"), sent, thrown);
        assertEquals(failure, told.failure());
        assertEquals(failure.charge() == Charge.FREE ? 2 : 1, store.steps.size(), store.steps::toString);
        assertEquals(14, line().get("MonthlyBudgetUsed").intValue());
    }

    @Test
    void aUsedUpBudgetRefusesBeforeAnythingIsSentUntilItsPeriodIsOver() {
        Map<String, String> daily = Map.of("daily", "2");
        verify(daily, IdNameOutcome.MATCH);
        assertEquals(50, line().get("DailyBudgetUsed").intValue());
        verify(daily, IdNameOutcome.MISMATCH);

        assertRefused("daily", 50_155, daily);
        JsonNode line = line();
        assertEquals("BUDGET_EXHAUSTED: daily", line.get("cause").textValue());
        assertEquals("WARN", line.get("level").textValue());
        assertEquals(1, line.get("BudgetRefusals").intValue());
        assertEquals(100, line.get("DailyBudgetUsed").intValue());
        assertNull(line.get("Verifications"));
        assertNull(line.get("Failures"));

        clock.pass(Duration.ofSeconds(50_154));
        assertRefused("daily", 1, daily);
        clock.pass(Duration.ofMillis(400));
        assertEquals(Charge.CHARGED, verify(daily, IdNameOutcome.MATCH)); // the third of January, in Jakarta
        assertEquals(50, line().get("DailyBudgetUsed").intValue());
    }

    @Test
    void aMonthIsOverWhenItIsOver() {
        Map<String, String> both = Map.of("daily", "1", "monthly", "1");
        verify(both, IdNameOutcome.MATCH);
        int toFebruary = 50_155 + 29 * 86_400;
        assertRefused("monthly", toFebruary, both); // the longer one of the two
        clock.pass(Duration.ofDays(1));
        assertRefused("monthly", toFebruary - 86_400, both);
        clock.pass(Duration.ofSeconds(toFebruary - 86_400));
        assertEquals(Charge.CHARGED, verify(both, IdNameOutcome.MATCH));
        assertEquals("take budget 2026-02", store.steps.get(store.steps.size() - 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Asia/Jayapura", "UTC", "America/New_York"})
    void aDayIsThatOfTheZone(String zone) {
        Map<String, String> settings = Map.of("daily", "1", "zone", zone);
        verify(settings, IdNameOutcome.MATCH);
        int hours =
                Map.of("Asia/Jayapura", 12, "UTC", 21, "America/New_York", 2).get(zone);
        assertRefused("daily", hours * 3_600 - 4 * 60 - 5, settings);
    }

    @Test
    void eachCallerHasItsOwn() {
        Map<String, String> own = Map.of("per-caller.daily", "1", "daily", "3");
        verify("one", own, IdNameOutcome.MATCH);
        assertEquals(100, line().get("CallerBudgetUsed").intValue());
        assertEquals(33, line().get("DailyBudgetUsed").intValue());
        assertTrue(line().get("principal").textValue().matches("hashed/.{16}"), line()::toString);
        verify("two", own, IdNameOutcome.MATCH);
        store.steps.clear();
        assertRefused("one", "per-caller daily", 50_155, own);
        assertEquals(List.of("take budget 2026-01-02 hash"), store.steps);

        verify("", own, IdNameOutcome.MATCH);
        assertRefused("", "per-caller daily", 50_155, own); // all whom nobody knows are one
        store.steps.clear();
        assertRefused("three", "daily", 50_155, own);
        assertEquals(
                List.of("take budget 2026-01-02 hash", "take budget 2026-01", "give back budget 2026-01-02 hash"),
                store.steps);
    }

    @Test
    void withoutTheTableItRefuses() {
        store.down = true;
        VerificationFailedException told = failed(Map.of("daily", "5"), 1, () -> new IllegalStateException("asked"));
        assertEquals(Failure.BUDGET_UNAVAILABLE, told.failure());
        assertEquals(0, asked);
        JsonNode line = line();
        assertEquals(
                "BUDGET_UNAVAILABLE: SocketTimeoutException", line.get("cause").textValue());
        assertEquals(1, line.get("StoreFailures").intValue());
        assertEquals(List.of("take budget 2026-01"), store.steps);
    }

    @Test
    void withoutTheTableItAsksIfTheSettingsSaySo() {
        store.down = true;
        Map<String, String> settings = Map.of("daily", "5", "when-unavailable", "ask");
        assertEquals(Charge.FREE, verify(settings, IdNameOutcome.NOT_SURE));
        assertEquals(1, asked);
        assertEquals(List.of("take budget 2026-01"), store.steps); // what was not taken is not given back
        assertEquals(1, line().get("StoreFailures").intValue());
    }

    @Test
    void whatWasTakenBeforeTheTableFailedIsGivenBack() {
        store.downForAll = true;
        Map<String, String> both = Map.of("daily", "5", "per-caller.daily", "5");
        VerificationFailedException told = failed(both, 1, () -> new IllegalStateException("asked"));
        assertEquals(Failure.BUDGET_UNAVAILABLE, told.failure());
        assertEquals(0, asked);
        assertEquals(
                List.of("take budget 2026-01-02 hash", "take budget 2026-01", "give back budget 2026-01-02 hash"),
                store.steps);
    }

    /** The record of the question is written meanwhile. */
    @Test
    void itIsCountedOnAnotherThreadAndWaitedFor() {
        List<Runnable> tasks = new ArrayList<>();
        executor = tasks::add;
        invocation = invocation("");
        Reservation reserved = budgets(Map.of("daily", "1"))
                .reserve(invocation, FakeCredentials.withKey(KEY).current(Duration.ZERO));
        assertEquals(List.of(), store.steps);
        CompletableFuture<Void> waiting = CompletableFuture.runAsync(reserved::await);
        assertThrows(TimeoutException.class, () -> waiting.get(50, TimeUnit.MILLISECONDS));
        tasks.forEach(Runnable::run);
        waiting.orTimeout(60, TimeUnit.SECONDS).join();
        assertEquals(List.of("take budget 2026-01"), store.steps);
    }

    @Test
    void aBugInCountingIsTold() {
        executor = task -> {
            throw new RejectedExecutionException();
        };
        assertEquals(
                Failure.BUG_BEFORE_SENDING,
                failed(Map.of("daily", "5"), 1, () -> new IllegalStateException("asked"))
                        .failure());
        executor = Runnable::run;
        store.broken = true;
        assertEquals(
                Failure.BUG_BEFORE_SENDING,
                failed(Map.of("daily", "5"), 1, () -> new IllegalStateException("asked"))
                        .failure());
        assertEquals(0, asked);
    }

    @Test
    void countsAreKeptTwoMonthsAfterTheirMonth() {
        Period period = Period.of(clock.instant(), ZoneId.of("Asia/Jakarta"));
        Instant expected = Instant.parse("2026-04-03T17:00:00Z");
        assertEquals(
                expected, period.everybodys(Optional.of(1), Optional.empty()).expiresAt());
        assertEquals(expected, period.callers("hash", 1).expiresAt());
    }

    /** In dev mode in memory, else without a table nowhere. */
    @Test
    void whereItIsCounted() {
        Secret secret = FakeCredentials.withKey(KEY).current(Duration.ZERO);
        Budgets inMemory = chosen(new MemoryCounters());
        inMemory.reserve(invocation(""), secret).await();
        assertThrows(VerificationFailedException.class, () -> inMemory.reserve(invocation(""), secret)
                .await());
        Budgets nowhere = chosen(null);
        nowhere.reserve(invocation(""), secret).await();
        nowhere.reserve(invocation(""), secret).await();
    }

    private Budgets chosen(MemoryCounters memory) {
        return new Budgets(
                Optional.empty(),
                Beans.instance(memory),
                TestConfig.with(Map.of("ktp-verify.budget.daily", "1")),
                clock,
                ForkJoinPool.commonPool());
    }

    @Test
    void withoutAKeyCallersCannotBeTold() {
        invocation = invocation("one");
        Budgets budgets = budgets(Map.of("per-caller.daily", "5"));
        VerificationFailedException told = assertThrows(VerificationFailedException.class, () -> budgets.reserve(
                        invocation, FakeCredentials.withoutKey().current(Duration.ZERO))
                .await());
        assertEquals(Failure.BUDGET_UNAVAILABLE, told.failure());
        assertEquals(
                "BUDGET_UNAVAILABLE: the secret has no field 'fingerprint_key'",
                line().get("cause").textValue());
    }

    @Test
    void aChargeThatCannotBeGivenBackStaysCountedAndTheAnswerIsTheCallers() {
        store.downForGivingBack = true;
        List<JsonNode> told = Lines.of(
                Reservation.class,
                () -> assertEquals(Charge.FREE, verify(Map.of("daily", "1"), IdNameOutcome.NOT_SURE)));
        assertEquals(1, told.size());
        assertTrue(told.get(0).get("message").textValue().endsWith("see runbook: budget-100"), told::toString);
        assertRefused("daily", 50_155, Map.of("daily", "1"));
    }

    private Charge verify(Map<String, String> settings, IdNameOutcome outcome) {
        return verify("", settings, outcome);
    }

    private Charge verify(String principal, Map<String, String> settings, IdNameOutcome outcome) {
        Verdict<IdNameResult> verdict =
                new Verdict<>(outcome, new IdNameResult("SF1", "when", outcome.code(), "SAID"), "TID1");
        invocation = invocation(principal);
        return verifier(settings, 1, () -> verdict)
                .verify(QUESTION, invocation)
                .outcome()
                .charge();
    }

    private VerificationFailedException failed(Map<String, String> settings, int sent, Supplier<?> thrown) {
        invocation = invocation("");
        return assertThrows(VerificationFailedException.class, () -> verifier(settings, sent, () -> {
                    throw (RuntimeException) thrown.get();
                })
                .verify(QUESTION, invocation));
    }

    private void assertRefused(String word, int seconds, Map<String, String> settings) {
        assertRefused("", word, seconds, settings);
    }

    private void assertRefused(String principal, String word, int seconds, Map<String, String> settings) {
        int before = asked;
        VerificationFailedException told =
                assertThrows(VerificationFailedException.class, () -> verify(principal, settings, IdNameOutcome.MATCH));
        assertEquals(Failure.BUDGET_EXHAUSTED, told.failure());
        assertEquals(seconds, told.retryAfter());
        assertEquals(before, asked);
        assertEquals("BUDGET_EXHAUSTED: " + word, line().get("cause").textValue());
    }

    private JsonNode line() {
        return Lines.endWithError(log, invocation.log());
    }

    private Invocation invocation(String principal) {
        return Invocations.of(
                "lambda-request", new Deadline(clock.instant().plusSeconds(20)), principal, null, clock, log);
    }

    private Verifier verifier(Map<String, String> settings, int sent, Supplier<?> answer) {
        FakeProviderClient provider = new FakeProviderClient(sent, answer) {
            @Override
            protected void asked() {
                asked++;
            }
        };
        return Verifiers.of(FakeCredentials.withKey(KEY), Idempotencies.off(), budgets(settings), provider);
    }

    private Budgets budgets(Map<String, String> settings) {
        Map<String, String> named = new HashMap<>();
        settings.forEach((name, value) -> named.put("ktp-verify.budget." + name, value));
        return new Budgets(Optional.of(store), TestConfig.with(named), clock, executor);
    }
}
