package dev.ktpverify.verification;

/** What both endpoints' results have in common. */
public interface VerificationResult {

    /** The order that the provider bills by, null where it gave none. */
    String orderNo();
}
