package dev.ktpverify.invocation;

import dev.ktpverify.model.Fault;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The caller's key: of an HTTP request the header {@code Idempotency-Key} (IETF draft-ietf-httpapi-idempotency-key-header;
 * a quoted string of RFC 8941, or the bare text that most clients send), of a direct invocation the field
 * {@code idempotency_key}. It is read from the event: the framework splits headers at commas.
 */
public final class IdempotencyKey {

    /** No key was given. */
    public static final IdempotencyKey NONE = new IdempotencyKey(null, List.of());

    /** The header, as events name it. */
    public static final String HEADER = "idempotency-key";
    /** The field of a direct invocation, and what stands for it among an event's headers. */
    public static final String FIELD = "idempotency_key";

    private static final String SHOWN_HEADER = "Idempotency-Key";
    private static final Pattern KEY = Pattern.compile("[\\x20-\\x7e]{1,255}");

    /** A name by which a caller means a key; but for the name of a header that only answers have. */
    private static final Pattern MEANT = Pattern.compile("(?i)^(?!idempotent-replayed$).*idempoten");
    /** A header's name: a token of RFC 9110, 5.6.2. */
    private static final Pattern TOKEN = Pattern.compile("[!#-'*+.^_`|~0-9A-Za-z-]{1,100}");

    private static final Pattern WORD_START = Pattern.compile("(?<![a-z])[a-z]");
    /** What of such a name is shown: long numbers could be somebody's. */
    private static final Pattern SHOWN_NAME = Pattern.compile("(?!.*[0-9]{4})[A-Za-z0-9_-]{1,60}");

    /**
     * What callers send where no key was set, and would send with every question: a word for nothing or for a type, alone or
     * in whatever marks; such a word put together with others, but no number; a template that was not filled in; no letter
     * or digit at all; the UUID of zeros.
     */
    private static final Pattern PLACEHOLDER = Pattern.compile(
            """
            (?ix)
            [^a-z0-9]* (?: undefined | null | nil | none | nan | void | empty | unset | optional\\.empty | true | false | string
              | str | text | object | uuid | guid | randomuuid | example | sample | placeholder | todo | changeme | change[-_]me
              | idempotencykey | idempotency[-_\\x20]key | idempotencykey_example | your[-_\\x20]idempotency[-_\\x20]key | )
              [^a-z0-9]*
            | \\D* (?<![a-z]) (?: undefined | null | nil | none | nan ) (?![a-z]) \\D*
            | .* (?: \\{\\{ | \\$\\{ | \\[object\\x20 | < [^<>0-9]+ > | \\{ [^{}0-9]+ \\} ) .*
            | \\$ [a-z_]+ | % [a-z_]+ | % [a-z_]+ % | \\{ [0-9] \\}
            | 00000000-0000-0000-0000-000000000000""");

    private final String value;
    private final List<Fault> faults;

    private IdempotencyKey(String value, List<Fault> faults) {
        this.value = value;
        this.faults = faults;
    }

    /** A key without a fault. */
    public static IdempotencyKey of(String value) {
        return new IdempotencyKey(value, List.of());
    }

    /**
     * The key among an event's headers.
     *
     * @param headers by their names in small letters; of a direct invocation, {@link #FIELD} is one of them
     * @param supported whether there is a table, so that a key has a meaning
     */
    public static IdempotencyKey read(Map<String, String> headers, boolean supported) {
        String direct = headers.get(FIELD);
        String header = headers.get(HEADER);
        String value = direct != null || header == null ? direct : KeyHeader.unquoted(header.strip());
        String shown = headers.containsKey(FIELD) ? FIELD : SHOWN_HEADER;
        Stream<Fault> own = Optional.ofNullable(value)
                .flatMap(key -> fault(key, supported))
                .map(message -> new Fault(shown, message))
                .stream();
        Stream<Fault> misnamed = headers.keySet().stream()
                .filter(name -> isMeant(name) && !name.equals(FIELD) && !name.equals(HEADER))
                .sorted()
                .map(name -> misnamed(name, SHOWN_HEADER));
        return new IdempotencyKey(value, Stream.concat(own, misnamed).toList());
    }

    /**
     * Whether a header or field is meant as the key, rightly or not. One that is not the key's own must not be ignored: the
     * caller would take its repetitions for free.
     */
    public static boolean isMeant(String name) {
        return TOKEN.matcher(name).matches() && MEANT.matcher(name).find();
    }

    /** A header's name as people write it, whatever API Gateway made of it; never that of {@link #FIELD}. */
    public static String written(String header) {
        return WORD_START.matcher(header.toLowerCase(Locale.ROOT)).replaceAll(start -> start.group()
                .toUpperCase(Locale.ROOT));
    }

    /** The fault of a header or field that is meant as the key and has another name than it. */
    public static Fault misnamed(String name, String right) {
        return new Fault(SHOWN_NAME.matcher(name).matches() ? name : "?", "unknown: a key is given as " + right);
    }

    /** The key, null if the caller gave none. */
    public String value() {
        return value;
    }

    /** Whether the caller gave a key. */
    public boolean isGiven() {
        return value != null;
    }

    /** What is wrong with the key, and with headers that are meant as one. */
    public List<Fault> faults() {
        return faults;
    }

    private static Optional<String> fault(String key, boolean supported) {
        if (!KEY.matcher(key).matches()) {
            return Optional.of("must be 1 to 255 printable ASCII characters");
        }
        if (PLACEHOLDER.matcher(key).matches()) {
            return Optional.of("must be another one for each question: this is a placeholder, the key was never set");
        }
        return supported ? Optional.empty() : Optional.of("not supported: no idempotency table is configured");
    }

    /** A key can hold personal data. */
    @Override
    public String toString() {
        return "IdempotencyKey[given=" + isGiven() + "]";
    }
}
