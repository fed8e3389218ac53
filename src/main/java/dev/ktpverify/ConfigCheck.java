package dev.ktpverify;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Stops the start where a setting makes no sense: one message names all such properties, and none of their values. */
public class ConfigCheck {

    /** Where credentials and faces may go unencrypted: to this machine. Whole hosts only, no beginnings of names. */
    private static final Pattern LOOPBACK =
            Pattern.compile("localhost|127(\\.(25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])){3}|\\[::1]");

    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration LONGEST_AGE = Duration.ofDays(1);
    /** The longest verification; API Gateway gives up after 30 s. */
    private static final Duration LONGEST_ATTEMPT = Duration.ofSeconds(27);
    /** The naming rule of DynamoDB. */
    private static final Pattern TABLE_NAME = Pattern.compile("[A-Za-z0-9_.-]{3,255}");
    /** Longer than any lease, so that no record expires under a verification. */
    private static final Duration LEAST_RETENTION = Duration.ofMinutes(15);

    private static final Duration LONGEST_RETENTION = Duration.ofDays(365);
    private static final int LARGEST_BUDGET = 1_000_000;
    /** The largest payload that Lambda takes: 6 MiB. */
    private static final int LARGEST_BODY = 6 * 1024 * 1024;

    /** Room for all that is no image. */
    private static final int OTHER_FIELDS = 4 * 1024;

    private final KtpVerifyConfig config;
    private final boolean counts;
    private final CheckedSettings settings = new CheckedSettings();

    /**
     * @param config the settings
     * @param counts whether there is something to count charges in
     */
    public ConfigCheck(KtpVerifyConfig config, boolean counts) {
        this.config = config;
        this.counts = counts;
    }

    /**
     * Looks at every setting.
     *
     * @param variables the names of the environment's variables: one that looks like a setting, and is none, is a mistake
     * @throws ConfigurationException with every wrong one
     */
    public void check(Set<String> variables) {
        settings.word("mode", config.mode(), KtpVerifyConfig.PRODUCTION, KtpVerifyConfig.SANDBOX);
        settings.word("page", config.page(), KtpVerifyConfig.ON, KtpVerifyConfig.OFF);
        boolean sandbox = Mode.of(config) == Mode.SANDBOX;
        settings.check(
                sandbox || !KtpVerifyConfig.ON.equals(config.page()), "page", "is for ktp-verify.mode=sandbox alone");
        if (sandbox) {
            checkSandbox(config.provider());
        }
        checkProvider(config.provider());
        checkIdempotency(config.idempotency());
        checkBudget(config.budget());
        settings.word(
                "nik-check",
                config.nikCheck(),
                KtpVerifyConfig.NIK_CHECK_OFF,
                KtpVerifyConfig.NIK_CHECK_HINT,
                KtpVerifyConfig.NIK_CHECK_REFUSE);
        settings.word("name-case", config.nameCase(), KtpVerifyConfig.NAME_AS_GIVEN, KtpVerifyConfig.NAME_UPPER);
        settings.check(config.maxImageBytes() > 0, "max-image-bytes", "must be a positive number");
        boolean bodySize = config.maxBodyBytes() > 0 && config.maxBodyBytes() <= LARGEST_BODY;
        settings.check(bodySize, "max-body-bytes", "must be a number from 1 to " + LARGEST_BODY);
        if (bodySize && config.maxImageBytes() > 0) {
            long images = 2 * 4 * ((config.maxImageBytes() + 2L) / 3);
            boolean room = images + OTHER_FIELDS <= config.maxBodyBytes();
            settings.check(
                    room,
                    "max-image-bytes",
                    "must be so small that ktp-verify.max-body-bytes has room for two in base64");
        }
        settings.refuseOthers(variables);
        List<String> faults = settings.faults();
        if (!faults.isEmpty()) {
            throw new ConfigurationException("wrong settings: " + String.join("; ", faults));
        }
    }

