package dev.ktpverify.model;

/** The provider's {@code result} object: what both endpoints have in common. */
public interface Result {

    /** The order that the provider bills by, null if it gave none. */
    String orderNo();

    /** The provider's result code, {@code 01} and so on. */
    String result();
}
