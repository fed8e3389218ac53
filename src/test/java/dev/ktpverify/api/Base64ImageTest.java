package dev.ktpverify.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ktpverify.support.Api;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

    private static final byte[] JPEG = Api.jpeg(15);
    private static final byte[] PNG = Arrays.copyOf(Base64.getDecoder().decode(Api.PNG), 33);

    /** The same verdict the slow way: decode all of it with the JDK's decoder, then look at the bytes. */
    private static List<String> decoded(String base64) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            return List.of(NOT_BASE64);
        }
        if (base64.isEmpty() || base64.length() % 4 != 0) { // the JDK's decoder does without padding
            return List.of(NOT_BASE64);
        }
        boolean image = startsWith(bytes, JPEG) || startsWith(bytes, PNG);
        List<String> faults = new ArrayList<>(image ? List.of() : List.of(NOT_IMAGE));
        if (bytes.length > MAX) {
            faults.add(TOO_LARGE);
        }
        return faults;
    }

    private static boolean startsWith(byte[] bytes, byte[] head) {
        return bytes.length >= head.length && Arrays.equals(bytes, 0, head.length, head, 0, head.length);
    }

    /** The faults without what is said after a colon. */
    private static List<String> faults(String base64, int maxBytes) {
        return Base64Image.faults(base64, maxBytes).stream()
                .map(fault -> fault.replaceFirst(":.*", ""))
                .toList();
    }

    @Test
    void agreesWithTheDecoderOfTheJdk() {
        long seed = Long.getLong("test.seed", 20250701L);
        System.out.println("Base64ImageTest: -Dtest.seed=" + seed);
        Random random = new Random(seed);
        Map<List<String>, Integer> verdicts = new HashMap<>();
        for (int i = 0; i < 20_000; i++) {
            String base64 = generated(random);
            List<String> verdict = decoded(base64);
            assertEquals(verdict, faults(base64, MAX), () -> "for: " + base64);
            verdicts.merge(verdict, 1, Integer::sum);
        }
        assertEquals(5, verdicts.size(), verdicts::toString);
        assertTrue(verdicts.values().stream().allMatch(count -> count > 200), verdicts::toString);
    }

    /** Perhaps an image in base64, perhaps with one or two characters behind its head changed, dropped or added. */
    private static String generated(Random random) {
        byte[] bytes = new byte[random.nextInt(MAX + 6)];
        random.nextBytes(bytes);
        byte[] head = random.nextBoolean() ? JPEG : PNG;
        if (random.nextInt(4) > 0) {
            System.arraycopy(head, 0, bytes, 0, Math.min(head.length, bytes.length));
        } else if (bytes.length > 0) {
            bytes[0] = 0; // no picture by chance
        }
        StringBuilder base64 = new StringBuilder(Base64.getEncoder().encodeToString(bytes));
        int from = head.length / 3 * 4;
        for (int edits = random.nextInt(3); edits > 0 && base64.length() > from; edits--) {
            int at = from + random.nextInt(base64.length() - from);
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
            String base64 = Base64.getEncoder().encodeToString(Api.jpeg(size));
            List<String> expected = size <= 51200 ? List.of() : List.of("must have at most 51200 bytes when decoded");
            assertEquals(expected, Base64Image.faults(base64, 51200), size + " bytes");
        }
    }

    @ParameterizedTest
    @CsvSource({"'data:image/jpeg;base64,/9j/'", "'DATA:image/png;base64,iVBORw0KGgo='", "'data:'"})
    void aDataPrefixIsToldToBeDropped(String value) {
        assertEquals(List.of(PREFIX), Base64Image.faults(value, MAX));
    }

    @ParameterizedTest
    @CsvSource({
        "'', ''",
        "'====', ''",
        "'/9j/=AAA', ''",
        "'/9j/\u00e9AAA', ''",
        "/9j/AA, ': its padding is missing'",
        "/9j/AAA, ': its padding is missing'",
        "/9j/AA=, ': its padding is missing'",
        "'/9j/\n', ': it has white space'",
        "'/9j/\r\nAAAA\r\n', ': it has white space'",
        "' /9j/', ': it has white space'",
        "_9j_, ': it is base64url'",
        "-9j/, ': it is base64url'"
    })
    void whatIsNoBase64IsToldWhyNot(String value, String hint) {
        assertEquals(List.of(NOT_BASE64 + hint), Base64Image.faults(value, MAX));
    }
}
