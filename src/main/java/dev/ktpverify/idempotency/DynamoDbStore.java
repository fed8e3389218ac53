package dev.ktpverify.idempotency;

import dev.ktpverify.AwsFailure;
import dev.ktpverify.idempotency.KeyRecord.State;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
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
        answered(() -> dynamoDb.getItem(get -> get.tableName(table).key(Map.of("id", DynamoDbItems.text("none")))));
    }

    @Override
    public Optional<KeyRecord> claim(KeyRecord fresh, Instant now, Duration limit) {
        Map<String, AttributeValue> values = Map.of(
                ":claim", DynamoDbItems.text(fresh.claim()),
                ":fingerprint", DynamoDbItems.text(fresh.fingerprint()),
                ":freed", DynamoDbItems.text(State.FREED.name()),
                ":claimed", DynamoDbItems.text(State.CLAIMED.name()),
                ":now", DynamoDbItems.number(now.toEpochMilli()),
                ":now_seconds", DynamoDbItems.number(now.getEpochSecond()));
        return put(fresh, NOTHING_IN_THE_WAY, values, limit).map(DynamoDbItems::keyRecord);
    }

    @Override
    public Optional<KeyRecord> advance(KeyRecord next, Duration limit) {
        Map<String, AttributeValue> values = Map.of(
                ":claim", DynamoDbItems.text(next.claim()),
                ":claimed", DynamoDbItems.text(State.CLAIMED.name()),
                ":sent", DynamoDbItems.text(State.SENT.name()),
                ":next", DynamoDbItems.text(next.state().name()));
        Optional<Map<String, AttributeValue>> inTheWay = put(next, STILL_OURS, values, limit);
        if (inTheWay.isEmpty()) {
            return Optional.of(next);
        }
        return inTheWay.filter(item -> !item.isEmpty()).map(DynamoDbItems::keyRecord);
    }

    /** Writes a record if the condition holds, else says what is in its way, which is nothing where there is none. */
    private Optional<Map<String, AttributeValue>> put(
            KeyRecord kept, String condition, Map<String, AttributeValue> values, Duration limit) {
        Duration atMost = Collections.max(List.of(SHORTEST, Collections.min(List.of(limit, longest))));
        return answered(() -> {
            try {
                dynamoDb.putItem(put -> put.overrideConfiguration(call -> call.apiCallTimeout(atMost))
                        .tableName(table)
                        .item(DynamoDbItems.item(kept))
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
}
