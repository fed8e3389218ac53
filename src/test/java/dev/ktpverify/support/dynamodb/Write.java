package dev.ktpverify.support.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** A write that is understood and not yet done. The change makes the new item from the old one; null is no item. */
record Write(
        Table table,
        ObjectNode key,
        Predicate<JsonNode> condition,
        UnaryOperator<ObjectNode> change,
        Set<String> updated,
        boolean tellsOld) {

    static final String FAILED = "The conditional request failed";
    private static final ObjectNode NOTHING = JsonNodeFactory.instance.objectNode();

    /** Of a request, or an action of a transaction, which is the same. */
    static Write of(String kind, ObjectNode request, Table table) {
        Expression.Terms terms = Expression.Terms.of(request);
        Predicate<JsonNode> condition = request.has("ConditionExpression")
                ? Condition.of(request.get("ConditionExpression").asText(), terms)
                : item -> true;
        Update update = request.has("UpdateExpression")
                ? new Update(request.get("UpdateExpression").asText(), terms)
                : null;
        terms.check();
        ObjectNode item = kind.equals("Put") ? Values.attributes(request.path("Item")) : null;
        ObjectNode key = kind.equals("Put") ? table.keyOf(item) : table.key(request);
        Set<String> updated = update == null ? Set.of() : update.attributes();
        key.fieldNames().forEachRemaining(name -> {
            if (updated.contains(name)) {
                throw Refusal.invalid("Cannot update attribute " + name + ". This attribute is part of the key");
            }
        });
        UnaryOperator<ObjectNode> change =
                switch (kind) {
                    case "Put" -> old -> item;
                    case "Delete" -> old -> null;
                    case "ConditionCheck" -> old -> old;
                    default -> old -> update == null ? (old == null ? key : old) : update.apply(old, key);
                };
        boolean tellsOld =
                request.path("ReturnValuesOnConditionCheckFailure").asText().equals("ALL_OLD");
        return new Write(table, key, condition, change, updated, tellsOld);
    }

    ObjectNode old() {
        return table.items().get(key);
    }

    boolean isAllowed() {
        return condition.test(old() == null ? NOTHING : old());
    }

    ObjectNode next() {
        return change.apply(old());
    }

    void keep(ObjectNode next) {
        if (next == null) {
            table.items().remove(key);
        } else {
            table.items().put(key, next);
        }
    }

    /** Adds what the item becomes, and tells the reason, if any, for which a transaction fails. */
    ObjectNode attempt(List<ObjectNode> next) {
        ObjectNode reason = JsonNodeFactory.instance.objectNode();
        if (!isAllowed()) {
            reason.put("Code", "ConditionalCheckFailed").put("Message", FAILED);
            return tellsOld && old() != null ? reason.set("Item", old()) : reason;
        }
        try {
            next.add(next());
            return reason.put("Code", "None");
        } catch (Refusal e) {
            return reason.put("Code", "ValidationError").put("Message", e.getMessage());
        }
    }
}
