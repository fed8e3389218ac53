package dev.ktpverify.idempotency;

import dev.ktpverify.idempotency.KeyRecord.State;
import dev.ktpverify.table.Table;
import dev.ktpverify.table.TableUnavailableException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Records as items of the table, and back. */
final class DynamoDbItems {

    private DynamoDbItems() {}

    /** A record as an item of the table. */
    static Map<String, AttributeValue> item(KeyRecord kept) {
        Map<String, AttributeValue> item = new HashMap<>();
        item.put("id", Table.text(kept.id()));
        item.put("fingerprint", Table.text(kept.fingerprint()));
        item.put("state", Table.text(kept.state().name()));
        item.put("claim", Table.text(kept.claim()));
        item.put("lease_until", Table.number(kept.leaseUntil().toEpochMilli()));
        item.put("expires_at", Table.number(kept.expiresAt().getEpochSecond()));
        if (kept.answer() != null) {
            item.put("answer", Table.text(kept.answer()));
        }
        return item;
    }

    /**
     * An item of the table as a record.
     *
     * @throws TableUnavailableException if it is none of ours
     */
    static KeyRecord keyRecord(Map<String, AttributeValue> item) {
        try {
            return new KeyRecord(
                    text(item, "id"),
                    text(item, "fingerprint"),
                    State.valueOf(text(item, "state")),
                    text(item, "claim"),
                    Instant.ofEpochMilli(number(item, "lease_until")),
                    Instant.ofEpochSecond(number(item, "expires_at")),
                    item.containsKey("answer") ? text(item, "answer") : null);
        } catch (IllegalArgumentException | DateTimeException e) {
            throw foreign();
        }
    }

    private static String text(Map<String, AttributeValue> item, String name) {
        AttributeValue value = item.get(name);
        if (value == null || value.s() == null) {
            throw foreign();
        }
        return value.s();
    }

    private static long number(Map<String, AttributeValue> item, String name) {
        AttributeValue value = item.get(name);
        if (value == null || value.n() == null) {
            throw foreign();
        }
        return Long.parseLong(value.n());
    }

    private static TableUnavailableException foreign() {
        return new TableUnavailableException("a record that is none of ours");
    }
}
