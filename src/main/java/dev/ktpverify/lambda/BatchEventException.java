package dev.ktpverify.lambda;

import com.fasterxml.jackson.core.JsonToken;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Set;

/**
 * A batch of a queue, topic, bucket or stream: a function error, since its source takes any answer for the sign that all is
 * done, and deletes what was in it. The framework's loop is told in {@code application.properties} not to log it.
 */
@RegisterForReflection // the framework's configuration names it
public final class BatchEventException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** SQS, SNS, S3, DynamoDB and Kinesis, and in small letters Firehose and Kafka. */
    private static final Set<String> RECORDS = Set.of("Records", "records");
    /** Brokers, DocumentDB and EventBridge Pipes have other names for them, but all tell the source. */
    private static final String SOURCE = "eventSource";

    private BatchEventException() {
        super(
                "an event of a queue, topic, bucket or stream is not answered, so that it is not taken for done:"
                        + " ktp-verify serves API Gateway and direct invocations alone; see runbook: errors",
                null,
                false,
                false);
    }

    /** Throws it where a field of a payload can be a batch's alone. */
    static void throwFor(String field, JsonToken value) {
        if (field.equals(SOURCE) || RECORDS.contains(field) && value.isStructStart()) {
            throw new BatchEventException();
        }
    }
}
