package dev.ktpverify.lambda;

import static dev.ktpverify.lambda.Hostile.NAME;
import static dev.ktpverify.lambda.Hostile.NIK;
import static dev.ktpverify.lambda.Hostile.WORD;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Bodies of which none can be a verification, however one reads them. */
final class HostileBodies {

    static final String ID_NAME = "{\"id_number\":\"" + NIK + "\",\"name\":\"" + NAME + "\"}";
    /** A PNG's first bytes. */
    private static final String IMAGE = "iVBORw0KGgo=";

    static final String ID_SELFIE = "{\"id_number\":\"" + NIK + "\",\"face_image\":\"" + IMAGE + "\",\"ktp_image\":\""
            + IMAGE + "\",\"email\":\"" + WORD + "@example.test\",\"phone_number\":\"+628120000000\","
            + "\"birth_date\":\"1987-12-10\",\"name\":\"" + NAME + "\",\"face_threshold\":75.5}";

    /** Of the wrong values, those that are a name all the same: a line break at the end is trimmed. */
    private static final Set<String> NAMES_TOO = Set.of("\"[]\"", "\"" + WORD + "\\n\"");

    private static final int REFUSED = 400;
    private static final int TOO_LARGE = 413;

    private final List<Hostile> bodies = new ArrayList<>();
    private final Random random;

    HostileBodies(long seed) {
        random = new Random(seed);
    }

    /** For {@code /verify/id_name}. */
    List<Hostile> idName() {
        truncations(ID_NAME);
        flips();
        notAnObject();
        notUtf8();
        deepAndLarge();
        idNameFields();
        return bodies;
    }

    /** For {@code /verify/id_selfie}. */
    List<Hostile> idSelfie() {
        truncations(ID_SELFIE);
        wrongTypes();
        return bodies;
    }

    private void add(String label, String body) {
        bodies.add(Hostile.text(label, body, REFUSED));
    }

    private void add(String label, byte[] body) {
        bodies.add(new Hostile(label, body, List.of(REFUSED)));
    }

    private void truncations(String body) {
        for (int length = 0; length < body.length(); length++) {
            add("cut off after " + length, body.substring(0, length));
        }
    }

