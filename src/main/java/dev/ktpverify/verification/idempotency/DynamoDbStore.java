package dev.ktpverify.verification.idempotency;

import dev.ktpverify.verification.idempotency.KeyRecord.State;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
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

    /** {@link KeyRecord#meaning} says FREE, or the write is a repetition. */
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
    private final Duration limit;

    /** Its steps take no longer than the client's own time-out. */
    DynamoDbStore(DynamoDbClient dynamoDb, String table) {
        this(dynamoDb, table, configuredLimit(dynamoDb));
    }

    private DynamoDbStore(DynamoDbClient dynamoDb, String table, Duration limit) {
        this.dynamoDb = dynamoDb;
        this.table = table;
        this.limit = limit;
    }

    @Override
    public RecordStore within(Duration shorter) {
        Duration least = shorter.compareTo(SHORTEST) < 0 ? SHORTEST : shorter;
        return new DynamoDbStore(dynamoDb, table, limit.compareTo(least) < 0 ? limit : least);
    }

    /** Reads a record that there never is. */
    @Override
    public void connect() {
        try {
            dynamoDb.getItem(get -> get.tableName(table).key(Map.of("id", text("none"))));
        } catch (SdkException e) {
            throw unavailable(e);
        }
    }

    @Override
    public Optional<KeyRecord> claim(KeyRecord fresh, Instant now) {
        try {
            dynamoDb.putItem(put -> put.overrideConfiguration(call -> call.apiCallTimeout(limit))
                    .tableName(table)
                    .item(item(fresh))
                    .conditionExpression(NOTHING_IN_THE_WAY)
                    .expressionAttributeNames(NAMES)
                    .expressionAttributeValues(Map.of(
                            ":claim", text(fresh.claim()),
                            ":fingerprint", text(fresh.fingerprint()),
                            ":freed", text(State.FREED.name()),
                            ":claimed", text(State.CLAIMED.name()),
                            ":now", number(now.toEpochMilli()),
                            ":now_seconds", number(now.getEpochSecond())))
                    .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD));
            return Optional.empty();
        } catch (ConditionalCheckFailedException e) {
            return Optional.of(keyRecord(e.item()));
        } catch (SdkException e) {
            throw unavailable(e);
        }
    }

    @Override
    public Optional<KeyRecord> advance(KeyRecord next) {
        try {
            dynamoDb.putItem(put -> put.overrideConfiguration(call -> call.apiCallTimeout(limit))
                    .tableName(table)
                    .item(item(next))
                    .conditionExpression(STILL_OURS)
                    .expressionAttributeNames(NAMES)
                    .expressionAttributeValues(Map.of(
                            ":claim", text(next.claim()),
                            ":claimed", text(State.CLAIMED.name()),
                            ":sent", text(State.SENT.name()),
                            ":next", text(next.state().name())))
                    .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD));
            return Optional.of(next);
        } catch (ConditionalCheckFailedException e) {
            return e.hasItem() ? Optional.of(keyRecord(e.item())) : Optional.empty();
        } catch (SdkException e) {
            throw unavailable(e);
        }
    }

    private static Duration configuredLimit(DynamoDbClient dynamoDb) {
        return dynamoDb.serviceClientConfiguration()
                .overrideConfiguration()
                .apiCallTimeout()
                .orElse(LONGEST);
    }

    /** The class and AWS's word for the error alone: a message of the SDK names the table, the role and the endpoint. */
    private static StoreUnavailableException unavailable(SdkException e) {
        boolean answered = e instanceof AwsServiceException service && service.awsErrorDetails() != null;
        String code = answered ? ((AwsServiceException) e).awsErrorDetails().errorCode() : "no answer";
        return new StoreUnavailableException(e.getClass().getSimpleName() + " (" + code + ")");
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
                    given(item, "id").s(),
                    given(item, "fingerprint").s(),
                    State.valueOf(String.valueOf(given(item, "state").s())),
                    given(item, "claim").s(),
                    Instant.ofEpochMilli(
                            Long.parseLong(given(item, "lease_until").n())),
                    Instant.ofEpochSecond(
                            Long.parseLong(given(item, "expires_at").n())),
                    item.containsKey("answer") ? given(item, "answer").s() : null);
        } catch (IllegalArgumentException | DateTimeException e) {
            throw foreign();
        }
    }

    private static AttributeValue given(Map<String, AttributeValue> item, String name) {
        AttributeValue value = item.get(name);
        if (value == null || (value.s() == null && value.n() == null)) {
            throw foreign();
        }
        return value;
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
