package dev.ktpverify.observability;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.ktpverify.model.Advice;
import java.io.IOException;
import java.util.EnumSet;
import java.util.regex.Pattern;

/** Writes the line of a complete {@link InvocationRecord}. */
final class InvocationLine {

    /** What {@link java.time.Instant} writes: a record can hold anything. */
    private static final Pattern TIME = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{5,8}(?:[.][0-9]{1,9})?Z");

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
            JsonFormatter.text(json, "sent_by", InvocationIds.kept(entry.sentBy));
            JsonFormatter.text(
                    json,
                    "sent_at",
                    entry.sentAt != null && TIME.matcher(entry.sentAt).matches() ? entry.sentAt : null);
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
