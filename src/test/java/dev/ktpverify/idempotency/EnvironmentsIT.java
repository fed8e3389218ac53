package dev.ktpverify.idempotency;

import static dev.ktpverify.support.Environments.MATCH;
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
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One key in several environments, which are real processes: they run at once, die at any moment, and differ in time. */
class EnvironmentsIT {

    private static final String ASKED = Environments.asked("order-1");
    private static final Answer IN_PROGRESS = Answer.free(409, Failure.IN_PROGRESS, true);
    private static final Answer UNKNOWN = Answer.failed(502, Failure.ANSWER_LOST, "UNKNOWN", false);
    private static final List<Act.Charge> ONE_CHARGE = List.of(Act.Charge.CHARGED);
    private static final int AT_ONCE = 50;
    /** A time-out that makes a lease that a test can wait for: half a second less for the deadline, three seconds more. */
    private static final Duration TIMEOUT = Duration.ofMillis(5_500);

    private static final int LEASE_MILLIS = 8_000;
    private static final int CLOCKS_APART_MILLIS = 5_000;

    /** A client that waits for what a test holds back. */
    private static final Map<String, String> PATIENT = Map.of(
            "QUARKUS_DYNAMODB_SYNC_CLIENT_SOCKET_TIMEOUT", "60S",
            "QUARKUS_DYNAMODB_API_CALL_TIMEOUT", "60S");

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
    void fiftyAtOnceAreOneCharge() {
        List<LambdaEnvironment> both = List.of(environments.start(), environments.start());
        CompletableFuture<Void> oneRefused = new CompletableFuture<>();
        environments.matchAfter(oneRefused); // so that the others come while it is being asked
        List<CompletableFuture<Answered>> asked = IntStream.range(0, AT_ONCE)
                .mapToObj(i -> both.get(i % 2).invoke(ASKED))
                .toList();
        asked.forEach(answer -> answer.thenRun(() -> oneRefused.complete(null)));

        List<Answered> given = asked.stream().map(Environments::await).toList();
        assertEquals(1, given.stream().filter(answer -> answer.is(MATCH)).count(), given::toString);
        long refused = given.stream().filter(answer -> answer.is(IN_PROGRESS)).count();
        long replayed = given.stream().filter(answer -> answer.replays(MATCH)).count();
        assertEquals(AT_ONCE, 1 + refused + replayed, given::toString);
        assertTrue(refused > 0 && replayed > 0, refused + " refused, " + replayed + " replayed");
        both.forEach(this::assertReplayed);
        assertEquals(ONE_CHARGE, environments.bill());
    }

    @Test
    void aQuestionWhoseAnswerDiedWithItsProcessIsNotSentAgain() {
        LambdaEnvironment killed = environments.start(PATIENT);
        LambdaEnvironment other = environments.start(PATIENT);
        environments.provider().script(Acts.neverAnswer());
        killed.invoke(ASKED, TIMEOUT);
        awaitBill();
        killed.kill();

        assertAnswered(IN_PROGRESS, other);
        awaitEndOfLease();
        assertUnknown(other);
        assertUnknown(other);
        assertUnknown(environments.start());
        assertEquals(ONE_CHARGE, environments.bill());
    }

    /** As Lambda repeats an asynchronous invocation when the window of a question without a key is over. */
    @Test
    void withoutAKeyTooAQuestionWhoseAnswerDiedWithItsProcessIsNotSentAgain() {
        Map<String, String> shortWindow = Map.of("KTP_VERIFY_IDEMPOTENCY_IMPLICIT_WINDOW", "2s");
        LambdaEnvironment killed = environments.start(shortWindow);
        environments.provider().script(Acts.neverAnswer());
        killed.invoke(Environments.asked(null), TIMEOUT);
        awaitBill();
        killed.kill();
        awaitEndOfLease();
        Acts.pause(1_000); // an expiry is told in whole seconds

        environments.matchAfter(CompletableFuture.completedFuture(null));
        LambdaEnvironment other = environments.start(shortWindow);
        Answered answer = await(other.invoke(Environments.asked(null)));
        assertTrue(answer.replays(UNKNOWN), answer::toString);
        assertEquals("UNKNOWN", environments.state());
        assertEquals(ONE_CHARGE, environments.bill());
        Answered onPurpose = await(other.invoke(Environments.asked("on purpose")));
        assertTrue(onPurpose.is(MATCH), onPurpose::toString);
    }

