package dev.ktpverify.support.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Tables, and what DynamoDB does with them, one request after the other. By the DynamoDB API reference, and the developer guide,
 * "DynamoDB condition expression CLI example" and "Amazon DynamoDB Transactions: How it works". It refuses
 * parameters that it doesn't know.
 */
final class Tables {

    private static final String CONDITION = " ConditionExpression ExpressionAttributeNames ExpressionAttributeValues"
            + " ReturnValuesOnConditionCheckFailure";
    private static final Map<String, Set<String>> PARAMETERS = Map.of(
            "CreateTable", words("TableName BillingMode AttributeDefinitions KeySchema"),
            "DescribeTable", words("TableName"),
            "DeleteTable", words("TableName"),
            "GetItem", words("TableName Key ConsistentRead"),
            "Scan", words("TableName ConsistentRead"),
            "PutItem", words("TableName Item ReturnValues" + CONDITION),
            "UpdateItem", words("TableName Key UpdateExpression ReturnValues" + CONDITION),
            "DeleteItem", words("TableName Key ReturnValues" + CONDITION),
            "ConditionCheckItem", words("TableName Key" + CONDITION),
            "TransactWriteItems", words("TransactItems ClientRequestToken"));
    private static final Set<String> TRANSACTED = Set.of("Put", "Update", "Delete", "ConditionCheck");
    private static final int MOST_ACTIONS = 100;

    private final Map<String, Table> tables = new HashMap<>();
    private final Map<String, JsonNode> committed = new HashMap<>();

    /** Has one more table. */
    void add(String name, Table table) {
        tables.put(name, table);
    }

    /** Answers one request. The lock is what makes a condition and its write one step. */
    synchronized ObjectNode answer(String operation, ObjectNode request) {
        check(operation, request);
        return switch (operation) {
            case "CreateTable" ->
                object().set("TableDescription", create(request).description());
            case "DescribeTable" -> object().set("Table", table(request).description());
            case "DeleteTable" -> {
                ObjectNode description = table(request).description();
                tables.remove(request.get("TableName").asText());
                yield object().set("TableDescription", description.put("TableStatus", "DELETING"));
            }
            case "GetItem" -> {
                Table table = table(request);
                ObjectNode item = table.items().get(table.key(request));
                yield item == null ? object() : object().set("Item", item);
            }
            case "Scan" -> {
                ArrayNode items = JsonNodeFactory.instance
                        .arrayNode()
                        .addAll(table(request).items().values());
                yield object().put("Count", items.size())
                        .put("ScannedCount", items.size())
                        .set("Items", items);
            }
            case "TransactWriteItems" -> transact(request);
            default -> write(operation.replace("Item", ""), request);
        };
    }

    private static void check(String operation, ObjectNode request) {
        if (!PARAMETERS.containsKey(operation)) {
            throw new Refusal("UnknownOperationException", operation + " is not known to this stand-in");
        }
        request.fieldNames().forEachRemaining(name -> {
            if (!PARAMETERS.get(operation).contains(name)) {
                throw Refusal.invalid(name + " of " + operation + " is not known to this stand-in");
            }
        });
    }

    private Table create(ObjectNode request) {
        ObjectNode description = request.deepCopy().put("TableStatus", "ACTIVE");
        description.remove("BillingMode");
        Table table = new Table(description, new HashMap<>());
        if (tables.putIfAbsent(request.path("TableName").asText(), table) != null) {
            throw new Refusal("ResourceInUseException", "Table already exists");
        }
        return table;
    }

    private Table table(JsonNode request) {
        Table table = tables.get(request.path("TableName").asText());
        if (table == null) {
            throw new Refusal("ResourceNotFoundException", "Requested resource not found");
        }
        return table;
    }

    private ObjectNode write(String kind, ObjectNode request) {
        Write write = understood(kind, request);
        ObjectNode old = write.old();
        if (!write.isAllowed()) {
            Refusal refusal = new Refusal("ConditionalCheckFailedException", Write.FAILED);
            throw write.tellsOld() && old != null ? refusal.with("Item", old) : refusal;
        }
        ObjectNode next = write.next();
        String wanted = request.path("ReturnValues").asText("NONE");
        if (!words(kind.equals("Update") ? "NONE ALL_OLD ALL_NEW UPDATED_OLD UPDATED_NEW" : "NONE ALL_OLD")
                .contains(wanted)) {
            throw Refusal.invalid("Return values set to invalid value");
        }
        write.keep(next);
        ObjectNode told = wanted.endsWith("OLD") ? old : next;
        if (wanted.equals("NONE") || told == null) {
            return object();
        }
        ObjectNode attributes =
                wanted.startsWith("ALL") ? told : told.deepCopy().retain(write.updated());
        return attributes.isEmpty() ? object() : object().set("Attributes", attributes);
    }

    private Write understood(String kind, ObjectNode request) {
        check(kind + "Item", request);
        return Write.of(kind, request, table(request));
    }

    /** All or nothing, and one token does it once. */
    private ObjectNode transact(ObjectNode request) {
        String token = request.path("ClientRequestToken").asText();
        JsonNode actions = request.path("TransactItems");
        if (committed.containsKey(token)) {
            if (!committed.get(token).equals(actions)) {
                throw new Refusal("IdempotentParameterMismatchException", "another request with the same token");
            }
            return object();
        }
        List<Write> writes = new ArrayList<>();
        Set<List<Object>> items = new HashSet<>();
        for (JsonNode action : actions) {
            String kind = action.size() == 1 ? action.fieldNames().next() : "";
            if (!TRANSACTED.contains(kind)) {
                throw Refusal.invalid("TransactItems can only contain one of Check, Put, Update or Delete");
            }
            Write write = understood(kind, (ObjectNode) action.get(kind));
            writes.add(write);
            if (!items.add(List.of(write.table().description(), write.key()))) {
                throw Refusal.invalid("Transaction request cannot include multiple operations on one item");
            }
        }
        if (writes.isEmpty() || writes.size() > MOST_ACTIONS) {
            throw Refusal.invalid("TransactItems must have length between 1 and 100");
        }
        List<ObjectNode> reasons = new ArrayList<>();
        List<ObjectNode> next = new ArrayList<>();
        writes.forEach(write -> reasons.add(write.attempt(next)));
        List<String> codes =
                reasons.stream().map(reason -> reason.get("Code").asText()).toList();
        if (codes.stream().anyMatch(code -> !code.equals("None"))) {
            throw new Refusal(
                            "TransactionCanceledException",
                            "Transaction cancelled, please refer cancellation reasons for specific reasons " + codes)
                    .with(
                            "CancellationReasons",
                            JsonNodeFactory.instance.arrayNode().addAll(reasons));
        }
        for (int i = 0; i < writes.size(); i++) {
            writes.get(i).keep(next.get(i));
        }
        if (!token.isEmpty()) {
            committed.put(token, actions);
        }
        return object();
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static Set<String> words(String words) {
        return Set.copyOf(Arrays.asList(words.split(" ")));
    }
}
