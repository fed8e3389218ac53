package dev.ktpverify.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import dev.ktpverify.model.Fault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A request's body, read strictly: one flat JSON object of known fields, each given once. Faults of fields are collected,
 * so that a caller learns of all of them at once; a body that can't be read at all is refused as such. JSON null counts as
 * not given.
 */
final class StrictJsonObject {

    private static final int MAX_DEPTH = 16;
    /** No name is kept: one can be a value that ended up on the wrong side of the colon. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
            .build();
    /** What may be a misspelt field; anything else could be a value that ended up on the wrong side of the colon. */
    private static final Pattern SHOWN_NAME = Pattern.compile("[A-Za-z_]{1,40}");

    private static final String BODY = "body";
    /** Some tools write one; RFC 8259, 8.1, lets a reader pass over it. */
    private static final String BYTE_ORDER_MARK = "\ufeff";

    private final List<String> known;
    private final Set<String> seen = new HashSet<>();
    private final Map<String, String> texts = new HashMap<>();
    private final Map<String, BigDecimal> numbers = new HashMap<>();
    private final Faults faults = new Faults();

    private StrictJsonObject(List<String> known) {
        this.known = known;
    }

    /**
     * Reads a body.
     *
     * @param json the body
     * @param known the fields that there are, in the order in which their faults are told
     * @param numberFields those of them that must be numbers; the others must be strings
     * @throws RefusedRequestException if it is not one JSON object
     */
    static StrictJsonObject read(String json, List<String> known, Set<String> numberFields) {
        StrictJsonObject body = new StrictJsonObject(known);
        String object = json.startsWith(BYTE_ORDER_MARK) ? json.substring(1) : json;
        try (JsonParser parser = JSON.createParser(object)) {
            body.readObject(parser, numberFields);
        } catch (StreamConstraintsException e) {
            throw refused("must not be nested so deep, or hold so long a number or name");
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation(); // the message quotes the body, so only the place is told
            throw refused(
                    "not JSON" + (at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr()));
        } catch (IOException e) {
            throw new UncheckedIOException(e); // nothing is read
        }
        return body;
    }

    private void readObject(JsonParser parser, Set<String> numberFields) throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw refused("must be a JSON object");
        }
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (!known.contains(name)) {
                fault(SHOWN_NAME.matcher(name).matches() ? name : "?", "unknown");
                parser.skipChildren();
            } else if (!seen.add(name)) {
                fault(name, "given twice");
                parser.skipChildren();
            } else if (value != JsonToken.VALUE_NULL) {
                readValue(parser, name, value, numberFields.contains(name));
            }
        }
        if (parser.nextToken() != null) {
            throw refused("must end after the JSON object");
        }
    }

    private void readValue(JsonParser parser, String name, JsonToken value, boolean number) throws IOException {
        if (number && value.isNumeric()) {
            readNumber(parser, name);
        } else if (!number && value == JsonToken.VALUE_STRING) {
            texts.put(name, parser.getText());
        } else {
            fault(name, number ? "must be a number" : "must be a string");
            parser.skipChildren();
        }
    }

    private void readNumber(JsonParser parser, String name) throws IOException {
        try {
            numbers.put(name, parser.getDecimalValue());
        } catch (NumberFormatException e) { // an exponent beyond all bounds; the message quotes it
            fault(name, "must be a number");
        }
    }

    /** The text of a field, null if it was not given or is not a string. */
    String text(String name) {
        return texts.get(name);
    }

    /** The number of a field, null if it was not given or is not a number. */
    BigDecimal number(String name) {
        return numbers.get(name);
    }

    /** True if the field was given with a value, right or wrong. */
    boolean given(String name) {
        return texts.containsKey(name) || numbers.containsKey(name) || faults.isOn(name);
    }

    /** Whether there was no fault so far. */
    boolean faultless() {
        return faults.isEmpty();
    }

    /** Whether there was a fault of a field. */
    boolean isFaulty(String name) {
        return faults.isOn(name);
    }

    /** Adds a fault; the request will be refused. */
    void fault(String field, String message) {
        faults.add(field, message);
    }

    /**
     * Refuses the request if there was any fault.
     *
     * @throws RefusedRequestException with all of them, those of unknown fields last
     */
    void refuseFaults() {
        faults.refuse(known);
    }

    private static RefusedRequestException refused(String message) {
        return new RefusedRequestException(List.of(new Fault(BODY, message)));
    }
}
