package dev.ktpverify.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProviderReasonTest {

    private static final String OURS = "our own sentence";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "argument 'id_number': not found",
                "argument 'name': invalid",
                "argument 'face_image': invalid format",
                "argument 'ktp_image': must be base64",
                "argument 'face_threshold': out of range"
            })
    void aPlainReasonOfTheProvidersFormIsShown(String reason) {
        assertEquals(reason, ProviderReason.shown(reason, OURS));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "not found",
                "argument 'nik': not found",
                "argument 'id_number': ",
                "argument 'id_number': 3217061012870001 not found",
                "argument 'id_number': not found 3217",
                "argument 'name': registered as BUDI",
                "argument 'name': registered as siti aminah",
                "argument 'name': not santoso",
                "argument 'name': not  found",
                "argument 'name': not found\n",
                "argument 'name': not found\nargument 'name': invalid",
                "argument 'name': not found, see https://example.test",
                "xargument 'name': not found",
                "argument 'name': a a a a a a a a a a a a a"
            })
    void anythingElseIsReplaced(String reason) {
        assertEquals(OURS, ProviderReason.shown(reason, OURS));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '~',
            value = {
                "argument 'id_number': not found, id_number",
                "argument 'face_threshold': not found, face_threshold",
                "Argument 'Name': Not Found, name",
                "argument \"name\": not found., name",
                "argument `email` is missing, email",
                "argument birth_date is required, birth_date",
                "  argument 'ktp_image':  missing , ktp_image"
            })
    void aFieldThatIsMissingIsNamed(String reason, String field) {
        assertEquals(Optional.of(field), ProviderReason.missing(reason));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "not found",
                "argument 'nik': not found",
                "argument 'id_number': not found in the register",
                "argument 'id_number': invalid",
                "argument 'name': not found, argument 'email': invalid",
                "id_number not found"
            })
    void anythingElseIsAboutSomethingElse(String reason) {
        assertEquals(Optional.empty(), ProviderReason.missing(reason));
    }
}
