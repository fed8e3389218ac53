package dev.ktpverify.observability;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;

/**
 * What an invocation took.
 *
 * @param verified whether the question got as far as the provider's door: not refused, and not answered from a record
 * @param attempts how many requests reached the wire
 * @param notSent how many attempts ended before a byte left
 * @param providerMillis how long each attempt on the wire took, in milliseconds
 * @param totalMillis from the event to its answer, in milliseconds
 * @param coldStart whether it is the environment's first
 * @param idempotency what was known of the question before: {@code none}, {@code fresh}, {@code replayed} and so on
 * @param secretRefreshes how often the secret was read since the last line
 * @param storeFailures how often the idempotency table did not answer
 * @param oddAnswers how often the provider's answer had fields that are not as its pages say
 */
record Work(
        boolean verified,
        int attempts,
        int notSent,
        List<Long> providerMillis,
        long totalMillis,
        boolean coldStart,
        String idempotency,
        int secretRefreshes,
        int storeFailures,
        int oddAnswers) {

    void write(JsonGenerator json) throws IOException {
        json.writeNumberField("attempts", attempts);
        json.writeNumberField("attempts_not_sent", notSent);
        json.writeNumberField(
                "provider_ms",
                providerMillis.stream().mapToLong(Long::longValue).sum());
        json.writeNumberField("total_ms", totalMillis);
        json.writeBooleanField("cold_start", coldStart);
        Json.text(json, "idempotency", idempotency);
    }
}
