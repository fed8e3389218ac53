package dev.ktpverify.idempotency;

import dev.ktpverify.AwsFailure;
import dev.ktpverify.idempotency.KeyRecord.State;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;

/**
 * Records in a DynamoDB table with the partition key {@code id} and the TTL attribute {@code expires_at}. Each step is one
 * conditional write; the record in the way comes back with the refusal, so nothing is ever read on its own. The SDK repeats
 * a write whose answer was lost: the conditions hold for a repetition too.
 */
final class DynamoDbStore implements RecordStore {

    /** {@link KeyRecord#meaning} says CLAIMABLE, or the write is a repetition. */
    private static final String NOTHING_IN_THE_WAY =
            """
            attribute_not_exists(id) OR claim = :claim OR expires_at <= :now_seconds \
            OR (fingerprint = :fingerprint AND (#state = :freed OR (#state = :claimed AND lease_until <= :now)))""";

    private static final String STILL_OURS = "claim = :claim AND #state IN (:claimed, :sent, :next)";
    private static final Map<String, String> NAMES = Map.of("#state", "state");
    /** The SDK takes no time-out of nothing. */
    private static final Duration SHORTEST = Duration.ofMillis(1);
    /** No Lambda runs longer. */
    private static final Duration LONGEST = Duration.ofMinutes(15);

    private final DynamoDbClient dynamoDb;
    private final String table;
    private final Duration longest;

    /** Its steps take no longer than the client's own time-out. */
    DynamoDbStore(DynamoDbClient dynamoDb, String table) {
        this.dynamoDb = dynamoDb;
        this.table = table;
        this.longest = dynamoDb.serviceClientConfiguration()
                .overrideConfiguration()
                .apiCallTimeout()
                .orElse(LONGEST);
    }

    /** Reads a record that there never is. */
    @Override
    public void connect() {
        answered(() -> dynamoDb.getItem(get -> get.tableName(table).key(Map.of("id", text("none")))));
    }

    @Override
    public Optional<KeyRecord> claim(KeyRecord fresh, Instant now, Duration limit) {
        Map<String, AttributeValue> values = Map.of(
                ":claim", text(fresh.claim()),
                ":fingerprint", text(fresh.fingerprint()),
                ":freed", text(State.FREED.name()),
                ":claimed", text(State.CLAIMED.name()),
                ":now", number(now.toEpochMilli()),
                ":now_seconds", number(now.getEpochSecond()));
        return put(fresh, NOTHING_IN_THE_WAY, values, limit).map(DynamoDbStore::keyRecord);
    }

    @Override
    public Optional<KeyRecord> advance(KeyRecord next, Duration limit) {
        Map<String, AttributeValue> values = Map.of(
                ":claim", text(next.claim()),
                ":claimed", text(State.CLAIMED.name()),
                ":sent", text(State.SENT.name()),
                ":next", text(next.state().name()));
        Optional<Map<String, AttributeValue>> inTheWay = put(next, STILL_OURS, values, limit);
        if (inTheWay.isEmpty()) {
            return Optional.of(next);
        }
        return inTheWay.filter(item -> !item.isEmpty()).map(DynamoDbStore::keyRecord);
    }

    /** Writes a record if the condition holds, else says what is in its way, which is nothing where there is none. */
    private Optional<Map<String, AttributeValue>> put(
            KeyRecord kept, String condition, Map<String, AttributeValue> values, Duration limit) {
        Duration atMost = Collections.max(List.of(SHORTEST, Collections.min(List.of(limit, longest))));
        return answered(() -> {
            try {
                dynamoDb.putItem(put -> put.overrideConfiguration(call -> call.apiCallTimeout(atMost))
                        .tableName(table)
                        .item(item(kept))
                        .conditionExpression(condition)
                        .expressionAttributeNames(NAMES)
                        .expressionAttributeValues(values)
                        .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD));
                return Optional.empty();
            } catch (ConditionalCheckFailedException e) {
                return Optional.of(e.item());
            }
        });
    }

    /** The one place where the client is called: whatever it throws, the table did not answer. */
    private static <T> T answered(Supplier<T> call) {
        try {
            return call.get();
        } catch (Throwable e) { // beside its own exceptions, those of the HTTP client below it; in the binary, errors
            throw new StoreUnavailableException(AwsFailure.of(e));
        }
    }

    private static Map<String, AttributeValue> item(KeyRecord kept) {
        Map<String, AttributeValue> item = new HashMap<>();
        item.put("id", text(kept.id()));
        item.put("fingerprint", text(kept.fingerprint()));
        item.put("state", text(kept.state().name()));
        item.put("claim", text(kept.claim()));
        item.put("lease_until", number(kept.leaseUntil().toEpochMilli()));
        item.put("expires_at", number(kept.expiresAt().getEpochSecond()));
        if (kept.answer() != null) {
            item.put("answer", text(kept.answer()));
        }
        return item;
    }

    private static KeyRecord keyRecord(Map<String, AttributeValue> item) {
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

    private static StoreUnavailableException foreign() {
        return new StoreUnavailableException("a record that is none of ours");
    }

    private static AttributeValue text(String value) {
        return AttributeValue.fromS(value);
    }

    private static AttributeValue number(long value) {
        return AttributeValue.fromN(Long.toString(value));
    }
}
