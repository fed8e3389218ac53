package dev.ktpverify.provider;

import com.fasterxml.jackson.core.JsonToken;
import dev.ktpverify.model.Failure;
import dev.ktpverify.model.Question;
import dev.ktpverify.model.Result;
import dev.ktpverify.model.Verdict;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * One answer of the provider's. What was paid for is read if it can be: the bytes decide and no header does, and only what
 * the verdict hangs on, {@code status} and {@code result.result}, must be beyond doubt.
 */
final class ProviderAnswer {

    /** The status that the provider answers with if there is a verdict. */
    private static final String OK = "OK";

    private static final String STATUS = "status";
    static final String RESULT = "result";
    private static final String REQUEST_ID = "request_id";

    private final int http;
    private final boolean readable;
    private final AnswerFields envelope = new AnswerFields();
    private final AnswerFields result = new AnswerFields();

    /**
     * Reads an answer; what is not one JSON object has no fields.
     *
     * @param http the HTTP status code
     * @param body the bytes as they came
     */
    ProviderAnswer(int http, byte[] body) {
        this.http = http;
        this.readable = new AnswerReader(envelope, result).read(body);
    }

    /**
     * Accepts nothing but a verdict.
     *
     * @throws ProviderException if there is an error code of the provider's pages, with whatever HTTP status; or if there is
     *     neither: it may have been charged
     */
    <R extends Result> Verdict<R> verdictOn(Question<R> question) {
        Optional<Failure> refusal = Failure.ofProvider(status());
        if (refusal.isPresent()) {
            throw refusal(refusal.get(), envelope.text("reason"), question);
        }
        if (http < 200 || http > 299) {
            throw lost("HTTP " + http);
        }
        if (!readable) {
            throw lost("an answer that is not JSON");
        }
        if (!OK.equals(status()) || !envelope.is(RESULT, JsonToken.START_OBJECT) || code() == null) {
            throw lost("an answer without a verdict");
        }
        return new Verdict<>(question.outcome(code()), ResultReader.read(question, result, code()), requestId());
    }

    /** That a field is missing is the caller's fault unless it was sent: then the provider can't read our body. */
    private ProviderException refusal(Failure failure, String reason, Question<?> question) {
        Optional<String> missing =
                failure == Failure.INVALID_ARGUMENT ? ProviderReason.missing(reason) : Optional.empty();
        return missing.filter(question.fields()::containsKey)
                .map(field -> ProviderException.bodyNotRead(field, requestId()))
                .orElseGet(() -> ProviderException.refused(failure, reason, requestId()));
    }

    private static ProviderException lost(String detail) {
        return ProviderException.of(Failure.ANSWER_LOST, detail);
    }

    /** The result code, of two digits where it has one only; null where there is no doubtless one. */
    private String code() {
        AnswerFields.Value given = result.value(RESULT);
        if (given == null
                || !(given.kind() == JsonToken.VALUE_STRING || given.kind().isNumeric())) {
            return null;
        }
        String code = given.text().strip();
        return code.length() == 1 && Character.isDigit(code.charAt(0)) ? "0" + code : code;
    }

    /** The provider's id of the request, null where it gave none. */
    private String requestId() {
        return envelope.text(REQUEST_ID);
    }

    /** The names of the fields that were read and are odd; they are of our own choosing. */
    Set<String> oddFields() {
        Set<String> names = new TreeSet<>(envelope.odd());
        names.addAll(result.odd());
        if (result.value(RESULT) != null && result.value(RESULT).kind().isNumeric()) {
            names.add(RESULT);
        }
        return names;
    }

    private String status() {
        return envelope.is(STATUS, JsonToken.VALUE_STRING)
                ? envelope.value(STATUS).text()
                : null;
    }
}
