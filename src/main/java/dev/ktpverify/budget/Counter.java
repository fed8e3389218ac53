package dev.ktpverify.budget;

import java.time.Instant;
import java.util.SortedMap;

/**
 * One item of counts in the table.
 *
 * @param id where it is kept
 * @param limits each count of the item by its name, with the most that it may be; {@link #NO_LIMIT} for one that is only counted
 * @param expiresAt when nobody needs it any more, in whole seconds
 */
record Counter(String id, SortedMap<String, Long> limits, Instant expiresAt) {

    static final long NO_LIMIT = Long.MAX_VALUE;

    /** Whether a count leaves room for one more. */
    boolean hasRoom(String name, long count) {
        return count < limits.get(name);
    }
}
