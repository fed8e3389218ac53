package dev.ktpverify.support.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What condition and update expressions have in common: tokens, paths and values. By the DynamoDB developer guide, "Referring to
 * item attributes when using expressions in DynamoDB", "Expression attribute names (aliases) in DynamoDB" and "Using expression
 * attribute values in DynamoDB".
 */
abstract class Expression {

    /** What the request says about names and values, and which of them its expressions have used. */
    record Terms(JsonNode names, ObjectNode values, Set<String> used) {

        /** What was given must have been used. */
        void check() {
            List<String> unused = new ArrayList<>();
            names.fieldNames().forEachRemaining(unused::add);
            values.fieldNames().forEachRemaining(unused::add);
            unused.removeAll(used);
            if (!unused.isEmpty()) {
                throw Refusal.invalid(
                        "Value provided in ExpressionAttributeNames or ExpressionAttributeValues unused in"
                                + " expressions: keys: " + unused);
            }
        }

        static Terms of(ObjectNode request) {
            JsonNode values = request.path("ExpressionAttributeValues");
            return new Terms(
                    request.path("ExpressionAttributeNames"),
                    Values.attributes(values.isMissingNode() ? request.objectNode() : values),
                    new HashSet<>());
        }
    }

    /** Something that has a value in an item, or none, which is null. The literal and the path are null where it is not one. */
    record Operand(JsonNode literal, List<Object> path, Function<JsonNode, JsonNode> in) {}

    private static final Pattern TOKEN =
            Pattern.compile("\\s*(<>|<=|>=|[=<>(),.\\[\\]+-]|[:#][A-Za-z0-9_]+|[A-Za-z][A-Za-z0-9_]*|[0-9]+)\\s*");
    private static final Pattern NAME = Pattern.compile("[A-Za-z]\\w*");
    /** The developer guide's "Reserved words in DynamoDB". */
    private static final Set<String> RESERVED = reserved();

    private final String kind;
    private final Terms terms;
    private final List<String> tokens = new ArrayList<>();
    private int at;

    Expression(String kind, String text, Terms terms) {
        this.kind = kind;
        this.terms = terms;
        Matcher matcher = TOKEN.matcher(text);
        while (matcher.lookingAt()) {
            tokens.add(matcher.group(1));
            matcher.region(matcher.end(), text.length());
        }
        if (matcher.regionStart() < text.length() || tokens.isEmpty()) {
            throw invalid("Syntax error near: \"" + text.substring(matcher.regionStart()) + "\"");
        }
    }

    final Refusal invalid(String message) {
        return Refusal.invalid("Invalid " + kind + ": " + message);
    }

    final int position() {
        return at;
    }

    /** A token ahead; empty at the end. */
    final String ahead(int tokensOn) {
        return at + tokensOn < tokens.size() ? tokens.get(at + tokensOn) : "";
    }

    final String next() {
        String token = ahead(0);
        at++;
        return token;
    }

    /** Takes a keyword or sign if it comes next. */
    final boolean take(String token) {
        boolean there = ahead(0).equalsIgnoreCase(token);
        at += there ? 1 : 0;
        return there;
    }

    final void expect(String token) {
        if (!take(token)) {
            throw invalid("Syntax error; token: \"" + ahead(0) + "\", expected: \"" + token + "\"");
        }
    }

    /** At least one, with commas between them. */
    final <T> List<T> list(Supplier<T> element) {
        List<T> list = new ArrayList<>();
        do {
            list.add(element.get());
        } while (take(","));
        return list;
    }

    final Operand pathOrValue() {
        if (!ahead(0).startsWith(":")) {
            return path();
        }
        String name = next();
        JsonNode value = terms.values().get(name);
        if (value == null) {
            throw invalid("An expression attribute value used in expression is not defined; attribute value: " + name);
        }
        terms.used().add(name);
        return new Operand(value, null, item -> value);
    }

    final Operand path() {
        List<Object> path = new ArrayList<>(List.of(name()));
        while (ahead(0).equals(".") || ahead(0).equals("[")) {
            if (take(".")) {
                path.add(name());
            } else {
                expect("[");
                path.add(index());
                expect("]");
            }
        }
        return new Operand(null, path, item -> {
            JsonNode value = item.get((String) path.get(0));
            for (Object step : path.subList(1, path.size())) {
                value = Values.step(value, step);
            }
            return value;
        });
    }

    /** Refuses a value in the request of another type; attributes are looked at only later. */
    final void mustBe(Set<String> types, Operand... operands) {
        for (Operand operand : operands) {
            if (operand.literal() != null && !types.contains(Values.type(operand.literal()))) {
                throw invalid("Incorrect operand type for operator or function; operand type: "
                        + Values.type(operand.literal()));
            }
        }
    }

    private Integer index() {
        try {
            return Integer.valueOf(next());
        } catch (NumberFormatException e) {
            throw invalid("Syntax error: not an index");
        }
    }

    private String name() {
        String token = next();
        if (token.startsWith("#")) {
            if (!terms.names().has(token)) {
                throw invalid("An expression attribute name used in the document path is not defined; attribute name: "
                        + token);
            }
            terms.used().add(token);
            return terms.names().get(token).asText();
        }
        if (!NAME.matcher(token).matches()) {
            throw invalid("Syntax error; token: \"" + token + "\"");
        }
        if (RESERVED.contains(token.toUpperCase(Locale.ROOT))) {
            throw invalid("Attribute name is a reserved keyword; reserved keyword: " + token);
        }
        return token;
    }

    private static Set<String> reserved() {
        try (InputStream words = Expression.class.getResourceAsStream("/dynamodb/reserved-words.txt")) {
            return Set.of(new String(words.readAllBytes(), StandardCharsets.US_ASCII).split("\\s+"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
