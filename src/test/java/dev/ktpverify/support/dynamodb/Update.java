package dev.ktpverify.support.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * An update expression, by the DynamoDB developer guide, "Using update expressions in DynamoDB": SET with arithmetic and
 * if_not_exists, REMOVE, and ADD, for top-level attributes. It refuses DELETE, list_append and document paths, which it doesn't
 * know.
 */
final class Update extends Expression {

    private static final Set<String> CLAUSES = Set.of("SET", "REMOVE", "ADD");

    /** What becomes of each attribute, seen from the item before the update; null where the attribute goes. */
    private final Map<String, Function<JsonNode, JsonNode>> actions = new HashMap<>();

    private final Set<String> sections = new HashSet<>();

    Update(String text, Terms terms) {
        super("UpdateExpression", text, terms);
        do {
            section(next().toUpperCase(Locale.ROOT));
        } while (!ahead(0).isEmpty());
    }

    Set<String> attributes() {
        return actions.keySet();
    }

    /** The item after the update, or null: what doesn't exist isn't made by a removal alone. */
    ObjectNode apply(ObjectNode old, ObjectNode key) {
        ObjectNode item = (old == null ? key : old).deepCopy();
        actions.forEach((attribute, action) -> {
            JsonNode value = action.apply(old == null ? key : old);
            if (value == null) {
                item.remove(attribute);
            } else {
                item.set(attribute, value);
            }
        });
        return old == null && sections.equals(Set.of("REMOVE")) ? null : item;
    }

    private void section(String clause) {
        if (!CLAUSES.contains(clause)) {
            throw invalid("Syntax error; token: \"" + clause + "\"");
        }
        if (!sections.add(clause)) {
            throw invalid("The \"" + clause + "\" section can only be used once in an update expression;");
        }
        list(() -> {
            Operand target = path();
            if (target.path().size() > 1) {
                throw invalid("this stand-in updates top-level attributes only, no document paths");
            }
            Function<JsonNode, JsonNode> action =
                    switch (clause) {
                        case "SET" -> set();
                        case "ADD" -> add(target);
                        default -> item -> null;
                    };
            if (actions.put((String) target.path().get(0), action) != null) {
                throw invalid("Two document paths overlap with each other; must remove or rewrite one of these paths");
            }
            return target;
        });
    }

    private Function<JsonNode, JsonNode> set() {
        expect("=");
        Operand first = operand();
        if (!ahead(0).equals("+") && !ahead(0).equals("-")) {
            return item -> present(first, item);
        }
        boolean plus = next().equals("+");
        Operand second = operand();
        mustBe(Set.of("N"), first, second);
        return item -> {
            BigDecimal left = number(present(first, item));
            BigDecimal right = number(present(second, item));
            return Values.number(plus ? left.add(right) : left.subtract(right));
        };
    }

    private Operand operand() {
        if (!ahead(1).equals("(")) {
            return pathOrValue();
        }
        String function = next();
        if (!function.equals("if_not_exists")) {
            throw invalid("Invalid function name; function: " + function);
        }
        expect("(");
        Operand wanted = path();
        expect(",");
        Operand otherwise = operand();
        expect(")");
        return new Operand(null, null, item -> {
            JsonNode value = wanted.in().apply(item);
            return value == null ? otherwise.in().apply(item) : value;
        });
    }

    private Function<JsonNode, JsonNode> add(Operand target) {
        Operand added = pathOrValue();
        if (added.literal() == null) {
            throw invalid("Syntax error: ADD takes a value");
        }
        mustBe(Set.of("N", "SS", "NS", "BS"), added);
        return item -> {
            JsonNode value = target.in().apply(item);
            if (value == null) {
                return added.literal();
            }
            if (!Values.type(value).equals(Values.type(added.literal()))) {
                throw wrongType();
            }
            return Values.type(value).equals("N")
                    ? Values.number(Values.number(value).add(Values.number(added.literal())))
                    : Values.union(value, added.literal());
        };
    }

    private static JsonNode present(Operand operand, JsonNode item) {
        JsonNode value = operand.in().apply(item);
        if (value == null) {
            throw Refusal.invalid("The provided expression refers to an attribute that does not exist in the item");
        }
        return value;
    }

    private static BigDecimal number(JsonNode value) {
        if (!Values.type(value).equals("N")) {
            throw wrongType();
        }
        return Values.number(value);
    }

    private static Refusal wrongType() {
        return Refusal.invalid("An operand in the update expression has an incorrect data type");
    }
}
