package dev.ktpverify.credentials;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ktpverify.KtpVerifyConfig;
import dev.ktpverify.observability.Journal;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jboss.logging.Logger;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/**
 * The provider's credentials, read from Secrets Manager at start and kept with their age. Safe for several threads; one
 * of them reads while the others wait.
 */
@ApplicationScoped
public class CredentialsStore {

    private static final Logger LOG = Logger.getLogger(CredentialsStore.class);
    /** How long a failed refresh is not tried again while the old value serves. */
    private static final Duration REFRESH_PAUSE = Duration.ofMinutes(1);

    private final SecretsManagerClient secretsManager;
    private final ObjectMapper json;
    private final KtpVerifyConfig.Provider config;
    private final Clock clock;
    private final Journal journal;

    private ProviderCredentials current;
    private String fingerprintKey;
    private Instant refreshAt = Instant.MIN;

    CredentialsStore(
            SecretsManagerClient secretsManager,
            ObjectMapper json,
            KtpVerifyConfig config,
            Clock clock,
            Journal journal) {
        this.secretsManager = secretsManager;
        this.json = json;
        this.config = config.provider();
        this.clock = clock;
        this.journal = journal;
    }

    /** Reads the secret during INIT. A failure is logged and left to the first verification, which reads again. */
    void onStart(@Observes StartupEvent start) {
        try {
            current();
        } catch (CredentialsUnavailableException e) {
            LOG.warnf(
                    "no credentials at start, the first verification reads them again: %s; see runbook: credentials",
                    e.getMessage());
        }
    }

    /** The credentials to send now, empty where they must be read first, for which {@link #current} waits. */
    public synchronized Optional<ProviderCredentials> fresh() {
        return clock.instant().isBefore(refreshAt) ? Optional.ofNullable(current) : Optional.empty();
    }

    /**
     * The credentials to send now. Older than {@code ktp-verify.provider.secret-max-age}, they are read again first; when
     * that fails the old ones still serve.
     *
     * @return the credentials, never null
     * @throws CredentialsUnavailableException when none were ever read and they can't be read now
     */
    public synchronized ProviderCredentials current() {
        if (current == null) {
            accept(read());
        } else if (!clock.instant().isBefore(refreshAt)) {
            try {
                accept(read());
            } catch (CredentialsUnavailableException e) {
                refreshAt = clock.instant().plus(REFRESH_PAUSE);
                LOG.warnf(
                        "the old credentials serve on, refreshing them failed: %s; see runbook: credentials",
                        e.getMessage());
            }
        }
        return current;
    }

    /**
     * The key that idempotency hashes with, from the same secret and of the same age.
     *
     * @return the field {@code fingerprint_key}, empty where the secret has none of at least 32 visible ASCII characters
     * @throws CredentialsUnavailableException as {@link #current}
     */
    public synchronized Optional<String> fingerprintKey() {
        current();
        return Optional.ofNullable(fingerprintKey);
    }

    /**
     * Reads the secret once more after the provider refused credentials, as happens after a rotation.
     *
     * @param refused what the provider refused
     * @return true if other credentials are current now, so that asking again makes sense
     */
    public synchronized boolean replaced(ProviderCredentials refused) {
        if (!refused.equals(current)) {
            return true; // another thread has read the new ones meanwhile
        }
        try {
            accept(read());
        } catch (CredentialsUnavailableException e) {
            LOG.warnf(
                    "the provider refused the credentials, and reading them again failed: %s; see runbook: credentials",
                    e.getMessage());
        }
        return !refused.equals(current);
    }

    private void accept(ProviderCredentials fresh) {
        journal.secretRead();
        current = fresh;
        refreshAt = clock.instant().plus(config.secretMaxAge());
    }

    private ProviderCredentials read() {
        String secret;
        try {
            secret = secretsManager
                    .getSecretValue(request -> request.secretId(config.secretId()))
                    .secretString();
        } catch (SdkException e) {
            throw new CredentialsUnavailableException(
                    "Secrets Manager did not give the secret: " + e.getClass().getSimpleName());
        }
        if (secret == null || secret.isBlank()) {
            throw new CredentialsUnavailableException("the secret has no text value");
        }
        JsonNode fields;
        try {
            fields = json.readTree(secret);
        } catch (JsonProcessingException e) {
            // the exception quotes what it could not read: it must not become a cause
            throw new CredentialsUnavailableException("the secret is not JSON");
        }
        ProviderCredentials fresh = new ProviderCredentials(text(fields, "api_id"), text(fields, "api_secret"));
        String key = fields.path("fingerprint_key").textValue();
        fingerprintKey = key != null && key.matches("[\\x21-\\x7e]{32,}") ? key : null;
        return fresh;
    }

    /** A header value of visible ASCII: anything else is a mistake in the secret and would fail on the wire. */
    private static String text(JsonNode fields, String name) {
        String value = fields.path(name).textValue();
        if (value == null || !value.matches("[\\x21-\\x7e]+")) {
            throw new CredentialsUnavailableException("the secret has no usable field '" + name + "'");
        }
        return value;
    }
}
