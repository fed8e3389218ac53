package dev.ktpverify.lambda;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * One hostile input.
 *
 * @param label what is wrong with it
 * @param bytes the input
 * @param statuses the HTTP codes that may answer it
 */
record Hostile(String label, byte[] bytes, List<Integer> statuses) {

    /** What no answer may repeat; long enough that no part of eight characters comes about by chance. */
    static final String NIK = "3217061012879137";

    static final String NAME = "QZAXIJU WOVKEHUD";
    static final String WORD = "Xq7vJw2kZp9fTb4h";

    static final List<String> PLANTED = List.of(NIK, NAME, WORD);
    private static final int SHRED = 8;

    static Hostile text(String label, String text, Integer... statuses) {
        return new Hostile(label, text.getBytes(StandardCharsets.UTF_8), List.of(statuses));
    }

    /** Every part of a planted value, long enough to tell it by. */
    static List<String> shreds() {
        List<String> shreds = new ArrayList<>();
        for (String planted : PLANTED) {
            for (int i = 0; i + SHRED <= planted.length(); i++) {
                shreds.add(planted.substring(i, i + SHRED));
            }
        }
        return shreds;
    }

    @Override
    public String toString() {
        return label;
    }
}
