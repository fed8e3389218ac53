package dev.ktpverify.api;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ktpverify.invocation.ReferenceId;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StrictJsonObjectTest {

    private static StrictJsonObject read(String json) {
        return StrictJsonObject.read(json, List.of("text", "other", "number"), Set.of("number"));
    }

    private static String reason(RefusedRequestException e) {
        return e.answer("id", ReferenceId.NONE, true).reason();
    }

    private static String refused(String json) {
        return reason(assertThrows(RefusedRequestException.class, () -> read(json)));
    }

    private static String faults(String json) {
        return reason(assertThrows(RefusedRequestException.class, read(json)::refuseFaults));
    }

    @Test
    void readsTextsAndNumbersAndTakesNullForNotGiven() {
        StrictJsonObject body = read("{\"text\":\"a\\u00e9\",\"number\":1.50,\"other\":null}");
        assertDoesNotThrow(body::refuseFaults);
        assertEquals("a\u00e9", body.text("text"));
        assertEquals(new BigDecimal("1.50"), body.number("number"));
        assertTrue(body.given("text"));
        assertFalse(body.given("other"));
        assertNull(body.text("other"));
    }

    @Test
    void everyFaultIsReportedOnceAndInOrder() {
        assertEquals(
                "argument 'text': must be a string; argument 'text': given twice; argument 'other': must be a string;"
                        + " argument 'number': must be a number; argument 'nmae': unknown",
                faults("{\"text\":1,\"nmae\":{\"text\":\"x\"},\"number\":\"1\",\"text\":\"a\",\"text\":[1,[2]],"
                        + "\"nmae\":0,\"other\":{}}"));
    }

    @Test
    void aWrongFieldCountsAsGiven() {
        assertTrue(read("{\"text\":1}").given("text"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"3217061012870001", "na me", "", "n\u00e4me", "budi@example.test", "a1", "__proto__ "})
    void aNameThatCouldBeAValueIsNotShown(String name) {
        assertEquals("argument '?': unknown", faults("{\"" + name + "\":1}"));
    }

    @Test
    void aLongNameIsNotShown() {
        assertEquals("argument '" + "a".repeat(40) + "': unknown", faults("{\"" + "a".repeat(40) + "\":1}"));
        assertEquals("argument '?': unknown", faults("{\"" + "a".repeat(41) + "\":1}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[]|must be a JSON object",
                "null|must be a JSON object",
                "\"text\"|must be a JSON object",
                "12|must be a JSON object",
                "''|must be a JSON object",
                "{}{}|must end after the JSON object",
                "{}1|must end after the JSON object",
                "{} x|not JSON at line 1, column 5",
                "{'text':1}|not JSON at line 1, column 3",
                "{\"text\":NaN}|not JSON at line 1, column 12",
                "{\"text\":\"a\"|not JSON at line 1, column 12",
                "{\"text\":\"a\",}|not JSON at line 1, column 14"
            })
    void whatIsNotOneObjectIsRefusedByPlaceAlone(String json, String message) {
        String reason = refused(json);
        assertTrue(reason.startsWith("argument 'body': "), reason);
        assertEquals(
                message.replaceAll("column .*", "column"), reason.substring(17).replaceAll("column .*", "column"));
    }

    @Test
    void depthHasALimitEvenInWhatIsSkipped() {
        String message = "argument 'body': must not be nested so deep, or hold so long a number or name";
        assertEquals(message, refused("{\"x\":" + "[".repeat(100_000)));
        assertEquals(message, refused("{\"x\":".repeat(40_000)));
        assertEquals(message, refused("{\"number\":" + "1".repeat(2_000) + "}"));
    }

    @Test
    void anExponentBeyondAllBoundsIsNoNumber() {
        assertEquals("argument 'number': must be a number", faults("{\"number\":1e9999999999}"));
        assertEquals("argument 'number': must be a number", faults("{\"number\":-1E-99999999999999999999}"));
    }

    @Test
    void oneByteOrderMarkInFrontIsPassedOver() {
        assertEquals("a", read("\ufeff{\"text\":\"a\"}").text("text"));
        assertTrue(refused("\ufeff\ufeff{}").startsWith("argument 'body': not JSON"));
        assertTrue(refused("{}\ufeff").startsWith("argument 'body': not JSON"));
        assertEquals("argument 'body': must be a JSON object", refused("\ufeff"));
    }

    @Test
    void namesOfFieldsAreNotRemembered() {
        String name = "\u0001".repeat(2) + System.nanoTime();
        read("{\"" + name.replace("\u0001", "\\u0001") + "\":1}");
        assertSame(name, name.intern(), "somebody else has put it among the JVM's own strings");
    }
}
