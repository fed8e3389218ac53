package dev.ktpverify.api;

import static dev.ktpverify.support.Api.LAMBDA_REQUEST_ID;
import static dev.ktpverify.support.Api.assertAnswer;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.ktpverify.support.Api;
import dev.ktpverify.support.ProviderStub;
import dev.ktpverify.support.StandIns;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The table of input rules. What is accepted reaches the provider as expected, what is refused never leaves. */
@QuarkusTest
@QuarkusTestResource(StandIns.class)
class InputTest {

    private static final List<String> WIRE_ORDER = List.of(
            "id_number", "face_image", "ktp_image", "email", "phone_number", "birth_date", "name", "face_threshold");
    private static final String DIGITS = "must be 16 digits";
    private static final String BASE64 = "must be standard base64, padded, without line breaks";
    private static final String FORMAT = "must be a JPEG or PNG";
    private static final String TOO_LARGE = "must have at most 51200 bytes when decoded";
    private static final String DATA_PREFIX =
            "must be base64 alone: drop everything up to the comma of the data: prefix";
    private static final String EMAIL = "must be an e-mail address";
    private static final String PHONE = "must be 6 to 15 digits, after a + or not";
    private static final String DATE = "must be a date, YYYY-MM-DD";
    private static final String THRESHOLD = "must be from 0 to 100";
    private static final String TEXT = "must be a string";

    @BeforeEach
    void reset() {
        StandIns.reset();
    }

    static Stream<Arguments> taken() {
        return Stream.of(
                same("id_number", "0100000000000000"),
                same("id_number", "9999999999999999"), // not a plausible date or region: not our business
                same("name", "x"),
                same("name", "n".repeat(200)),
                same("name", "\uD835\uDCB3".repeat(200)), // outside the basic plane: two chars, one character
                same("name", "O'Brien-Šašić, S.H."),
                arguments("name", "  BUDI \\t\\n\\u00a0 SANTOSO  ", "BUDI SANTOSO"),
                arguments("name", "e\u0301".repeat(200), "\u00e9".repeat(200)), // 400 before NFC
                arguments("name", "\u200bBU\u00adDI\u2060 \ufeffSAN\ufe0fTOSO\u200e", "BUDI SANTOSO"),
                arguments("name", "\\udb40\\udc20BUDI\\u200d \\ufeff SANTOSO\\u200b", "BUDI SANTOSO"),
                same("name", "null"),
                same("name", "d\u2019Arc"),
                same("face_image", jpeg(15)),
                same("face_image", jpeg(51_200)),
                same("ktp_image", jpeg(51_199)),
                same("ktp_image", jpeg(51_198)),
                same("ktp_image", Api.PNG),
                same("email", "a@b"),
                same("email", "a@" + "b".repeat(252)),
                same("email", "budi+ktp@sub.example.co.id"),
                same("phone_number", "081234"),
                same("phone_number", "+628123456789012"),
                same("birth_date", "2024-02-29"),
                same("birth_date", "1900-01-01"),
                same("birth_date", today(0)));
    }

    @ParameterizedTest
    @MethodSource("taken")
    void accepts(String field, String given, String sent) {
        ProviderStub.verdict("{\"result\":\"01\"}");

        assertEquals(
                200, Api.verify("id_selfie", selfie(field, text(given))).statusCode(), () -> field + " was refused");
        assertEquals(List.of(selfie(field, text(sent))), ProviderStub.received());
    }

    @ParameterizedTest
    @CsvSource({"0,0", "100,100", "100.0,100.0", "0.001,0.001", "-0,0", "70,70", "33.3,33.3"})
    void acceptsThresholds(String given, String sent) {
        ProviderStub.verdict("{\"result\":\"01\"}");

        Api.verify("id_selfie", selfie("face_threshold", given)).then().statusCode(200);
        assertEquals(List.of(selfie("face_threshold", sent)), ProviderStub.received());
    }

