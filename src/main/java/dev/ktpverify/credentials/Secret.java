package dev.ktpverify.credentials;

import java.util.Optional;

/**
 * What the secret holds.
 *
 * @param apiId the value of the provider's header {@code X-DF-API-ID}
 * @param apiSecret the value of the provider's header {@code X-DF-API-SECRET}
 * @param fingerprintKey what idempotency hashes with, null if there is none that can be used
 * @param fingerprintFault why there is none, else null
 */
public record Secret(String apiId, String apiSecret, String fingerprintKey, String fingerprintFault) {

    /** No secret: what is asked and remembered in the sandbox is made up. Its key makes equal questions equal, no more. */
    static final Secret OF_SANDBOX = new Secret("sandbox", "sandbox", "the sandbox has no personal data to hash", null);

    /** Whether the provider gets the same two headers from another secret. */
    boolean hasSameCredentials(Secret other) {
        return apiId.equals(other.apiId) && apiSecret.equals(other.apiSecret);
    }

    /** What personal data are hashed with; empty if there is no key that can be used. */
    public Optional<KeyedHash> keyedHash() {
        return Optional.ofNullable(fingerprintKey).map(KeyedHash::new);
    }

    @Override
    public String toString() {
        return "Secret[redacted]";
    }
}
