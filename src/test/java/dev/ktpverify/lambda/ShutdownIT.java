package dev.ktpverify.lambda;

import static dev.ktpverify.support.Environments.MATCH;
import static dev.ktpverify.support.Environments.asked;
import static dev.ktpverify.support.Environments.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ktpverify.model.Failure;
import dev.ktpverify.support.Act;
import dev.ktpverify.support.Acts;
import dev.ktpverify.support.Answer;
import dev.ktpverify.support.DynamoDbGate;
import dev.ktpverify.support.Environments;
import dev.ktpverify.support.LambdaEnvironment;
import dev.ktpverify.support.LambdaEnvironment.Answered;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** SIGTERM, as Lambda sends it two seconds before it ends an environment, to a real process. */
class ShutdownIT {

    private static final Answer LATE = Answer.failed(504, Failure.ANSWER_LATE, "UNKNOWN", false);
    private static final Answer NO_TIME_LEFT = Answer.free(504, Failure.NO_TIME_LEFT, true);
    private static final List<Act.Charge> ONE_CHARGE = List.of(Act.Charge.CHARGED);
    /** What Lambda leaves, with what a busy machine adds. */
    private static final Duration GRACE = Duration.ofMillis(2_500);

    private static final int HALF_A_SECOND = 500;

    private Environments environments;

    @BeforeEach
    void start() throws IOException {
        environments = new Environments();
    }

    @AfterEach
    void stop() {
        environments.close();
    }

    @Test
    void anAnswerThatComesInTimeIsTheCallers() {
        CompletableFuture<Void> later = new CompletableFuture<>();
        environments.matchAfter(later);
        LambdaEnvironment environment = environments.start();
        CompletableFuture<Answered> answer = environment.invoke(asked("order-1"));
        environments.awaitBill();
        Acts.pause(HALF_A_SECOND);
        CompletableFuture<Duration> end = environment.terminate();
        Acts.pause(HALF_A_SECOND);
        later.complete(null);

        Answered told = await(answer);
        assertTrue(told.is(MATCH), told::toString);
        assertInTime(end);
        assertEquals("DONE", environments.state());
        assertEquals(ONE_CHARGE, environments.bill());
        Answered again = await(environments.start().invoke(asked("order-1")));
        assertTrue(again.replays(MATCH), again::toString);
    }

    @Test
    void anAnswerThatDoesNotComeIsUnknown() throws IOException {
        environments.provider().script(Acts.neverAnswer());
        LambdaEnvironment environment = environments.start();
        CompletableFuture<Answered> answer = environment.invoke(asked("order-1"));
        environments.awaitBill();
        Acts.pause(HALF_A_SECOND);
        CompletableFuture<Duration> end = environment.terminate();

        Answered told = await(answer);
        assertTrue(told.is(LATE), told::toString);
        assertInTime(end);
        assertTrue(List.of("SENT", "UNKNOWN").contains(environments.state()), environments.state());
        assertEquals(ONE_CHARGE, environments.bill());
        String line = line(told.requestId());
        assertTrue(line.contains("\"attempts\":1"), line);
        assertTrue(line.contains("\"UnknownCharges\":1"), line);
    }

    @Test
    void whatWasNotSentIsFreeAndNeverSent() throws IOException {
        try (DynamoDbGate gate = new DynamoDbGate().hold().from(2)) {
            LambdaEnvironment environment = environments.start(Map.of(
                    "AWS_ENDPOINT_URL_DYNAMODB", gate.url(),
                    "QUARKUS_DYNAMODB_SYNC_CLIENT_SOCKET_TIMEOUT", "60S",
                    "QUARKUS_DYNAMODB_API_CALL_TIMEOUT", "60S"));
            CompletableFuture<Answered> answer = environment.invoke(asked("order-1"));
            await(gate.held());
            CompletableFuture<Duration> end = environment.terminate();

            Answered told = await(answer);
            gate.open();
            assertTrue(told.is(NO_TIME_LEFT), told::toString);
            assertInTime(end);
            assertTrue(line(told.requestId()).contains("\"attempts\":0"));
        }
        assertEquals(List.of(), environments.bill());
    }

    @Test
    void noneBeginsAnyMore() {
        CompletableFuture<Void> later = new CompletableFuture<>();
        environments.matchAfter(later);
        LambdaEnvironment environment = environments.start();
        CompletableFuture<Answered> inHand = environment.invoke(asked("order-1"));
        environments.awaitBill();
        CompletableFuture<Answered> next = environment.invoke(asked("order-2"));
        CompletableFuture<Duration> end = environment.terminate();
        Acts.pause(HALF_A_SECOND);
        later.complete(null);

        Answered told = await(inHand);
        assertTrue(told.is(MATCH), told::toString);
        assertInTime(end);
        String other = await(next.handle(ShutdownIT::outcome));
        assertTrue(List.of("refused", "not taken").contains(other), other);
        assertEquals(ONE_CHARGE, environments.bill());
    }

    @Test
    void withNothingInHandItEndsAtOnce() {
        LambdaEnvironment environment = environments.start();
        assertTrue(await(environment.invoke(asked("order-1"))).is(MATCH));
        Acts.pause(HALF_A_SECOND);
        Duration end = await(environment.terminate());
        assertTrue(end.toMillis() < 1_000, end::toString);
    }

    private static String outcome(Answered answer, Throwable gone) {
        if (gone != null) {
            return gone.getMessage().startsWith("the process has ended") ? "not taken" : gone.toString();
        }
        return answer.is(NO_TIME_LEFT) ? "refused" : answer.toString();
    }

    private static void assertInTime(CompletableFuture<Duration> end) {
        Duration took = await(end);
        assertTrue(took.compareTo(GRACE) < 0, took::toString);
    }

    private static String line(String requestId) throws IOException {
        return Files.readAllLines(Path.of("target", "environments.log")).stream()
                .filter(line -> line.contains(requestId) && line.contains("\"http_status\":"))
                .findFirst()
                .orElseThrow();
    }
}
