package dev.ktpverify.observability;

import dev.ktpverify.support.Api;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Values that appear nowhere by chance, new for each run, so that an old log can't be taken for this one's. */
final class Canaries {

    private static final Random RANDOM = new SecureRandom();

    // what a caller sends
    static final String NIK = "31" + of("0123456789", 14);
    static final String NIK_AS_FIELD = "32" + of("0123456789", 14);
    static final String FIELD = "zq" + letters(14);
    static final String NAME = "QZ" + letters(10);
    static final String EMAIL = letters(12) + "@" + letters(8) + ".test";
    static final String PHONE = "+62" + of("123456789", 12);
    static final String BIRTH_DATE =
            "19" + of("56", 1) + of("123456789", 1) + "-0" + of("123456789", 1) + "-1" + of("123456789", 1);
    static final String FACE_IMAGE = image();
    static final String KTP_IMAGE = image();
    static final String HEADER = letters(16);
    static final String BROKEN = letters(16);

    // what the provider says
    static final String REASON = "Reason" + letters(14);
    static final String ANSWER = "Answer" + letters(14);

    // what the provider says that belongs into the answer
    static final String REMARK = "Remark" + letters(14);
    static final String NIK_ON_RECORD = "33" + of("0123456789", 14);

    // what must stay with the function
    static final String API_ID = "id" + letters(16);
    static final String API_SECRET = "secret" + letters(16);
    static final String SESSION_TOKEN = "token" + letters(16);
    static final String SECRETS_MANAGER = "sm" + letters(16);

    /** What no answer may hold. */
    static final List<String> PRIVATE = List.of(
            NIK,
            NIK_AS_FIELD,
            NAME,
            EMAIL,
            PHONE,
            BIRTH_DATE,
            FACE_IMAGE,
            KTP_IMAGE,
            HEADER,
            BROKEN,
            REASON,
            ANSWER,
            API_ID,
            API_SECRET,
            SESSION_TOKEN,
            SECRETS_MANAGER);

    private Canaries() {}

    /** What nothing that is written may hold. */
    static List<String> all() {
        List<String> all = new ArrayList<>(PRIVATE);
        all.addAll(List.of(FIELD, REMARK, NIK_ON_RECORD));
        return all;
    }

    /** The value as it is and as it looks within base64, at each of the three places that it can begin there. */
    static Set<String> spellings(String value) {
        Set<String> spellings = new LinkedHashSet<>(List.of(value));
        for (int before = 0; before < 3; before++) {
            String base64 = Base64.getEncoder()
                    .encodeToString(("\0".repeat(before) + value).getBytes(StandardCharsets.ISO_8859_1));
            spellings.add(base64.substring(before == 0 ? 0 : 4, base64.length() - 4));
        }
        return spellings;
    }

    private static String image() {
        byte[] bytes = new byte[90];
        RANDOM.nextBytes(bytes);
        System.arraycopy(Api.jpeg(15), 0, bytes, 0, 15);
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static String letters(int count) {
        return of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", count);
    }

    private static String of(String alphabet, int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append(alphabet.charAt(RANDOM.nextInt(alphabet.length())));
        }
        return text.toString();
    }
}
