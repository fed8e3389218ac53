package dev.ktpverify.provider;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The fields of one JSON object of the provider's, read as far as they can be. A field is odd where it is of another type
 * than its pages say, or is given twice with different values: it is read where its meaning is plain, else it is null.
 */
final class AnswerFields {

    /** Longer than any score. */
    private static final int LONGEST_NUMBER = 40;
    /** A number beyond 10 to the power of this is no score, and would be written out in full. */
    private static final int LARGEST_EXPONENT = 40;

    private static final Map<String, Boolean> TRUTHS = Map.of("true", true, "false", false);
    private static final Value CONTRADICTION = new Value(JsonToken.NOT_AVAILABLE, null);

    /** What a field is given as; the text is null for objects and lists, which nobody reads. */
    record Value(JsonToken kind, String text) {
        /** It can hold anything. */
        @Override
        public String toString() {
            return "Value[" + kind + "]";
        }
    }

    private final Map<String, Value> values = new HashMap<>();
    private final Set<String> odd = new TreeSet<>();

    /** Takes over the field that the parser is at, whose value is its current token. */
    void add(String name, JsonParser json) throws IOException {
        JsonToken kind = json.currentToken();
        String text = kind.isScalarValue() ? json.getText() : null;
        values.merge(name, new Value(kind, text), (known, other) -> known.equals(other) ? known : CONTRADICTION);
    }

    void forget() {
        values.clear();
    }

    /** The value as it was given, null where it is missing. */
    Value value(String name) {
        return values.get(name);
    }

    /** Whether it is given, and as nothing but this. */
    boolean is(String name, JsonToken kind) {
        Value value = values.get(name);
        return value != null && value.kind() == kind;
    }

    /** A text; a number is read as its digits. */
    String text(String name) {
        Value value = given(name);
        if (value == null || value.kind() == JsonToken.VALUE_STRING) {
            return value == null ? null : value.text();
        }
        odd.add(name);
        return value.kind().isNumeric() ? value.text() : null;
    }

    /** True or false; the same as a text is read, too. */
    Boolean truth(String name) {
        Value value = given(name);
        if (value != null && !value.kind().isBoolean()) {
            odd.add(name);
        }
        String word = value == null || value.text() == null ? "" : value.text();
        return TRUTHS.get(word.strip().toLowerCase(Locale.ROOT));
    }

    /** A number; the same as a text is read, too. */
    BigDecimal number(String name) {
        Value value = given(name);
        if (value == null) {
            return null;
        }
        BigDecimal number = value.text() == null ? null : number(value);
        if (number == null || !value.kind().isNumeric()) {
            odd.add(name);
        }
        return number;
    }

    /** The names of those that were read and are odd. */
    Set<String> odd() {
        return odd;
    }

    /** The value, null where it is missing or null. */
    private Value given(String name) {
        Value value = values.get(name);
        return value == null || value.kind() == JsonToken.VALUE_NULL ? null : value;
    }

    private static BigDecimal number(Value value) {
        String digits = value.text().strip();
        if (digits.length() > LONGEST_NUMBER || value.kind().isBoolean()) {
            return null;
        }
        try {
            BigDecimal number = new BigDecimal(digits);
            return Math.abs((long) number.scale()) > LARGEST_EXPONENT ? null : number;
        } catch (NumberFormatException noNumber) { // NaN among others
            return null;
        }
    }
}
