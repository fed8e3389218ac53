package dev.ktpverify.observability;

import java.util.regex.Pattern;

/** What an id looks like that a caller made up: personal data must not pass for one. */
public final class IdForm {

    /**
     * What machines make up, whatever digits are in it: a UUID, a ULID, an id of a W3C trace, alone or in a
     * {@code traceparent}, and the root of an X-Ray trace.
     */
    private static final Pattern MACHINE_MADE = Pattern.compile("[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}"
            + "|[0-7](?=[0-9]*[A-Z])[0-9A-HJKMNP-TV-Z]{25}"
            + "|(?=[0-9]*[A-Fa-f])[0-9A-Fa-f]{32}|00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}"
            + "|1-[0-9a-f]{8}-[0-9a-f]{24}");

    /** Any other must have a digit: a name has none. */
    private static final Pattern MADE_UP = Pattern.compile("(?=.*[0-9])[0-9A-Za-z._:-]{1,64}");

    /** So many digits can be an id number, a phone number or a part of either, however they are grouped. */
    private static final Pattern MANY_DIGITS = Pattern.compile("[0-9](?:[._:-]*[0-9]){8}");

    private IdForm() {}

    /** Whether a program made it: digits of such an id are nobody's. */
    public static boolean isMachineMade(String id) {
        return MACHINE_MADE.matcher(id).matches();
    }

    /** Whether nine digits follow each other, however they are grouped. */
    public static boolean hasManyDigits(String id) {
        return MANY_DIGITS.matcher(id).find();
    }

    /** Whether it is machine-made, or an id of 1 to 64 characters with a digit, but not with many in a row. */
    public static boolean isHarmless(String id) {
        return isMachineMade(id) || MADE_UP.matcher(id).matches() && !hasManyDigits(id);
    }
}
