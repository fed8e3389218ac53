package dev.ktpverify.idempotency;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ktpverify.credentials.KeyedHash;
import dev.ktpverify.model.IdNameQuestion;
import dev.ktpverify.model.IdSelfieQuestion;
import dev.ktpverify.model.Question;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FingerprintsTest {

    private final KeyedHash hash = new KeyedHash("Jefe");

    /** Hashed with OpenSSL: four bytes of length, then the text. */
    @Test
    void isHmacSha256OverLengthAndText() {
        assertEquals("YpjOzfvkAf56LJiWO4_J_OHREIOfOhrE-HNSM1n1V1A", hash.of(List.of("what do ya want for nothing?")));
    }

    @Test
    void noTwoListsLookAlike() {
        List<List<String>> lists = List.of(
                List.of(),
                List.of(""),
                Arrays.asList((String) null),
                List.of("", ""),
                List.of("a", "b"),
                List.of("ab"),
                List.of("ab", ""),
                List.of("", "ab"),
                List.of("b", "a"));
        Set<String> hashes = new HashSet<>();
        lists.forEach(list -> hashes.add(hash.of(list)));
        assertEquals(lists.size(), hashes.size());
    }

    @Test
    void anotherKeyGivesAnotherHash() {
        assertEquals(
                2,
                Set.of(hash.of(List.of("a")), new KeyedHash("jefe").of(List.of("a")))
                        .size());
    }

    @Test
    void everyFieldOfAQuestionCounts() {
        BigDecimal threshold = new BigDecimal("80");
        List<Question<?>> questions = List.of(
                new IdNameQuestion("1", "n"),
                new IdNameQuestion("2", "n"),
                new IdNameQuestion("1", "m"),
                new IdSelfieQuestion("1", "f", "k", "e", "p", "b", "n", threshold),
                new IdSelfieQuestion("2", "f", "k", "e", "p", "b", "n", threshold),
                new IdSelfieQuestion("1", "g", "k", "e", "p", "b", "n", threshold),
                new IdSelfieQuestion("1", "f", "l", "e", "p", "b", "n", threshold),
                new IdSelfieQuestion("1", "f", "k", "d", "p", "b", "n", threshold),
                new IdSelfieQuestion("1", "f", "k", "e", "q", "b", "n", threshold),
                new IdSelfieQuestion("1", "f", "k", "e", "p", "c", "n", threshold),
                new IdSelfieQuestion("1", "f", "k", "e", "p", "b", "m", threshold),
                new IdSelfieQuestion("1", "f", "k", "e", "p", "b", "n", BigDecimal.ONE),
                new IdSelfieQuestion("1", "f", null, null, null, null, null, null));
        Set<String> hashes = new HashSet<>();
        questions.forEach(question -> hashes.add(hash.of(question.canonical())));
        assertEquals(questions.size(), hashes.size());
    }

    @Test
    void aThresholdCountsByItsValue() {
        assertEquals(selfie("80.50").canonical(), selfie("80.5").canonical());
        assertEquals(selfie("100").canonical(), selfie("1E+2").canonical());
        assertEquals(selfie("0").canonical(), selfie("0.00").canonical());
    }

    private static Question<?> selfie(String threshold) {
        return new IdSelfieQuestion("1", "f", null, null, null, null, null, new BigDecimal(threshold));
    }
}
