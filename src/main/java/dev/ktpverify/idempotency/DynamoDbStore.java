package dev.ktpverify.idempotency;

import dev.ktpverify.idempotency.KeyRecord.State;
import dev.ktpverify.table.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;

/**
 * Records in the table. Each step is one conditional write; the record in the way comes back with the refusal, so nothing is ever read on its own. The SDK repeats
 * a write whose answer was lost: the conditions hold for a repetition too.
 */
final class DynamoDbStore implements RecordStore {

    /**
     * {@link KeyRecord#meaning} says CLAIMABLE, or the write is a repetition. A repetition that comes late, after the question
     * was sent, must not take the record back.
     */
    private static final String NOTHING_IN_THE_WAY =
            """
            attribute_not_exists(id) OR (claim = :claim AND #state = :claimed) OR expires_at <= :now_seconds \
            OR (fingerprint = :fingerprint AND (#state = :freed OR (#state = :claimed AND lease_until <= :now)))""";

    private static final String STILL_OURS = "claim = :claim AND #state IN (:claimed, :sent, :next)";
    private static final Map<String, String> NAMES = Map.of("#state", "state");

    private final Table table;

    DynamoDbStore(Table table) {
        this.table = table;
    }

    @Override
    public void connect() {
        table.connect();
    }

    @Override
    public Optional<KeyRecord> claim(KeyRecord fresh, Instant now, Duration limit) {
        Map<String, AttributeValue> values = Map.of(
                ":claim", Table.text(fresh.claim()),
                ":fingerprint", Table.text(fresh.fingerprint()),
                ":freed", Table.text(State.FREED.name()),
                ":claimed", Table.text(State.CLAIMED.name()),
                ":now", Table.number(now.toEpochMilli()),
                ":now_seconds", Table.number(now.getEpochSecond()));
        return put(fresh, NOTHING_IN_THE_WAY, values, limit).map(DynamoDbItems::keyRecord);
    }

    @Override
    public Optional<KeyRecord> advance(KeyRecord next, Duration limit) {
        Map<String, AttributeValue> values = Map.of(
                ":claim", Table.text(next.claim()),
                ":claimed", Table.text(State.CLAIMED.name()),
                ":sent", Table.text(State.SENT.name()),
                ":next", Table.text(next.state().name()));
        Optional<Map<String, AttributeValue>> inTheWay = put(next, STILL_OURS, values, limit);
        if (inTheWay.isEmpty()) {
            return Optional.of(next);
        }
        return inTheWay.filter(item -> !item.isEmpty()).map(DynamoDbItems::keyRecord);
    }

    /** Writes a record if the condition holds, else says what is in its way, which is nothing where there is none. */
    private Optional<Map<String, AttributeValue>> put(
            KeyRecord kept, String condition, Map<String, AttributeValue> values, Duration limit) {
        return table.ask(limit, (dynamoDb, within) -> {
            try {
                dynamoDb.putItem(put -> put.overrideConfiguration(within.build())
                        .tableName(table.name())
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
}
