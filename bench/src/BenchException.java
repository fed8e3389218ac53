package dev.ktpverify.bench;

/** Why no figures can be given; the message is for the one who started the benchmark. */
final class BenchException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int exitStatus;

    private BenchException(int exitStatus, String message) {
        super(message, null, false, false);
        this.exitStatus = exitStatus;
    }

    /** A function that answered wrongly, ended or did not answer. */
    static BenchException failed(String message) {
        return new BenchException(1, message);
    }

    /** Arguments that can't be understood. */
    static BenchException usage(String message) {
        return new BenchException(2, message);
    }

    int exitStatus() {
        return exitStatus;
    }
}
