package dev.ktpverify.support.dynamodb;

import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromB;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromBool;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromL;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromM;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromN;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromNs;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromNul;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromSs;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Random items, conditions and updates. An attribute has one type wherever it is, but {@code mixed}, which has any. Left out is
 * where moto deviates from DynamoDB, as its guide and its service have it:
 *
 * <ul>
 *   <li>moto fails at an order between two types: each is compared with its own type. DynamoDB: false.
 *   <li>It takes a boolean for 0 or 1, and a null for a missing attribute: neither 0 and 1 nor null are compared with what may
 *       be of another type, and paths with each other only where one exists.
 *   <li>0 is between no bounds for it: each lower bound is above that.
 *   <li>It fails at the size of a missing attribute: that is asked for only where it exists. DynamoDB: false.
 *   <li>It looks at the base64 of binaries: their order, size, beginning and parts are left out.
 *   <li>It calculates with floating point and 28 digits: all calculation is with small integers.
 *   <li>A REMOVE alone makes an item for it: it has the condition that there is one. DynamoDB: none is made.
 *   <li>It leaves attributes that stay the same out of UPDATED_NEW and UPDATED_OLD: neither is asked for.
 *   <li>It refuses a transaction as a whole for an update that can't be done: in transactions all can. DynamoDB: a reason.
 *   <li>It fails at a condition that has no syntax at all, and does not look for unused values everywhere: left out.
 * </ul>
 */
final class RandomRequests {

    enum Kind {
        PUT,
        UPDATE,
        DELETE,
        CHECK
    }

    /** A write of an item, or of what the key names; null is for what it doesn't have. */
    record Request(
            Kind kind,
            Map<String, AttributeValue> item,
            String update,
            String condition,
            Map<String, String> names,
            Map<String, AttributeValue> values,
            String returned,
            String told) {}

    static final List<String> IDS = List.of("first", "second", "third");

    private static final List<String> NUMBERS =
            List.of("-3", "2", "2.0", "2.5", "10", "1e3", "12345678901234567890123456789012345678");
    private static final List<String> STRINGS = List.of("a", "ab", "abc", "b", "B", "é", "￿", "😀");
    private static final List<String> INTEGERS = List.of("-2", "-1", "0", "1", "2", "3");
    private static final List<String> ATTRIBUTES =
            List.of("n", "a", "b", "c", "d", "listed", "doc", "ss", "ns", "mixed");
    private static final List<String> TYPES = List.of("S", "N", "B", "BOOL", "NULL", "L", "M", "SS", "NS", "BS");
    private static final List<String> WRONG =
            List.of(" OR ((attribute_exists(c)))", " AND attribute_exists(state)", " OR date < n", " OR Status = c");
    private static final List<String> ORDERS = List.of("<", "<=", ">", ">=");

    private final Random random;
    private Map<String, String> names = new HashMap<>();
    private Map<String, AttributeValue> values = new HashMap<>();

    RandomRequests(long seed) {
        random = new Random(seed);
    }

    /** One write, or the actions of a transaction. */
    List<Request> next() {
        if (random.nextInt(3) > 0) {
            return List.of(request(any(IDS), true));
        }
        List<Request> actions = new ArrayList<>();
        IDS.subList(random.nextInt(IDS.size() - 1), IDS.size()).forEach(id -> actions.add(request(id, false)));
        return actions;
    }

    private Request request(String id, boolean canFail) {
        names = new HashMap<>();
        values = new HashMap<>();
        Kind kind = any(List.of(Kind.values()));
        Map<String, AttributeValue> item = new HashMap<>(Map.of("id", fromS(id)));
        if (kind == Kind.PUT) {
            ATTRIBUTES.stream().filter(name -> !oneIn(3)).forEach(name -> item.put(name, fit(name)));
        }
        String update = kind == Kind.UPDATE ? actions(canFail) : null;
        String condition = null;
        if (update != null && update.startsWith("REMOVE")) {
            condition = "attribute_exists(id) AND " + leaf();
        } else if (kind == Kind.CHECK || !oneIn(3)) {
            condition = condition(3);
        }
        if (canFail && oneIn(15)) {
            condition = "attribute_exists(id)" + any(WRONG);
        }
        return new Request(
                kind,
                item,
                update,
                condition,
                names.isEmpty() ? null : names,
                values.isEmpty() ? null : values,
                any(kind == Kind.UPDATE ? List.of("NONE", "ALL_OLD", "ALL_NEW") : List.of("NONE", "ALL_OLD")),
                any(List.of("NONE", "ALL_OLD", "ALL_OLD")));
    }