    /** One byte changed anywhere but inside the name, and in the number never to another digit. */
    private void flips() {
        int name = ID_NAME.indexOf(NAME);
        for (int i = 0; i < 150; i++) {
            int at = random.nextInt(ID_NAME.length() - NAME.length());
            at = at < name ? at : at + NAME.length();
            byte[] flipped = ID_NAME.getBytes(StandardCharsets.US_ASCII);
            byte old = flipped[at];
            do {
                flipped[at] = (byte) random.nextInt(256);
            } while (flipped[at] == old || isDigit(old) && isDigit(flipped[at]));
            add("byte " + at + " is " + flipped[at], flipped);
        }
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    private void notAnObject() {
        List.of("null", "true", "12", "1e999999999", "NaN", "\"" + WORD + "\"", "[]", "[" + ID_NAME + "]", " \n", WORD)
                .forEach(body -> add("not an object: " + body, body));
        List.of(",", "}", "]", "x", ID_NAME, "null", "\0", "//", "/**/", "\u00a0", "\ufeff", "0")
                .forEach(rest -> add("followed by " + rest, ID_NAME + rest));
        List.of("\ufeff\ufeff", "//\n", "/* */", "#\n", ")]}',\n", "\0", "\u00a0", "\f", "x=")
                .forEach(start -> add("after " + start, start + ID_NAME));
        add("single quotes", ID_NAME.replace('"', '\''));
        add("names without quotes", ID_NAME.replace("\"id_number\"", "id_number"));
        add("a comment", ID_NAME.replace(",", ",/* " + WORD + " */"));
        add("a trailing comma", ID_NAME.replace("}", ",}"));
        add("no comma", ID_NAME.replace(",", " "));
        add("an equals sign", ID_NAME.replace(':', '='));
        add("URL-encoded", "id_number=" + NIK + "&name=" + NAME);
        add("XML", "<id_number>" + NIK + "</id_number>");
        add("a line break in a string", ID_NAME.replace(NAME, NAME + "\n"));
        add("a NUL in a string", ID_NAME.replace(NAME, NAME + "\0"));
        add("a bad escape", ID_NAME.replace(NAME, "\\x41"));
        add("a short escape", ID_NAME.replace(NAME, "\\u00"));
    }

    private void notUtf8() {
        for (String charset : List.of("UTF-16", "UTF-16BE", "UTF-16LE", "UTF-32BE", "UTF-32LE", "IBM500")) {
            add("in " + charset, ID_NAME.getBytes(Charset.forName(charset)));
        }
        Map<String, int[]> sequences = Map.of(
                "a lone continuation", new int[] {0x80},
                "0xff", new int[] {0xff},
                "an overlong slash", new int[] {0xc0, 0xaf},
                "an overlong NUL", new int[] {0xe0, 0x80, 0x80},
                "a high surrogate", new int[] {0xed, 0xa0, 0xbd},
                "a surrogate pair", new int[] {0xed, 0xa0, 0xbd, 0xed, 0xb8, 0x80},
                "beyond Unicode", new int[] {0xf4, 0x90, 0x80, 0x80},
                "five bytes", new int[] {0xf8, 0x88, 0x80, 0x80, 0x80},
                "a cut-off character", new int[] {0xe2, 0x82});
        sequences.forEach((label, sequence) -> {
            byte[] body = ID_NAME.getBytes(StandardCharsets.US_ASCII);
            int at = ID_NAME.indexOf(NAME);
            for (int i = 0; i < sequence.length; i++) {
                body[at + i] = (byte) sequence[i];
            }
            add(label + " in the name", body);
        });
        add("Latin-1", ID_NAME.replace("QZ", "\u00c9Z").getBytes(StandardCharsets.ISO_8859_1));
    }

    private void deepAndLarge() {
        add("100,000 arrays", "[".repeat(100_000) + "]".repeat(100_000));
        add("100,000 open arrays", "[".repeat(100_000));
        add("100,000 arrays in a field", "{\"name\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}");
        add("40,000 objects", "{\"a\":".repeat(40_000) + "1" + "}".repeat(20_000));
        bodies.add(Hostile.text("100,000 objects", "{\"a\":".repeat(100_000), TOO_LARGE));
        add("a name of 200 KB", ID_NAME.replace(NAME, NAME.repeat(12_500)));
        add("a number of 200 KB", ID_NAME.replace(NIK, NIK.repeat(12_500)));
        add("a field's name of 200 KB", ID_NAME.replace("name", NAME.repeat(12_500)));
        add("a JSON number of 200 KB", ID_NAME.replace("\"" + NAME + "\"", "1".repeat(200_000)));
        add("10,000 fields", "{" + "\"a\":1,".repeat(10_000) + ID_NAME.substring(1));
        add("200 KB of blanks, and one brace", " ".repeat(200_000) + "}");
        bodies.add(Hostile.text("300 KB of blanks", ID_NAME + " ".repeat(300_000), TOO_LARGE));
        bodies.add(Hostile.text("a name of 300 KB", ID_NAME.replace(NAME, "A".repeat(300_000)), TOO_LARGE));
        bodies.add(new Hostile("300 KB of 0xff", filled(300_000), List.of(REFUSED)));
        byte[] noise = new byte[1_000];
        random.nextBytes(noise);
        add("noise", noise);
    }

    private static byte[] filled(int size) {
        byte[] bytes = new byte[size];
        Arrays.fill(bytes, (byte) 0xff);
        return bytes;
    }

    private void idNameFields() {
        for (String field : List.of(
                NIK,
                NAME,
                WORD,
                "__proto__",
                "constructor",
                "Name",
                "name ",
                "na\\u0000me",
                "",
                "id_number.x",
                "$.name",
                "\\ud800",
                "class",
                "@type",
                "face_image",
                "\\u202ename")) {
            add("unknown field " + field, ID_NAME.replace("}", ",\"" + field + "\":\"" + WORD + "\"}"));
        }
        add("id_number twice", ID_NAME.replace("{", "{\"id_number\":\"" + NIK + "\","));
        add("name twice", ID_NAME.replace("}", ",\"name\":\"" + WORD + "\"}"));
        add("name twice, null first", ID_NAME.replace("{", "{\"name\":null,"));
        add("name twice, once escaped", ID_NAME.replace("}", ",\"n\\u0061me\":\"" + WORD + "\"}"));
        for (String name : List.of(
                "",
                " ",
                "\\t\\n",
                "\\u0000",
                "A\\u0000B",
                "A\\u0007",
                "\\u001b[2J",
                "\\u007f",
                "A\\u0085",
                "\\ud800",
                "\\udc00",
                "A\\udc00\\ud800",
                "\\ufffd",
                "\\u200f",
                "\\u200f\\u202e",
                "\\ufeff",
                "\\u2028",
                WORD.repeat(13))) {
            add("the name " + name, ID_NAME.replace(NAME, name));
        }
        for (String number : List.of(
                "",
                " ",
                NIK + "0",
                NIK.substring(1),
                "+" + NIK.substring(1),
                NIK + " ",
                NIK.substring(1) + "\\u0663",
                NIK.substring(1) + "\\uff13",
                NIK + "\\n",
                "0x21706101287913",
                NIK.substring(0, 15) + "\\u0000",
                "3.2170610128791e",
                "' OR 1=1 --12345",
                "${jndi:ldap://x}")) {
            add("the number " + number, ID_NAME.replace(NIK, number));
        }
    }

    private void wrongTypes() {
        Map<String, String> fields = Map.of(
                "id_number",
                "\"" + NIK + "\"",
                "face_image",
                "\"" + IMAGE + "\"",
                "ktp_image",
                "\"" + IMAGE + "\"",
                "email",
                "\"" + WORD + "@example.test\"",
                "phone_number",
                "\"+628120000000\"",
                "birth_date",
                "\"1987-12-10\"",
                "name",
                "\"" + NAME + "\"",
                "face_threshold",
                "75.5");
        List<String> junk = List.of(
                "true",
                "[]",
                "{}",
                "[\"" + WORD + "\"]",
                "{\"a\":\"" + WORD + "\"}",
                "1e999999999",
                "1e9999999999",
                "-1",
                "NaN",
                "Infinity",
                "-Infinity",
                "\"\"",
                "\"\\u0000\"",
                "\"\\ud800\"",
                "\"[]\"",
                "01",
                "+1",
                ".5",
                "1.",
                "0x10",
                "undefined",
                "'a'",
                WORD,
                "\"" + WORD + "\\n\"");
        fields.forEach((field, value) -> {
            for (String wrong : junk) {
                String good = "\"" + field + "\":" + value;
                boolean stillAName = field.equals("name") && NAMES_TOO.contains(wrong);
                if (!stillAName) {
                    add(field + " is " + wrong, ID_SELFIE.replace(good, "\"" + field + "\":" + wrong));
                }
            }
        });
    }
}
