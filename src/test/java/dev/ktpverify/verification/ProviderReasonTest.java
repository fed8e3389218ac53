package dev.ktpverify.verification;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProviderReasonTest {

    private static final String OURS = "our own sentence";
    private static final String[] SENT = {
        "3217061012870001", "BUDI SANTOSO", null, "a@b.test", "+628120000", "1987-12-10"
    };

    @ParameterizedTest
    @ValueSource(
            strings = {
                "argument 'id_number': not found",
                "argument 'name': invalid",
                "argument 'face_image': invalid format",
                "argument 'face_threshold': out of range"
            })
    void aPlainReasonOfTheProvidersFormIsShown(String reason) {
        assertEquals(reason, ProviderReason.shown(reason, OURS, SENT));
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
                "argument 'name': registered as budi santoso",
                "argument 'name': not santoso",
                "argument 'email': unlike a at b dot test",
                "argument 'name': not found\n",
                "argument 'name': not found\nargument 'name': x",
                "argument 'name': not found, see https://example.test",
                "xargument 'name': not found",
                "argument 'name': aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
            })
    void anythingElseIsReplaced(String reason) {
        assertEquals(OURS, ProviderReason.shown(reason, OURS, SENT));
    }

    @Test
    void aWordOfOneLetterIsNoOnesName() {
        assertEquals("argument 'name': a bad one", ProviderReason.shown("argument 'name': a bad one", OURS, "A", "9"));
    }

    @Test
    void accentsAndOtherScriptsAreWordsToo() {
        // only ASCII passes, so a name in another script can't be in the reason
        assertEquals(OURS, ProviderReason.shown("argument 'name': bukan rené", OURS, "René"));
        assertEquals(OURS, ProviderReason.shown("argument 'name': bukan ren", OURS, "REN"));
    }
}
