package dev.ktpverify.observability;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.ktpverify.model.Advice;
import dev.ktpverify.model.Charge;
import dev.ktpverify.model.Failure;
import dev.ktpverify.model.Verdict;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jboss.logging.Logger;

/**
 * What the log line of one invocation will say, collected on its way. No field is in the line that is not named here, in
 * {@link InvocationIds}, {@link Ending} or {@link Metrics}. Safe for several threads.
 */
public final class InvocationRecord {

    private static final long NANOS_PER_MILLI = 1_000_000;

    private final long began = System.nanoTime();
    final InvocationIds ids;
    private final boolean livemode;

    String operation;
    String principal;
    String referenceId;
    private Failure failure;
    private String cause;
    private boolean secretFault;
    Ending ending;
    IdempotencyState idempotency;
    boolean verification;
    int sent;
    int notSent;
    List<Long> providerMillis = List.of();
    int storeFailures;
    String sentBy;
    String sentAt;
    boolean oddAnswer;
    boolean chargeAvoided;
    final Map<String, Integer> budgetsUsed = new TreeMap<>();

    String function;
    String version;
    int httpStatus;
    long totalMillis;
    boolean coldStart;
    int secretReads;

    InvocationRecord(InvocationIds ids, boolean livemode) {
        this.ids = ids;
        this.livemode = livemode;
    }

    /** Whether somebody real is asked about, which every answer says, too. */
    public boolean livemode() {
        return livemode;
    }

    /** What is asked for: {@code id_name}, {@code id_selfie} or {@code health}; null for no such route. */
    public synchronized void operation(String name) {
        operation = name;
    }

    /** Who asks: a role, a client, a system or a hash; null if that is not known. */
    public synchronized void principal(String name) {
        principal = name;
    }

    /** The caller's own id of the request; null if there is none. */
    public synchronized void referenceId(String id) {
        referenceId = id;
    }

    /** What the idempotency table knew of the question. */
    public synchronized void idempotency(IdempotencyState state) {
        idempotency = state;
    }

    /**
     * The question was sent by an invocation that wrote no line, as it was killed; this line tells of it.
     *
     * @param by Lambda's id of that invocation; null if it is not known
     * @param at when it was sent, in UTC; null if that is not known
     */
    public synchronized void lost(String by, String at) {
        sentBy = by;
        sentAt = at;
    }

    /** The idempotency table did not answer. */
    public synchronized void storeFailed() {
        storeFailures++;
    }

    /** The provider's answer was read, though not all of it is as its pages say. */
    public synchronized void oddAnswer() {
        oddAnswer = true;
    }

    /** Nothing is wrong with the request but its id number, which the provider would have been asked about. */
    public synchronized void chargeAvoided() {
        chargeAvoided = true;
    }

    /**
     * A charge was counted in a budget, or found no room there.
     *
     * @param metric the name of the budget's metric
     * @param percent how much of the budget is used
     */
    public synchronized void budgetUsed(String metric, int percent) {
        budgetsUsed.put(metric, percent);
    }

    /**
     * The invocation counts as a verification: the provider was asked, or would have been if it could be reached.
     *
     * @param onTheWire how many attempts reached the wire
     * @param neverSent how many ended before a byte was sent
     * @param millis how long each of those on the wire took, in milliseconds
     */
    public synchronized void asked(int onTheWire, int neverSent, List<Long> millis) {
        verification = true;
        sent = onTheWire;
        notSent = neverSent;
        providerMillis = List.copyOf(millis);
    }

    /**
     * The verification fails, for a reason of which the caller is told less.
     *
     * @param why from the error table
     * @param detail what is known beyond that: a word of ours, nothing that was sent or received; null for nothing
     */
    public synchronized void failed(Failure why, String detail) {
        failure = why;
        cause = detail == null ? why.name() : why.name() + ": " + detail;
    }

    /**
     * The caller is served, but the operator must mend the secret.
     *
     * @param detail what is wrong with it: a word of ours
     */
    public synchronized void secretFault(String detail) {
        secretFault = true;
        cause = Failure.NO_CREDENTIALS + ": " + detail;
    }

    /**
     * The caller gets a verdict.
     *
     * @param verdict the verdict; its request id is the provider's or null
     */
    public synchronized void verdict(Verdict<?> verdict) {
        boolean unknown = verdict.outcome().charge() == Charge.UNKNOWN && !verdict.replayed();
        Advice onSecret = secretFault ? Advice.CREDENTIALS : Advice.NOTHING;
        ending = new Ending(
                verdict.outcome().name(),
                null,
                verdict.outcome().charge(),
                verdict.outcome().retryable(),
                verdict.result().orderNo(),
                providers(verdict.requestId()),
                secretFault ? cause : null,
                unknown ? Advice.UNKNOWN_CHARGE : onSecret);
    }

    /**
     * The caller gets no verdict.
     *
     * @param requestId the provider's id of the request, or Lambda's
     */
    public synchronized void error(String status, Charge charge, boolean retryable, String requestId) {
        Advice advice = failure == null ? Advice.NOTHING : failure.advice();
        ending = new Ending(null, status, charge, retryable, null, providers(requestId), cause, advice);
    }

    /** Whether a budget that is used up refused the question. */
    synchronized boolean overBudget() {
        return failure == Failure.BUDGET_EXHAUSTED;
    }

    synchronized boolean hasEnding() {
        return ending != null;
    }

    /** The invocation is over; the time of its answer is now. */
    synchronized void complete(String functionName, String ourVersion, int status, boolean cold, int reads) {
        totalMillis = (System.nanoTime() - began) / NANOS_PER_MILLI;
        function = functionName;
        version = ourVersion;
        httpStatus = status;
        coldStart = cold;
        secretReads = reads;
    }

    synchronized Logger.Level level() {
        return ending.advice().level();
    }

    /** Everything but timestamp and level, which are the log record's. */
    synchronized void write(JsonGenerator json, long epochMillis) throws IOException {
        InvocationLine.write(this, json);
        InvocationLine.metrics(this).write(json, epochMillis);
    }

    private String providers(String requestId) {
        return Objects.equals(requestId, ids.requestId()) ? null : requestId;
    }

    /** For logs in text: the same without metrics. */
    @Override
    public synchronized String toString() {
        return JsonFormatter.line(json -> InvocationLine.write(this, json));
    }
}
