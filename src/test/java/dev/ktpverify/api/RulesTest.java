package dev.ktpverify.api;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RulesTest {

    private static final String OK = "OK";
    /** In Jayapura (UTC+9) it is already the 2nd. */
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2025-07-01T15:30:00Z"), ZoneOffset.UTC);

    private static RequestBody body(String json) {
        return RequestBody.read(json, List.of("f", "n"), Set.of("n"));
    }

    private static RequestBody bodyOf(String value) {
        ObjectNode json = new ObjectMapper().createObjectNode();
        json.put("f", value);
        return body(json.toString());
    }

    private static String verdict(RequestBody body, Function<Rules, Object> rule) {
        rule.apply(new Rules(body));
        try {
            body.refuseFaults();
            return OK;
        } catch (RefusedRequestException e) {
            return e.answer("id").reason().replace("argument 'f': ", "").replace("argument 'n': ", "");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "3217061012870001, OK",
        "0000000000000000, OK",
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
        RequestBody body = bodyOf(" \t Rene\u0301\u00a0 \n\u3000d'Arc-Putri ");
        assertEquals("Ren\u00e9 d'Arc-Putri", new Rules(body).name("f", true));
        assertDoesNotThrow(body::refuseFaults);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t\n", "\u00a0\u3000", "\u200f", "\u200b\ufeff \u202e", "\u2028"})
    void aNameWithNothingToSeeIsBlank(String name) {
        assertEquals("must not be blank", verdict(bodyOf(name), rules -> rules.name("f", true)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"A\u0000", "A\u0007B", "\u001b[31mA", "A\u007f", "A\u0085B", "A\ufffdB", "\u0000"})
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
        RequestBody body = body("{\"n\":" + value + "}");
        assertEquals(good ? OK : "must be from 0 to 100", verdict(body, rules -> rules.threshold("n")));
        assertEquals(new BigDecimal(value), body.number("n"));
    }
}
