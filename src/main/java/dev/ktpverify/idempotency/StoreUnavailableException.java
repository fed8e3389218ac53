package dev.ktpverify.idempotency;

/** Nobody can say now whether a question was asked before. The message names no table and nothing of a request. */
final class StoreUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    StoreUnavailableException(String message) {
        super(message, null, false, false);
    }
}
