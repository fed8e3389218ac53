package dev.ktpverify.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.EnumSet;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProviderStatusTest {

    @ParameterizedTest
    @EnumSource
    void everyWordOfThePagesIsKnown(ProviderStatus status) {
        assertEquals(Optional.of(status), ProviderStatus.of(status.name()));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "OK", "PENDING", "unauthorized", "UNAUTHORIZED "})
    void nothingElseIs(String word) {
        assertFalse(ProviderStatus.of(word).isPresent());
    }

    @Test
    void onlyTheProvidersOwnTroubleIsTrouble() {
        EnumSet<ProviderStatus> trouble = EnumSet.noneOf(ProviderStatus.class);
        for (ProviderStatus status : ProviderStatus.values()) {
            if (status.isTrouble()) {
                trouble.add(status);
            }
        }
        assertEquals(
                EnumSet.of(
                        ProviderStatus.INTERNAL_ERROR,
                        ProviderStatus.SOURCE_SERVICE_UNAVAILABLE,
                        ProviderStatus.SOURCE_SERVICE_TIMEOUT),
                trouble);
    }

    @Test
    void theAccountIsRefusedByFourWords() {
        EnumSet<ProviderStatus> account = EnumSet.noneOf(ProviderStatus.class);
        for (ProviderStatus status : ProviderStatus.values()) {
            if (status.refusesTheAccount()) {
                account.add(status);
            }
        }
        assertEquals(
                EnumSet.of(
                        ProviderStatus.UNAUTHORIZED,
                        ProviderStatus.KEY_EXPIRED,
                        ProviderStatus.NO_PERMISSION,
                        ProviderStatus.OUT_OF_QUOTA),
                account);
    }
}
