package dev.ktpverify.support.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A request that DynamoDB refuses, with the body of its error. */
final class Refusal extends RuntimeException {

    private static final String NAMESPACE = "com.amazonaws.dynamodb.v20120810#";
    private final transient ObjectNode body = JsonNodeFactory.instance.objectNode();

    Refusal(String type, String message) {
        super(message);
        body.put("__type", NAMESPACE + type).put("message", message);
    }

    static Refusal invalid(String message) {
        return new Refusal("ValidationException", message);
    }

    Refusal with(String field, JsonNode value) {
        body.set(field, value);
        return this;
    }

    ObjectNode body() {
        return body;
    }
}
