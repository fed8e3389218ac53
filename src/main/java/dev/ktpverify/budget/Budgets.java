package dev.ktpverify.budget;

import dev.ktpverify.KtpVerifyConfig;
import dev.ktpverify.budget.CounterStore.Taken;
import dev.ktpverify.credentials.KeyedHash;
import dev.ktpverify.credentials.Secret;
import dev.ktpverify.invocation.Invocation;
import dev.ktpverify.model.Failure;
import dev.ktpverify.model.VerificationFailedException;
import dev.ktpverify.table.Table;
import dev.ktpverify.table.TableUnavailableException;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import org.jboss.logging.Logger;

/**
 * Holds the number of charges of a day and of a month below what is configured, for all environments of the function together. A
 * charge is counted before the question is sent: one write, and one more where each caller has a budget of its own. If the
 * question turns out to be free, the charge is given back; if an environment dies, it stays counted.
 */
@Singleton
public class Budgets {

    private static final Logger LOG = Logger.getLogger(Budgets.class);

    private final Optional<CounterStore> store;
    private final KtpVerifyConfig.Budget config;
    private final Clock clock;
    private final Executor executor;

    /** In the table that is configured; in dev mode else in memory. */
    @Inject
    Budgets(
            Optional<Table> table,
            Instance<MemoryCounters> memory,
            KtpVerifyConfig config,
            Clock clock,
            ExecutorService executor) {
        this(
                table.<CounterStore>map(DynamoDbCounters::new)
                        .or(() -> memory.isResolvable() ? Optional.of(memory.get()) : Optional.empty()),
                config,
                clock,
                executor);
    }

    Budgets(Optional<CounterStore> store, KtpVerifyConfig config, Clock clock, Executor executor) {
        this.store = store;
        this.config = config.budget();
        this.clock = clock;
        this.executor = executor;
    }

    /**
     * Begins to count the charge of a question that is about to be sent. It is done on another thread: the record of the question
     * can be written at the same time.
     *
     * @param secret has the key that callers are hashed with
     * @return to be waited for before the question is sent, and to be ended with what the question cost
     */
    public Reservation reserve(Invocation invocation, Secret secret) {
        if (store.isEmpty() || !isSet()) {
            return Reservation.none();
        }
        return new Reservation(
                store.get(),
                CompletableFuture.supplyAsync(() -> count(invocation, secret), executor),
                unavailable -> withoutStore(invocation, unavailable));
    }

    private boolean isSet() {
        return config.daily().isPresent()
                || config.monthly().isPresent()
                || config.perCaller().daily().isPresent();
    }

    /** Takes one of each counter, or none. */
    private List<Counter> count(Invocation invocation, Secret secret) {
        Period period = Period.of(clock.instant(), ZoneId.of(config.zone()));
        List<Counter> taken = new ArrayList<>();
        boolean all = false;
        try {
            for (Counter counter : counters(period, invocation, secret)) {
                take(counter, period, invocation);
                taken.add(counter);
            }
            all = true;
            return taken;
        } finally {
            if (!all) {
                Reservation.giveBack(store.orElseThrow(), taken);
            }
        }
    }

    /** The caller's own comes first: fewer meet there. */
    private List<Counter> counters(Period period, Invocation invocation, Secret secret) {
        List<Counter> counters = new ArrayList<>();
        if (config.perCaller().daily().isPresent()) {
            KeyedHash hash =
                    secret.keyedHash().orElseThrow(() -> new TableUnavailableException(secret.fingerprintFault()));
            String caller = invocation.principal().hashed(hash);
            counters.add(period.callers(caller, config.perCaller().daily().get()));
        }
        if (config.daily().isPresent() || config.monthly().isPresent()) {
            counters.add(period.everybodys(config.daily(), config.monthly()));
        }
        return counters;
    }

    private void take(Counter counter, Period period, Invocation invocation) {
        Taken taken = store.orElseThrow().take(counter, invocation.attempts().left());
        counter.limits().forEach((count, limit) -> {
            if (limit != Counter.NO_LIMIT) {
                invocation
                        .log()
                        .budgetUsed(period.metric(count), percent(taken.counts().get(count), limit));
            }
        });
        if (!taken.taken()) {
            String full = counter.limits().keySet().stream()
                    .filter(count -> !counter.hasRoom(count, taken.counts().get(count)))
                    .reduce((first, last) -> period.nextOf(last).isAfter(period.nextOf(first)) ? last : first)
                    .orElseThrow();
            invocation.log().failed(Failure.BUDGET_EXHAUSTED, period.word(full));
            throw new VerificationFailedException(
                    Failure.BUDGET_EXHAUSTED,
                    Failure.BUDGET_EXHAUSTED.reason(),
                    null,
                    false,
                    Period.secondsUntil(period.nextOf(full), clock.instant()));
        }
    }

    /** As much of a limit as is used, in whole per cent; 100 only if all is. */
    private static int percent(long count, long limit) {
        return (int) Math.min(100, Math.max(0, count) * 100 / limit);
    }

    private void withoutStore(Invocation invocation, TableUnavailableException cause) {
        invocation.log().storeFailed();
        if (config.whenUnavailable().equals(KtpVerifyConfig.Budget.REFUSE)) {
            invocation.log().failed(Failure.BUDGET_UNAVAILABLE, cause.getMessage());
            throw new VerificationFailedException(Failure.BUDGET_UNAVAILABLE);
        }
        LOG.warnf(
                "asked without counting the charge, the table can't be used: %s; see runbook: idempotency-store",
                cause.getMessage());
    }
}
