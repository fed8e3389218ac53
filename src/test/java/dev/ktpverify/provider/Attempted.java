package dev.ktpverify.provider;

import dev.ktpverify.model.Failure;

/** What a test in another package says of a verification's attempts, and asks of them. */
public final class Attempted {

    private Attempted() {}

    /** So many attempts have reached the wire. */
    public static void send(Attempts attempts, int sent) {
        for (int i = 0; i < sent; i++) {
            attempts.count(true, 7);
        }
    }

    /** Whether nobody waits for the verification any more, so that no attempt of it can begin. */
    public static boolean isGivenUp(Attempts attempts) {
        try {
            attempts.begin(null);
            return false;
        } catch (ProviderException e) {
            return e.failure() == Failure.NO_TIME_LEFT;
        }
    }
}
