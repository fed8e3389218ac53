package dev.ktpverify.bench;

import java.util.Arrays;

/** The two operations of the function. */
enum Operation {
    ID_NAME,
    ID_SELFIE;

    /** The operation's name in the API. */
    String word() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    String path() {
        return "/verify/" + word();
    }

    static Operation of(String word) {
        return Arrays.stream(values())
                .filter(operation -> operation.word().equals(word))
                .findFirst()
                .orElseThrow(() -> BenchException.usage("--event is id_name or id_selfie, not " + word));
    }
}
