package dev.ktpverify.table;

import dev.ktpverify.AwsFailure;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The DynamoDB table, with the partition key {@code id} and the TTL attribute {@code expires_at}. This is the one place where
 * the client is called: whatever it throws, the table did not answer.
 */
public final class Table {

    /** The SDK takes no time-out of nothing. */
    private static final Duration SHORTEST = Duration.ofMillis(1);
    /** No Lambda runs longer. */
    private static final Duration LONGEST = Duration.ofMinutes(15);

    private final DynamoDbClient dynamoDb;
    private final String name;
    private final Duration longest;

    /** A table whose requests take no longer than the client's own time-out. */
    public Table(DynamoDbClient dynamoDb, String name) {
        this.dynamoDb = dynamoDb;
        this.name = name;
        this.longest = dynamoDb.serviceClientConfiguration()
                .overrideConfiguration()
                .apiCallTimeout()
                .orElse(LONGEST);
    }

    /** The table's name. */
    public String name() {
        return name;
    }

    /**
     * Makes the connection that the first request would wait for: reads an item that there never is.
     *
     * @throws TableUnavailableException if the table can't be used
     */
    public void connect() {
        answered(() -> dynamoDb.getItem(get -> get.tableName(name).key(key("none"))));
    }

    /**
     * Sends one request.
     *
     * @param limit a request that takes longer counts as not answered
     * @param request sends it, with the time-out that it is given
     * @return what the request returns
     * @throws TableUnavailableException if it throws anything
     */
    public <T> T ask(Duration limit, BiFunction<DynamoDbClient, AwsRequestOverrideConfiguration.Builder, T> request) {
        Duration atMost = Collections.max(List.of(SHORTEST, Collections.min(List.of(limit, longest))));
        return answered(() -> request.apply(
                dynamoDb, AwsRequestOverrideConfiguration.builder().apiCallTimeout(atMost)));
    }

    private static <T> T answered(Supplier<T> call) {
        try {
            return call.get();
        } catch (Throwable e) { // beside its own exceptions, those of the HTTP client below it; in the binary, errors
            throw new TableUnavailableException(AwsFailure.of(e));
        }
    }

    /** The key of an item. */
    public static Map<String, AttributeValue> key(String id) {
        return Map.of("id", text(id));
    }

    /** A text as an attribute. */
    public static AttributeValue text(String value) {
        return AttributeValue.fromS(value);
    }

    /** A number as an attribute. */
    public static AttributeValue number(long value) {
        return AttributeValue.fromN(Long.toString(value));
    }
}
