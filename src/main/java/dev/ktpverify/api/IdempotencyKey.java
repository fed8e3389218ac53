package dev.ktpverify.api;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import dev.ktpverify.verification.idempotency.Idempotency;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The caller's key: of an HTTP request the header {@code Idempotency-Key} (IETF draft-ietf-httpapi-idempotency-key-header;
 * a quoted string of RFC 8941, or the bare text that most clients send), of a direct invocation the field
 * {@code idempotency_key}. It is read from the event: the framework splits headers at commas.
 */
@Singleton
public class IdempotencyKey {

    /** The header, as events name it. */
    public static final String HEADER = "idempotency-key";
    /** The field of a direct invocation, and what stands for it among an event's headers. */
    public static final String FIELD = "idempotency_key";

    private static final String SHOWN_HEADER = "Idempotency-Key";
    private static final Pattern KEY = Pattern.compile("[\\x20-\\x7e]{1,255}");
    private static final Pattern QUOTED = Pattern.compile("\"((?:[\\x20-\\x7e&&[^\"\\\\]]|\\\\[\"\\\\])*)\"");
    private static final Pattern ESCAPED = Pattern.compile("\\\\(.)");

    private final APIGatewayV2HTTPEvent event;
    private final Idempotency idempotency;

    IdempotencyKey(APIGatewayV2HTTPEvent event, Idempotency idempotency) {
        this.event = event;
        this.idempotency = idempotency;
    }

    /** The key, null where the caller gave none. */
    String value() {
        String direct = headers().get(FIELD);
        String header = headers().get(HEADER);
        return direct != null || header == null ? direct : unquoted(header.strip());
    }

    /** What is wrong with the key. */
    Optional<Fault> fault() {
        String key = value();
        if (key == null) {
            return Optional.empty();
        }
        String shown = headers().containsKey(FIELD) ? FIELD : SHOWN_HEADER;
        if (!KEY.matcher(key).matches()) {
            return Optional.of(new Fault(shown, "must be 1 to 255 printable ASCII characters"));
        }
        return idempotency.available()
                ? Optional.empty()
                : Optional.of(new Fault(shown, "not supported: no idempotency table is configured"));
    }

    private Map<String, String> headers() {
        return event.getHeaders() == null ? Map.of() : event.getHeaders();
    }

    /** A header that begins as a quoted string and is none counts as empty, which is no key. */
    private static String unquoted(String header) {
        if (!header.startsWith("\"")) {
            return header;
        }
        var quoted = QUOTED.matcher(header);
        return quoted.matches() ? ESCAPED.matcher(quoted.group(1)).replaceAll("$1") : "";
    }
}
