package dev.ktpverify.provider;

/** Too little time was left to begin: nothing was sent or charged. */
public final class NoTimeLeftException extends ProviderException {

    private static final long serialVersionUID = 1L;

    NoTimeLeftException() {
        super("too little time left to ask the provider");
    }
}
