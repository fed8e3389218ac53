package dev.ktpverify.provider;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import dev.ktpverify.framework.AnswerLimit;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Reads the fields of an answer of the provider, whatever its headers say about it. */
final class AnswerReader {

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

    private final AnswerFields envelope;
    private final AnswerFields result;

    /**
     * @param envelope gets the fields of the answer
     * @param result gets the fields of its {@code result} object
     */
    AnswerReader(AnswerFields envelope, AnswerFields result) {
        this.envelope = envelope;
        this.result = result;
    }

    /**
     * Reads an answer.
     *
     * @param body the bytes as they came
     * @return false if they are not one JSON object; then there are no fields
     */
    boolean read(byte[] body) {
        boolean readable = readWhole(body);
        if (!readable) {
            forget();
        }
        return readable;
    }

    private boolean readWhole(byte[] body) {
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
            if (name.equals(ProviderAnswer.RESULT) && json.currentToken() == JsonToken.START_OBJECT) {
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
