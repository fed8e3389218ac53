package dev.ktpverify.api;

import java.math.BigDecimal;
import java.text.Normalizer;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.Optional;
import java.util.regex.Pattern;

/** The input rules of both endpoints; each adds a fault to the body where a field breaks one. */
final class Rules {

    private static final Pattern ID_NUMBER = Pattern.compile("[0-9]{16}");
    private static final Pattern EMAIL = Pattern.compile("[^@\\s\\p{Cntrl}]+@[^@\\s\\p{Cntrl}]+");
    private static final Pattern PHONE_NUMBER = Pattern.compile("\\+?[0-9]{6,15}");
    private static final Pattern WHITE_SPACE = Pattern.compile("[\\s\\p{Z}]+");
    /** Control characters, halves of surrogate pairs, and what a decoder puts where it could not read. */
    private static final Pattern NOT_TEXT = Pattern.compile("[\\p{Cc}\\p{Cs}\\uFFFD]");
    /** Anything but white space and the marks that only direct or join what stands beside them. */
    private static final Pattern VISIBLE = Pattern.compile("[^\\s\\p{Z}\\p{Cf}]");

    private static final int MAX_NAME = 200;
    private static final int MAX_EMAIL = 254; // RFC 5321, 4.5.3.1.3, less the brackets
    /** Far beyond a double's 17 digits; a scale without limit makes a few bytes expensive for whoever computes with it. */
    private static final int MAX_SCALE = 30;

    private static final BigDecimal MAX_THRESHOLD = BigDecimal.valueOf(100);
    /** The formatter alone would let a sign pass, and years of five digits. */
    private static final Pattern DATE_FORM = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");

    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd").withResolverStyle(ResolverStyle.STRICT);
    /** Where Indonesia's day begins first: a birth date of today must not be refused there. */
    private static final ZoneOffset EASTERNMOST = ZoneOffset.ofHours(9);

    private final RequestBody body;

    Rules(RequestBody body) {
        this.body = body;
    }

    String idNumber(String field) {
        String value = required(field);
        check(value == null || ID_NUMBER.matcher(value).matches(), field, "must be 16 digits");
        return value;
    }

    /** The name in NFC, trimmed, white space collapsed: what the eye can't tell apart is one question, not several. */
    String name(String field, boolean required) {
        String value = required ? required(field) : body.text(field);
        if (value == null) {
            return null;
        }
        String name = WHITE_SPACE
                .matcher(Normalizer.normalize(value, Normalizer.Form.NFC))
                .replaceAll(" ")
                .strip();
        check(VISIBLE.matcher(name).find(), field, "must not be blank");
        check(name.codePointCount(0, name.length()) <= MAX_NAME, field, "must have at most 200 characters");
        check(!NOT_TEXT.matcher(name).find(), field, "must be text without control characters");
        return name;
    }

    String image(String field, boolean required, int maxBytes) {
        String value = required ? required(field) : body.text(field);
        if (value != null) {
            Base64Image.fault(value, maxBytes).ifPresent(message -> body.fault(field, message));
        }
        return value;
    }

    String email(String field) {
        String value = body.text(field);
        boolean plausible = value == null
                || value.length() <= MAX_EMAIL
                        && EMAIL.matcher(value).matches()
                        && !NOT_TEXT.matcher(value).find();
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
