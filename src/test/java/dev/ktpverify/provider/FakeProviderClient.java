package dev.ktpverify.provider;

import dev.ktpverify.KtpVerifyConfig;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** A provider client that answers as a test says, without a provider, and remembers what it was asked. */
public class FakeProviderClient extends ProviderClient {

    private final int sent;
    private final Supplier<? extends Reply> answer;
    private Object body;

    /**
     * @param sent how many attempts it says have reached the wire
     * @param answer the reply, or a failure thrown
     */
    public FakeProviderClient(int sent, Supplier<? extends Reply> answer) {
        super(null, null, config(), null, null, null, null, new Random());
        this.sent = sent;
        this.answer = answer;
    }

    public static RuntimeException notSent(boolean certificateRejected) {
        return new NotSentException(certificateRejected, "ConnectException");
    }

    public static RuntimeException answerLost(boolean late) {
        return new AnswerLostException(late, "EOFException");
    }

    public static RuntimeException noTimeLeft() {
        return new NoTimeLeftException();
    }

    public static RuntimeException refused(ProviderStatus status, String reason, String requestId) {
        return ProviderRefusedException.of(status, reason, requestId);
    }

    /** What it was asked last. */
    public Object body() {
        return body;
    }

    @Override
    public CompletionStage<IdNameReply> verifyIdName(IdNameBody asked, Attempts attempts) {
        return reply(asked, attempts).thenApply(IdNameReply.class::cast);
    }

    @Override
    public CompletionStage<IdSelfieReply> verifyIdSelfie(IdSelfieBody asked, Attempts attempts) {
        return reply(asked, attempts).thenApply(IdSelfieReply.class::cast);
    }

    /** Called for each question that it is asked. */
    protected void asked() {}

    private CompletionStage<Reply> reply(Object asked, Attempts attempts) {
        body = asked;
        return attempts.announce().thenApply(announced -> {
            asked();
            for (int i = 0; i < sent; i++) {
                attempts.count(true, 7);
            }
            return answer.get();
        });
    }

    private static KtpVerifyConfig config() {
        return new SmallRyeConfigBuilder()
                .withConverter(Duration.class, 200, new DurationConverter())
                .withMapping(KtpVerifyConfig.class)
                .build()
                .getConfigMapping(KtpVerifyConfig.class);
    }
}
