package dev.ktpverify.invocation;

/** Where the framework's side of a request finds the invocation that it belongs to. */
public interface CurrentInvocation {

    /** The invocation of the request that is being answered. */
    Invocation get();

    /**
     * The same, for the one who works on it from here on.
     *
     * @throws IllegalStateException if the event was resubmitted meanwhile, so that another thread works on it
     */
    Invocation take();
}
