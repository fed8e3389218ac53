package dev.ktpverify.api;

import dev.ktpverify.invocation.ReferenceId;
import dev.ktpverify.model.Charge;
import dev.ktpverify.model.Fault;
import java.util.List;
import java.util.stream.Collectors;

/** A request that never becomes a verification. */
public final class RefusedRequestException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Refusal refusal;
    private final String reason;
    private final transient List<Fault> faults;

    public RefusedRequestException(Refusal refusal) {
        this(refusal, refusal.reason());
    }

    /**
     * A refusal with a reason of its own.
     *
     * @param reason a sentence for people; it holds nothing of what was sent
     */
    public RefusedRequestException(Refusal refusal, String reason) {
        this(refusal, reason, List.of());
    }

    /** A body or fields that can't be taken, with every fault there is. */
    public RefusedRequestException(List<Fault> faults) {
        this(
                Refusal.INVALID_ARGUMENT,
                faults.stream().map(Fault::reason).collect(Collectors.joining("; ")),
                List.copyOf(faults));
    }

    private RefusedRequestException(Refusal refusal, String reason, List<Fault> faults) {
        super(refusal.name(), null, false, false);
        this.refusal = refusal;
        this.reason = reason;
        this.faults = faults;
    }

    /**
     * The answer to it.
     *
     * @param livemode whether somebody real is asked about here
     */
    public ErrorAnswer answer(String requestId, ReferenceId reference, boolean livemode) {
        return new ErrorAnswer(
                refusal.name(), reason, reference.value(), livemode, requestId, Charge.FREE, false, faults, List.of());
    }

    public int httpStatus() {
        return refusal.httpStatus();
    }
}
