package dev.ktpverify.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ktpverify.model.IdSelfieQuestion;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BodyWriterTest {

    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    /** Around the sizes at which Jackson's buffers are full. */
    @ParameterizedTest
    @ValueSource(ints = {0, 64, 7_900, 8_000, 16_000, 65_536, 1_400_000})
    void aPictureArrivesAsItCame(int length) throws IOException {
        String face = text(length, "==");
        String card = text(length, "");
        ByteArrayOutputStream json = new ByteArrayOutputStream();
        new BodyWriter()
                .writeTo(
                        new IdSelfieQuestion("3201", face, card, "a@b", null, null, "BUDI \"\u00e9\"", null),
                        IdSelfieQuestion.class,
                        null,
                        null,
                        null,
                        null,
                        json);
        assertEquals(
                "{\"id_number\":\"3201\",\"face_image\":\"" + face + "\",\"ktp_image\":\"" + card
                        + "\",\"email\":\"a@b\",\"name\":\"BUDI \\\"\u00e9\\\"\"}",
                json.toString(StandardCharsets.UTF_8));
        assertEquals(
                face,
                new ObjectMapper()
                        .readTree(json.toByteArray())
                        .get("face_image")
                        .textValue());
    }

    private static String text(int length, String padding) {
        StringBuilder text = new StringBuilder();
        new Random(length).ints(length, 0, ALPHABET.length()).forEach(i -> text.append(ALPHABET.charAt(i)));
        return text.append(padding).toString();
    }
}
