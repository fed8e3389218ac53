package dev.ktpverify.lambda;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import dev.ktpverify.api.Refusal;
import dev.ktpverify.api.RefusedRequestException;
import dev.ktpverify.invocation.IdempotencyKey;
import dev.ktpverify.model.Fault;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Lets through only what is used of an event. The framework turns it into an HTTP request, and some fields that a caller sets can make
 * that fail or hang (a Content-Length that is too large, a source IP that is a host name), so only what is used passes.
 */
final class EventSanitizer {

    private static final String CONTENT_TYPE = "content-type";
    private static final String CONTENT_ENCODING = "content-encoding";
    /** No coding at all: RFC 9110, 8.4.1, reserves the word. */
    private static final Pattern IDENTITY = Pattern.compile("(?i)\\s*(?:identity)?\\s*");
    /** How it begins, whatever the headers say: RFC 1952, 2.3.1. */
    private static final byte[] GZIP = {0x1f, (byte) 0x8b};

    private static final String COMPRESSED = "the body must not be compressed: send it without Content-Encoding";
    private static final Set<String> USED_HEADERS = Set.of(CONTENT_TYPE, IdempotencyKey.HEADER);
    /** Only of a direct invocation: over HTTP it would be a second way to give a key. */
    private static final Set<String> DIRECT_HEADERS = Set.of(CONTENT_TYPE, IdempotencyKey.FIELD);

    private static final Pattern HEADER_VALUE = Pattern.compile("[\\x20-\\x7e]*");
    private static final Pattern METHOD = Pattern.compile("[A-Z]{1,20}");
    /** Preflights are API Gateway's, and an answer to HEAD has no body to explain itself with. */
    private static final Set<String> UNSERVED_METHODS = Set.of("OPTIONS", "HEAD");
    /**
     * What the framework's router would decode or tidy up: a path must be the one that API Gateway matched and authorized,
     * letter by letter.
     */
    private static final Pattern UNTIDY_PATH = Pattern.compile("^[^/]|//|/\\.|[^A-Za-z0-9/._~-]|^/verify/.+/$");

    private EventSanitizer() {}

    /**
     * Takes out of the event what is not used, and its body: the framework would copy it.
     *
     * @return the body, decoded; empty if there is none
     * @throws RefusedRequestException if the event can't be passed on
     */
    static String clean(APIGatewayV2HTTPEvent event) {
        if (event.getRawPath().isEmpty()
                || UNTIDY_PATH.matcher(event.getRawPath()).find()) {
            throw new RefusedRequestException(Refusal.NOT_FOUND);
        }
        String method = event.getRequestContext().getHttp().getMethod();
        if (!METHOD.matcher(method).matches() || UNSERVED_METHODS.contains(method)) {
            throw new RefusedRequestException(Refusal.METHOD_NOT_ALLOWED);
        }
        if (!isIdentity(header(event, CONTENT_ENCODING))) {
            throw new RefusedRequestException(Refusal.UNSUPPORTED_MEDIA_TYPE, COMPRESSED);
        }
        String body = event.getBody() == null ? "" : event.getBody();
        String text = event.getIsBase64Encoded() ? decoded(body) : body;
        event.setBody(null);
        event.setIsBase64Encoded(false);
        event.setHeaders(
                usedHeaders(event.getHeaders(), event instanceof DirectInvocation ? DIRECT_HEADERS : USED_HEADERS));
        return text;
    }

    /**
     * A header of an event as it came.
     *
     * @return null where there is none
     */
    static String header(APIGatewayV2HTTPEvent event, String name) {
        if (event.getHeaders() == null) {
            return null;
        }
        return event.getHeaders().entrySet().stream()
                .filter(header -> name.equalsIgnoreCase(header.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }

    private static boolean isIdentity(String contentEncoding) {
        return contentEncoding == null || IDENTITY.matcher(contentEncoding).matches();
    }

    /** A key that can't be in a header becomes empty, which is refused: it must not look as if none was given. */
    private static Map<String, String> usedHeaders(Map<String, String> given, Set<String> wanted) {
        Map<String, String> used = new HashMap<>();
        if (given != null) {
            given.forEach((name, value) -> {
                String key = name.toLowerCase(Locale.ROOT);
                boolean sound = value != null && HEADER_VALUE.matcher(value).matches();
                if (wanted.contains(key) && (sound || value != null && !key.equals(CONTENT_TYPE))) {
                    used.put(key, sound ? value : "");
                } else if (!wanted.contains(key) && IdempotencyKey.isMeant(name)) { // it is refused by its name
                    used.put(IdempotencyKey.written(name), "");
                }
            });
        }
        return used;
    }

    private static String decoded(String base64) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw undecodable("not base64");
        }
        if (bytes.length > 1 && bytes[0] == GZIP[0] && bytes[1] == GZIP[1]) {
            throw new RefusedRequestException(Refusal.UNSUPPORTED_MEDIA_TYPE, COMPRESSED);
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw undecodable("must be in UTF-8");
        }
    }

    private static RefusedRequestException undecodable(String message) {
        return new RefusedRequestException(List.of(new Fault("body", message)));
    }
}
