package dev.ktpverify.api;

import java.math.BigDecimal;
import java.text.Normalizer;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.regex.Pattern;

/** The input rules of both endpoints; each adds a fault to the body where a field breaks one. */
final class Rules {

    private static final Pattern ID_NUMBER = Pattern.compile("[0-9]{16}");
    private static final Pattern EMAIL = Pattern.compile("[^@\\s\\p{Cntrl}]+@[^@\\s\\p{Cntrl}]+");
    private static final Pattern PHONE_NUMBER = Pattern.compile("\\+?[0-9]{6,15}");
    private static final Pattern WHITE_SPACE = Pattern.compile("[\\s\\p{Z}]+");
    private static final Pattern NOT_TEXT = Pattern.compile("[\\p{Cc}\\p{Cs}]");
    private static final int MAX_NAME = 200;
    private static final int MAX_EMAIL = 254; // RFC 5321, 4.5.3.1.3, less the brackets
    private static final BigDecimal MAX_THRESHOLD = BigDecimal.valueOf(100);
    private static final String NO_DATE = "must be a date, YYYY-MM-DD";
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
        check(!name.isEmpty(), field, "must not be blank");
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
            try {
                LocalDate date = LocalDate.parse(value, DATE);
                check(date.getYear() > 0, field, NO_DATE); // the format takes -2000, too
                check(!date.isAfter(LocalDate.now(clock.withZone(EASTERNMOST))), field, "must not be in the future");
            } catch (DateTimeParseException e) {
                body.fault(field, NO_DATE);
            }
        }
        return value;
    }

    BigDecimal threshold(String field) {
        BigDecimal value = body.number(field);
        boolean inRange = value == null || value.signum() >= 0 && value.compareTo(MAX_THRESHOLD) <= 0;
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
