package dev.ktpverify.credentials;

/**
 * The two values that the provider asks for in its headers.
 *
 * @param apiId the value of {@code X-DF-API-ID}
 * @param apiSecret the value of {@code X-DF-API-SECRET}
 */
public record ProviderCredentials(String apiId, String apiSecret) {

    @Override
    public String toString() {
        return "ProviderCredentials[redacted]";
    }
}
