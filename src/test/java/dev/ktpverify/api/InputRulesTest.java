package dev.ktpverify.api;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ktpverify.Mode;
import dev.ktpverify.invocation.ReferenceId;
import java.math.BigDecimal;
import java.text.Normalizer;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class InputRulesTest {

    private static final String OK = "OK";
    /** In Jayapura (UTC+9) it is already the 2nd. */
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2025-07-01T15:30:00Z"), ZoneOffset.UTC);

    private static StrictJsonObject body(String json) {
        return StrictJsonObject.read(json, List.of("f", "n"), Set.of("n"));
    }

    private static StrictJsonObject bodyOf(String value) {
        ObjectNode json = new ObjectMapper().createObjectNode();
        json.put("f", value);
        return body(json.toString());
    }

    private static String verdict(StrictJsonObject body, Function<InputRules, Object> rule) {
        return verdict(body, Mode.PRODUCTION, rule);
    }

    private static String verdict(StrictJsonObject body, Mode mode, Function<InputRules, Object> rule) {
        rule.apply(new InputRules(body, false, mode));
        try {
            body.refuseFaults();
            return OK;
        } catch (RefusedRequestException e) {
            return e.answer("id", ReferenceId.NONE, true)
                    .reason()
                    .replace("argument 'f': ", "")
                    .replace("argument 'n': ", "");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "3217061012870001, OK",
        "0100000000000000, OK",
        "0017061012870001, 'must not begin with 00: that is a test number, for the sandbox alone'",
        "001706101287000, must be 16 digits",
        "321706101287000, must be 16 digits",
        "32170610128700011, must be 16 digits",
        "321706101287000a, must be 16 digits",
        "' 3217061012870001', must be 16 digits",
        "'3217061012870001 ', must be 16 digits",
        "'', must be 16 digits"
    })
    void idNumber(String value, String verdict) {
        assertEquals(verdict, verdict(bodyOf(value), rules -> rules.idNumber("f")));
    }

    @ParameterizedTest
    @CsvSource({
        "0017061012870001, OK",
        "0000000000000000, OK",
        "0117061012870001, must begin with 00: the sandbox takes test numbers alone",
        "3217061012870001, must begin with 00: the sandbox takes test numbers alone",
        "001706101287000, must be 16 digits",
        "321706101287000a, must be 16 digits"
    })
    void idNumberInTheSandbox(String value, String verdict) {
        assertEquals(verdict, verdict(bodyOf(value), Mode.SANDBOX, rules -> rules.idNumber("f")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0663217061012870001", "3217061012870001\n", "\uff13217061012870001"})
    void idNumberIsOfAsciiDigits(String value) {
        assertEquals("must be 16 digits", verdict(bodyOf(value), rules -> rules.idNumber("f")));
    }

    @Test
    void whatIsRequiredIsMissed() {
        assertEquals("not found", verdict(body("{}"), rules -> rules.idNumber("f")));
        assertEquals("not found", verdict(body("{\"f\":null}"), rules -> rules.name("f", true)));
        assertEquals("not found", verdict(body("{}"), rules -> rules.image("f", true, 10)));
        assertEquals("must be a string", verdict(body("{\"f\":12}"), rules -> rules.idNumber("f")));
    }

    @Test
    void whatIsOptionalIsNot() {
        assertEquals(OK, verdict(body("{}"), rules -> rules.name("f", false)));
        assertEquals(OK, verdict(body("{}"), rules -> rules.image("f", false, 10)));
        assertEquals(OK, verdict(body("{}"), rules -> rules.email("f")));
        assertEquals(OK, verdict(body("{}"), rules -> rules.phoneNumber("f")));
        assertEquals(OK, verdict(body("{}"), rules -> rules.birthDate("f", CLOCK)));
        assertEquals(OK, verdict(body("{}"), rules -> rules.threshold("n")));
    }

    @Test
    void oneSpellingOfAName() {
        StrictJsonObject body = bodyOf(" \t Rene\u0301\u00a0 \n\u3000d'Arc-Putri ");
        assertEquals("Ren\u00e9 d'Arc-Putri", new InputRules(body, false, Mode.PRODUCTION).name("f", true));
        assertDoesNotThrow(body::refuseFaults);
    }

    /** Each with nothing to see of its own: a name with it and the same without it are one question. */
    static IntStream invisible() {
        return IntStream.of(
                0x00AD, 0x034F, 0x061C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B, 0x180E, 0x180F, 0x200B, 0x200C, 0x200D,
                0x200E, 0x200F, 0x202A, 0x202E, 0x2060, 0x2061, 0x2064, 0x2065, 0x2066, 0x2069, 0x206A, 0x206F, 0x3164,
                0xFE00, 0xFE0E, 0xFE0F, 0xFEFF, 0xFFA0, 0xFFF0, 0xFFF9, 0xFFFB, 0x1BCA0, 0x1D159, 0x1D173, 0x1D17A,
                0xE0000, 0xE0001, 0xE0020, 0xE0041, 0xE007F, 0xE0100, 0xE01EF, 0xE0FFF);
    }

    @ParameterizedTest
    @MethodSource("invisible")
    void whatNobodySeesIsNoPartOfAName(int codePoint) {
        String nothing = Character.toString(codePoint);
        String name = "Rene\u0301 Putri";
        String sprinkled = nothing + " " + nothing + nothing + "Re" + nothing + "ne" + nothing + "\u0301 " + nothing
                + " Putri" + nothing + " " + nothing;
        assertEquals(cleaned(name), cleaned(sprinkled));
        assertEquals("must not be blank", verdict(bodyOf(nothing), rules -> rules.name("f", false)));
        assertEquals("must not be blank", verdict(bodyOf(" " + nothing + "\t"), rules -> rules.name("f", true)));
        assertEquals(OK, verdict(bodyOf("A".repeat(200) + nothing.repeat(50)), rules -> rules.name("f", true)));
        assertEquals("must be an e-mail address", verdict(bodyOf("a" + nothing + "@b"), rules -> rules.email("f")));
        assertEquals("must be 16 digits", verdict(bodyOf("3217061012870001" + nothing), rules -> rules.idNumber("f")));
        assertEquals(
                "must be 6 to 15 digits, after a + or not",
                verdict(bodyOf(nothing + "081234567"), rules -> rules.phoneNumber("f")));
        assertEquals(
                "must be a date, YYYY-MM-DD",
                verdict(bodyOf("1987-12-10" + nothing), rules -> rules.birthDate("f", CLOCK)));
    }

    private static String cleaned(String name) {
        StrictJsonObject body = bodyOf(name);
        String cleaned = new InputRules(body, false, Mode.PRODUCTION).name("f", true);
        assertDoesNotThrow(body::refuseFaults);
        return cleaned;
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x20, 0xA0, 0x1680, 0x2000, 0x200A, 0x2028, 0x2029, 0x202F, 0x205F,
                0x2800, 0x3000
            })
    void anyBlankIsASpace(int codePoint) {
        String blank = Character.toString(codePoint);
        assertEquals("BUDI SANTOSO", cleaned(blank + "BUDI" + blank + blank + "SANTOSO" + blank));
        assertEquals("must be an e-mail address", verdict(bodyOf("a@b" + blank), rules -> rules.email("f")));
    }

    /** Another spelling would be another question: what can be seen is the caller's. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "x",
                "d\u2019Arc",
                "d'Arc",
                "\uff22\uff35\uff24\uff29",
                "BUDI, S.H. (alm.)",
                "\u0130pek",
                "\u5f20\u4f1f",
                "\u0645\u062d\u0645\u062f",
                "R2-D2",
                "budi \ud83d\ude00"
            })
    void aNameThatCanBeSeenIsSentAsGiven(String name) {
        assertEquals(name, cleaned(name));
    }

    /** By no language's rules, in NFC, and what is too long then is refused. */
    @ParameterizedTest
    @CsvSource({
        "budi santoso, BUDI SANTOSO",
        "o'brien-\u0161a\u0161i\u0107, O'BRIEN-\u0160A\u0160I\u0106",
        "I\u0131\u0130i, II\u0130I", // dotless and dotted, as Turkish has them
        "i\u0307, \u0130", // an i whose dot is a mark of its own
        "\u00df, SS",
        "\u1e9e, \u1e9e",
        "\ufb01tri, FITRI", // a ligature
        "\u0149, \u02bcN",
        "\u01c6, \u01c4",
        "\u01f0, J\u030c", // has no capital letter of its own
        "\u0390, \u03aa\u0301",
        "\u5f20\u4f1f, \u5f20\u4f1f"
    })
    void aNameInCapitalLetters(String name, String sent) {
        StrictJsonObject body = bodyOf(name);
        assertEquals(sent, new InputRules(body, true, Mode.PRODUCTION).name("f", true));
        assertDoesNotThrow(body::refuseFaults);
        assertEquals(sent, new InputRules(bodyOf(sent), true, Mode.PRODUCTION).name("f", true));
    }

    @Test
    void theLengthOfANameIsThatOfWhatIsSent() {
        String sharp = "\u00df".repeat(101);
        assertEquals(OK, verdict(bodyOf(sharp), rules -> rules.name("f", true)));
        StrictJsonObject body = bodyOf(sharp);
        new InputRules(body, true, Mode.PRODUCTION).name("f", true);
        assertEquals(
                "argument 'f': must have at most 200 characters",
                assertThrows(RefusedRequestException.class, body::refuseFaults)
                        .answer("id", ReferenceId.NONE, true)
                        .reason());
    }

    /** A name that was sent in capital letters is never sent another way: it would be another question. */
    @Test
    void capitalLettersStayAsTheyAre() {
        for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
            if (Character.isLetter(c)) {
                String upper = InputRules.uppercase(Character.toString(c));
                assertEquals(upper, InputRules.uppercase(upper), () -> "of " + upper.codePointAt(0));
                assertEquals(upper, Normalizer.normalize(upper, Normalizer.Form.NFC));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t\n", "\u00a0\u3000", "\u200f", "\u200b\ufeff \u202e", "\u2028", "\u2800"})
    void aNameWithNothingToSeeIsBlank(String name) {
        assertEquals("must not be blank", verdict(bodyOf(name), rules -> rules.name("f", true)));
        assertEquals("must not be blank", verdict(bodyOf(name), rules -> rules.name("f", false)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ".",
                "-",
                "--",
                "123",
                "3217061012870001",
                "?",
                "_",
                "1.",
                "\u0301",
                "\u0661\u0662",
                "\u2164",
                "\ud83d\ude00",
                "$1",
                "\u200b.\u200b"
            })
    void aNameHasALetter(String name) {
        assertEquals("must have a letter", verdict(bodyOf(name), rules -> rules.name("f", true)));
        assertEquals("must have a letter", verdict(bodyOf(name), rules -> rules.name("f", false)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "A\u0000",
                "A\u0007B",
                "\u001b[31mA",
                "A\u007f",
                "A\u0085B",
                "A\ufffdB",
                "\u0000",
                "A\u001c",
                "\u001fA",
                "A\ufffc",
                "A\ufdd0",
                "A\ufffe",
                "A\uffff",
                "A\ue000",
                "A\udbff\udffd",
                "A\ud83f\udfff",
                "A\u0378"
            })
    void aNameIsText(String name) {
        assertEquals("must be text without control characters", verdict(bodyOf(name), rules -> rules.name("f", true)));
    }

    @Test
    void halfASurrogatePairIsNotText() {
        for (String half : new String[] {"\\ud800", "\\udc00", "\\ud800A", "\\udc00\\ud800"}) {
            assertEquals(
                    "must be text without control characters",
                    verdict(body("{\"f\":\"A" + half + "\"}"), rules -> rules.name("f", true)));
        }
        assertEquals(OK, verdict(body("{\"f\":\"\\ud835\\udc00\"}"), rules -> rules.name("f", true)));
    }

    @Test
    void aNameHasAtMost200Characters() {
        assertEquals(OK, verdict(bodyOf("\ud835\udc00".repeat(200)), rules -> rules.name("f", true)));
        assertEquals(OK, verdict(bodyOf("e\u0301".repeat(200)), rules -> rules.name("f", true)));
        assertEquals(
                "must have at most 200 characters", verdict(bodyOf("A".repeat(201)), rules -> rules.name("f", true)));
    }

    @ParameterizedTest
    @CsvSource({
        "a@b, OK",
        "budi.santoso+x@example.co.id, OK",
        "'', must be an e-mail address",
        "@b, must be an e-mail address",
        "a@, must be an e-mail address",
        "a@b@c, must be an e-mail address",
        "a b@c, must be an e-mail address",
        "ab, must be an e-mail address"
    })
    void email(String value, String verdict) {
        assertEquals(verdict, verdict(bodyOf(value), rules -> rules.email("f")));
    }

    @Test
    void emailIsTextOfAtMost254Characters() {
        assertEquals(OK, verdict(bodyOf("a".repeat(252) + "@b"), rules -> rules.email("f")));
        for (String email : new String[] {"a".repeat(253) + "@b", "a\n@b", "a@b\r\n", "a@b\u0000", "a@\u0085"}) {
            assertEquals("must be an e-mail address", verdict(bodyOf(email), rules -> rules.email("f")));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "081234, true",
        "+6281234567890, true",
        "123456789012345, true",
        "12345, false",
        "1234567890123456, false",
        "+12345, false",
        "++123456, false",
        "0812-3456, false",
        "08123 456, false",
        "'', false",
        "+, false"
    })
    void phoneNumber(String value, boolean good) {
        String verdict = good ? OK : "must be 6 to 15 digits, after a + or not";
        assertEquals(verdict, verdict(bodyOf(value), rules -> rules.phoneNumber("f")));
    }

    @ParameterizedTest
    @CsvSource({
        "1987-12-10, OK",
        "2024-02-29, OK",
        "2025-07-02, OK",
        "2025-07-03, must not be in the future",
        "9999-12-31, must not be in the future",
        "1900-01-01, OK",
        "1899-12-31, must not be before 1900-01-01",
        "0001-01-01, must not be before 1900-01-01",
        "0000-01-01, 'must be a date, YYYY-MM-DD'",
        "1900-02-29, 'must be a date, YYYY-MM-DD'",
        "2023-02-29, 'must be a date, YYYY-MM-DD'",
        "1987-13-01, 'must be a date, YYYY-MM-DD'",
        "1987-1-1, 'must be a date, YYYY-MM-DD'",
        "10-12-1987, 'must be a date, YYYY-MM-DD'",
        "1987-12-10T00:00:00, 'must be a date, YYYY-MM-DD'",
        "-1987-12-10, 'must be a date, YYYY-MM-DD'",
        "+11987-12-10, 'must be a date, YYYY-MM-DD'",
        "'', 'must be a date, YYYY-MM-DD'"
    })
    void birthDate(String value, String verdict) {
        assertEquals(verdict, verdict(bodyOf(value), rules -> rules.birthDate("f", CLOCK)));
    }

    @ParameterizedTest
    @CsvSource({
        "0, true",
        "100, true",
        "75.5, true",
        "1e2, true",
        "100.0000001, false",
        "-0.1, false",
        "101, false",
        "1e999999999, false",
        "1e-999999999, false",
        "0e999999999, false",
        "-1e-999999999, false",
        "0.1e-30, false",
        "1e-30, true"
    })
    void threshold(String value, boolean good) {
        StrictJsonObject body = body("{\"n\":" + value + "}");
        assertEquals(good ? OK : "must be from 0 to 100", verdict(body, rules -> rules.threshold("n")));
        assertEquals(new BigDecimal(value), body.number("n"));
    }
}
