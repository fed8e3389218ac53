package dev.ktpverify.support.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Set;
import java.util.TreeSet;

/**
 * Attribute values as they travel, {@code {"N":"1"}}; null stands for a missing one. By the DynamoDB developer guide, "Supported
 * data types and naming rules in Amazon DynamoDB" and "Condition and filter expressions, operators, and functions in DynamoDB".
 */
final class Values {

    static final Set<String> TYPES = Set.of("S", "N", "B", "BOOL", "NULL", "L", "M", "SS", "NS", "BS");
    static final Set<String> SETS = Set.of("SS", "NS", "BS");
    private static final int DIGITS = 38;
    private static final int LARGEST_EXPONENT = 125;
    private static final int SMALLEST_EXPONENT = -130;

    private Values() {}

    static String type(JsonNode value) {
        return value == null ? "" : value.fieldNames().next();
    }

    private static JsonNode content(JsonNode value) {
        return value.elements().next();
    }

    static ObjectNode of(String type, JsonNode content) {
        ObjectNode value = JsonNodeFactory.instance.objectNode();
        value.set(type, content);
        return value;
    }

    /** The attributes in the one form in which they are kept: then two values are equal if their JSON is. */
    static ObjectNode attributes(JsonNode attributes) {
        if (!attributes.isObject()) {
            throw Refusal.invalid("a map of attribute values is missing");
        }
        ObjectNode kept = JsonNodeFactory.instance.objectNode();
        attributes.fields().forEachRemaining(field -> kept.set(field.getKey(), kept(field.getValue())));
        return kept;
    }

    private static JsonNode kept(JsonNode value) {
        if (!value.isObject() || value.size() != 1 || !TYPES.contains(type(value))) {
            throw Refusal.invalid("Supplied AttributeValue must contain exactly one of the supported datatypes");
        }
        String type = type(value);
        JsonNode content = content(value);
        if (type.equals("M")) {
            return of(type, attributes(content));
        }
        if (type.equals("L") || SETS.contains(type)) {
            ArrayNode list = JsonNodeFactory.instance.arrayNode();
            if (type.equals("L")) {
                content.forEach(element -> list.add(kept(element)));
            } else {
                elements(type, content).forEach(list::add);
            }
            return of(type, list);
        }
        if (type.equals("NULL") && !content.equals(JsonNodeFactory.instance.booleanNode(true))) {
            throw Refusal.invalid("One or more parameter values were invalid: Null attribute value types must be true");
        }
        return content.isTextual() ? of(type, JsonNodeFactory.instance.textNode(kept(type, content.asText()))) : value;
    }

    /** In one order, as sets have none. */
    private static Set<String> elements(String type, JsonNode content) {
        Set<String> elements = new TreeSet<>();
        content.forEach(element -> elements.add(kept(type.substring(0, 1), element.asText())));
        if (elements.isEmpty() || elements.size() < content.size()) {
            throw Refusal.invalid("One or more parameter values were invalid: a set is empty or has duplicates");
        }
        return elements;
    }

    private static String kept(String type, String scalar) {
        if (!type.equals("N")) {
            return scalar;
        }
        BigDecimal number;
        try {
            number = new BigDecimal(scalar).stripTrailingZeros();
        } catch (NumberFormatException e) {
            throw Refusal.invalid("A value provided cannot be converted into a number");
        }
        int exponent = number.precision() - number.scale() - 1;
        if (number.precision() > DIGITS
                || number.signum() != 0 && (exponent > LARGEST_EXPONENT || exponent < SMALLEST_EXPONENT)) {
            throw Refusal.invalid("Number overflow, underflow, or more than 38 significant digits");
        }
        return number.toPlainString();
    }

    static BigDecimal number(JsonNode value) {
        return new BigDecimal(content(value).asText());
    }

    static JsonNode number(BigDecimal number) {
        return kept(of("N", JsonNodeFactory.instance.textNode(number.toString())));
    }

    /** Both sets' elements. */
    static JsonNode union(JsonNode set, JsonNode other) {
        Set<String> elements = new TreeSet<>(elements(type(set), content(set)));
        elements.addAll(elements(type(other), content(other)));
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        elements.forEach(list::add);
        return of(type(set), list);
    }

    static boolean equal(JsonNode a, JsonNode b) {
        return a != null && a.equals(b);
    }

    /** Negative, zero or positive; null where there is no order, as between different types. */
    static Integer order(JsonNode a, JsonNode b) {
        if (!type(a).equals(type(b)) || !Set.of("S", "N", "B").contains(type(a))) {
            return null;
        }
        return type(a).equals("N") ? number(a).compareTo(number(b)) : Integer.valueOf(bytes(a).compareTo(bytes(b)));
    }

    static boolean beginsWith(JsonNode a, JsonNode b) {
        return isBytes(a) && type(a).equals(type(b)) && bytes(a).startsWith(bytes(b));
    }

    static boolean contains(JsonNode a, JsonNode b) {
        if (b == null) {
            return false;
        }
        if (isBytes(a)) {
            return type(a).equals(type(b)) && bytes(a).contains(bytes(b));
        }
        boolean found = false;
        if (type(a).equals("L") || type(a).equals(type(b) + "S")) {
            for (JsonNode element : content(a)) {
                found |= element.equals(type(a).equals("L") ? b : content(b));
            }
        }
        return found;
    }

    /** Null for a type that has no size. */
    static JsonNode size(JsonNode value) {
        return switch (type(value)) {
            case "S" ->
                number(BigDecimal.valueOf(content(value).asText().codePoints().count()));
            case "B" -> number(BigDecimal.valueOf(bytes(value).length()));
            case "L", "M", "SS", "NS", "BS" ->
                number(BigDecimal.valueOf(content(value).size()));
            default -> null;
        };
    }

    /** One step into a document, or null. */
    static JsonNode step(JsonNode value, Object step) {
        return step instanceof Integer index
                ? type(value).equals("L") ? content(value).get(index) : null
                : type(value).equals("M") ? content(value).get((String) step) : null;
    }

    private static boolean isBytes(JsonNode value) {
        return type(value).equals("S") || type(value).equals("B");
    }

    /** One character for each byte: strings are compared by the bytes of their UTF-8. */
    private static String bytes(JsonNode value) {
        String text = content(value).asText();
        byte[] bytes =
                type(value).equals("B") ? Base64.getDecoder().decode(text) : text.getBytes(StandardCharsets.UTF_8);
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
