package dev.ktpverify.support.dynamodb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ktpverify.support.dynamodb.RandomRequests.Kind;
import dev.ktpverify.support.dynamodb.RandomRequests.Request;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/**
 * Random writes, by the stand-in of the tests and by the one that {@code -Dtest.dynamodb.endpoint} names: each comes to the same and
 * leaves the same items. {@code -Dtest.writes=20000} makes it long, {@code -Dtest.seed=…} repeats a run.
 */
@EnabledIfSystemProperty(named = "test.dynamodb.endpoint", matches = ".+")
class SecondOpinionTest {

    private static final int WRITES = Integer.getInteger("test.writes", 3_000);
    private static final long SEED = Long.getLong("test.seed", System.nanoTime());

    private record Stand(DynamoDbClient client, String table) {

        static Stand of(DynamoDbClient client) {
            return new Stand(client, DynamoDbServer.newTable(client));
        }

        String items() {
            return client.scan(scan -> scan.tableName(table)).items().stream()
                    .map(Shown::item)
                    .sorted()
                    .toList()
                    .toString();
        }

        /** One request is a write of its own, several are a transaction. */
        String outcome(List<Request> requests) {
            return Shown.outcome(() -> requests.size() == 1 ? alone(requests.get(0)) : together(requests));
        }

        private Map<String, AttributeValue> alone(Request request) {
            return switch (request.kind()) {
                case PUT ->
                    client.putItem(put -> put.tableName(table)
                                    .item(request.item())
                                    .conditionExpression(request.condition())
                                    .expressionAttributeNames(request.names())
                                    .expressionAttributeValues(request.values())
                                    .returnValues(request.returned())
                                    .returnValuesOnConditionCheckFailure(request.told()))
                            .attributes();
                case UPDATE ->
                    client.updateItem(update -> update.tableName(table)
                                    .key(request.item())
                                    .updateExpression(request.update())
                                    .conditionExpression(request.condition())
                                    .expressionAttributeNames(request.names())
                                    .expressionAttributeValues(request.values())
                                    .returnValues(request.returned())
                                    .returnValuesOnConditionCheckFailure(request.told()))
                            .attributes();
                case DELETE ->
                    client.deleteItem(delete -> delete.tableName(table)
                                    .key(request.item())
                                    .conditionExpression(request.condition())
                                    .expressionAttributeNames(request.names())
                                    .expressionAttributeValues(request.values())
                                    .returnValues(request.returned())
                                    .returnValuesOnConditionCheckFailure(request.told()))
                            .attributes();
                case CHECK -> together(List.of(request));
            };
        }

        private Map<String, AttributeValue> together(List<Request> requests) {
            client.transactWriteItems(transaction -> transaction.transactItems(
                    requests.stream().map(this::action).toList()));
            return Map.of();
        }

        private TransactWriteItem action(Request request) {
            TransactWriteItem.Builder action = TransactWriteItem.builder();
            return switch (request.kind()) {
                case PUT ->
                    action.put(put -> put.tableName(table)
                                    .item(request.item())
                                    .conditionExpression(request.condition())
                                    .expressionAttributeNames(request.names())
                                    .expressionAttributeValues(request.values())
                                    .returnValuesOnConditionCheckFailure(request.told()))
                            .build();
                case UPDATE ->
                    action.update(update -> update.tableName(table)
                                    .key(request.item())
                                    .updateExpression(request.update())
                                    .conditionExpression(request.condition())
                                    .expressionAttributeNames(request.names())
                                    .expressionAttributeValues(request.values())
                                    .returnValuesOnConditionCheckFailure(request.told()))
                            .build();
                case DELETE ->
                    action.delete(delete -> delete.tableName(table)
                                    .key(request.item())
                                    .conditionExpression(request.condition())
                                    .expressionAttributeNames(request.names())
                                    .expressionAttributeValues(request.values())
                                    .returnValuesOnConditionCheckFailure(request.told()))
                            .build();
                case CHECK ->
                    action.conditionCheck(check -> check.tableName(table)
                                    .key(request.item())
                                    .conditionExpression(request.condition())
                                    .expressionAttributeNames(request.names())
                                    .expressionAttributeValues(request.values())
                                    .returnValuesOnConditionCheckFailure(request.told()))
                            .build();
            };
        }
    }

    @Test
    void bothDoTheSame() {
        System.out.println("second opinion: " + WRITES + " writes, seed " + SEED);
        RandomRequests random = new RandomRequests(SEED);
        Map<String, Integer> outcomes = new TreeMap<>();
        try (DynamoDbClient ours = DynamoDbServer.client(DynamoDbServer.own());
                DynamoDbClient theirs = DynamoDbServer.client()) {
            Stand first = Stand.of(ours);
            Stand second = Stand.of(theirs);
            String before = first.items();
            for (int i = 0; i < WRITES; i++) {
                List<Request> requests = random.next();
                String told = "write " + i + ", seed " + SEED + ": " + requests + " of " + before;
                String outcome = first.outcome(requests);
                assertEquals(second.outcome(requests), outcome, told);
                before = first.items();
                assertEquals(second.items(), before, told);
                String kind = requests.size() > 1
                        ? "TRANSACTION"
                        : requests.get(0).kind().name();
                outcomes.merge(kind + " " + outcome.split("[ {,]")[0], 1, Integer::sum);
            }
        }
        System.out.println("second opinion: " + outcomes);
        for (Kind kind : Kind.values()) {
            boolean check = kind == Kind.CHECK;
            for (String result : List.of("ok", check ? "[ConditionalCheckFailed" : "failed", "ValidationException")) {
                int seen = outcomes.getOrDefault(kind + " " + result, 0);
                assertTrue(seen > WRITES / 500, () -> kind + " " + result + " is rare: " + outcomes);
            }
        }
    }
}
