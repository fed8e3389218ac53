package dev.ktpverify.api;

import java.util.List;

/** A request that never becomes a verification. */
final class RefusedRequestException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Refusal refusal;
    private final transient List<Fault> faults;

    RefusedRequestException(Refusal refusal) {
        this(refusal, List.of());
    }

    /** A body or fields that can't be taken, with every fault there is. */
    RefusedRequestException(List<Fault> faults) {
        this(Refusal.INVALID_ARGUMENT, List.copyOf(faults));
    }

    private RefusedRequestException(Refusal refusal, List<Fault> faults) {
        super(refusal.name(), null, false, false);
        this.refusal = refusal;
        this.faults = faults;
    }

    /** The answer to it. */
    ErrorAnswer answer(String requestId) {
        return faults.isEmpty() ? ErrorAnswer.of(refusal, requestId) : ErrorAnswer.of(faults, requestId);
    }

    int httpStatus() {
        return refusal.httpStatus();
    }
}
