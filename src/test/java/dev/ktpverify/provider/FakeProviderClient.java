package dev.ktpverify.provider;

import dev.ktpverify.credentials.Secret;
import dev.ktpverify.model.Failure;
import dev.ktpverify.model.Question;
import dev.ktpverify.model.Result;
import dev.ktpverify.model.Verdict;
import dev.ktpverify.support.TestConfig;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** A provider client that answers as a test says, without a provider, and remembers what it was asked. */
public class FakeProviderClient extends ProviderClient {

    private final int sent;
    private final Supplier<?> answer;
    private Question<?> question;

    /**
     * @param sent how many attempts it says have reached the wire
     * @param answer the {@link Verdict}, or a failure thrown
     */
    public FakeProviderClient(int sent, Supplier<?> answer) {
        super(
                new GuardedCall(null, TestConfig.with(Map.of()), new Random()),
                null,
                null,
                (Executor) null,
                TestConfig.with(Map.of()));
        this.sent = sent;
        this.answer = answer;
    }

    public static RuntimeException notSent(boolean certificateRejected) {
        return ProviderException.of(
                certificateRejected ? Failure.CERTIFICATE_REJECTED : Failure.NOT_SENT, "ConnectException");
    }

    public static RuntimeException answerLost(boolean late) {
        return ProviderException.of(late ? Failure.ANSWER_LATE : Failure.ANSWER_LOST, "EOFException");
    }

    public static RuntimeException noTimeLeft() {
        return Attempts.noTimeLeft();
    }

    public static RuntimeException circuitOpen() {
        return ProviderException.of(Failure.CIRCUIT_OPEN, null);
    }

    public static RuntimeException refused(Failure failure, String reason, String requestId) {
        return ProviderException.refused(failure, reason, requestId);
    }

    /** What it was asked last. */
    public Question<?> question() {
        return question;
    }

    @Override
    public void refuseIfCircuitIsOpen() {
        // it never is
    }

    @Override
    @SuppressWarnings("unchecked") // the test's own answer to its own question
    public <R extends Result> Verdict<R> ask(Question<R> asked, Secret secret, Attempts attempts) {
        question = asked;
        asked();
        for (int i = 0; i < sent; i++) {
            attempts.count(true, 7);
        }
        return (Verdict<R>) answer.get();
    }

    /** Called for each question that it is asked. */
    protected void asked() {}
}
