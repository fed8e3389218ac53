package dev.ktpverify.credentials;

import static dev.ktpverify.support.Environments.asked;
import static dev.ktpverify.support.Environments.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ktpverify.model.Failure;
import dev.ktpverify.support.Acts;
import dev.ktpverify.support.Answer;
import dev.ktpverify.support.Environments;
import dev.ktpverify.support.LambdaEnvironment;
import dev.ktpverify.support.LambdaEnvironment.Answered;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A Secrets Manager that takes connections and never answers: by the native executable. */
class SecretOutageIT {

    private static final Answer NO_CREDENTIALS = Answer.free(503, Failure.NO_CREDENTIALS, true);
    private static final String ENDPOINT = "AWS_ENDPOINT_URL_SECRETS_MANAGER";

    @ParameterizedTest
    @ValueSource(strings = {"order-1", ""})
    void theCallerIsAnsweredInTimeAndTheNextOneAtOnce(String key) throws IOException {
        String question = asked(key.isEmpty() ? null : key);
        try (Environments environments = new Environments();
                ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            LambdaEnvironment environment =
                    environments.start(Map.of(ENDPOINT, "http://127.0.0.1:" + silent.getLocalPort()));
            Duration start = await(environment.start());
            assertTrue(start.toMillis() < 4_500, start::toString);

            assertAnswered(4_700, environment, question, Duration.ofSeconds(5));
            assertAnswered(500, environment, question, Duration.ofSeconds(28));
            assertEquals(List.of(), environments.bill());
        }
    }

    @Test
    void withTooLittleTimeNothingIsRead() throws IOException {
        try (Environments environments = new Environments();
                ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            LambdaEnvironment environment =
                    environments.start(Map.of(ENDPOINT, "http://127.0.0.1:" + silent.getLocalPort()));
            Acts.pause(1_100); // until the pause after the start's failure is over
            Answered answer = await(environment.invoke(asked("order-1"), Duration.ofMillis(1_400)));
            assertTrue(answer.is(Answer.free(504, Failure.NO_TIME_LEFT, true)), answer::toString);
        }
    }

    private static void assertAnswered(
            int mostMillis, LambdaEnvironment environment, String question, Duration timeout) {
        long begin = System.nanoTime();
        Answered answer = await(environment.invoke(question, timeout));
        Duration took = Duration.ofNanos(System.nanoTime() - begin);
        assertTrue(answer.is(NO_CREDENTIALS), answer::toString);
        assertTrue(took.toMillis() < mostMillis, took::toString);
    }
}
