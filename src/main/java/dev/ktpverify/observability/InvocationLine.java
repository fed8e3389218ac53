package dev.ktpverify.observability;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.ktpverify.model.Advice;
import java.io.IOException;
import java.util.EnumSet;

/** Writes the line of a complete {@link InvocationRecord}. */
final class InvocationLine {

    private InvocationLine() {}

    /** The fields but for the metrics. */
    static void write(InvocationRecord entry, JsonGenerator json) throws IOException {
        synchronized (entry) {
            String operation = entry.operation == null ? "refused" : entry.operation;
            json.writeStringField("message", operation + ": " + entry.ending.word());
            entry.ids.write(json);
            JsonFormatter.text(json, "reference_id", entry.referenceId);
            JsonFormatter.text(json, "principal", entry.principal);
            JsonFormatter.text(json, "operation", entry.operation);
            json.writeNumberField("http_status", entry.httpStatus);
            entry.ending.write(json);
            json.writeNumberField("attempts", entry.sent);
            json.writeNumberField("attempts_not_sent", entry.notSent);
            json.writeNumberField(
                    "provider_ms",
                    entry.providerMillis.stream().mapToLong(Long::longValue).sum());
            json.writeNumberField("total_ms", entry.totalMillis);
            json.writeBooleanField("cold_start", entry.coldStart);
            JsonFormatter.text(json, "idempotency", entry.idempotency == null ? null : entry.idempotency.word());
            json.writeBooleanField("livemode", entry.livemode());
            JsonFormatter.text(json, "version", entry.version);
        }
    }

    static Metrics metrics(InvocationRecord entry) {
        synchronized (entry) {
            Metrics metrics = new Metrics(entry.function, entry.livemode(), entry.providerMillis);
            Advice advice = entry.ending.advice();
            boolean failed = entry.verification && entry.ending.outcome() == null;
            if (entry.verification) {
                metrics.verification(entry.operation, entry.ending);
            }
            metrics.count("Bugs", advice == Advice.BUG);
            metrics.count("NeverSent", failed && entry.sent == 0);
            boolean account =
                    EnumSet.of(Advice.CREDENTIALS, Advice.CONTRACT, Advice.BODY).contains(advice);
            metrics.count("CredentialsRefused", entry.verification && account);
            metrics.count("QuotaExhausted", failed && advice == Advice.QUOTA);
            metrics.count("Attempts", entry.sent);
            metrics.count("SecretRefreshes", entry.secretReads);
            metrics.count("IdempotentReplays", entry.idempotency == IdempotencyState.REPLAYED);
            metrics.count("StoreFailures", entry.storeFailures);
            metrics.count("BudgetRefusals", entry.overBudget());
            entry.budgetsUsed.forEach(metrics::percent);
            metrics.count("ChargesAvoided", entry.chargeAvoided);
            metrics.count("OddAnswers", entry.oddAnswer);
            metrics.count("ColdStarts", entry.coldStart);
            return metrics;
        }
    }
}
