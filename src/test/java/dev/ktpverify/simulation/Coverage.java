package dev.ktpverify.simulation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Which events met which states of a record, and how often. Safe for several threads. */
final class Coverage {

    private final Map<String, Map<String, LongAdder>> met = new ConcurrentHashMap<>();

    /** An event found a record in a state. */
    void met(String state, String event) {
        met.computeIfAbsent(state, none -> new ConcurrentHashMap<>())
                .computeIfAbsent(event, none -> new LongAdder())
                .increment();
    }

    /**
     * The state of a record.
     *
     * @param item the record; null if there is none
     * @param next what was to take its place; null for nothing
     * @param now the true time
     */
    String stateOf(ObjectNode item, Map<String, AttributeValue> next, Instant now) {
        if (item == null) {
            return "none";
        }
        String state = item.get("state").get("S").asText();
        if (item.get("expires_at").get("N").asLong() <= now.getEpochSecond()) {
            return state + ", expired";
        }
        if (next == null || same(item, next, "claim")) {
            return state + ", its own";
        }
        if (!same(item, next, "fingerprint")) {
            return state + ", of another question";
        }
        boolean leased = item.get("lease_until").get("N").asLong() > now.toEpochMilli();
        boolean open = state.equals("CLAIMED") || state.equals("SENT");
        return state + (open ? leased ? ", leased" : ", lease over" : ", another's");
    }

    private static boolean same(ObjectNode item, Map<String, AttributeValue> next, String name) {
        return item.get(name).get("S").asText().equals(next.get(name).s());
    }

    /** How often each pair was met, sorted. */
    Map<String, Map<String, Long>> counts() {
        Map<String, Map<String, Long>> counts = new TreeMap<>();
        met.forEach((state, events) -> {
            Map<String, Long> row = counts.computeIfAbsent(state, none -> new TreeMap<>());
            events.forEach((event, count) -> row.put(event, count.sum()));
        });
        return counts;
    }
}
