package dev.ktpverify.provider;

/** The request may have left, and no answer came that can be trusted: it may have been charged. */
public final class AnswerLostException extends ProviderException {

    private static final long serialVersionUID = 1L;

    private final boolean late;

    AnswerLostException(boolean late, String message) {
        super(message);
        this.late = late;
    }

    /** True if time ran out, false if the connection broke or the answer makes no sense. */
    public boolean late() {
        return late;
    }
}
