package dev.ktpverify.simulation;

/** A promise was broken. */
final class Violation extends AssertionError {

    private static final long serialVersionUID = 1L;

    final transient Ask ask;

    /**
     * @param ask the question about which
     * @param what which promise
     */
    Violation(Ask ask, String what) {
        super(ask + ": " + what);
        this.ask = ask;
    }
}
