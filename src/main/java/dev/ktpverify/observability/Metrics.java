package dev.ktpverify.observability;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The metrics of a line in CloudWatch's embedded metric format: CloudWatch takes them from the log, so that nothing has to
 * be sent. Zero is left out: a sum is the same without it.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html">
 *     the specification</a>
 */
final class Metrics {

    private static final String NAMESPACE = "ktp-verify";
    private static final String VERIFICATIONS = "Verifications";
    private static final String LATENCY = "ProviderLatency";

    /** A number of one line. */
    private record Count(String name, int value) {}

    private Metrics() {}

    /** Writes the metadata and the values next to it; nothing where there is no value. */
    static void write(JsonGenerator json, RequestLine line, long epochMillis) throws IOException {
        List<Count> counts = counts(line);
        Work work = line.work();
        if (counts.isEmpty()) {
            return;
        }
        json.writeObjectFieldStart("_aws");
        json.writeNumberField("Timestamp", epochMillis);
        json.writeArrayFieldStart("CloudWatchMetrics");
        directive(json, counts, !work.providerMillis().isEmpty(), "FunctionName");
        if (work.verified()) {
            List<Count> verifications = List.of(new Count(VERIFICATIONS, 1));
            directive(json, verifications, false, "FunctionName", "Operation", "Outcome", "Charge");
        }
        json.writeEndArray();
        json.writeEndObject();
        json.writeStringField("FunctionName", line.function());
        if (work.verified()) {
            Json.text(json, "Operation", line.operation());
            Json.text(json, "Outcome", line.ending().word());
            Json.text(json, "Charge", line.ending().charge());
        }
        for (Count count : counts) {
            json.writeNumberField(count.name, count.value);
        }
        latency(json, work.providerMillis());
    }

    private static List<Count> counts(RequestLine line) {
        Work work = line.work();
        Ending ending = line.ending();
        boolean failed = work.verified() && ending.outcome() == null;
        // No verdict, and not for what the caller sent: the provider's FAILED too, which is an outcome of 200.
        boolean othersFault = work.verified() && (ending.retryable() || ending.advice() != Advice.NOTHING);
        List<Count> counts = new ArrayList<>();
        count(counts, VERIFICATIONS, work.verified());
        count(counts, "Charged", work.verified() && "CHARGED".equals(ending.charge()));
        count(counts, "UnknownCharges", work.verified() && "UNKNOWN".equals(ending.charge()));
        count(counts, "Failures", othersFault);
        count(counts, "Bugs", ending.advice() == Advice.BUG);
        count(counts, "NeverSent", failed && work.attempts() == 0);
        count(counts, "CredentialsRefused", work.verified() && ending.advice() == Advice.CREDENTIALS);
        count(counts, "QuotaExhausted", failed && ending.advice() == Advice.QUOTA);
        count(counts, "Attempts", work.attempts());
        count(counts, "SecretRefreshes", work.secretRefreshes());
        count(counts, "IdempotentReplays", "replayed".equals(work.idempotency()));
        count(counts, "StoreFailures", work.storeFailures());
        count(counts, "OddAnswers", work.oddAnswers());
        count(counts, "ColdStarts", work.coldStart());
        return counts;
    }

    private static void count(List<Count> counts, String name, boolean happened) {
        count(counts, name, happened ? 1 : 0);
    }

    private static void count(List<Count> counts, String name, int value) {
        if (value > 0) {
            counts.add(new Count(name, value));
        }
    }

    private static void directive(JsonGenerator json, List<Count> counts, boolean latency, String... dimensions)
            throws IOException {
        json.writeStartObject();
        json.writeStringField("Namespace", NAMESPACE);
        json.writeArrayFieldStart("Dimensions");
        json.writeArray(dimensions, 0, dimensions.length);
        json.writeEndArray();
        json.writeArrayFieldStart("Metrics");
        for (Count count : counts) {
            definition(json, count.name, "Count");
        }
        if (latency) {
            definition(json, LATENCY, "Milliseconds");
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void definition(JsonGenerator json, String name, String unit) throws IOException {
        json.writeStartObject();
        json.writeStringField("Name", name);
        json.writeStringField("Unit", unit);
        json.writeEndObject();
    }

    /** One value for each attempt: an average over a verification's two would hide the slow one. */
    private static void latency(JsonGenerator json, List<Long> millis) throws IOException {
        if (!millis.isEmpty()) {
            json.writeArrayFieldStart(LATENCY);
            for (long attempt : millis) {
                json.writeNumber(attempt);
            }
            json.writeEndArray();
        }
    }
}
