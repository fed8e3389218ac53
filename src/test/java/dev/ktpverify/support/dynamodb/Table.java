package dev.ktpverify.support.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** A table and its items by their keys; an item in it is never changed, but replaced. */
record Table(ObjectNode description, Map<ObjectNode, ObjectNode> items) {

    ObjectNode key(ObjectNode request) {
        ObjectNode given = Values.attributes(request.path("Key"));
        ObjectNode key = keyOf(given);
        if (!given.equals(key)) {
            throw Refusal.invalid("The provided key element does not match the schema");
        }
        return key;
    }

    ObjectNode keyOf(ObjectNode item) {
        ObjectNode key = JsonNodeFactory.instance.objectNode();
        for (JsonNode definition : description.get("AttributeDefinitions")) {
            String name = definition.get("AttributeName").asText();
            JsonNode value = item.get(name);
            if (value == null) {
                throw Refusal.invalid(
                        "One or more parameter values were invalid: Missing the key " + name + " in the item");
            }
            if (!Values.type(value).equals(definition.get("AttributeType").asText())) {
                throw Refusal.invalid("One or more parameter values were invalid: Type mismatch for key " + name);
            }
            if (value.elements().next().asText().isEmpty()) {
                throw Refusal.invalid("One or more parameter values are not valid. The key " + name + " is empty");
            }
            key.set(name, value);
        }
        return key;
    }
}
