package dev.ktpverify.credentials;

import dev.ktpverify.observability.Lines;
import dev.ktpverify.support.TestConfig;
import jakarta.enterprise.inject.Vetoed;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/** A store that holds a fingerprint key, or none, without Secrets Manager. */
@Vetoed // a test hands it over
public final class FakeCredentials extends CredentialsStore {

    private final Optional<String> key;
    private final boolean down;

    private FakeCredentials(Optional<String> key, boolean down) {
        super(null, null, TestConfig.with(Map.of()), Clock.systemUTC(), Lines.journal());
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
    public ProviderCredentials current() {
        if (down) {
            throw new CredentialsUnavailableException("the secret is not JSON");
        }
        return super.current();
    }

    @Override
    public Optional<String> fingerprintKey() {
        if (down) {
            throw new CredentialsUnavailableException("the secret is not JSON");
        }
        return key;
    }
}
