package dev.ktpverify.credentials;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ktpverify.KtpVerifyConfig;
import dev.ktpverify.observability.InvocationLog;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
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
    private final InvocationLog log;

    private volatile Secret secret;
    private volatile Instant refreshAt = Instant.MIN;
    private CredentialsUnavailableException failure;
    private Duration pause = FIRST_PAUSE;

    @Inject
    CredentialsStore(
            Instance<SecretsManagerClient> secretsManager,
            ObjectMapper json,
            KtpVerifyConfig config,
            Clock clock,
            InvocationLog log) {
        this(secretsManager::get, json, config, clock, log);
    }

    CredentialsStore(
            Supplier<SecretsManagerClient> secretsManager,
            ObjectMapper json,
            KtpVerifyConfig config,
            Clock clock,
            InvocationLog log) {
        this.reader = new SecretReader(secretsManager, json, config);
        this.config = config.provider();
        this.clock = clock;
        this.log = log;
    }

    /** Reads the secret during INIT. A failure is logged and left to the first verification, which reads again. */
    public void readAtStart() {
        try {
            current(LONGEST_AT_START);
        } catch (CredentialsUnavailableException e) {
            LOG.warnf(
                    "no credentials at start, a verification reads them again: %s; see runbook: credentials",
                    e.getMessage());
        }
    }

    /**
     * The secret to use now. Older than {@code ktp-verify.provider.secret-max-age}, it is read again first, and the caller
     * waits; if that fails, the old one still serves.
     *
     * @param left the caller's time
     * @return the secret, never null
     * @throws CredentialsUnavailableException if none was ever read and it can't be read now, or a moment ago
     */
    public Secret current(Duration left) {
        Secret kept = secret;
        return kept != null && clock.instant().isBefore(refreshAt) ? kept : read(left);
    }

    private synchronized Secret read(Duration left) {
        if (!clock.instant().isBefore(refreshAt)) {
            refresh(left);
        }
        if (secret == null) {
            throw failure;
        }
        return secret;
    }

    /**
     * Reads the secret once more after the provider refused the account, as happens after a rotation.
     *
     * @param refused the secret that the provider refused
     * @param left the caller's time
     * @return the secret with other credentials, so that it makes sense to ask again; empty if there are no others
     */
    public synchronized Optional<Secret> replacementOf(Secret refused, Duration left) {
        if (refused.hasSameCredentials(secret) && left.compareTo(config.connectTimeout()) >= 0) {
            try {
                accept(reader.read(left));
            } catch (CredentialsUnavailableException e) {
                LOG.warnf(
                        "the provider refused the credentials, and reading them again failed: %s;"
                                + " see runbook: credentials",
                        e.getMessage());
            }
        }
        return refused.hasSameCredentials(secret) ? Optional.empty() : Optional.of(secret);
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
        log.secretRead();
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
