package dev.ktpverify.idempotency;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ktpverify.model.Failure;
import dev.ktpverify.model.Question;
import dev.ktpverify.model.Result;
import dev.ktpverify.model.Verdict;
import dev.ktpverify.model.VerificationFailedException;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/**
 * Answers as the JSON that records hold: the fields of the provider's result under their own names, and nothing that could be
 * about a person. A text is kept only if it has the form that the provider's pages give it. Of the id number, only that it was
 * the one asked about is kept.
 */
final class StoredAnswers {

    private static final Logger LOG = Logger.getLogger(StoredAnswers.class);
    private static final TypeReference<TreeMap<String, Object>> FIELDS = new TypeReference<>() {};
    private static final String FAILURE = "failure";
    private static final String REQUEST_ID = "request_id";
    private static final String ID_NUMBER = "id_number";
    private static final String SAME_ID_NUMBER = "same_id_number";
    private static final String REMARK = "remark";

    private static final Pattern REFERENCE = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    /** The typing errors of the provider's pages are among them. */
    private static final String REMARK_WORDS =
            "SAME|UNSAME|NOT|NO|SIMILAR|MATCH|MATCHED|MISMATCH|UNKNOW|UNKNOWN|FOUND|SURE"
                    + "|FAIL|FAILED|SUCCESS|OK|CHANNEL|RATE|LIMIT|LIMITED|IN|FROM|DB|DATA|DATABASE|FACE|DETECTED|ID|NAME|PERSON|RECORD";

    /** The forms of texts by their names; a text with another name is not kept. */
    private static final Map<String, Pattern> FORMS = Map.of(
            REQUEST_ID,
            REFERENCE,
            "order_no",
            REFERENCE,
            "handle_time",
            Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9:.]{5,12}(?:Z|[+-][0-9:]{2,6})?"),
            "result",
            Pattern.compile("[0-9]{1,4}"),
            REMARK,
            Pattern.compile("(?i)(?:" + REMARK_WORDS + ")(?:[ _-](?:" + REMARK_WORDS + ")){0,9}"));

    private final ObjectMapper json;
    private final ObjectReader reader;

    StoredAnswers(ObjectMapper json) {
        this.json = json;
        this.reader = json.reader() // numbers as they were written; envelope and result each read their own fields
                .with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .without(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                .without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    }

    /** The fields beside a result's own. */
    @RegisterForReflection
    record Envelope(
            @JsonProperty(FAILURE) Failure failure,
            @JsonProperty(REQUEST_ID) String requestId,
            @JsonProperty(SAME_ID_NUMBER) boolean sameIdNumber) {}

    /** Who sends a question, and when: for the one that finds that nobody recorded how it ended. */
    @RegisterForReflection
    record Sending(@JsonProperty("sent_by") String by, @JsonProperty("sent_at") String at) {

        /** What a record holds is not ours until it is looked at. */
        @Override
        public String toString() {
            return "Sending[redacted]";
        }
    }

    /** What is kept while a question is being asked. */
    String sending(String lambdaRequestId, Instant at) {
        return write(
                new Sending(lambdaRequestId, at.truncatedTo(ChronoUnit.MILLIS).toString()));
    }

    /** Who sent a question, and when, as far as its record says so; null for what it does not say. */
    Sending sending(KeyRecord kept) {
        try {
            Sending sending =
                    kept.answer() == null ? null : reader.forType(Sending.class).readValue(kept.answer());
            return sending == null ? new Sending(null, null) : sending;
        } catch (JsonProcessingException e) { // of a later version perhaps
            return new Sending(null, null);
        }
    }

    /** What is kept of a verdict, with Lambda's request id if the provider gave none. */
    String of(Verdict<?> verdict, Question<?> question, String lambdaRequestId) {
        Map<String, Object> fields = json.convertValue(verdict.result(), FIELDS);
        if (fields.containsKey(ID_NUMBER)) {
            fields.put(SAME_ID_NUMBER, question.idNumber().equals(fields.remove(ID_NUMBER)));
        }
        fields.put(REQUEST_ID, verdict.requestId());
        return text(fields, question, lambdaRequestId);
    }

    /** What is kept of a verification without a verdict, with Lambda's request id if the provider gave none. */
    String of(VerificationFailedException failed, Question<?> question, String lambdaRequestId) {
        Map<String, Object> fields = new TreeMap<>();
        fields.put(FAILURE, failed.failure());
        fields.put(REQUEST_ID, failed.requestId());
        return text(fields, question, lambdaRequestId);
    }

    /** What is kept if nobody knows the answer. */
    String lost() {
        return write(Map.of(FAILURE, Failure.ANSWER_LOST));
    }

    private String text(Map<String, Object> fields, Question<?> question, String lambdaRequestId) {
        fields.replaceAll((name, value) -> value instanceof String text ? impersonal(name, text, question) : value);
        fields.values().removeIf(Objects::isNull);
        fields.putIfAbsent(REQUEST_ID, lambdaRequestId);
        return write(fields);
    }

    private static String impersonal(String name, String text, Question<?> question) {
        Pattern form = FORMS.get(name);
        boolean kept = form != null && form.matcher(text).matches() && !text.contains(question.idNumber());
        return kept ? text : null;
    }

    private String write(Object fields) {
        try {
            return json.writeValueAsString(fields);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e); // texts, numbers and flags
        }
    }

    /**
     * The answer that a record holds. What can't be read, of a later version perhaps, may have been charged all the same.
     *
     * @return the verdict, marked as replayed
     * @throws VerificationFailedException if the record holds a failure, or nothing that can be read
     */
    <R extends Result> Verdict<R> replay(KeyRecord kept, Question<R> question) {
        String answer = kept.answer() == null ? lost() : kept.answer();
        try {
            Envelope envelope = reader.forType(Envelope.class).readValue(answer);
            if (envelope == null) { // the JSON null
                throw failed(Failure.ANSWER_LOST, null);
            }
            if (envelope.failure() != null) {
                throw failed(envelope.failure(), envelope.requestId());
            }
            ObjectNode fields = (ObjectNode) reader.readTree(answer);
            if (envelope.sameIdNumber()) {
                fields.put(ID_NUMBER, question.idNumber());
            }
            R result = reader.treeToValue(fields, question.resultType());
            return new Verdict<>(question.outcome(result.result()), result, envelope.requestId(), true);
        } catch (JsonProcessingException e) { // whose message quotes the record
            LOG.errorf(
                    "a recorded answer can't be read: %s; see runbook: idempotency-store",
                    e.getClass().getSimpleName());
            throw failed(Failure.ANSWER_LOST, null);
        }
    }

    private static VerificationFailedException failed(Failure failure, String requestId) {
        return new VerificationFailedException(failure, failure.reason(), requestId, true);
    }
}
