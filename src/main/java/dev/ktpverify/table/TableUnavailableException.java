package dev.ktpverify.table;

/** The table did not answer as it should. The message names no table and nothing of a request. */
public final class TableUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public TableUnavailableException(String message) {
        super(message, null, false, false);
    }
}
