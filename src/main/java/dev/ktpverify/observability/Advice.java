package dev.ktpverify.observability;

import java.util.Map;
import java.util.Set;
import org.jboss.logging.Logger;

/** How loud the line of an ending is, and what whoever reads it does next. */
enum Advice {
    NOTHING(Logger.Level.INFO, null),
    UNKNOWN_CHARGE(Logger.Level.WARN, "look for it on the invoice, see runbook: unknown-charges"),
    PROVIDER_OUTAGE(Logger.Level.WARN, "if it goes on, ask the provider, see runbook: provider outage"),
    STORE(Logger.Level.WARN, "look at the idempotency table, see runbook: idempotency-store"),
    CREDENTIALS(Logger.Level.ERROR, "put working credentials into the secret, see runbook: credentials"),
    QUOTA(Logger.Level.ERROR, "buy quota from the provider, see runbook: quota"),
    CERTIFICATE(Logger.Level.ERROR, "check the provider's certificate, see runbook: provider outage"),
    BUG(Logger.Level.ERROR, "report it with this line, see runbook: bugs");

    /** The failures by their names; what is not here needs nobody. */
    private static final Map<Advice, Set<String>> FAILURES = Map.of(
            UNKNOWN_CHARGE, Set.of("ANSWER_LOST", "ANSWER_LATE"),
            PROVIDER_OUTAGE,
                    Set.of(
                            "NOT_SENT",
                            "CIRCUIT_OPEN",
                            "NO_TIME_LEFT",
                            "INTERNAL_ERROR",
                            "RATE_LIMIT_EXCEEDED",
                            "SOURCE_SERVICE_UNAVAILABLE",
                            "SOURCE_SERVICE_TIMEOUT"),
            CREDENTIALS, Set.of("UNAUTHORIZED", "KEY_EXPIRED", "NO_PERMISSION", "NOT_FOUND", "NO_CREDENTIALS"),
            STORE, Set.of("STORE_UNAVAILABLE"),
            QUOTA, Set.of("OUT_OF_QUOTA"),
            CERTIFICATE, Set.of("CERTIFICATE_REJECTED"),
            BUG, Set.of("BUG_BEFORE_SENDING", "BUG_AFTER_SENDING"));

    private final Logger.Level level;
    private final String next;

    Advice(Logger.Level level, String next) {
        this.level = level;
        this.next = next;
    }

    /** The advice on a failure. */
    static Advice on(String failure) {
        for (Map.Entry<Advice, Set<String>> entry : FAILURES.entrySet()) {
            if (entry.getValue().contains(failure)) {
                return entry.getKey();
            }
        }
        return NOTHING;
    }

    Logger.Level level() {
        return level;
    }

    /** The next step, null where there is none. */
    String next() {
        return next;
    }
}
