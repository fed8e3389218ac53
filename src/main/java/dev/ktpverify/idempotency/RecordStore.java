package dev.ktpverify.idempotency;

import dev.ktpverify.table.TableUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Where records are kept, for every environment of the function. Both operations are one atomic step. */
interface RecordStore {

    /**
     * Makes the connection that the first step would wait for.
     *
     * @throws TableUnavailableException if the store can't be used
     */
    default void connect() {}

    /**
     * Keeps a fresh record, unless one stands in its way. A second call with the same record changes nothing.
     *
     * @param fresh a record in state CLAIMED
     * @param now what leases and expiry are held against
     * @param limit a step that takes longer counts as not answered
     * @return the record in the way, empty if the fresh one is kept
     * @throws TableUnavailableException if it can't be known
     */
    Optional<KeyRecord> claim(KeyRecord fresh, Instant now, Duration limit);

    /**
     * Takes a record one step on, as long as it belongs to the same claim and was not taken to another end. A second call
     * with the same record changes nothing.
     *
     * @param next the record with its new state, expiry and answer
     * @param limit a step that takes longer counts as not answered
     * @return what is kept now: {@code next} if the step was taken, else what stands in its way; empty where there is
     *     nothing any more
     * @throws TableUnavailableException if it can't be known
     */
    Optional<KeyRecord> advance(KeyRecord next, Duration limit);
}
