package dev.ktpverify.provider;

/** The provider answered with an error code of its pages: nothing was charged. */
public class ProviderRefusedException extends ProviderException {

    private static final long serialVersionUID = 1L;

    private final ProviderStatus status;
    private final String reason;
    private final String requestId;

    private ProviderRefusedException(ProviderStatus status, String reason, String requestId) {
        super("the provider answered " + status);
        this.status = status;
        this.reason = reason;
        this.requestId = requestId;
    }

    static ProviderRefusedException of(ProviderStatus status, String reason, String requestId) {
        return status.isTrouble()
                ? new InTrouble(status, reason, requestId)
                : new ProviderRefusedException(status, reason, requestId);
    }

    public ProviderStatus status() {
        return status;
    }

    /** The provider's free text, null where it gave none; it can repeat what was sent. */
    public String reason() {
        return reason;
    }

    /** The provider's id of the request, null where it gave none. */
    public String requestId() {
        return requestId;
    }

    /** A refusal that says the provider is not well: these open the circuit. */
    static final class InTrouble extends ProviderRefusedException {

        private static final long serialVersionUID = 1L;

        private InTrouble(ProviderStatus status, String reason, String requestId) {
            super(status, reason, requestId);
        }
    }
}
