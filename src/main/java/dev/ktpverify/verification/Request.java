package dev.ktpverify.verification;

/**
 * What comes with a question.
 *
 * @param id the Lambda request id
 * @param deadline when the caller must have its answer
 * @param principal who API Gateway says that it is, empty where it says nothing; keys of one caller are not another's
 * @param idempotencyKey the caller's key for this question, null where it gave none
 */
public record Request(String id, Deadline deadline, String principal, String idempotencyKey) {

    /** A request without a key, of nobody in particular. */
    public Request(String id, Deadline deadline) {
        this(id, deadline, "", null);
    }

    /** Whether the caller gave a key. */
    public boolean named() {
        return idempotencyKey != null;
    }

    /** Principal and key can hold personal data. */
    @Override
    public String toString() {
        return "Request[id=" + id + "]";
    }
}
