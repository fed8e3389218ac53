package dev.ktpverify.verification;

import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The part of the provider's {@code reason} that may be shown: it is free text, which can repeat what was sent or what is
 * on record. Only the form of its page, {@code argument 'field': a few plain words}, passes, without the caller's own words.
 */
final class ProviderReason {

    private static final Pattern SHOWN = Pattern.compile("argument '(?:id_number|name|face_image|ktp_image|email"
            + "|phone_number|birth_date|face_threshold)': [a-z][a-z ]{0,79}");
    private static final Pattern WORD_BREAK = Pattern.compile("[^\\p{L}\\p{N}]+");

    private ProviderReason() {}

    /**
     * The reason to show.
     *
     * @param given the provider's text, perhaps null
     * @param fallback our own sentence for when it can't be shown
     * @param sent the caller's values, null where it sent none
     */
    static String shown(String given, String fallback, String... sent) {
        if (given == null || !SHOWN.matcher(given).matches()) {
            return fallback;
        }
        String words = given.substring(given.indexOf(':'));
        boolean repeats = Stream.of(sent)
                .filter(value -> value != null)
                .flatMap(value -> WORD_BREAK.splitAsStream(value.toLowerCase(Locale.ROOT)))
                .anyMatch(word -> word.length() > 1 && words.contains(word));
        return repeats ? fallback : given;
    }
}
