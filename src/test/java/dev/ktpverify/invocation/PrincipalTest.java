package dev.ktpverify.invocation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ktpverify.credentials.KeyedHash;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrincipalTest {

    private static final KeyedHash HASH = new KeyedHash("a key of thirty-two characters...");

    @ParameterizedTest
    @CsvSource({
        "app, role/app",
        "AWSReservedSSO_Operators_0a1b2c3d4e5f6071, role/AWSReservedSSO_Operators_0a1b2c3d4e5f6071",
        "8f5ac7de-01b2-4c3d-9e4f-123456789012, role/8f5ac7de-01b2-4c3d-9e4f-123456789012"
    })
    void aRoleOrClientIsNamed(String name, String shown) {
        Principal principal = Principal.named("iam " + name, "role", name);
        assertEquals(shown, principal.name());
        assertEquals(shown, principal.shown(HASH));
    }

    @ParameterizedTest
    @ValueSource(strings = {"3217061012870001", "nik-321706101287", "0812-3456-7890", "budi@example.test", "a b", ""})
    void aNameThatCouldBeAPersonsIsHashed(String name) {
        Principal principal = Principal.named("iam " + name, "role", name);
        assertNull(principal.name());
        assertTrue(principal.shown(HASH).matches("hashed/[0-9A-Za-z_-]{16}"), principal.shown(HASH));
    }

    @Test
    void aPersonIsHashedUnderTheKey() {
        Principal user = Principal.unnamed("jwt i budi");
        assertEquals("hashed/" + HASH.of(List.of("principal", "jwt i budi")).substring(0, 16), user.shown(HASH));
        assertNotEquals(user.shown(HASH), user.shown(new KeyedHash("another")));
        assertNotEquals(user.shown(HASH), Principal.unnamed("jwt i siti").shown(HASH));
    }

    @Test
    void nobodyHasNoName() {
        assertNull(Principal.NOBODY.name());
        assertNull(Principal.NOBODY.shown(HASH));
    }

    @Test
    void aCallerHasAnIdThatNoAuthorizerGives() {
        assertEquals(new Principal("caller loans", "caller/loans"), Principal.caller("loans"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "loans", "Loan-service_2", "7"})
    void aSystemMayCallItself(String name) {
        assertTrue(Principal.isCaller(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-a", "_a", "a b", "a.b", "a/b", "é", "a\n", "3217061012870001", "a-123-456-789"})
    void butNotSo(String name) {
        assertFalse(Principal.isCaller(name));
    }

    @Test
    void itDoesNotSayWhoItIs() {
        assertEquals("Principal[redacted]", Principal.unnamed("jwt i budi").toString());
    }
}
