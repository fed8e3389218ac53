package dev.ktpverify.api;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A picture in base64 (RFC 4648, section 4). Only the bytes that are looked at are decoded: it is passed on as it came, and
 * the header that matters can stand behind any amount of metadata.
 */
final class Base64Image {

    private static final String PREFIX = "must be base64 alone: drop everything up to the comma of the data: prefix";
    private static final String NOT_BASE64 = "must be standard base64, padded, without line breaks";

    /** By character: what it stands for, -1 where it is none of base64's. */
    private static final byte[] VALUES = values();

    private final byte[] text;
    private final int length;

    private Base64Image(byte[] text, int padding) {
        this.text = text;
        this.length = text.length / 4 * 3 - padding;
    }

    /**
     * What is wrong with a picture, empty if nothing is.
     *
     * @param base64 the picture
     * @param maxBytes how large it may be when decoded
     */
    static List<String> faults(String base64, int maxBytes) {
        if (base64.regionMatches(true, 0, "data:", 0, 5)) {
            return List.of(PREFIX);
        }
        // bytes: a String's characters cost a call each. What is not Latin-1 becomes a question mark, which is no
        // base64
        byte[] text = base64.getBytes(StandardCharsets.ISO_8859_1);
        int padding = padding(base64);
        boolean clean = isClean(text, text.length - padding);
        if (!clean || text.length == 0 || text.length % 4 != 0) {
            return List.of(NOT_BASE64 + hint(base64, clean));
        }
        Base64Image image = new Base64Image(text, padding);
        List<String> faults = new ArrayList<>();
        Picture.fault(image).ifPresent(faults::add);
        if (image.length > maxBytes) {
            faults.add("must have at most " + maxBytes + " bytes when decoded");
        }
        return faults;
    }

    /** What a picture without a fault tells of itself. */
    static Optional<Picture> picture(String base64) {
        return Picture.of(new Base64Image(base64.getBytes(StandardCharsets.ISO_8859_1), padding(base64)));
    }

    private static int padding(String base64) {
        return base64.endsWith("==") ? 2 : base64.endsWith("=") ? 1 : 0;
    }

    /** The number of decoded bytes. */
    int length() {
        return length;
    }

    /** The decoded byte at an index, 0 to 255, or -1 beyond the end. */
    int at(int index) {
        if (index >= length) {
            return -1;
        }
        int quad = index / 3 * 4;
        int bits =
                switch (index % 3) {
                    case 0 -> value(quad) << 2 | value(quad + 1) >> 4;
                    case 1 -> value(quad + 1) << 4 | value(quad + 2) >> 2;
                    default -> value(quad + 2) << 6 | value(quad + 3);
                };
        return bits & 0xff;
    }

    /** Two decoded bytes as a number, the first one's weight being the greater; negative beyond the end. */
    int two(int index) {
        return at(index) << 8 | at(index + 1);
    }

    /** Whether these bytes are there, as Latin-1. */
    boolean has(int index, String magic) {
        for (int i = 0; i < magic.length(); i++) {
            if (at(index + i) != magic.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private int value(int index) {
        return VALUES[text[index] & 0xff];
    }

    private static boolean isClean(byte[] text, int end) {
        int all = 0;
        for (int i = 0; i < end; i++) {
            all |= VALUES[text[i] & 0xff]; // no branch for each: nearly all pictures are read to their end
        }
        return all >= 0;
    }

    /** Which of the usual slips it is. */
    private static String hint(String base64, boolean clean) {
        if (clean) {
            return base64.length() % 4 > 1 ? ": its padding is missing" : "";
        }
        if (base64.chars().anyMatch(Character::isWhitespace)) {
            return ": it has white space";
        }
        return base64.indexOf('-') >= 0 || base64.indexOf('_') >= 0 ? ": it is base64url" : "";
    }

    private static byte[] values() {
        byte[] values = new byte[256];
        Arrays.fill(values, (byte) -1);
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        for (int i = 0; i < alphabet.length(); i++) {
            values[alphabet.charAt(i)] = (byte) i;
        }
        return values;
    }
}
