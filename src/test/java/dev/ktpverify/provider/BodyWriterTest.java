package dev.ktpverify.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ktpverify.model.IdSelfieQuestion;
import jakarta.ws.rs.core.MediaType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
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
                        MediaType.APPLICATION_JSON_TYPE,
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

    @Test
    void asAFormEachFieldIsEncodedAsABrowserDoes() throws IOException {
        ByteArrayOutputStream form = new ByteArrayOutputStream();
        new BodyWriter()
                .writeTo(
                        new IdSelfieQuestion(
                                "3201",
                                "/9j+A==",
                                null,
                                "a@b",
                                "+62",
                                "1987-12-10",
                                "N\u00c9 & A=*",
                                new BigDecimal("8E+1")),
                        IdSelfieQuestion.class,
                        null,
                        null,
                        MediaType.APPLICATION_FORM_URLENCODED_TYPE,
                        null,
                        form);
        assertEquals(
                "id_number=3201&face_image=%2F9j%2BA%3D%3D&email=a%40b&phone_number=%2B62&birth_date=1987-12-10"
                        + "&name=N%C3%89+%26+A%3D*&face_threshold=80",
                form.toString(StandardCharsets.UTF_8));
    }

    private static String text(int length, String padding) {
        StringBuilder text = new StringBuilder();
        new Random(length).ints(length, 0, ALPHABET.length()).forEach(i -> text.append(ALPHABET.charAt(i)));
        return text.append(padding).toString();
    }
}
