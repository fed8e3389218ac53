package dev.ktpverify.invocation;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads the header {@code Idempotency-Key}. */
final class KeyHeader {

    /** A header that is longer holds no key, however often it is given. */
    private static final int MAX_HEADER = 2048;

    /** One of the quoted strings of a header, with the comma behind it. */
    private static final Pattern QUOTED =
            Pattern.compile("\\G\"((?:[\\x20-\\x7e&&[^\"\\\\]]|\\\\[\"\\\\])*)\"[ \\t]*(?:,[ \\t]*|$)");

    private static final Pattern ESCAPED = Pattern.compile("\\\\(.)");

    private KeyHeader() {}

    /**
     * The key of a header. Where the same header was given several times, they come joined by commas: one key, if they are
     * the same. A header that begins as a quoted string and is none counts as empty, which is no key.
     */
    static String unquoted(String header) {
        if (header.length() > MAX_HEADER) {
            return header;
        }
        if (!header.startsWith("\"")) {
            List<String> parts = Stream.of(header.split(",", -1))
                    .map(String::strip)
                    .distinct()
                    .toList();
            return parts.size() == 1 ? parts.get(0) : header;
        }
        List<String> keys = new ArrayList<>();
        int end = 0;
        for (Matcher quoted = QUOTED.matcher(header); quoted.find(); end = quoted.end()) {
            keys.add(ESCAPED.matcher(quoted.group(1)).replaceAll("$1"));
        }
        boolean one = end == header.length() && keys.stream().distinct().count() == 1;
        return one ? keys.get(0) : "";
    }
}
