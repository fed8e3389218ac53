package dev.ktpverify.observability;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.ktpverify.model.Advice;
import dev.ktpverify.model.Charge;
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

    private static final String LIVE = "ktp-verify";
    /** Of its own, so that no sum of charges has made-up ones in it. */
    private static final String SANDBOX = "ktp-verify/sandbox";

    private static final String VERIFICATIONS = "Verifications";
    private static final String COUNT = "Count";
    private static final String LATENCY = "ProviderLatency";

    /** A number of one line. */
    private record Count(String name, int value, String unit) {}

    private final String function;
    private final String namespace;
    private final List<Long> providerMillis;
    private final List<Count> counts = new ArrayList<>();
    private String operation;
    private Ending verification;

    /**
     * @param function the function's name
     * @param livemode whether what is counted is real
     * @param providerMillis how long each attempt on the wire took, in milliseconds
     */
    Metrics(String function, boolean livemode, List<Long> providerMillis) {
        this.function = function;
        this.namespace = livemode ? LIVE : SANDBOX;
        this.providerMillis = providerMillis;
    }

    /** Counts a verification: a question that got as far as the provider's door. */
    void verification(String asked, Ending ending) {
        operation = asked;
        verification = ending;
        count(VERIFICATIONS, 1);
        count("Charged", ending.charge() == Charge.CHARGED);
        count("UnknownCharges", ending.charge() == Charge.UNKNOWN);
        // No verdict, and not for what the caller sent: the provider's FAILED too, which is an outcome of 200.
        count("Failures", ending.retryable() || ending.advice() != Advice.NOTHING);
    }

    void count(String name, boolean happened) {
        count(name, happened ? 1 : 0);
    }

    void count(String name, int value) {
        if (value > 0) {
            counts.add(new Count(name, value, COUNT));
        }
    }

    /** A share, of which the greatest counts: zero is not left out. */
    void percent(String name, int value) {
        counts.add(new Count(name, value, "Percent"));
    }

    /** Writes the metadata and the values next to it; nothing if there is no value. */
    void write(JsonGenerator json, long epochMillis) throws IOException {
        if (counts.isEmpty()) {
            return;
        }
        json.writeObjectFieldStart("_aws");
        json.writeNumberField("Timestamp", epochMillis);
        json.writeArrayFieldStart("CloudWatchMetrics");
        directive(json, counts, !providerMillis.isEmpty(), "FunctionName");
        if (verification != null) {
            List<Count> verifications = List.of(new Count(VERIFICATIONS, 1, COUNT));
            directive(json, verifications, false, "FunctionName", "Operation", "Outcome", "Charge");
        }
        json.writeEndArray();
        json.writeEndObject();
        json.writeStringField("FunctionName", function);
        if (verification != null) {
            JsonFormatter.text(json, "Operation", operation);
            JsonFormatter.text(json, "Outcome", verification.word());
            JsonFormatter.text(json, "Charge", verification.charge().name());
        }
        for (Count count : counts) {
            json.writeNumberField(count.name, count.value);
        }
        latency(json, providerMillis);
    }

    private void directive(JsonGenerator json, List<Count> counts, boolean latency, String... dimensions)
            throws IOException {
        json.writeStartObject();
        json.writeStringField("Namespace", namespace);
        json.writeArrayFieldStart("Dimensions");
        json.writeArray(dimensions, 0, dimensions.length);
        json.writeEndArray();
        json.writeArrayFieldStart("Metrics");
        for (Count count : counts) {
            definition(json, count.name, count.unit);
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