    private <T> T any(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    private boolean oneIn(int times) {
        return random.nextInt(times) == 0;
    }

    private String condition(int depth) {
        int kind = depth == 0 ? 0 : random.nextInt(6);
        return switch (kind) {
            case 1, 2 -> condition(depth - 1) + any(List.of(" AND ", " and ")) + condition(depth - 1);
            case 3 -> condition(depth - 1) + any(List.of(" OR ", " or ")) + condition(depth - 1);
            case 4 -> any(List.of("NOT ", "not ")) + leaf();
            case 5 ->
                any(List.of("NOT (", "("))
                        + Stream.generate(this::leaf)
                                .limit(2)
                                .collect(Collectors.joining(any(List.of(" AND ", " OR "))))
                        + ")";
            default -> leaf();
        };
    }

    private String leaf() {
        String typed = any(List.of("n", "a", "b", "c", "d", "doc.x", "doc.y"));
        List<Supplier<String>> leaves = List.of(
                () -> "attribute_exists(" + path(any(ATTRIBUTES)) + ")",
                () -> "attribute_not_exists(" + path(any(ATTRIBUTES)) + ")",
                () -> "attribute_type(" + path(any(ATTRIBUTES)) + ", " + value(fromS(any(TYPES))) + ")",
                () -> "begins_with(" + path(any(ATTRIBUTES)) + ", " + value(fit("c")) + ")",
                () -> "contains(" + path(any(List.of("c", "listed", "doc", "ss", "ns"))) + ", " + value(part()) + ")",
                () -> path(typed) + " " + any(List.of("=", "<>")) + " " + value(fit(typed)),
                () -> value(fit(typed)) + " " + any(List.of("=", "<>")) + " " + path(typed),
                () -> path(any(ATTRIBUTES.subList(1, ATTRIBUTES.size())))
                        + any(List.of(" = ", " <> "))
                        + value(other()),
                () -> path(typed) + " " + any(ORDERS) + " " + value(fit(typed)),
                () -> value(fit(typed)) + any(ORDERS) + path(typed),
                () -> path("a") + any(ORDERS) + path(any(List.of("b", "doc.x", "n"))),
                () -> path("c") + " " + any(ORDERS) + " " + path("d"),
                () -> "(attribute_exists(a) AND a " + any(List.of("=", "<>")) + " " + path("b") + ")",
                this::sized,
                () -> path("n") + " BETWEEN " + value(fromN("1")) + " AND " + value(fromN(any(List.of("1", "2", "9")))),
                () -> path("c") + " BETWEEN " + value(fromS("ab")) + " AND " + value(fromS("b")),
                () -> path(any(ATTRIBUTES.subList(1, ATTRIBUTES.size()))) + " IN (" + value(other()) + ", "
                        + value(other()) + ")",
                () -> path("listed[1]") + " = " + value(part()));
        return any(leaves).get();
    }

    private String sized() {
        String name = any(List.of("c", "listed", "doc", "ss", "ns"));
        return "(attribute_exists(" + name + ") AND size(" + path(name) + ") " + any(ORDERS) + " "
                + value(fromN(any(INTEGERS))) + ")";
    }

    /** No attribute twice. */
    private String actions(boolean canFail) {
        List<String> left = new ArrayList<>(ATTRIBUTES);
        left.removeAll(List.of("n", "ss"));
        Collections.shuffle(left, random);
        List<String> sections = new ArrayList<>();
        if (random.nextBoolean()) {
            sections.add("ADD " + path("n") + " " + value(fit("n")) + ", ss " + value(fit("ss")));
        } else if (random.nextBoolean()) {
            sections.add("SET " + count(canFail));
        }
        if (random.nextBoolean()) {
            String set = sections.isEmpty() || sections.get(0).startsWith("ADD") ? "SET " : ", ";
            String name = left.remove(0);
            sections.add(set + path(name) + " = " + value(fit(name)));
        }
        if (sections.isEmpty() || oneIn(3)) {
            sections.add("REMOVE " + path(left.get(0)) + ", " + path(left.get(1)));
        }
        return String.join(" ", sections);
    }

    private String count(boolean canFail) {
        String from = canFail && oneIn(3) ? any(List.of("n", "c")) : "if_not_exists(n, " + value(fit("n")) + ")";
        return path("n") + " = " + from + any(List.of(" + ", " - ")) + value(fit("n"));
    }

    /** As it is, or by another name. */
    private String path(String path) {
        int end = path.contains(".") ? path.indexOf('.') : path.contains("[") ? path.indexOf('[') : path.length();
        if (random.nextBoolean()) {
            return path;
        }
        String name = path.substring(0, end);
        names.put("#" + name, name);
        return "#" + path;
    }

    private String value(AttributeValue value) {
        String name = ":v" + values.size();
        values.put(name, value);
        return name;
    }

    /** A value that is of the attribute's type. */
    private AttributeValue fit(String path) {
        return switch (path) {
            case "n" -> fromN(any(INTEGERS));
            case "a", "b", "doc.x" -> fromN(any(NUMBERS));
            case "listed" ->
                fromL(Stream.generate(this::part).limit(random.nextInt(4)).toList());
            case "doc" ->
                fromM(
                        random.nextBoolean()
                                ? Map.of("x", fit("a"), "y", fit("c"))
                                : Map.of("z", fromNul(true), any(List.of("x", "w")), fit("a")));
            case "ss" -> fromSs(some(List.of("a", "ab", "b")));
            case "ns" -> fromNs(some(List.of("2", "-3", "10")));
            case "mixed" -> oneIn(5) ? fromNul(true) : other();
            default -> fromS(any(STRINGS));
        };
    }

    private AttributeValue part() {
        return random.nextBoolean() ? fit("a") : random.nextBoolean() ? fit("c") : fromBool(random.nextBoolean());
    }

    /** A value of any type but null. */
    private AttributeValue other() {
        return switch (random.nextInt(6)) {
            case 0 -> fromB(SdkBytes.fromUtf8String(any(STRINGS)));
            case 1 -> fromBool(random.nextBoolean());
            default -> fit(any(List.of("a", "c", "listed", "doc", "ss", "ns")));
        };
    }

    private List<String> some(List<String> all) {
        List<String> some = new ArrayList<>(all);
        Collections.shuffle(some, random);
        return some.subList(0, 1 + random.nextInt(some.size()));
    }
}
