package dev.ktpverify.model;

import org.jboss.logging.Logger;

/** The level of the log line of a result, and what its reader does next: a section of {@code docs/runbook.md}. */
public enum Advice {
    NOTHING(Logger.Level.INFO, null),
    UNKNOWN_CHARGE(Logger.Level.WARN, "look for it on the invoice, see runbook: unknown-charges"),
    PROVIDER_OUTAGE(Logger.Level.WARN, "if it goes on, ask the provider, see runbook: provider outage"),
    STORE(Logger.Level.WARN, "look at the idempotency table, see runbook: idempotency-store"),
    BUDGET(Logger.Level.WARN, "see who spent it, or raise the budget, see runbook: budget-100"),
    CREDENTIALS(Logger.Level.ERROR, "put working credentials into the secret, see runbook: credentials"),
    CONTRACT(
            Logger.Level.ERROR,
            "ask the provider to enable this verification for the account, see runbook: credentials"),
    BODY(Logger.Level.ERROR, "send the body in the other encoding, see runbook: body-encoding"),
    QUOTA(Logger.Level.ERROR, "buy quota from the provider, see runbook: quota"),
    CERTIFICATE(Logger.Level.ERROR, "check the provider's certificate, see runbook: provider outage"),
    BUG(Logger.Level.ERROR, "report it with this line, see runbook: bugs");

    private final Logger.Level level;
    private final String next;

    Advice(Logger.Level level, String next) {
        this.level = level;
        this.next = next;
    }

    /** The level of the line. */
    public Logger.Level level() {
        return level;
    }

    /** The next step, null if there is none. */
    public String next() {
        return next;
    }
}
