package dev.ktpverify.simulation;

import dev.ktpverify.invocation.Invocation;
import dev.ktpverify.model.Charge;
import dev.ktpverify.model.Verdict;
import dev.ktpverify.model.VerificationFailedException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/** One invocation, from the call to the answer, if there is one. */
final class Invoked {

    final int number;
    final Ask ask;
    long began;

    Environment environment;
    Invocation invocation;
    long ended;

    /** What the function has decided, and perhaps could not tell. */
    Verdict<?> verdictMade;

    VerificationFailedException failureMade;

    /** What its answer says; of one that was killed, nothing. */
    Verdict<?> verdict;

    VerificationFailedException failure;

    /** What the provider got from it, oldest first. */
    final List<Sent> sent = new ArrayList<>();

    /** Whether it went on without a record, because the table did not answer. */
    boolean withoutRecord;

    /** Whether a record says how it ended. */
    boolean endRecorded;

    /** Whether its end could not be recorded, because the table did not answer. */
    boolean endNotRecorded;

    private int stepsLeft;
    private LongConsumer misfortune;

    Invoked(int number, Ask ask) {
        this.number = number;
        this.ask = ask;
    }

    /**
     * Something happens to it during one of its steps.
     *
     * @param step which
     * @param misfortune is told how long the step takes, in milliseconds
     */
    void meets(int step, LongConsumer misfortune) {
        stepsLeft = step;
        this.misfortune = misfortune;
    }

    /** Takes one step. */
    void step(long millis) {
        if (--stepsLeft == 0) {
            misfortune.accept(millis);
        }
    }

    boolean isAnswered() {
        return verdict != null || failure != null;
    }

    Charge charge() {
        return verdict != null ? verdict.outcome().charge() : failure.failure().charge();
    }

    boolean retryable() {
        return verdict != null
                ? verdict.outcome().retryable()
                : failure.failure().retryable();
    }

    boolean replayed() {
        return verdict != null ? verdict.replayed() : failure.replayed();
    }

    String says() {
        if (!isAnswered()) {
            return "no answer";
        }
        String what = verdict != null
                ? verdict.outcome().name() + " " + verdict.result().orderNo()
                : failure.failure().name();
        return what + " " + charge() + (replayed() ? " replayed" : "");
    }

    @Override
    public String toString() {
        return "invocation " + number + " of " + ask;
    }
}
