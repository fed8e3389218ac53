package dev.ktpverify.budget;

import dev.ktpverify.table.TableUnavailableException;
import java.time.Duration;
import java.util.Map;

/** Where charges are counted, for every environment of the function. Both operations are one atomic step. */
interface CounterStore {

    /**
     * What a counter says.
     *
     * @param taken whether one was added
     * @param counts the counts now
     */
    record Taken(boolean taken, Map<String, Long> counts) {}

    /**
     * Adds one to each count of a counter if none of them has reached its limit. If the answer was lost, one may have been
     * added all the same, or two if the step was repeated: never less than what is spent.
     *
     * @param limit a step that takes longer counts as not answered
     * @throws TableUnavailableException if it can't be known
     */
    Taken take(Counter counter, Duration limit);

    /**
     * Takes one from each count of a counter, which {@link #take} added. It is never repeated: twice would let others spend
     * too much.
     *
     * @param limit a step that takes longer counts as not answered
     * @throws TableUnavailableException if it can't be known
     */
    void giveBack(Counter counter, Duration limit);
}
