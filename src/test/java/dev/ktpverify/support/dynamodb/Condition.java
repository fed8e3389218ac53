package dev.ktpverify.support.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.function.Predicate;

/**
 * A condition expression, by the DynamoDB developer guide, "Condition and filter expressions, operators, and functions in
 * DynamoDB". A comparison with a missing attribute is false, except {@code <>}, which is true.
 */
final class Condition extends Expression {

    private static final Set<String> ORDERED = Set.of("S", "N", "B");
    private int groupStart = -1;
    private int groupEnd = -1;

    private Condition(String text, Terms terms) {
        super("ConditionExpression", text, terms);
    }

    /** Of an item's attributes; an item that doesn't exist has none. */
    static Predicate<JsonNode> of(String text, Terms terms) {
        Condition condition = new Condition(text, terms);
        Predicate<JsonNode> predicate = condition.or();
        condition.expect("");
        return predicate;
    }

    private Predicate<JsonNode> or() {
        Predicate<JsonNode> condition = and();
        while (take("OR")) {
            condition = condition.or(and());
        }
        return condition;
    }

    private Predicate<JsonNode> and() {
        Predicate<JsonNode> condition = not();
        while (take("AND")) {
            condition = condition.and(not());
        }
        return condition;
    }

    private Predicate<JsonNode> not() {
        return take("NOT") ? not().negate() : primary();
    }

    private Predicate<JsonNode> primary() {
        int start = position();
        if (take("(")) {
            Predicate<JsonNode> condition = or();
            if (groupStart == start + 1 && groupEnd == position()) {
                throw invalid("The expression has redundant parentheses;");
            }
            expect(")");
            groupStart = start;
            groupEnd = position();
            return condition;
        }
        return ahead(1).equals("(") && !ahead(0).equals("size") ? function() : comparison();
    }

    private Predicate<JsonNode> function() {
        String name = next();
        expect("(");
        Operand of = name.startsWith("attribute_") && name.endsWith("exists") ? path() : pathOrValue();
        Predicate<JsonNode> function =
                switch (name) {
                    case "attribute_exists" -> item -> of.in().apply(item) != null;
                    case "attribute_not_exists" -> item -> of.in().apply(item) == null;
                    case "attribute_type" -> {
                        String type = type();
                        yield item -> type.equals(Values.type(of.in().apply(item)));
                    }
                    case "begins_with" -> {
                        Operand start = second(of);
                        mustBe(Set.of("S", "B"), of, start);
                        yield item -> Values.beginsWith(
                                of.in().apply(item), start.in().apply(item));
                    }
                    case "contains" -> {
                        Operand part = second(of);
                        yield item ->
                                Values.contains(of.in().apply(item), part.in().apply(item));
                    }
                    default -> throw invalid("Invalid function name; function: " + name);
                };
        expect(")");
        return function;
    }

    private Operand second(Operand first) {
        expect(",");
        return distinct(first, pathOrValue());
    }

    private String type() {
        expect(",");
        JsonNode type = pathOrValue().literal();
        if (!Values.type(type).equals("S")
                || !Values.TYPES.contains(type.get("S").asText())) {
            throw invalid("Invalid attribute type name found; type: " + type);
        }
        return type.get("S").asText();
    }

    private Predicate<JsonNode> comparison() {
        Operand left = operand();
        if (take("BETWEEN")) {
            return between(left);
        }
        if (take("IN")) {
            expect("(");
            List<Operand> any = list(() -> distinct(left, operand()));
            expect(")");
            return item -> any.stream().anyMatch(one -> equal(left, one).test(item));
        }
        String comparator = next();
        Operand right = distinct(left, operand());
        return switch (comparator) {
            case "=" -> equal(left, right);
            case "<>" -> equal(left, right).negate();
            case "<" -> ordered(left, right, order -> order < 0);
            case "<=" -> ordered(left, right, order -> order <= 0);
            case ">" -> ordered(left, right, order -> order > 0);
            case ">=" -> ordered(left, right, order -> order >= 0);
            default -> throw invalid("Syntax error; token: \"" + comparator + "\"");
        };
    }

    private Predicate<JsonNode> between(Operand middle) {
        Operand low = operand();
        expect("AND");
        Operand high = operand();
        if (low.literal() != null && high.literal() != null) {
            Integer order = Values.order(low.literal(), high.literal());
            if (order == null || order > 0) {
                throw invalid("The BETWEEN operator requires bounds of one type, the upper not below the lower");
            }
        }
        return ordered(low, middle, order -> order <= 0).and(ordered(middle, high, order -> order <= 0));
    }

    private Operand operand() {
        if (!ahead(0).equals("size") || !ahead(1).equals("(")) {
            return pathOrValue();
        }
        next();
        expect("(");
        Operand of = path();
        expect(")");
        return new Operand(null, null, item -> Values.size(of.in().apply(item)));
    }

    private static Predicate<JsonNode> equal(Operand left, Operand right) {
        return item -> Values.equal(left.in().apply(item), right.in().apply(item));
    }

    private Predicate<JsonNode> ordered(Operand left, Operand right, IntPredicate wanted) {
        mustBe(ORDERED, left, right);
        return item -> {
            Integer order = Values.order(left.in().apply(item), right.in().apply(item));
            return order != null && wanted.test(order);
        };
    }

    private Operand distinct(Operand first, Operand other) {
        if (first.path() != null && first.path().equals(other.path())) {
            throw invalid(
                    "The first operand must be distinct from the remaining operands for this operator or function");
        }
        return other;
    }
}
