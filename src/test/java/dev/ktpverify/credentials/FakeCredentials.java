package dev.ktpverify.credentials;

import dev.ktpverify.observability.Lines;
import dev.ktpverify.support.TestConfig;
import jakarta.enterprise.inject.Vetoed;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** A store that holds a fingerprint key, or none, without Secrets Manager. */
@Vetoed // a test hands it over
public final class FakeCredentials extends CredentialsStore {

    private final Optional<String> key;
    private final boolean down;

    private FakeCredentials(Optional<String> key, boolean down) {
        super(() -> null, null, TestConfig.with(Map.of()), Clock.systemUTC(), Lines.log());
        this.key = key;
        this.down = down;
    }

    public static FakeCredentials withKey(String fingerprintKey) {
        return new FakeCredentials(Optional.of(fingerprintKey), false);
    }

    public static FakeCredentials withoutKey() {
        return new FakeCredentials(Optional.empty(), false);
    }

    public static FakeCredentials down() {
        return new FakeCredentials(Optional.empty(), true);
    }

    @Override
    public Secret current(Duration left) {
        if (down) {
            throw new CredentialsUnavailableException("the secret is not JSON");
        }
        return new Secret(
                "id", "secret", key.orElse(null), key.isPresent() ? null : "the secret has no field 'fingerprint_key'");
    }
}
