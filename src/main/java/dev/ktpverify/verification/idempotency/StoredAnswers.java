package dev.ktpverify.verification.idempotency;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ktpverify.verification.Failure;
import dev.ktpverify.verification.Question;
import dev.ktpverify.verification.Request;
import org.jboss.logging.Logger;

/** Answers as the JSON that records hold. */
final class StoredAnswers {

    private static final Logger LOG = Logger.getLogger(StoredAnswers.class);
    private static final StoredAnswer LOST = StoredAnswer.of(Failure.ANSWER_LOST, null);

    private final ObjectMapper json;

    StoredAnswers(ObjectMapper json) {
        this.json = json;
    }

    /** What is kept of an answer: nothing about a person, and our own id where the provider gave none. */
    String text(StoredAnswer answer, Question question, Request request) {
        StoredAnswer impersonal = answer.impersonal(question.idNumber());
        return text(impersonal.requestId() == null ? impersonal.withRequestId(request.id()) : impersonal);
    }

    /** What is kept where nobody knows the answer. */
    String lost() {
        return text(LOST);
    }

    /** What a record holds; what can't be read, of a later version perhaps, may have been charged all the same. */
    StoredAnswer read(KeyRecord kept) {
        try {
            return kept.answer() == null ? LOST : json.readValue(kept.answer(), StoredAnswer.class);
        } catch (JsonProcessingException e) { // whose message quotes the record
            LOG.errorf(
                    "a recorded answer can't be read: %s; see runbook: idempotency-store",
                    e.getClass().getSimpleName());
            return LOST;
        }
    }

    private String text(StoredAnswer answer) {
        try {
            return json.writeValueAsString(answer);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e); // a record of texts, numbers and flags
        }
    }
}