    /** In id_selfie, null is as good as nothing. */
    @ParameterizedTest
    @ValueSource(strings = {"ktp_image", "email", "phone_number", "birth_date", "name", "face_threshold"})
    void sendsNoNull(String field) {
        ProviderStub.verdict("{\"result\":\"01\"}");

        Api.verify("id_selfie", selfie(field, "null")).then().statusCode(200);
        assertEquals(List.of(Api.question("id_selfie")), ProviderStub.received());
    }

    @Test
    void acceptsTheLargestBody() {
        String question = Api.question("id_name");
        String body = question + " ".repeat(262_144 - question.length());

        Api.verify("id_name", body).then().statusCode(200);
        assertEquals(List.of(question), ProviderStub.received());
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                arguments("id_number", "null", "not found"),
                arguments("id_number", "3217061012870001", TEXT),
                arguments("id_number", "[\"3217061012870001\"]", TEXT),
                arguments("id_number", text(""), DIGITS),
                arguments("id_number", text("321706101287000"), DIGITS),
                arguments("id_number", text("32170610128700012"), DIGITS),
                arguments("id_number", text("321706101287000x"), DIGITS),
                arguments("id_number", text(" 321706101287000"), DIGITS),
                arguments("id_number", text("3217061012870001\\n"), DIGITS),
                arguments("id_number", text("\u0663217061012870001"), DIGITS), // an Arabic three
                arguments("id_number", text("\uff13217061012870001"), DIGITS), // a full-width one
                arguments("name", "true", TEXT),
                arguments("name", text(""), "must not be blank"),
                arguments("name", text(" \\t\\r\\n\\u00a0\\u3000"), "must not be blank"),
                arguments("name", text("n".repeat(201)), "must have at most 200 characters"),
                arguments("name", text("BUDI\\u0000SANTOSO"), "must be text without control characters"),
                arguments("name", text("BUDI\\ud800"), "must be text without control characters"),
                arguments("name", text("\u200b\u2060 \ufeff"), "must not be blank"),
                arguments("name", text("."), "must have a letter"),
                arguments("name", text("-"), "must have a letter"),
                arguments("name", text("123"), "must have a letter"),
                arguments("name", text("BUDI\ue000"), "must be text without control characters"),
                arguments("face_image", "null", "not found"),
                arguments("face_image", "{\"a\":1}", TEXT),
                arguments("face_image", text(""), BASE64),
                arguments("face_image", text("===="), BASE64),
                arguments("face_image", text("/9j/\\r\\n"), BASE64 + ": it has white space"),
                arguments("face_image", text("_9j_"), BASE64 + ": it is base64url"),
                arguments("face_image", text("/9j/AA"), BASE64 + ": its padding is missing"),
                arguments("face_image", text("/9j/AA="), BASE64 + ": its padding is missing"),
                arguments("face_image", text("/9j/=AAA"), BASE64),
                arguments("face_image", text(jpeg(51_201)), TOO_LARGE),
                arguments("face_image", text("data:image/jpeg;base64,/9j/"), DATA_PREFIX),
                arguments("face_image", text("DATA:,"), DATA_PREFIX),
                arguments("face_image", text("R0lGODlhAQABAAAAACwAAAAAAQABAAACAkQBADs="), other("GIF")),
                arguments("face_image", text(base64("\0\0\0\u0018ftypheic", 24)), other("HEIC")),
                arguments("face_image", text(base64("RIFF\0\0\0\0WEBPVP8 ", 24)), other("WebP")),
                arguments("ktp_image", text(base64("BM", 100)), other("BMP")),
                arguments("ktp_image", text(base64("II*\0", 100)), other("TIFF")),
                arguments("face_image", text(base64("ftyp", 100)), FORMAT),
                arguments("face_image", text("/9j/"), FORMAT + ": there is no picture in it"),
                arguments(
                        "face_image", text("/9j/4AAQSkZJRgABAQAAAQABAAD/2Q=="), FORMAT + ": there is no picture in it"),
                arguments("ktp_image", text("iVBORw0KGgo="), FORMAT + ": there is no picture in it"),
                arguments("face_image", text("/9g="), FORMAT),
                arguments("ktp_image", text(jpeg(51_201)), TOO_LARGE),
                arguments("ktp_image", text("iVBORw0KGgAA"), FORMAT),
                arguments("email", "1", TEXT),
                arguments("email", text(""), EMAIL),
                arguments("email", text("a"), EMAIL),
                arguments("email", text("@b"), EMAIL),
                arguments("email", text("a@"), EMAIL),
                arguments("email", text("a@b@c"), EMAIL),
                arguments("email", text("a b@c"), EMAIL),
                arguments("email", text("a@b\\r\\n"), EMAIL),
                arguments("email", text("a@" + "b".repeat(253)), EMAIL),
                arguments("phone_number", "6281234567890", TEXT),
                arguments("phone_number", text(""), PHONE),
                arguments("phone_number", text("08123"), PHONE),
                arguments("phone_number", text("0812345678901234"), PHONE),
                arguments("phone_number", text("+08123"), PHONE),
                arguments("phone_number", text("++081234"), PHONE),
                arguments("phone_number", text("0812-3456-789"), PHONE),
                arguments("phone_number", text("\u0660\u0661\u0662\u0663\u0664\u0665\u0666"), PHONE),
                arguments("birth_date", "19871210", TEXT),
                arguments("birth_date", text(""), DATE),
                arguments("birth_date", text("2023-02-29"), DATE),
                arguments("birth_date", text("1987-13-01"), DATE),
                arguments("birth_date", text("1987-4-1"), DATE),
                arguments("birth_date", text("10-12-1987"), DATE),
                arguments("birth_date", text("1987-12-10T00:00:00Z"), DATE),
                arguments("birth_date", text("0000-01-01"), DATE),
                arguments("birth_date", text("-1987-12-10"), DATE),
                arguments("birth_date", text("1899-12-31"), "must not be before 1900-01-01"),
                arguments("birth_date", text("0001-01-01"), "must not be before 1900-01-01"),
                arguments("birth_date", text(today(1)), "must not be in the future"),
                arguments("face_threshold", text("80"), "must be a number"),
                arguments("face_threshold", "true", "must be a number"),
                arguments("face_threshold", "-0.1", THRESHOLD),
                arguments("face_threshold", "100.1", THRESHOLD),
                arguments("face_threshold", "1e999999999", THRESHOLD),
                arguments("nmae", text("BUDI SANTOSO"), "unknown"),
                arguments("ID_NUMBER", text("3217061012870001"), "unknown"),
                arguments("charge", "{\"a\":[1,{\"b\":2}]}", "unknown"));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void refuses(String field, String given, String message) {
        assertRefused("id_selfie", selfie(field, given), field + ": " + message);
    }

