package dev.ktpverify.lambda;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.ktpverify.invocation.IdempotencyKey;
import dev.ktpverify.invocation.Principal;
import dev.ktpverify.invocation.ReferenceId;
import dev.ktpverify.model.Fault;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The plain payload of another Lambda, {@code {"verify":"id_name","idempotency_key":"…","reference_id":"…","caller":"…","request":{…}}}, as the API Gateway
 * event that asks the same: from here on both are one. Or {@code {"health":true}}, which asks nothing: {@link HealthCheck}.
 */
final class DirectInvocation extends IncomingEvent {

    private static final String VERIFY = "verify";
    private static final String REQUEST = "request";
    private static final String HEALTH = "health";
    private static final String CALLER = "caller";
    private static final Set<String> FIELDS =
            Set.of(HEALTH, VERIFY, IdempotencyKey.FIELD, ReferenceId.FIELD, CALLER, REQUEST);
    private static final Set<String> OPERATIONS = Set.of("id_name", "id_selfie");
    /** What may be a misspelt field; anything else could be a value that ended up on the wrong side of the colon. */
    private static final Pattern SHOWN_NAME = Pattern.compile("[A-Za-z_]{1,40}");

    private final transient Map<String, String> texts = new HashMap<>();

    @Override
    void read(JsonParser json, String text) throws IOException {
        for (; json.currentToken() == JsonToken.FIELD_NAME; json.nextToken()) {
            readField(json.currentName(), json.nextToken(), json, text);
        }
        complete();
    }

    /** The request is taken as it was sent: what is wrong with it is for the API to say. */
    private void readField(String name, JsonToken value, JsonParser json, String text) throws IOException {
        BatchEventException.throwFor(name, value);
        if (!FIELDS.contains(name) && IdempotencyKey.isMeant(name)) {
            Fault misnamed = IdempotencyKey.misnamed(name, IdempotencyKey.FIELD);
            fault(misnamed.field(), misnamed.message());
        } else if (!FIELDS.contains(name)) {
            fault(SHOWN_NAME.matcher(name).matches() ? name : "?", "unknown");
        } else if (texts.containsKey(name)) {
            fault(name, "given twice");
        } else if (value == JsonToken.START_OBJECT && name.equals(REQUEST)) {
            texts.put(name, asSent(json, text));
        } else if (name.equals(HEALTH)) {
            readHealth(value);
        } else if (value == JsonToken.VALUE_STRING && !name.equals(REQUEST)) {
            texts.put(name, json.getText());
        } else if (value != JsonToken.VALUE_NULL) { // null counts as not given
            fault(name, name.equals(REQUEST) ? "must be an object" : "must be a string");
        }
        json.skipChildren();
    }

    private void readHealth(JsonToken value) {
        if (value == JsonToken.VALUE_TRUE) {
            texts.put(HEALTH, "true");
        } else if (value != JsonToken.VALUE_NULL) {
            fault(HEALTH, "must be true");
        }
    }

    /** Whether nothing is asked but whether a verification could work. */
    boolean asksForHealth() {
        return texts.containsKey(HEALTH);
    }

    private void complete() {
        if (!asksForHealth()) {
            completeVerification();
        } else if (texts.size() > 1) {
            fault(HEALTH, "must be alone");
        }
        setRawPath("/verify/" + texts.get(VERIFY));
        setBody(texts.get(REQUEST));
        setHeaders(new HashMap<>(Map.of("content-type", "application/json")));
        if (texts.containsKey(IdempotencyKey.FIELD)) {
            getHeaders().put(IdempotencyKey.FIELD, texts.get(IdempotencyKey.FIELD));
        }
        setRequestContext(RequestContext.builder()
                .withHttp(RequestContext.Http.builder().withMethod("POST").build())
                .build());
    }

    @Override
    Principal principal() {
        return texts.containsKey(CALLER) ? Principal.caller(texts.get(CALLER)) : Principal.NOBODY;
    }

    @Override
    ReferenceId reference() {
        return ReferenceId.ofField(texts.get(ReferenceId.FIELD));
    }

    private void completeVerification() {
        String operation = texts.get(VERIFY);
        if (operation == null) {
            fault(VERIFY, "not found");
        } else if (!OPERATIONS.contains(operation)) {
            fault(VERIFY, "must be id_name or id_selfie");
        }
        if (texts.containsKey(CALLER) && !Principal.isCaller(texts.get(CALLER))) {
            fault(CALLER, "must be 1 to 64 of 0-9 A-Z a-z _ -, begin with a letter or digit, no nine digits in a row");
            texts.remove(CALLER);
        }
        if (!texts.containsKey(REQUEST)) {
            fault(REQUEST, "not found");
        }
    }
}
