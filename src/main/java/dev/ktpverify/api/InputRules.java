package dev.ktpverify.api;

import dev.ktpverify.Mode;
import dev.ktpverify.model.Nik;
import java.math.BigDecimal;
import java.text.Normalizer;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The input rules of both endpoints; each adds a fault to the body where a field breaks one. */
final class InputRules {

    private static final Pattern ID_NUMBER = Pattern.compile("[0-9]{16}");
    private static final Pattern EMAIL = Pattern.compile("[^@]+@[^@]+");
    private static final Pattern PHONE_NUMBER = Pattern.compile("\\+?[0-9]{6,15}");
    /** With the one blank that Unicode counts among the symbols, an empty cell of Braille. */
    private static final Pattern WHITE_SPACE = Pattern.compile("[\\s\\p{Z}\\u2800]+");
    /**
     * What nobody sees: Unicode's format characters, the others that its property Default_Ignorable_Code_Point has (joiners,
     * fillers, variation selectors, tags), and a note without a head.
     */
    private static final Pattern INVISIBLE =
            Pattern.compile("[\\p{Cf}\\u034F\\u115F\\u1160\\u17B4\\u17B5\\u180B-\\u180F\\u2065"
                    + "\\u3164\\uFE00-\\uFE0F\\uFFA0\\uFFF0-\\uFFF8\\x{1D159}\\x{E0000}-\\x{E0FFF}]+");
    /**
     * Control characters, halves of surrogate pairs, what is not assigned or has a meaning in private alone, and what stands
     * for an object or for what a decoder could not read.
     */
    private static final Pattern NOT_TEXT = Pattern.compile("[\\p{Cc}\\p{Cs}\\p{Cn}\\p{Co}\\uFFFC\\uFFFD]");

    private static final Pattern LETTER = Pattern.compile("\\p{L}");

    private static final int MAX_NAME = 200;
    private static final int MAX_EMAIL = 254; // RFC 5321, 4.5.3.1.3, less the brackets
    /** Far beyond a double's 17 digits; a scale without limit makes a few bytes expensive for whoever computes with it. */
    private static final int MAX_SCALE = 30;

    private static final BigDecimal MAX_THRESHOLD = BigDecimal.valueOf(100);
    /** The formatter alone would let a sign pass, and years of five digits. */
    private static final Pattern DATE_FORM = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");

    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd").withResolverStyle(ResolverStyle.STRICT);
    /** Nobody alive was born before: it is a slip, or what a program puts where it has no date. */
    private static final LocalDate FIRST_BIRTH = LocalDate.of(1900, 1, 1);
    /** Where Indonesia's day begins first: a birth date of today must not be refused there. */
    private static final ZoneOffset EASTERNMOST = ZoneOffset.ofHours(9);

    private final StrictJsonObject body;
    private final boolean uppercase;
    private final Mode mode;

    /**
     * @param body the body
     * @param uppercase whether names are sent in capital letters
     * @param mode whether id numbers are those of people, or test numbers
     */
    InputRules(StrictJsonObject body, boolean uppercase, Mode mode) {
        this.body = body;
        this.uppercase = uppercase;
        this.mode = mode;
    }

    String idNumber(String field) {
        String value = required(field);
        boolean digits = value != null && ID_NUMBER.matcher(value).matches();
        check(value == null || digits, field, "must be 16 digits");
        if (digits && new Nik(value).isTest() == mode.isLive()) {
            body.fault(
                    field,
                    mode.isLive()
                            ? "must not begin with 00: that is a test number, for the sandbox alone"
                            : "must begin with 00: the sandbox takes test numbers alone");
        }
        return value;
    }

    /**
     * The name without what nobody sees, in NFC, trimmed, white space collapsed: what the eye can't tell apart is one
     * question, not several.
     */
    String name(String field, boolean required) {
        String value = required ? required(field) : body.text(field);
        if (value == null) {
            return null;
        }
        String seen = INVISIBLE.matcher(value).replaceAll("");
        String composed = Normalizer.normalize(seen, Normalizer.Form.NFC);
        String text =
                WHITE_SPACE.matcher(uppercase ? uppercase(composed) : composed).replaceAll(" ");
        String name = text.strip(); // of some control characters too, so the text is looked at
        if (name.isEmpty()) {
            body.fault(field, "must not be blank");
        } else if (NOT_TEXT.matcher(text).find()) {
            body.fault(field, "must be text without control characters");
        } else {
            check(LETTER.matcher(name).find(), field, "must have a letter");
        }
        check(name.codePointCount(0, name.length()) <= MAX_NAME, field, "must have at most 200 characters");
        return name;
    }

    /**
     * A name in capital letters, by the rules of no language: the Turkish dotless i becomes an I, and a sharp s two letters.
     * Some letters have none of their own and become a letter and its marks, so what can be composed is composed again.
     */
    static String uppercase(String name) {
        return Normalizer.normalize(name.toUpperCase(Locale.ROOT), Normalizer.Form.NFC);
    }

    String image(String field, boolean required, int maxBytes) {
        String value = required ? required(field) : body.text(field);
        if (value != null) {
            Base64Image.faults(value, maxBytes).forEach(message -> body.fault(field, message));
        }
        return value;
    }

    String email(String field) {
        String value = body.text(field);
        boolean plausible = value == null
                || value.length() <= MAX_EMAIL
                        && EMAIL.matcher(value).matches()
                        && Stream.of(WHITE_SPACE, INVISIBLE, NOT_TEXT)
                                .noneMatch(bad -> bad.matcher(value).find());
        check(plausible, field, "must be an e-mail address");
        return value;
    }

    String phoneNumber(String field) {
        String value = body.text(field);
        boolean plausible = value == null || PHONE_NUMBER.matcher(value).matches();
        check(plausible, field, "must be 6 to 15 digits, after a + or not");
        return value;
    }

    String birthDate(String field, Clock clock) {
        String value = body.text(field);
        if (value != null) {
            Optional<LocalDate> date = date(value);
            check(date.isPresent(), field, "must be a date, YYYY-MM-DD");
            LocalDate today = LocalDate.now(clock.withZone(EASTERNMOST));
            check(date.isEmpty() || !date.get().isAfter(today), field, "must not be in the future");
            check(date.isEmpty() || !date.get().isBefore(FIRST_BIRTH), field, "must not be before 1900-01-01");
        }
        return value;
    }

    private static Optional<LocalDate> date(String value) {
        if (!DATE_FORM.matcher(value).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(LocalDate.parse(value, DATE)).filter(date -> date.getYear() > 0);
        } catch (DateTimeParseException noSuchDay) {
            return Optional.empty();
        }
    }

    BigDecimal threshold(String field) {
        BigDecimal value = body.number(field);
        boolean inRange = value == null
                || Math.abs((long) value.scale()) <= MAX_SCALE
                        && value.signum() >= 0
                        && value.compareTo(MAX_THRESHOLD) <= 0;
        check(inRange, field, "must be from 0 to 100");
        return value;
    }

    private String required(String field) {
        check(body.given(field), field, "not found");
        return body.text(field);
    }

    private void check(boolean kept, String field, String message) {
        if (!kept) {
            body.fault(field, message);
        }
    }
}
