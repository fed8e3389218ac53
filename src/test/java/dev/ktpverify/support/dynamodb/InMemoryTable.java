package dev.ktpverify.support.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;

/** The same stand-in without a network: the SDK's own requests and answers, one table. Not safe for several threads. */
public final class InMemoryTable {

    private static final String NAME = "table";

    private final Map<ObjectNode, ObjectNode> items = new HashMap<>();
    private final Tables tables = new Tables();

    public InMemoryTable() {
        tables.add(NAME, new Table(description(), items));
    }

    /** Carries out one PutItem. */
    public PutItemResponse put(PutItemRequest put) {
        ObjectNode request = request(put.conditionExpression(), put.expressionAttributeNames());
        request.set("Item", attributes(put.item()));
        values(request, put.expressionAttributeValues());
        request.put("ReturnValuesOnConditionCheckFailure", put.returnValuesOnConditionCheckFailureAsString());
        answer("PutItem", request);
        return PutItemResponse.builder().build();
    }

    /** Carries out one UpdateItem. */
    public UpdateItemResponse update(UpdateItemRequest update) {
        ObjectNode request = request(update.conditionExpression(), update.expressionAttributeNames());
        request.set("Key", attributes(update.key()));
        request.put("UpdateExpression", update.updateExpression());
        values(request, update.expressionAttributeValues());
        if (update.returnValues() != null) {
            request.put("ReturnValues", update.returnValuesAsString());
        }
        if (update.returnValuesOnConditionCheckFailure() != null) {
            request.put("ReturnValuesOnConditionCheckFailure", update.returnValuesOnConditionCheckFailureAsString());
        }
        JsonNode answer = answer("UpdateItem", request);
        return UpdateItemResponse.builder()
                .attributes(values(answer.path("Attributes")))
                .build();
    }

    /** An item as it is kept, by its id; null if there is none. */
    public ObjectNode item(String id) {
        return items.get(key(id));
    }

    /** Removes an item, as the TTL does. */
    public void remove(String id) {
        items.remove(key(id));
    }

    private JsonNode answer(String operation, ObjectNode request) {
        try {
            return tables.answer(operation, request);
        } catch (Refusal refused) {
            if (!refused.body().path("__type").asText().endsWith("ConditionalCheckFailedException")) {
                throw new AssertionError(refused.getMessage());
            }
            throw ConditionalCheckFailedException.builder()
                    .item(values(refused.body().path("Item")))
                    .message(refused.getMessage())
                    .build();
        }
    }

    private static ObjectNode request(String condition, Map<String, String> names) {
        ObjectNode request = object().put("TableName", NAME);
        if (condition != null) {
            request.put("ConditionExpression", condition);
        }
        ObjectNode named = object();
        names.forEach(named::put);
        if (!named.isEmpty()) {
            request.set("ExpressionAttributeNames", named);
        }
        return request;
    }

    private static void values(ObjectNode request, Map<String, AttributeValue> values) {
        if (!values.isEmpty()) {
            request.set("ExpressionAttributeValues", attributes(values));
        }
    }

    private static ObjectNode attributes(Map<String, AttributeValue> values) {
        ObjectNode attributes = object();
        values.forEach((name, value) ->
                attributes.set(name, value.n() == null ? object().put("S", value.s()) : object().put("N", value.n())));
        return attributes;
    }

    private static Map<String, AttributeValue> values(JsonNode attributes) {
        Map<String, AttributeValue> values = new HashMap<>();
        attributes
                .properties()
                .forEach(attribute -> values.put(
                        attribute.getKey(),
                        attribute.getValue().has("N")
                                ? AttributeValue.fromN(
                                        attribute.getValue().get("N").asText())
                                : AttributeValue.fromS(
                                        attribute.getValue().get("S").asText())));
        return values;
    }

    private static ObjectNode key(String id) {
        return object().set("id", object().put("S", id));
    }

    private static ObjectNode description() {
        ObjectNode description = object().put("TableName", NAME);
        description
                .putArray("AttributeDefinitions")
                .addObject()
                .put("AttributeName", "id")
                .put("AttributeType", "S");
        return description;
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
