package dev.ktpverify.credentials;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ktpverify.KtpVerifyConfig;
import dev.ktpverify.observability.Journal;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/**
 * The provider's credentials, read from Secrets Manager at start and kept with their age. Safe for several threads; one
 * of them reads while the others wait, and nobody waits for what is there.
 */
@ApplicationScoped
public class CredentialsStore {

    private static final Logger LOG = Logger.getLogger(CredentialsStore.class);
    /** How long a failed refresh is not tried again while the old value serves. */
    private static final Duration REFRESH_PAUSE = Duration.ofMinutes(1);
    /** How long a failed read is not tried again where there is nothing to serve: each failure doubles it. */
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);
    /** Lambda gives INIT ten seconds for everything; the first verification can wait longer. */
    private static final Duration LONGEST_AT_START = Duration.ofSeconds(2);

    private final SecretReader reader;
    private final KtpVerifyConfig.Provider config;
    private final Clock clock;
    private final Journal journal;

    private volatile Secret secret;
    private volatile Instant refreshAt = Instant.MIN;
    private CredentialsUnavailableException failure;
    private Duration pause = FIRST_PAUSE;

    CredentialsStore(
            SecretsManagerClient secretsManager,
            ObjectMapper json,
            KtpVerifyConfig config,
            Clock clock,
            Journal journal) {
        this.reader = new SecretReader(secretsManager, json, config.provider().secretId());
        this.config = config.provider();
        this.clock = clock;
        this.journal = journal;
    }

    /** Reads the secret during INIT. A failure is logged and left to the first verification, which reads again. */
    void onStart(@Observes StartupEvent start) {
        try {
            current(LONGEST_AT_START);
        } catch (CredentialsUnavailableException e) {
            LOG.warnf(
                    "no credentials at start, a verification reads them again: %s; see runbook: credentials",
                    e.getMessage());
        }
    }

    /** The credentials to send now, empty where they must be read first, for which {@link #current} waits. */
    public Optional<ProviderCredentials> fresh() {
        Secret kept = secret;
        return kept == null || !clock.instant().isBefore(refreshAt)
                ? Optional.empty()
                : Optional.of(kept.credentials());
    }

    /**
     * The credentials to send now. Older than {@code ktp-verify.provider.secret-max-age}, they are read again first; when
     * that fails the old ones still serve.
     *
     * @param left the caller's time
     * @return the credentials, never null
     * @throws CredentialsUnavailableException when none were ever read and they can't be read now, or a moment ago
     */
    public synchronized ProviderCredentials current(Duration left) {
        if (!clock.instant().isBefore(refreshAt)) {
            refresh(left);
        }
        if (secret == null) {
            throw failure;
        }
        return secret.credentials();
    }

    /**
     * The key that idempotency hashes with, from the same secret and of the same age.
     *
     * @param left the caller's time
     * @return the field {@code fingerprint_key}
     * @throws CredentialsUnavailableException as {@link #current}, or when the secret has none of at least 32 visible ASCII
     *     characters
     */
    public synchronized String fingerprintKey(Duration left) {
        current(left);
        if (secret.fingerprintKey() == null) {
            throw new CredentialsUnavailableException(secret.fingerprintFault());
        }
        return secret.fingerprintKey();
    }

    /**
     * Reads the secret once more after the provider refused credentials, as happens after a rotation.
     *
     * @param refused what the provider refused
     * @param left the caller's time
     * @return true if other credentials are current now, so that asking again makes sense
     */
    public synchronized boolean replaced(ProviderCredentials refused, Duration left) {
        if (refused.equals(secret.credentials()) && left.compareTo(config.connectTimeout()) >= 0) {
            try {
                accept(reader.read(left));
            } catch (CredentialsUnavailableException e) {
                LOG.warnf(
                        "the provider refused the credentials, and reading them again failed: %s;"
                                + " see runbook: credentials",
                        e.getMessage());
            }
        }
        return !refused.equals(secret.credentials());
    }

    /** Where there are old ones, half of the time is left to ask with them. */
    private void refresh(Duration left) {
        if (left.compareTo(config.connectTimeout()) < 0) {
            if (secret == null) {
                throw CredentialsUnavailableException.noTimeLeft();
            }
            return;
        }
        try {
            accept(reader.read(secret == null ? left : left.dividedBy(2)));
        } catch (CredentialsUnavailableException e) {
            failed(e);
        }
    }

    private void accept(Secret fresh) {
        journal.secretRead();
        secret = fresh;
        pause = FIRST_PAUSE;
        refreshAt = clock.instant().plus(config.secretMaxAge());
    }

    private void failed(CredentialsUnavailableException e) {
        if (secret != null) {
            refreshAt = clock.instant().plus(REFRESH_PAUSE);
            LOG.warnf(
                    "the old credentials serve on, refreshing them failed: %s; see runbook: credentials",
                    e.getMessage());
            return;
        }
        failure = e;
        refreshAt = clock.instant().plus(pause);
        pause = Collections.min(List.of(pause.multipliedBy(2), LONGEST_PAUSE));
    }
}
