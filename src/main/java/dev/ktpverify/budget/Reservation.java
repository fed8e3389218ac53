package dev.ktpverify.budget;

import dev.ktpverify.model.Charge;
import dev.ktpverify.table.TableUnavailableException;
import java.time.Duration;
import java.util.List;
import org.jboss.logging.Logger;

/** One charge that was counted before a question was sent. It stays counted unless the question is known to be free. */
public final class Reservation {

    private static final Logger LOG = Logger.getLogger(Reservation.class);
    /** How long the caller waits at most for a charge to be given back; if it takes longer, the charge stays counted. */
    private static final Duration PATIENCE = Duration.ofMillis(300);

    private final CounterStore store;
    private final List<Counter> counters;

    Reservation(CounterStore store, List<Counter> counters) {
        this.store = store;
        this.counters = counters;
    }

    /** Nothing was counted. */
    public static Reservation none() {
        return new Reservation(null, List.of());
    }

    /**
     * The question has ended. A charge that is not due is given back; this throws nothing.
     *
     * @param charge what the question cost
     */
    public void end(Charge charge) {
        if (charge == Charge.FREE) {
            counters.forEach(this::giveBack);
        }
    }

    private void giveBack(Counter counter) {
        try {
            store.giveBack(counter, PATIENCE);
        } catch (TableUnavailableException e) {
            LOG.warnf("a charge that was not due stays in the budget: %s; see runbook: budget-100", e.getMessage());
        }
    }
}
