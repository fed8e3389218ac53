package dev.ktpverify.budget;

import dev.ktpverify.table.Table;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/**
 * Counts in the table, beside the records. Each step is one {@code UpdateItem}: DynamoDB carries out the updates of one item one
 * after the other. A transaction would cost twice as much, and refuse whoever meets another one on the same item.
 */
final class DynamoDbCounters implements CounterStore {

    private final Table table;

    DynamoDbCounters(Table table) {
        this.table = table;
    }

    @Override
    public Taken take(Counter counter, Duration limit) {
        List<String> room = new ArrayList<>();
        Map<String, AttributeValue> limits = new HashMap<>();
        List<String> names = List.copyOf(counter.limits().keySet());
        for (int i = 0; i < names.size(); i++) {
            long most = counter.limits().get(names.get(i));
            if (most != Counter.NO_LIMIT) {
                room.add("(attribute_not_exists(#c" + i + ") OR #c" + i + " < :max" + i + ")");
                limits.put(":max" + i, Table.number(most));
            }
        }
        UpdateItemRequest.Builder update = add(1, counter, limits)
                .conditionExpression(String.join(" AND ", room))
                .returnValues(ReturnValue.ALL_NEW)
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD);
        return table.ask(limit, (dynamoDb, within) -> {
            try {
                var response = dynamoDb.updateItem(
                        update.overrideConfiguration(within.build()).build());
                return new Taken(true, counts(response.attributes(), names));
            } catch (ConditionalCheckFailedException e) {
                return new Taken(false, counts(e.item(), names));
            }
        });
    }

    @Override
    public void giveBack(Counter counter, Duration limit) {
        UpdateItemRequest.Builder update = add(-1, counter, Map.of());
        table.ask(
                limit,
                (dynamoDb, within) -> dynamoDb.updateItem(update.overrideConfiguration(within.addPlugin(client ->
                                        client.overrideConfiguration(client.overrideConfiguration().toBuilder()
                                                .retryStrategy(AwsRetryStrategy.doNotRetry())
                                                .build()))
                                .build())
                        .build()));
    }

    private UpdateItemRequest.Builder add(int step, Counter counter, Map<String, AttributeValue> further) {
        Map<String, String> names = new HashMap<>(Map.of("#expires", "expires_at"));
        Map<String, AttributeValue> values = new HashMap<>(further);
        values.put(":step", Table.number(step));
        values.put(":expires", Table.number(counter.expiresAt().getEpochSecond()));
        List<String> added = new ArrayList<>();
        for (String name : counter.limits().keySet()) {
            names.put("#c" + added.size(), name);
            added.add("#c" + added.size() + " :step");
        }
        return UpdateItemRequest.builder()
                .tableName(table.name())
                .key(Table.key(counter.id()))
                .updateExpression("SET #expires = :expires ADD " + String.join(", ", added))
                .expressionAttributeNames(names)
                .expressionAttributeValues(values);
    }

    private static Map<String, Long> counts(Map<String, AttributeValue> item, List<String> names) {
        Map<String, Long> counts = new HashMap<>();
        names.forEach(name -> counts.put(
                name, item.containsKey(name) ? Long.parseLong(item.get(name).n()) : 0));
        return counts;
    }
}
