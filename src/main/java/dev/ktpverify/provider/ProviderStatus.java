package dev.ktpverify.provider;

import java.util.Optional;

/** The error codes of the provider's pages, section 4. Each means that nothing was charged. */
public enum ProviderStatus {
    INVALID_ARGUMENT,
    QUERY_FAILED,
    ABNORMAL_BEHAVIOURS_DETECTED,
    UNAUTHORIZED,
    KEY_EXPIRED,
    NO_PERMISSION,
    OUT_OF_QUOTA,
    RATE_LIMIT_EXCEEDED,
    NOT_FOUND,
    INTERNAL_ERROR,
    SOURCE_SERVICE_UNAVAILABLE,
    SOURCE_SERVICE_TIMEOUT;

    /** The code that the provider wrote, empty for null and for a word that its pages do not have. */
    static Optional<ProviderStatus> of(String word) {
        for (ProviderStatus status : values()) {
            if (status.name().equals(word)) {
                return Optional.of(status);
            }
        }
        return Optional.empty();
    }

    /** True where it is our account that is refused, whatever is asked: another secret may be of another account. */
    boolean refusesTheAccount() {
        return this == UNAUTHORIZED || this == KEY_EXPIRED || this == NO_PERMISSION || this == OUT_OF_QUOTA;
    }

    /** True where the provider itself or its source is in trouble, false where it works and refuses. */
    boolean isTrouble() {
        return this == INTERNAL_ERROR || this == SOURCE_SERVICE_UNAVAILABLE || this == SOURCE_SERVICE_TIMEOUT;
    }
}
