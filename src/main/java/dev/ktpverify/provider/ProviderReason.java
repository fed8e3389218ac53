package dev.ktpverify.provider;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The part of the provider's {@code reason} that may be shown. It is free text, which can repeat what was sent or what is on
 * record about somebody: only the form of its pages passes, {@code argument 'field':} and words that are nobody's name.
 */
final class ProviderReason {

    private static final String FIELDS =
            "id_number|name|face_image|ktp_image|email|phone_number|birth_date|face_threshold";
    private static final String WORDS =
            "not|found|missing|required|empty|blank|null|invalid|illegal|wrong|bad|malformed"
                    + "|unsupported|format|value|type|length|size|number|string|float|image|base64|is|must|be|should|a|the|too"
                    + "|long|short|large|small|out|of|range|exceeds|limit|or";
    private static final Pattern SHOWN = Pattern.compile("argument '(?:" + FIELDS + ")':(?: (?:" + WORDS + ")){1,12}");

    /** As on the provider's pages, and as other versions of it may write it. */
    private static final Pattern MISSING = Pattern.compile("(?i)\\s*argument\\s+['\"`]?(" + FIELDS
            + ")['\"`]?(?:\\s*:\\s*|\\s+)(?:is\\s+)?(?:not found|missing|required)[.\\s]*");

    private ProviderReason() {}

    /**
     * The field that the provider does not find.
     *
     * @param given the provider's text, perhaps null
     * @return empty if the text is about something else
     */
    static Optional<String> missing(String given) {
        return Optional.ofNullable(given)
                .map(MISSING::matcher)
                .filter(Matcher::matches)
                .map(found -> found.group(1).toLowerCase(Locale.ROOT));
    }

    /**
     * The reason to show.
     *
     * @param given the provider's text, perhaps null
     * @param fallback our own sentence for when it can't be shown
     */
    static String shown(String given, String fallback) {
        return given != null && SHOWN.matcher(given).matches() ? given : fallback;
    }
}
