package dev.ktpverify.observability;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * What is worth telling of the current invocation, collected along the way and written as one line when its answer is there.
 * An environment works on one invocation at a time, but on several threads: Lambda's waits while the event
 * loop asks the provider. What is counted between two invocations, as the secret's first reading, goes with the next line.
 */
@Singleton
public class Journal {

    private static final Logger LOG = Logger.getLogger(Journal.class);
    private static final String TRACE_HEADER = "com.amazonaws.xray.traceHeader"; // set by the Lambda loop
    private static final long NANOS_PER_MILLI = 1_000_000;
    /** The status of a bug outside a verification; the provider's error of that name comes with a failure. */
    private static final String BUG = "INTERNAL_ERROR";

    private final String function;
    private final String version;

    private boolean coldStart = true;
    private long began;
    private Ids ids;
    private String operation;
    private String failure;
    private String cause;
    private Ending ending;
    private boolean verified;
    private int attempts;
    private int notSent;
    private List<Long> providerMillis = List.of();
    private String idempotency;
    private int secretRefreshes;
    private int storeFailures;
    private Sending sending;
    private boolean givenUp;
    private boolean secretFault;
    private int oddAnswers;

    /** The journal of the function that Lambda names in the environment, which a native image must not read at build. */
    @Inject
    Journal(@ConfigProperty(name = "quarkus.application.version") String version) {
        this(null, version);
    }

    /**
     * @param function the function's name, by which its metrics are told from another's; null for the environment's
     * @param version the application's version
     */
    Journal(String function, String version) {
        this.function = function;
        this.version = version;
    }

    /**
     * An invocation begins.
     *
     * @param requestId Lambda's id
     * @param gatewayId API Gateway's id of the request, null where it has none
     * @param correlationId the caller's {@code X-Correlation-Id}, null where it sent none
     */
    public synchronized void begin(String requestId, String gatewayId, String correlationId) {
        began = System.nanoTime();
        ids = Ids.of(requestId, System.getProperty(TRACE_HEADER), gatewayId, correlationId);
        JsonLines.within(ids);
        operation = null;
        failure = null;
        cause = null;
        ending = null;
        verified = false;
        attempts = 0;
        notSent = 0;
        providerMillis = List.of();
        idempotency = null;
        sending = null;
        givenUp = false;
        secretFault = false;
    }

    /** A verification is about to ask the provider; its line counts what leaves, whatever comes of it. */
    public synchronized void asking(Sending attempts) {
        sending = attempts;
        if (givenUp) {
            attempts.giveUp();
        }
    }

    /**
     * The caller is answered now, whatever is still under way: what has not left never will.
     *
     * @return whether a request to the provider has left, or may have
     */
    public synchronized boolean giveUp() {
        givenUp = true;
        if (sending != null) {
            sending.giveUp();
        }
        count();
        return attempts > 0;
    }

    private void count() {
        if (sending != null && sending.sent() + sending.notSent() > 0) {
            asked(sending.sent(), sending.notSent(), sending.millis());
        }
    }

    /** What is asked for: {@code id_name} or {@code id_selfie}. */
    public synchronized void operation(String name) {
        operation = name;
    }

    /** What the idempotency table knew of the question: {@code none}, {@code fresh}, {@code replayed} and so on. */
    public synchronized void idempotency(String state) {
        idempotency = state;
    }

    /** The idempotency table did not answer. */
    public synchronized void storeFailed() {
        storeFailures++;
    }

    /** The provider's answer was read, though not all of it is as its pages say. */
    public synchronized void oddAnswer() {
        oddAnswers++;
    }

    /** The secret was read. */
    public synchronized void secretRead() {
        secretRefreshes++;
    }

    /**
     * The provider was asked, or would have been if it could be reached.
     *
     * @param sent how many attempts reached the wire
     * @param unsent how many ended before a byte left
     * @param millis how long each of those on the wire took
     */
    public synchronized void asked(int sent, int unsent, List<Long> millis) {
        verified = true;
        attempts = sent;
        notSent = unsent;
        providerMillis = List.copyOf(millis);
    }

    /**
     * A verification fails, for a reason of which the caller is told less.
     *
     * @param why from the error table
     * @param detail what is known beyond that: a word of ours, nothing that was sent or received; null for nothing
     */
    public synchronized void failed(Enum<?> why, String detail) {
        failure = why.name();
        cause = detail == null ? failure : failure + ": " + detail;
    }

    /**
     * The caller is served, but somebody must mend the secret.
     *
     * @param detail what is wrong with it: a word of ours
     */
    public synchronized void secretFault(String detail) {
        secretFault = true;
        cause = "NO_CREDENTIALS: " + detail;
    }

    /** The caller is told a verdict; the request id is the provider's or Lambda's. */
    public synchronized void verdict(
            String outcome, Enum<?> charge, boolean retryable, String orderNo, String requestId) {
        boolean unknown = "UNKNOWN".equals(charge.name()) && !replayed();
        Advice onSecret = secretFault ? Advice.CREDENTIALS : Advice.NOTHING;
        Advice advice = unknown ? Advice.UNKNOWN_CHARGE : onSecret;
        String why = secretFault ? cause : null;
        ending = new Ending(outcome, null, charge.name(), retryable, orderNo, providers(requestId), why, advice);
    }

    /** The caller is told that there is no verdict; the request id is the provider's or Lambda's. */
    public synchronized void error(String status, Enum<?> charge, boolean retryable, String requestId) {
        Advice onStatus = BUG.equals(status) && !replayed() ? Advice.BUG : Advice.NOTHING;
        Advice advice = failure == null ? onStatus : Advice.on(failure);
        ending = new Ending(null, status, charge.name(), retryable, null, providers(requestId), cause, advice);
    }

    /**
     * The answer is there: writes the line, unless the caller was told nothing, as by the pages of dev mode.
     *
     * @param httpStatus the answer's HTTP status code
     */
    public synchronized void end(int httpStatus) {
        if (ending != null) {
            write(httpStatus);
        }
        JsonLines.within(null);
    }

    private void write(int httpStatus) {
        count();
        long millis = (System.nanoTime() - began) / NANOS_PER_MILLI;
        Work work = new Work(
                verified,
                attempts,
                notSent,
                providerMillis,
                millis,
                coldStart,
                idempotency,
                secretRefreshes,
                storeFailures,
                oddAnswers);
        RequestLine line = new RequestLine(operation, httpStatus, ending, work, ids, functionName(), version);
        LOG.logf(line.level(), "%s", line);
        coldStart = false;
        secretRefreshes = 0;
        storeFailures = 0;
        oddAnswers = 0;
    }

    private String functionName() {
        return function == null ? System.getenv().getOrDefault("AWS_LAMBDA_FUNCTION_NAME", "ktp-verify") : function;
    }

    /** An ending that is told again asks for nothing that it did not ask for the first time. */
    private boolean replayed() {
        return "replayed".equals(idempotency);
    }

    private String providers(String requestId) {
        return requestId == null || requestId.equals(ids.requestId()) ? null : requestId;
    }
}
