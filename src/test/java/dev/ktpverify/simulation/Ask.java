package dev.ktpverify.simulation;

import dev.ktpverify.model.IdNameQuestion;
import dev.ktpverify.model.IdSelfieQuestion;
import dev.ktpverify.model.Question;
import java.util.List;

/**
 * What a caller wants to know, and asks until it does.
 *
 * @param number tells it from all others
 * @param caller who asks
 * @param key the caller's idempotency key, null for none
 * @param about what is asked, by a number
 */
record Ask(int number, String caller, String key, int about) {

    Question<?> question() {
        String nik = "3171%012d".formatted(about);
        return about % 4 == 0
                ? new IdSelfieQuestion(nik, "/9j/4AAQ", null, null, null, null, null, null)
                : new IdNameQuestion(nik, "BUDI");
    }

    /** What must be asked once: everything under a key is one question, without a key the same question is. */
    Object identity() {
        return key == null
                ? List.of(caller, about)
                : List.of(caller, key, question().operation());
    }

    /** The same key, and something else. */
    Ask reused() {
        return new Ask(number, caller, key, about + 4);
    }

    @Override
    public String toString() {
        return "ask " + number + " (" + caller + (key == null ? "" : ", " + key) + ", about " + about + ")";
    }
}
