package dev.ktpverify.provider;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import dev.ktpverify.framework.AnswerLimit;
import dev.ktpverify.model.Failure;
import dev.ktpverify.model.Question;
import dev.ktpverify.model.Result;
import dev.ktpverify.model.Verdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
    private static final String RESULT = "result";
    private static final String REQUEST_ID = "request_id";

    /** What is wrong with one field must not hide the others; the length of an answer is limit enough. */
    private static final JsonFactory JSON = new JsonFactoryBuilder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(AnswerLimit.MAX_BYTES)
                    .maxNumberLength(AnswerLimit.MAX_BYTES)
                    .maxNameLength(AnswerLimit.MAX_BYTES)
                    .build())
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .enable(JsonReadFeature.ALLOW_LEADING_ZEROS_FOR_NUMBERS)
            .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
            .enable(JsonReadFeature.ALLOW_BACKSLASH_ESCAPING_ANY_CHARACTER)
            .build();

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
        this.readable = read(body);
        if (!readable) {
            forget();
        }
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
            throw ProviderException.refused(refusal.get(), envelope.text("reason"), requestId());
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

    private boolean read(byte[] body) {
        byte[] plain;
        try {
            plain = AnswerBytes.plain(body);
        } catch (IOException undecodable) {
            return false;
        }
        try (JsonParser json = JSON.createParser(plain)) { // which knows UTF-16 and a BOM, too
            return read(json);
        } catch (IOException perhapsNotUtf8) {
            forget();
            String text = new String(plain, StandardCharsets.UTF_8); // with a replacement for what is not
            try (JsonParser json = JSON.createParser(text)) {
                return read(json);
            } catch (IOException notJson) {
                return false;
            }
        }
    }

    private void forget() {
        envelope.forget();
        result.forget();
    }

    private boolean read(JsonParser json) throws IOException {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            return false;
        }
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            json.nextToken();
            envelope.add(name, json);
            if (name.equals(RESULT) && json.currentToken() == JsonToken.START_OBJECT) {
                readResult(json);
            } else {
                json.skipChildren();
            }
        }
        return json.nextToken() == null; // more than one value: who knows which one counts
    }

    private void readResult(JsonParser json) throws IOException {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            json.nextToken();
            result.add(name, json);
            json.skipChildren();
        }
    }
}
