package dev.ktpverify.lambda;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import dev.ktpverify.api.IdempotencyKey;
import dev.ktpverify.api.Refusal;
import dev.ktpverify.api.Requests;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What of an event is let through. The framework turns it into an HTTP request, and some fields that a caller sets can make
 * that fail or hang (a Content-Length that is too large, a source IP that is a host name), so only what is used passes.
 */
final class IncomingEvent {

    private static final String CONTENT_TYPE = "content-type";
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

    private IncomingEvent() {}

    /**
     * Takes out of the event what is not used, and the body out of the framework's way: {@link Requests#BODY}.
     *
     * @return why the event can't be passed on, empty if it can
     */
    static Optional<Refusal> clean(APIGatewayV2HTTPEvent event) {
        if (event == null
                || event.getRequestContext() == null
                || event.getRequestContext().getHttp() == null) {
            return Optional.of(Refusal.INVALID_ARGUMENT);
        }
        APIGatewayV2HTTPEvent.RequestContext.Http http =
                event.getRequestContext().getHttp();
        if (http.getMethod() == null || event.getRawPath() == null) {
            return Optional.of(Refusal.INVALID_ARGUMENT);
        }
        if (event.getRawPath().isEmpty()
                || UNTIDY_PATH.matcher(event.getRawPath()).find()) {
            return Optional.of(Refusal.NOT_FOUND);
        }
        if (!METHOD.matcher(http.getMethod()).matches() || UNSERVED_METHODS.contains(http.getMethod())) {
            return Optional.of(Refusal.METHOD_NOT_ALLOWED);
        }
        http.setSourceIp(null);
        event.setCookies(null);
        event.setRawQueryString(null);
        event.setHeaders(
                usedHeaders(event.getHeaders(), event instanceof DirectInvocation ? DIRECT_HEADERS : USED_HEADERS));
        return moveBody(event);
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

    private static Optional<Refusal> moveBody(APIGatewayV2HTTPEvent event) {
        try {
            String body = event.getBody() == null
                    ? ""
                    : event.getIsBase64Encoded() ? decoded(event.getBody()) : event.getBody();
            event.setStageVariables(Map.of(Requests.BODY, body));
        } catch (IllegalArgumentException | CharacterCodingException e) {
            return Optional.of(Refusal.INVALID_ARGUMENT);
        }
        event.setBody(null);
        event.setIsBase64Encoded(false);
        return Optional.empty();
    }

    private static String decoded(String base64) throws CharacterCodingException {
        ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(base64));
        return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    }
}