    @Test
    void tellsTheTypeAndTheSizeOfAPicture() {
        assertRefused(
                "id_selfie",
                selfie("face_image", text(base64("\0\0\0\u0018ftypheic", 51_201))),
                "face_image: " + other("HEIC") + "; face_image: " + TOO_LARGE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}                                                             | id_number: not found; name: not found",
                "{`name`:`BUDI`,`id_number`:`123`}                              | id_number: must be 16 digits",
                "{`name`:null,`id_number`:`3217061012870001`}                   | name: not found",
                "{`name`:`BUDI`,`id_number`:`3217061012870001`,`email`:`a@b`}   | email: unknown",
                "{`name`:`BUDI`,`id_number`:`3217061012870001`,`name`:`BUDI`}   | name: given twice",
                "{`name`:null,`id_number`:`3217061012870001`,`name`:`BUDI`}     | name: given twice",
                "{`3217061012870001`:`BUDI`}           | id_number: not found; name: not found; ?: unknown",
                "{`zz`:1,`name`:1,`aa`:2,`id_number`:3,`zz`:4}"
                        + " | id_number: must be a string; name: must be a string; zz: unknown; aa: unknown"
            })
    void refusesInIdName(String body, String faults) {
        assertRefused("id_name", body.replace('`', '"'), faults);
    }

    @Test
    void tellsEveryFaultAtOnce() {
        assertRefused(
                "id_selfie",
                """
                {"nmae":"BUDI","face_threshold":101,"birth_date":"2023-02-29","phone_number":"1","email":"a",
                "ktp_image":"R0lG","face_image":"a","name":" ","id_number":3217061012870001}""",
                String.join(
                        "; ",
                        "id_number: " + TEXT,
                        "name: must not be blank",
                        "face_image: " + BASE64,
                        "ktp_image: " + FORMAT,
                        "email: " + EMAIL,
                        "phone_number: " + PHONE,
                        "birth_date: " + DATE,
                        "face_threshold: " + THRESHOLD,
                        "nmae: unknown"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``                      | must be a JSON object",
                "[]                      | must be a JSON object",
                "null                    | must be a JSON object",
                "\"3217061012870001\"    | must be a JSON object",
                "{} {}                   | must end after the JSON object",
                "{                       | not JSON at line 1, column 2",
                "{\"id_number\": 0321}   | not JSON at line 1, column 16",
                "id_number=3217          | not JSON at line 1, column 1"
            })
    void refusesWhatIsNotOneJsonObject(String body, String message) {
        assertRefused("id_name", body, "body: " + message);
    }

    /** The whole answer; {@code faults} as {@code field: message; field: message}. */
    private static void assertRefused(String operation, String body, String faults) {
        List<String[]> parsed =
                Stream.of(faults.split("; ")).map(fault -> fault.split(": ", 2)).toList();
        String reason = parsed.stream()
                .map(fault -> "argument '" + fault[0] + "': " + fault[1])
                .collect(Collectors.joining("; "));
        String errors = parsed.stream()
                .map(fault -> "{\"field\":\"" + fault[0] + "\",\"message\":\"" + fault[1] + "\"}")
                .collect(Collectors.joining(","));
        String expected = Api.error("INVALID_ARGUMENT", reason, "FREE", false, LAMBDA_REQUEST_ID)
                .replaceFirst("}$", ",\"errors\":[" + errors + "]}");

        assertAnswer(400, expected, Api.verify(operation, body));
        assertEquals(0, StandIns.providerRequests().size());
    }

    /** An id_selfie question with one field set to a JSON value, in the order in which it reaches the provider. */
    private static String selfie(String field, String json) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("id_number", text(Api.MATCHING_NIK));
        fields.put("face_image", text(Api.PNG));
        fields.put(field, json);
        return Stream.concat(WIRE_ORDER.stream(), Stream.of(field))
                .distinct()
                .filter(fields::containsKey)
                .map(name -> "\"" + name + "\":" + fields.get(name))
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static Arguments same(String field, String value) {
        return arguments(field, value, value);
    }

    private static String text(String value) {
        return "\"" + value + "\"";
    }

    private static String jpeg(int bytes) {
        return Base64.getEncoder().encodeToString(Api.jpeg(bytes));
    }

    /** A text in Latin-1 and zeros after it, so many bytes in all. */
    private static String base64(String head, int bytes) {
        return Base64.getEncoder().encodeToString(Arrays.copyOf(head.getBytes(StandardCharsets.ISO_8859_1), bytes));
    }

    private static String other(String kind) {
        return FORMAT + ": it is " + kind + ", convert it to JPEG";
    }

    /** The date in eastern Indonesia, where the day begins first. */
    private static String today(int plusDays) {
        return LocalDate.now(ZoneOffset.ofHours(9)).plusDays(plusDays).toString();
    }
}