    @ParameterizedTest
    @ValueSource(ints = {-CLOCKS_APART_MILLIS, 0, CLOCKS_APART_MILLIS})
    void aQuestionThatDiedWithItsProcessBeforeItWasSentIsAsked(int clockAhead) throws IOException {
        LambdaEnvironment other = environments.start(PATIENT);
        try (DynamoDbGate gate = new DynamoDbGate().hold().from(2)) {
            LambdaEnvironment killed = environments.start(patientBehind(gate));
            killed.invoke(ASKED, TIMEOUT);
            await(gate.held());
            killed.kill();
        }
        environments.moveLease(clockAhead);

        if (clockAhead >= 0) { // else it may be over before the answer
            assertAnswered(IN_PROGRESS, other);
        }
        assertEquals("CLAIMED", environments.state());
        assertEquals(List.of(), environments.bill());
        awaitEndOfLease();
        assertAnswered(MATCH, other);
        assertReplayed(other);
        assertEquals(ONE_CHARGE, environments.bill());
    }

    @Test
    void anEnvironmentThatWasOvertakenBeforeItSentSendsNothing() throws IOException {
        LambdaEnvironment other = environments.start(PATIENT);
        try (DynamoDbGate gate = new DynamoDbGate().hold().from(2)) {
            LambdaEnvironment slow = environments.start(patientBehind(gate));
            CompletableFuture<Answered> late = slow.invoke(ASKED, TIMEOUT);
            await(gate.held());
            environments.moveLease(-CLOCKS_APART_MILLIS);
            awaitEndOfLease();
            assertAnswered(MATCH, other);
            gate.open();

            assertTrue(await(late).is(IN_PROGRESS), late::toString);
            assertReplayed(slow);
            assertReplayed(other);
        }
        assertEquals("DONE", environments.state());
        assertEquals(ONE_CHARGE, environments.bill());
    }

    @Test
    void anAnswerThatOthersNoLongerWaitedForReachesItsOwnCallerAlone() {
        LambdaEnvironment slow = environments.start(PATIENT);
        LambdaEnvironment other = environments.start(PATIENT);
        CompletableFuture<Void> overtaken = new CompletableFuture<>();
        environments.matchAfter(overtaken);
        CompletableFuture<Answered> late = slow.invoke(ASKED, TIMEOUT);
        awaitBill();
        environments.moveLease(-CLOCKS_APART_MILLIS);
        awaitEndOfLease();

        assertUnknown(other);
        overtaken.complete(null);
        assertTrue(await(late).is(MATCH), late::toString);
        assertUnknown(slow);
        assertUnknown(other);
        assertEquals(ONE_CHARGE, environments.bill());
    }

    private static Map<String, String> patientBehind(DynamoDbGate gate) {
        Map<String, String> variables = new HashMap<>(PATIENT);
        variables.put("AWS_ENDPOINT_URL_DYNAMODB", gate.url());
        return variables;
    }

    private static void assertAnswered(Answer expected, LambdaEnvironment environment) {
        Answered answer = await(environment.invoke(ASKED));
        assertTrue(answer.is(expected), answer::toString);
    }

    private void assertReplayed(LambdaEnvironment environment) {
        Answered answer = await(environment.invoke(ASKED));
        assertTrue(answer.replays(MATCH), answer::toString);
    }

    private void assertUnknown(LambdaEnvironment environment) {
        Answered answer = await(environment.invoke(ASKED));
        assertTrue(answer.replays(UNKNOWN), answer::toString);
        assertEquals("UNKNOWN", environments.state());
    }

    private void awaitBill() {
        environments.awaitBill();
        assertEquals(ONE_CHARGE, environments.bill());
        assertEquals("SENT", environments.state());
    }

    private void awaitEndOfLease() {
        long left = environments.leaseUntil() - System.currentTimeMillis();
        assertTrue(left <= LEASE_MILLIS + CLOCKS_APART_MILLIS, "the lease is too long by " + left + " ms");
        Acts.pause((int) Math.max(left, 0) + 1);
    }
}
