package dev.ktpverify.credentials;

/**
 * What the secret holds.
 *
 * @param credentials what the provider knows us by
 * @param fingerprintKey what idempotency hashes with, null where there is none that can be used
 * @param fingerprintFault why there is none, else null
 */
record Secret(ProviderCredentials credentials, String fingerprintKey, String fingerprintFault) {

    @Override
    public String toString() {
        return "Secret[redacted]";
    }
}
