package dev.ktpverify.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ktpverify.KtpVerifyConfig;
import dev.ktpverify.invocation.Invocations;
import dev.ktpverify.model.Question;
import dev.ktpverify.support.Api;
import dev.ktpverify.support.TestConfig;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Clock;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is told of a question, by the settings. */
class HintsTest {

    private static final String NUMBER = "\"" + Api.MATCHING_NIK + "\"";

    private static String hints(Question<?> question, KtpVerifyConfig config) {
        return new Hints(config)
                .of(question).stream()
                        .map(hint -> hint.field() + " " + hint.code())
                        .collect(Collectors.joining("; "));
    }

    private static QuestionReader reader(KtpVerifyConfig config) {
        return new QuestionReader(config, Clock.systemUTC());
    }

    private static String ofIdName(String body, Map<String, String> settings) {
        KtpVerifyConfig config = TestConfig.with(settings);
        return hints(reader(config).idName(Invocations.withBody(body)), config);
    }

    private static String ofIdSelfie(String body, Map<String, String> settings) {
        KtpVerifyConfig config = TestConfig.with(settings);
        return hints(reader(config).idSelfie(Invocations.withBody(body)), config);
    }

    @ParameterizedTest
    @CsvSource({
        "3217061012870001, BUDI SANTOSO, hint, ''",
        "3217063104870001, BUDI SANTOSO, hint, id_number DATE_IMPOSSIBLE",
        "3217061013870001, BUDI SANTOSO, hint, id_number DATE_IMPOSSIBLE",
        "0217061012870001, BUDI SANTOSO, hint, id_number LEADING_ZERO",
        "0100000000000000, Budi, hint, id_number LEADING_ZERO; id_number DATE_IMPOSSIBLE; name NAME_NOT_UPPERCASE",
        "0100000000000000, Budi, off, name NAME_NOT_UPPERCASE",
        "3217063104870001, BUDI SANTOSO, refuse, id_number DATE_IMPOSSIBLE",
        "3217061012870001, BUDI SANTOSO, refuse, ''"
    })
    void idNumber(String number, String name, String check, String hints) {
        String body = "{\"id_number\":\"" + number + "\",\"name\":\"" + name + "\"}";

        assertEquals(hints, ofIdName(body, Map.of("ktp-verify.nik-check", check)));
    }

    @ParameterizedTest
    @CsvSource({
        "3217061012870001, 1987-12-10, hint, ''",
        "3217065012870001, 1987-12-10, hint, ''",
        "3217061012870001, 1987-10-12, hint, birth_date BIRTH_DATE_DIFFERS",
        "3217061012870001, 1987-10-12, refuse, birth_date BIRTH_DATE_DIFFERS",
        "3217061012870001, 1987-10-12, off, ''",
        "0217061012870001, 1987-10-12, hint, id_number LEADING_ZERO; birth_date BIRTH_DATE_DIFFERS",
        "3217063002870001, 1987-10-12, hint, id_number DATE_IMPOSSIBLE" // that is why
    })
    void birthDate(String number, String birthDate, String check, String hints) {
        String body = Api.idSelfieWith(",\"birth_date\":\"" + birthDate + "\"").replace(NUMBER, "\"" + number + "\"");

        assertEquals(hints, ofIdSelfie(body, Map.of("ktp-verify.nik-check", check)));
    }

    @ParameterizedTest
    @CsvSource({
        "BUDI SANTOSO, as-given, ''",
        "'O''BRIEN-\u0160A\u0160I\u0106, S.H.', as-given, ''",
        "\u5f20\u4f1f, as-given, ''", // has no capital letters
        "bUDI, as-given, name NAME_NOT_UPPERCASE",
        "budi, upper, ''"
    })
    void name(String name, String nameCase, String hints) {
        Map<String, String> settings = Map.of("ktp-verify.name-case", nameCase);

        assertEquals(hints, ofIdName("{\"id_number\":" + NUMBER + ",\"name\":\"" + name + "\"}", settings));
        assertEquals(hints, ofIdSelfie(Api.idSelfieWith(",\"name\":\"" + name + "\""), settings));
    }

