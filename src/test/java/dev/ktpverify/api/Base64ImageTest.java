package dev.ktpverify.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Base64ImageTest {

    private static final String NOT_BASE64 = "must be standard base64, padded, without line breaks";
    private static final String NOT_IMAGE = "must be a JPEG or PNG";
    private static final String PREFIX = "must be base64 alone: drop everything up to the comma of the data: prefix";
    private static final int MAX = 40;
    private static final String TOO_LARGE = "must have at most 40 bytes when decoded";

    private static final byte[] JPEG = {(byte) 0xff, (byte) 0xd8, (byte) 0xff};
    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

    /** The same verdict the slow way: decode all of it with the JDK's decoder, then look at the bytes. */
    private static Optional<String> decoded(String base64) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            return Optional.of(NOT_BASE64);
        }
        if (base64.isEmpty() || base64.length() % 4 != 0) { // the JDK's decoder does without padding
            return Optional.of(NOT_BASE64);
        }
        if (bytes.length > MAX) {
            return Optional.of(TOO_LARGE);
        }
        boolean image = Arrays.equals(bytes, 0, Math.min(3, bytes.length), JPEG, 0, 3)
                || Arrays.equals(bytes, 0, Math.min(8, bytes.length), PNG, 0, 8);
        return image ? Optional.empty() : Optional.of(NOT_IMAGE);
    }

    @Test
    void agreesWithTheDecoderOfTheJdk() {
        long seed = Long.getLong("test.seed", 20250701L);
        System.out.println("Base64ImageTest: -Dtest.seed=" + seed);
        Random random = new Random(seed);
        Map<Optional<String>, Integer> verdicts = new HashMap<>();
        for (int i = 0; i < 20_000; i++) {
            String base64 = generated(random);
            Optional<String> verdict = decoded(base64);
            assertEquals(verdict, Base64Image.fault(base64, MAX), () -> "for: " + base64);
            verdicts.merge(verdict, 1, Integer::sum);
        }
        assertEquals(4, verdicts.size(), verdicts::toString);
        assertTrue(verdicts.values().stream().allMatch(count -> count > 200), verdicts::toString);
    }

    /** Perhaps an image in base64, perhaps with one or two characters changed, dropped or added. */
    private static String generated(Random random) {
        byte[] bytes = new byte[random.nextInt(MAX + 6)];
        random.nextBytes(bytes);
        byte[] magic = random.nextBoolean() ? JPEG : PNG;
        if (random.nextInt(4) > 0) {
            System.arraycopy(magic, 0, bytes, 0, Math.min(magic.length, bytes.length));
        }
        StringBuilder base64 = new StringBuilder(Base64.getEncoder().encodeToString(bytes));
        for (int edits = random.nextInt(3); edits > 0 && base64.length() > 0; edits--) {
            int at = random.nextInt(base64.length());
            char c = "=AQx/+-_ \n\r\t\0.,%\u00e9\u4e2d\ud800".charAt(random.nextInt(19));
            switch (random.nextInt(3)) {
                case 0 -> base64.setCharAt(at, c);
                case 1 -> base64.deleteCharAt(at);
                default -> base64.insert(at, c);
            }
        }
        return base64.toString();
    }

    @Test
    void theLargestImagePassesAndOneByteMoreDoesNot() {
        for (int size : new int[] {51199, 51200, 51201, 51202}) {
            byte[] bytes = Arrays.copyOf(JPEG, size);
            Optional<String> expected =
                    size <= 51200 ? Optional.empty() : Optional.of("must have at most 51200 bytes when decoded");
            assertEquals(
                    expected, Base64Image.fault(Base64.getEncoder().encodeToString(bytes), 51200), size + " bytes");
        }
    }

    @ParameterizedTest
    @CsvSource({"'data:image/jpeg;base64,/9j/'", "'DATA:image/png;base64,iVBORw0KGgo='", "'data:'"})
    void aDataPrefixIsToldToBeDropped(String value) {
        assertEquals(Optional.of(PREFIX), Base64Image.fault(value, MAX));
    }
}
