package dev.ktpverify.api;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/** Checks a picture in base64 (RFC 4648, section 4) without decoding it: it is passed on as it came. */
final class Base64Image {

    /** By byte: 0 for the 64 characters of the alphabet, 1 for all others. */
    private static final byte[] STRANGE = strange();

    private static final byte[] JPEG = {(byte) 0xff, (byte) 0xd8, (byte) 0xff};
    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    /** As many characters as it takes to tell a PNG, a multiple of four. */
    private static final int HEAD = 12;

    private Base64Image() {}

    /**
     * What is wrong with a picture, empty if nothing is.
     *
     * @param base64 the picture
     * @param maxBytes how large it may be when decoded
     */
    static Optional<String> fault(String base64, int maxBytes) {
        if (base64.regionMatches(true, 0, "data:", 0, 5)) {
            return Optional.of("must be base64 alone: drop everything up to the comma of the data: prefix");
        }
        if (base64.isEmpty() || !isBase64(base64)) {
            return Optional.of("must be standard base64, padded, without line breaks");
        }
        if (decodedLength(base64) > maxBytes) {
            return Optional.of("must have at most " + maxBytes + " bytes when decoded");
        }
        byte[] head = Base64.getDecoder().decode(base64.substring(0, Math.min(HEAD, base64.length())));
        return startsWith(head, JPEG) || startsWith(head, PNG)
                ? Optional.empty()
                : Optional.of("must be a JPEG or PNG");
    }

    private static int decodedLength(String base64) {
        return base64.length() / 4 * 3 - padding(base64);
    }

    private static int padding(String base64) {
        return base64.endsWith("==") ? 2 : base64.endsWith("=") ? 1 : 0;
    }

    /** Looks at bytes: a String's characters cost a call each. What is not Latin-1 becomes a question mark, which is no base64. */
    private static boolean isBase64(String base64) {
        byte[] text = base64.getBytes(StandardCharsets.ISO_8859_1);
        int end = text.length - padding(base64);
        int strange = 0;
        for (int i = 0; i < end; i++) {
            strange |= STRANGE[text[i] & 0xff]; // no branch for each: nearly all pictures are read to their end
        }
        return strange == 0 && text.length % 4 == 0;
    }

    private static boolean startsWith(byte[] bytes, byte[] magic) {
        return bytes.length >= magic.length && Arrays.equals(bytes, 0, magic.length, magic, 0, magic.length);
    }

    private static byte[] strange() {
        byte[] strange = new byte[256];
        Arrays.fill(strange, (byte) 1);
        for (char c : "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".toCharArray()) {
            strange[c] = 0;
        }
        return strange;
    }
}
