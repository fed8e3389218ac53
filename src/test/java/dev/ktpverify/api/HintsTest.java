package dev.ktpverify.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ktpverify.KtpVerifyConfig;
import dev.ktpverify.invocation.Invocations;
import dev.ktpverify.model.Question;
import dev.ktpverify.support.Api;
import dev.ktpverify.support.TestConfig;
import java.time.Clock;
import java.util.Map;
import java.util.stream.Collectors;
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
        "0000000000000000, Budi, hint, id_number LEADING_ZERO; id_number DATE_IMPOSSIBLE; name NAME_NOT_UPPERCASE",
        "0000000000000000, Budi, off, name NAME_NOT_UPPERCASE",
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
}