    /** Whoever sets these means production, and must not be answered from a table. */
    private void checkSandbox(KtpVerifyConfig.Provider provider) {
        settings.check(
                provider.url().isEmpty(), "provider.url", "must not be set in the sandbox, which asks no provider");
        settings.check(
                provider.secretId().isEmpty(),
                "provider.secret-id",
                "must not be set in the sandbox, which has no secret");
    }

    private void checkProvider(KtpVerifyConfig.Provider provider) {
        settings.check(
                provider.url().map(ConfigCheck::isBaseUrl).orElse(true),
                "provider.url",
                "must be the https URL of a host, perhaps with a port and a path; plain http is for this machine alone");
        settings.word("provider.body", provider.body(), KtpVerifyConfig.Provider.JSON, KtpVerifyConfig.Provider.FORM);
        boolean named = provider.secretId().map(id -> !id.isBlank()).orElse(true);
        settings.check(named, "provider.secret-id", "must not be blank");
        settings.duration("provider.secret-max-age", provider.secretMaxAge(), SHORTEST, LONGEST_AGE);
        settings.duration("provider.attempt-timeout", provider.attemptTimeout(), SHORTEST, LONGEST_ATTEMPT);
        settings.duration("provider.connect-timeout", provider.connectTimeout(), SHORTEST, LONGEST_ATTEMPT);
        settings.duration("provider.retry-pause", provider.retryPause(), Duration.ZERO, LONGEST_ATTEMPT);
        settings.duration("provider.rate-limit-pause", provider.rateLimitPause(), Duration.ZERO, LONGEST_ATTEMPT);
        boolean budget = provider.retryBudget() >= 0 && provider.retryBudget() <= LARGEST_BUDGET;
        settings.check(budget, "provider.retry-budget", "must be a number from 0 to " + LARGEST_BUDGET);
        boolean inOrder = provider.attemptTimeout().isNegative() // unreadable, and named already
                || provider.connectTimeout().compareTo(provider.attemptTimeout()) <= 0;
        settings.check(
                inOrder, "provider.connect-timeout", "must not be longer than ktp-verify.provider.attempt-timeout");
    }

    private void checkIdempotency(KtpVerifyConfig.Idempotency idempotency) {
        boolean table = idempotency.table().isEmpty()
                || TABLE_NAME.matcher(idempotency.table().get()).matches();
        settings.check(table, "idempotency.table", "must be the name of a DynamoDB table");
        settings.duration("idempotency.implicit-window", idempotency.implicitWindow(), Duration.ZERO, LONGEST_AGE);
        settings.duration("idempotency.retention", idempotency.retention(), LEAST_RETENTION, LONGEST_RETENTION);
    }

    private void checkBudget(KtpVerifyConfig.Budget budget) {
        checkLimit("budget.daily", budget.daily());
        checkLimit("budget.monthly", budget.monthly());
        checkLimit("budget.per-caller.daily", budget.perCaller().daily());
        settings.check(isZone(budget.zone()), "budget.zone", "must be a time zone, as Asia/Jakarta");
        settings.word(
                "budget.when-unavailable",
                budget.whenUnavailable(),
                KtpVerifyConfig.Budget.REFUSE,
                KtpVerifyConfig.Budget.ASK);
    }

    private void checkLimit(String property, Optional<Integer> limit) {
        settings.check(limit.isEmpty() || limit.get() > 0, property, "must be a number from 1 to " + Integer.MAX_VALUE);
        settings.check(
                limit.isEmpty() || counts, property, "needs ktp-verify.idempotency.table, where charges are counted");
    }

    private static boolean isZone(String zone) {
        try {
            return ZoneId.of(zone) != null;
        } catch (DateTimeException quotesTheValue) {
            return false;
        }
    }

    /** No user info, query or fragment: none of them would reach the provider, and the first is a secret. */
    private static boolean isBaseUrl(String url) {
        try {
            URI uri = new URI(url);
            return uri.getHost() != null
                    && ("https".equals(uri.getScheme())
                            || "http".equals(uri.getScheme())
                                    && LOOPBACK.matcher(uri.getHost()).matches())
                    && uri.getRawUserInfo() == null
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null;
        } catch (URISyntaxException quotesTheUrl) {
            return false;
        }
    }
}
