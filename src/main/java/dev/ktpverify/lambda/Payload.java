package dev.ktpverify.lambda;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * Reads whatever the function is invoked with. A payload whose first field is one of API Gateway's is its event, a batch of
 * an event source is an exception, and everything else is a direct invocation, so that whoever sent it gets an answer in its
 * own form. What can't be read is a fault of the payload, told by its place alone: a parser's messages quote it.
 */
final class Payload {

    /** The fields of API Gateway's events, of REST APIs (payload format 1.0) and load balancers, too. */
    private static final Set<String> EVENT_FIELDS = Set.of(
            "version",
            "resource",
            "path",
            "httpMethod",
            "routeKey",
            "rawPath",
            "rawQueryString",
            "cookies",
            "headers",
            "multiValueHeaders",
            "queryStringParameters",
            "multiValueQueryStringParameters",
            "requestContext",
            "body",
            "pathParameters",
            "isBase64Encoded",
            "stageVariables");

    private static final int MAX_DEPTH = 1_000;
    /** Numbers are not computed and most strings not looked at, so none is too long; and no name is kept. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private static final String BYTE_ORDER_MARK = "\ufeff";
    private static final char REPLACEMENT = '\ufffd';

    private Payload() {}

    /**
     * Reads a payload.
     *
     * @throws BatchEventException if an answer to it would do harm
     */
    static IncomingEvent read(byte[] payload) {
        String text = new String(payload, StandardCharsets.UTF_8);
        IncomingEvent event = read(text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text);
        if (text.indexOf(REPLACEMENT) >= 0 && !isUtf8(payload)) {
            event.fault(IncomingEvent.PAYLOAD, "must be in UTF-8");
        }
        return event;
    }

    private static boolean isUtf8(byte[] payload) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(payload));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private static IncomingEvent read(String text) {
        IncomingEvent event = new DirectInvocation();
        try (JsonParser json = JSON.createParser(text)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                event.fault(IncomingEvent.PAYLOAD, "must be a JSON object");
                throwIfBatch(json);
                return event;
            }
            try {
                json.nextToken();
            } finally { // a name says it, even where nothing that can be read follows it
                event = isEvents(json) ? new GatewayEvent() : event;
            }
            event.read(json, text);
            if (json.nextToken() != null) {
                event.fault(IncomingEvent.PAYLOAD, "must end after the JSON object");
            }
        } catch (StreamConstraintsException e) {
            event.fault(IncomingEvent.PAYLOAD, "must not be nested so deep");
        } catch (JsonProcessingException e) {
            event.fault(IncomingEvent.PAYLOAD, "not JSON" + place(e.getLocation()));
        } catch (IOException e) {
            throw new UncheckedIOException(e); // nothing is read
        }
        return event;
    }

    private static boolean isEvents(JsonParser firstField) throws IOException {
        return firstField.currentToken() == JsonToken.FIELD_NAME && EVENT_FIELDS.contains(firstField.currentName());
    }

    /** EventBridge Pipes hand over an array of what the source has: its elements tell where they are from. */
    private static void throwIfBatch(JsonParser json) throws IOException {
        if (json.currentToken() == JsonToken.START_ARRAY && json.nextToken() == JsonToken.START_OBJECT) {
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                BatchEventException.throwFor(json.currentName(), json.nextToken());
                json.skipChildren();
            }
        }
    }

    private static String place(JsonLocation at) {
        return at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
    }
}
