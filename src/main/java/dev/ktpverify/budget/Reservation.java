package dev.ktpverify.budget;

import dev.ktpverify.model.Charge;
import dev.ktpverify.model.VerificationFailedException;
import dev.ktpverify.table.TableUnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/** One charge that is counted before a question is sent. It stays counted unless the question is known to be free. */
public final class Reservation {

    private static final Logger LOG = Logger.getLogger(Reservation.class);
    /** How long the caller waits at most for a charge to be given back; if it takes longer, the charge stays counted. */
    private static final Duration PATIENCE = Duration.ofMillis(300);

    private final CounterStore store;
    private final CompletableFuture<List<Counter>> counted;
    private final Consumer<TableUnavailableException> unavailable;

    /**
     * @param counted the counters of which one was taken each, or why none was
     * @param unavailable what to do if the table can't be used
     */
    Reservation(
            CounterStore store,
            CompletableFuture<List<Counter>> counted,
            Consumer<TableUnavailableException> unavailable) {
        this.store = store;
        this.counted = counted;
        this.unavailable = unavailable;
    }

    /** Nothing is counted. */
    public static Reservation none() {
        return new Reservation(null, CompletableFuture.completedFuture(List.of()), ignored -> {});
    }

    /**
     * Waits until the charge is counted; before that the question must not be sent.
     *
     * @throws VerificationFailedException BUDGET_EXHAUSTED if a budget is used up; or BUDGET_UNAVAILABLE if that can't be
     *     known, and the settings say to refuse then
     */
    public void await() {
        try {
            counted.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof TableUnavailableException cause) {
                unavailable.accept(cause);
            } else if (e.getCause() instanceof VerificationFailedException refused) {
                throw refused;
            } else {
                throw e;
            }
        }
    }

    /**
     * The question has ended. A charge that is not due is given back; this throws nothing.
     *
     * @param charge what the question cost
     */
    public void end(Charge charge) {
        if (charge == Charge.FREE) {
            giveBack(store, counted.exceptionally(none -> List.of()).join());
        }
    }

    static void giveBack(CounterStore store, List<Counter> taken) {
        for (Counter counter : taken) {
            try {
                store.giveBack(counter, PATIENCE);
            } catch (TableUnavailableException e) {
                LOG.warnf("a charge that was not due stays in the budget: %s; see runbook: budget-100", e.getMessage());
            }
        }
    }
}
