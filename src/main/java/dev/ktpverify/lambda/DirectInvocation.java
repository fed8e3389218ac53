package dev.ktpverify.lambda;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import dev.ktpverify.api.Fault;
import dev.ktpverify.api.IdempotencyKey;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The plain payload of another Lambda, {@code {"verify":"id_name","idempotency_key":"…","request":{…}}}, as the API Gateway
 * event that asks the same: from here on both are one.
 */
final class DirectInvocation extends APIGatewayV2HTTPEvent {

    private static final String PAYLOAD = "payload";
    private static final String VERIFY = "verify";
    private static final String REQUEST = "request";
    private static final Set<String> FIELDS = Set.of(VERIFY, IdempotencyKey.FIELD, REQUEST);
    private static final Set<String> OPERATIONS = Set.of("id_name", "id_selfie");
    /** What may be a misspelt field; anything else could be a value that ended up on the wrong side of the colon. */
    private static final Pattern SHOWN_NAME = Pattern.compile("[A-Za-z_]{1,40}");

    /** Escapes stay escapes: half of a surrogate pair would turn into a question mark on its way. */
    private static final JsonFactory JSON =
            JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private final transient Map<String, String> texts = new HashMap<>();
    private final transient List<Fault> faults = new ArrayList<>();

    private DirectInvocation() {}

    /** A payload that can't be taken for a reason of its own. */
    static DirectInvocation malformed(String message) {
        DirectInvocation invocation = new DirectInvocation();
        invocation.fault(PAYLOAD, message);
        return invocation;
    }

    /**
     * Reads a payload.
     *
     * @param parser at the first field name of the object, or at its end
     * @throws IOException if the payload is not JSON
     */
    static DirectInvocation read(JsonParser parser) throws IOException {
        DirectInvocation invocation = new DirectInvocation();
        for (; parser.currentToken() == JsonToken.FIELD_NAME; parser.nextToken()) {
            invocation.readField(parser.currentName(), parser.nextToken(), parser);
        }
        if (parser.nextToken() != null) {
            invocation.fault(PAYLOAD, "must end after the JSON object");
        }
        invocation.complete();
        return invocation;
    }

    /** Everything that is wrong with the payload, but for the request in it. */
    List<Fault> faults() {
        return List.copyOf(faults);
    }

    private void readField(String name, JsonToken value, JsonParser parser) throws IOException {
        if (!FIELDS.contains(name) && IdempotencyKey.isMeant(name)) {
            faults.add(IdempotencyKey.misnamed(name, IdempotencyKey.FIELD));
        } else if (!FIELDS.contains(name)) {
            fault(SHOWN_NAME.matcher(name).matches() ? name : "?", "unknown");
        } else if (texts.containsKey(name)) {
            fault(name, "given twice");
        } else if (value == JsonToken.START_OBJECT && name.equals(REQUEST)) {
            texts.put(name, copy(parser));
        } else if (value == JsonToken.VALUE_STRING && !name.equals(REQUEST)) {
            texts.put(name, parser.getText());
        } else if (value != JsonToken.VALUE_NULL) { // null counts as not given
            fault(name, name.equals(REQUEST) ? "must be an object" : "must be a string");
        }
        parser.skipChildren();
    }

    /** The JSON as it came, token by token: what is wrong with it is for the API to say. */
    private static String copy(JsonParser parser) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = JSON.createGenerator(text)) {
            generator.copyCurrentStructureExact(parser);
        }
        return text.toString();
    }

    private void complete() {
        String operation = texts.get(VERIFY);
        if (operation == null) {
            fault(VERIFY, "not found");
        } else if (!OPERATIONS.contains(operation)) {
            fault(VERIFY, "must be id_name or id_selfie");
        }
        if (!texts.containsKey(REQUEST)) {
            fault(REQUEST, "not found");
        }
        setRawPath("/verify/" + operation);
        setBody(texts.get(REQUEST));
        setHeaders(new HashMap<>(Map.of("content-type", "application/json")));
        if (texts.containsKey(IdempotencyKey.FIELD)) {
            getHeaders().put(IdempotencyKey.FIELD, texts.get(IdempotencyKey.FIELD));
        }
        setRequestContext(RequestContext.builder()
                .withHttp(RequestContext.Http.builder().withMethod("POST").build())
                .build());
    }

    /** The first thing that is wrong with a field says enough. */
    private void fault(String field, String message) {
        if (faults.stream().noneMatch(fault -> fault.field().equals(field))) {
            faults.add(new Fault(field, message));
        }
    }
}
