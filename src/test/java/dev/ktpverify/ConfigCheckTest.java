package dev.ktpverify;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ktpverify.support.TestConfig;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.ConfigMappings;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigCheckTest {

    private static void check(Map<String, String> properties) {
        check(properties, true);
    }

    private static void check(Map<String, String> properties, boolean counts) {
        new ConfigCheck(TestConfig.with(properties), counts).check(Set.of());
    }

    @ParameterizedTest
    @CsvSource({"budget.daily", "budget.monthly", "budget.per-caller.daily"})
    void aBudgetNeedsSomethingToCountIn(String budget) {
        Map<String, String> settings = Map.of("ktp-verify." + budget, "5");
        assertDoesNotThrow(() -> check(settings, true));
        assertEquals(
                "wrong settings: ktp-verify." + budget
                        + " needs ktp-verify.idempotency.table, where charges are counted",
                assertThrows(ConfigurationException.class, () -> check(settings, false))
                        .getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "provider.attempt-timeout, from 1ms to 27s",
        "provider.retry-pause, from 0s to 27s",
        "provider.secret-max-age, from 1ms to 1d",
        "idempotency.implicit-window, from 0s to 1d",
        "idempotency.retention, from 15m to 365d"
    })
    void aDurationIsToldAsItIsWritten(String property, String range) {
        ConfigurationException e =
                assertThrows(ConfigurationException.class, () -> check(Map.of("ktp-verify." + property, "-1s")));
        assertEquals("wrong settings: ktp-verify." + property + " must be a duration " + range, e.getMessage());
    }

    @Test
    void aVariableThatIsNoSettingIsRefusedByName() {
        ConfigCheck check = new ConfigCheck(TestConfig.with(Map.of("ktp-verify.nik-check", "true")), true);
        Set<String> variables = Set.of(
                "KTP_VERIFY_IDEMPOTENCY_TABEL",
                "KTP_VERIFY_BUDGET_DAYLY",
                "KTP_VERIFY_IDEMPOTENCY_TABLE",
                "KTP_VERIFY_BUDGET_PER_CALLER_DAILY",
                "KTP_VERIFY",
                "ktp_verify_idempotency_tabel",
                "MY_KTP_VERIFY_NAME",
                "PATH");
        assertEquals(
                "wrong settings: ktp-verify.nik-check must be off or hint or refuse; KTP_VERIFY_BUDGET_DAYLY is no setting;"
                        + " KTP_VERIFY_IDEMPOTENCY_TABEL is no setting",
                assertThrows(ConfigurationException.class, () -> check.check(variables))
                        .getMessage());
    }

    /** Or its variable would be refused. */
    @ParameterizedTest
    @CsvSource({"production", "sandbox"})
    void everySettingIsLookedAt(String mode) {
        Set<String> variables = ConfigMappings.getProperties(
                        ConfigMappings.ConfigClass.configClass(KtpVerifyConfig.class, "ktp-verify"))
                .keySet()
                .stream()
                .map(name -> name.replaceAll("[^a-z]", "_").toUpperCase(Locale.ROOT))
                .collect(Collectors.toSet());
        assertTrue(variables.contains("KTP_VERIFY_BUDGET_PER_CALLER_DAILY"), variables.toString());
        ConfigCheck check = new ConfigCheck(TestConfig.with(Map.of("ktp-verify.mode", mode)), true);
        assertDoesNotThrow(() -> check.check(variables));
    }

    @Test
    void theDefaultsPass() {
        assertDoesNotThrow(() -> check(Map.of()));
    }

    @ParameterizedTest
    @CsvSource({
        "ktp-verify.mode, production",
        "ktp-verify.provider.url, ''",
        "ktp-verify.provider.secret-id, ''",
        "ktp-verify.provider.url, http://localhost:8080",
        "ktp-verify.provider.url, http://localhost",
        "ktp-verify.provider.url, http://127.0.0.1:8080/base",
        "ktp-verify.provider.url, http://127.255.3.77",
        "ktp-verify.provider.url, 'http://[::1]:8080'",
        "ktp-verify.max-image-bytes, 96768",
        "ktp-verify.max-body-bytes, 140632",
        "ktp-verify.provider.url, https://example.test/base/path",
        "ktp-verify.provider.attempt-timeout, 27s",
        "ktp-verify.provider.attempt-timeout, 1000ms",
        "ktp-verify.provider.attempt-timeout, PT5S",
        "ktp-verify.provider.retry-pause, 0s",
        "ktp-verify.provider.retry-budget, 0",
        "ktp-verify.provider.retry-budget, 1000000",
        "ktp-verify.max-body-bytes, 6291456",
        "ktp-verify.provider.body, json",
        "ktp-verify.provider.body, form",
        "ktp-verify.budget.daily, 1",
        "ktp-verify.budget.monthly, 2147483647",
        "ktp-verify.budget.per-caller.daily, 20",
        "ktp-verify.budget.zone, Asia/Jayapura",
        "ktp-verify.budget.when-unavailable, ask",
        "ktp-verify.nik-check, off",
        "ktp-verify.nik-check, refuse",
        "ktp-verify.name-case, upper"
    })
    void goodValuesPass(String property, String value) {
        assertDoesNotThrow(() -> check(Map.of(property, value)));
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "null",
            value = {
                "provider.url, localhost:8080",
                "mode, sand-7h3k",
                "mode, Sandbox",
                "provider.body, JSON",
                "provider.body, '  '",
                "provider.body, application/json",
                "provider.body, xml-7h3k",
                "budget.daily, 0",
                "budget.daily, -7",
                "budget.monthly, many-7h3k",
                "budget.monthly, 2147483648",
                "budget.per-caller.daily, 0",
                "budget.zone, Asia/Jakarta-7h3k",
                "budget.when-unavailable, REFUSE",
                "page, on-7h3k",
                "page, ON",
                "page, '  '",
                "nik-check, on-7h3k",
                "nik-check, REFUSE",
                "name-case, lower-7h3k",
                "name-case, Upper",
                "provider.url, /verify-7h3k",
                "provider.url, ftp://host-7h3k",
                "provider.url, http://host-7h3k.example.test",
                "provider.url, http://localhost.evil-7h3k.com",
                "provider.url, http://evil-7h3k.localhost.com",
                "provider.url, http://127.0.0.1.evil-7h3k.com",
                "provider.url, http://localhost@evil-7h3k.com",
                "provider.url, http://localhost:80@evil-7h3k.com",
                "provider.url, http://127.0.0.1@evil-7h3k.com",
                "provider.url, http://127.0.0.1%2eevil-7h3k.com",
                "provider.url, http://127.0.0.256",
                "provider.url, http://127.1",
                "provider.url, http://128.0.0.1",
                "provider.url, http://10.0.0.1",
                "provider.url, http://0.0.0.0",
                "provider.url, http://[::2]",
                "provider.url, http://localhost\\.evil-7h3k.com",
                "provider.url, https://",
                "provider.url, 'https:// 7h3k'",
                "provider.url, https://user:pass-7h3k@example.test",
                "provider.url, https://token-7h3k@example.test",
                "provider.url, https://user:p@ss-7h3k@example.test",
                "provider.url, https://example.test?key=7h3k",
                "provider.url, https://example.test#7h3k",
                "provider.secret-id, '  '",
                "provider.secret-max-age, 0s",
                "provider.secret-max-age, 2d",
                "provider.connect-timeout, 0s",
                "provider.connect-timeout, PT0.0001S",
                "provider.connect-timeout, 21s",
                "provider.connect-timeout, 7h3k",
                "provider.attempt-timeout, -7s",
                "provider.attempt-timeout, 28s",
                "provider.attempt-timeout, 99999999999999999999d",
                "provider.attempt-timeout, 999999999999999d",
                "provider.retry-pause, 30s",
                "provider.rate-limit-pause, soon-7h3k",
                "provider.retry-budget, -1",
                "provider.retry-budget, 1000001",
                "provider.retry-budget, many-7h3k",
                "max-image-bytes, 0",
                "max-image-bytes, 50KiB-7h3k",
                "max-body-bytes, -7335",
                "max-body-bytes, 6291457",
                "max-body-bytes, 99999999999"
            })
    void aWrongValueIsNamedAndNotShown(String property, String value) {
        ConfigurationException e =
                assertThrows(ConfigurationException.class, () -> check(Map.of("ktp-verify." + property, value)));
        assertTrue(e.getMessage().startsWith("wrong settings: ktp-verify." + property + " must"), e.getMessage());
        assertFalse(e.getMessage().contains(value), e.getMessage());
        assertFalse(e.getMessage().contains("7h3k"), e.getMessage());
        assertNull(e.getCause());
    }

    @Test
    void thePageIsTheSandboxsAlone() {
        assertDoesNotThrow(() -> check(Map.of("ktp-verify.page", "on", "ktp-verify.mode", "sandbox")));
        assertDoesNotThrow(() -> check(Map.of("ktp-verify.page", "off", "ktp-verify.mode", "production")));
        for (Map<String, String> production : List.of(
                Map.of("ktp-verify.page", "on"), Map.of("ktp-verify.page", "on", "ktp-verify.mode", "production"))) {
            assertEquals(
                    "wrong settings: ktp-verify.page is for ktp-verify.mode=sandbox alone",
                    assertThrows(ConfigurationException.class, () -> check(production))
                            .getMessage());
        }
    }

    @ParameterizedTest
    @CsvSource({"96769, 262144", "150000, 262144", "2147483647, 6291456", "51200, 140631", "51200, 1"})
    void twoOfTheLargestImagesFitInABody(String image, String body) {
        ConfigurationException e = assertThrows(
                ConfigurationException.class,
                () -> check(Map.of("ktp-verify.max-image-bytes", image, "ktp-verify.max-body-bytes", body)));
        assertEquals(
                "wrong settings: ktp-verify.max-image-bytes must be so small that ktp-verify.max-body-bytes has room for"
                        + " two in base64",
                e.getMessage());
    }

    @Test
    void oneMessageNamesEverythingThatIsWrong() {
        ConfigurationException e = assertThrows(
                ConfigurationException.class,
                () -> check(Map.of(
                        "ktp-verify.provider.url", "https://user:pass@example.test",
                        "ktp-verify.provider.body", "xml",
                        "ktp-verify.provider.attempt-timeout", "soon",
                        "ktp-verify.nik-check", "true",
                        "ktp-verify.name-case", "Upper",
                        "ktp-verify.max-image-bytes", "many")));
        assertEquals(
                "wrong settings: ktp-verify.provider.url must be the https URL of a host, perhaps with a port and a path; plain http is for this machine alone; "
                        + "ktp-verify.provider.body must be json or form; "
                        + "ktp-verify.provider.attempt-timeout must be a duration from 1ms to 27s; "
                        + "ktp-verify.nik-check must be off or hint or refuse; "
                        + "ktp-verify.name-case must be as-given or upper; "
                        + "ktp-verify.max-image-bytes must be a positive number",
                e.getMessage());
    }

    @Test
    void anAttemptIsNotShorterThanItsConnection() {
        ConfigurationException e = assertThrows(
                ConfigurationException.class, () -> check(Map.of("ktp-verify.provider.attempt-timeout", "999ms")));
        assertEquals(
                "wrong settings: ktp-verify.provider.connect-timeout must not be longer than"
                        + " ktp-verify.provider.attempt-timeout",
                e.getMessage());
    }

    /** A sandbox that is given the way to production was meant to be production. */
    @ParameterizedTest
    @CsvSource({
        "provider.url, https://example.test, 'must not be set in the sandbox, which asks no provider'",
        "provider.url, http://localhost:8080, 'must not be set in the sandbox, which asks no provider'",
        "provider.secret-id, ktp-verify/provider, 'must not be set in the sandbox, which has no secret'"
    })
    void theSandboxHasNoProvider(String property, String value, String message) {
        ConfigurationException e = assertThrows(
                ConfigurationException.class,
                () -> check(Map.of("ktp-verify.mode", "sandbox", "ktp-verify." + property, value)));
        assertEquals("wrong settings: ktp-verify." + property + " " + message, e.getMessage());
    }

    @Test
    void theSandboxNeedsNothing() {
        assertDoesNotThrow(() -> check(Map.of("ktp-verify.mode", "sandbox")));
        assertDoesNotThrow(() -> check(Map.of(
                "ktp-verify.mode", "sandbox", "ktp-verify.provider.url", "", "ktp-verify.provider.secret-id", "")));
    }

    @Test
    void anEmptyValueIsNamedByTheConfigurationLibrary() {
        for (String property : new String[] {"mode", "provider.body", "provider.retry-pause", "max-body-bytes"}) {
            RuntimeException e =
                    assertThrows(RuntimeException.class, () -> check(Map.of("ktp-verify." + property, "")));
            assertAll(() -> assertTrue(e.getMessage().contains("ktp-verify." + property), e.getMessage()));
        }
    }
}