    private static String picture(String format, int width, int height) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB), format, bytes);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }

    /** An empty JPEG's beginning with an orientation, and the rest of the picture. */
    private static String turned(int width, int height, int orientation) {
        byte[] picture = Base64.getDecoder().decode(picture("jpeg", width, height));
        byte[] exif = HexFormat.of()
                .parseHex("ffe10022" + "457869660000" + "4d4d002a00000008" + "0001" + "011200030000000100" + "0"
                        + orientation + "0000" + "00000000");
        byte[] all = new byte[picture.length + exif.length];
        System.arraycopy(picture, 0, all, 0, 2);
        System.arraycopy(exif, 0, all, 2, exif.length);
        System.arraycopy(picture, 2, all, 2 + exif.length, picture.length - 2);
        return Base64.getEncoder().encodeToString(all);
    }

    @ParameterizedTest
    @CsvSource({
        "jpeg, 300, 400, ''",
        "png, 300, 400, ''",
        "jpeg, 239, 400, IMAGE_SMALL",
        "png, 400, 200, IMAGE_SMALL",
        "jpeg, 856, 540, MAYBE_THE_CARD",
        "png, 100, 63, IMAGE_SMALL MAYBE_THE_CARD"
    })
    void images(String format, int width, int height, String codes) {
        String image = picture(format, width, height);
        String face = "face_image ";
        String ofFace = codes.isEmpty() ? "" : face + codes.replace(" ", "; " + face);
        String ofCard = codes.contains("SMALL") ? "ktp_image IMAGE_SMALL" : "";
        String both = Stream.of(ofFace, ofCard).filter(hint -> !hint.isEmpty()).collect(Collectors.joining("; "));
        String body = Api.idSelfieWith("").replace(Api.PNG, image);

        assertEquals(ofFace, ofIdSelfie(body, Map.of()));
        assertEquals(ofCard, ofIdSelfie(Api.idSelfieWith(",\"ktp_image\":\"" + image + "\""), Map.of()));
        assertEquals(both, ofIdSelfie(body.replace("}", ",\"ktp_image\":\"" + image + "\"}"), Map.of()));
    }

    @ParameterizedTest
    @CsvSource({
        "300, 400, 1, ''",
        "300, 400, 6, face_image IMAGE_NOT_UPRIGHT",
        "300, 400, 2, face_image IMAGE_NOT_UPRIGHT",
        "540, 856, 8, face_image IMAGE_NOT_UPRIGHT; face_image MAYBE_THE_CARD",
        "856, 540, 8, face_image IMAGE_NOT_UPRIGHT"
    })
    void turnedImages(int width, int height, int orientation, String hints) {
        String body = Api.idSelfieWith("").replace(Api.PNG, turned(width, height, orientation));

        assertEquals(hints, ofIdSelfie(body, Map.of()));
    }

    /** In the order of the fields; without looking at numbers there are still those of the pictures. */
    @Test
    void everythingAtOnce() {
        String body = Api.idSelfieWith(",\"name\":\"Budi\",\"birth_date\":\"1987-10-12\",\"ktp_image\":\""
                        + turned(100, 100, 3) + "\"")
                .replace(Api.PNG, picture("png", 100, 63));
        String ofPictures = "name NAME_NOT_UPPERCASE; face_image IMAGE_SMALL; face_image MAYBE_THE_CARD;"
                + " ktp_image IMAGE_SMALL; ktp_image IMAGE_NOT_UPRIGHT";

        assertEquals(ofPictures + "; birth_date BIRTH_DATE_DIFFERS", ofIdSelfie(body, Map.of()));
        assertEquals(ofPictures, ofIdSelfie(body, Map.of("ktp-verify.nik-check", "off")));
    }
}
