package dev.ktpverify.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ktpverify.credentials.FakeCredentials;
import dev.ktpverify.idempotency.ScriptedIdempotency;
import dev.ktpverify.invocation.Deadline;
import dev.ktpverify.invocation.Invocation;
import dev.ktpverify.invocation.Invocations;
import dev.ktpverify.model.Failure;
import dev.ktpverify.model.IdNameQuestion;
import dev.ktpverify.model.VerificationFailedException;
import dev.ktpverify.support.Act;
import dev.ktpverify.support.Act.Charge;
import dev.ktpverify.support.Acts;
import dev.ktpverify.support.Answer;
import dev.ktpverify.support.Api;
import dev.ktpverify.support.FaultyWorld;
import dev.ktpverify.support.FaultyWorldProfile;
import dev.ktpverify.support.ScriptedProvider;
import dev.ktpverify.verification.Verifier;
import dev.ktpverify.verification.Verifiers;
import io.quarkus.test.junit.DisabledOnIntegrationTest;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import jakarta.enterprise.inject.spi.CDI;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The circuit opens after four verifications in a row that fail, and one that does not closes it; here it is open for a
 * second. And the budget of repetitions, as in production.
 * {@code -Dtest.down-seconds=60} makes the provider's absence longer.
 */
@QuarkusTest
@TestProfile(CircuitTest.Profile.class)
class CircuitTest {

    /** With the circuit breaker, as in production but for the delay. */
    public static class Profile extends FaultyWorldProfile {
        public Profile() {
            super(Map.of(
                    FaultyWorld.FAULT_TOLERANCE + "circuit-breaker.enabled",
                    "true",
                    FaultyWorld.FAULT_TOLERANCE + "circuit-breaker.delay",
                    "1",
                    "ktp-verify.provider.retry-budget",
                    String.valueOf(BUDGET)));
        }
    }

    private static final int BUDGET = 10;
    private static final int DOWN_SECONDS = Integer.getInteger("test.down-seconds", 10);
    private static final int DELAY_MILLIS = 1_000;
    private static final Act OK = Acts.verdict("01", Charge.CHARGED);
    private static final Answer MATCH = Answer.charged("MATCH", "01");
    private static final Answer OPEN = Answer.free(503, Failure.CIRCUIT_OPEN, true);
    private static final Answer LOST = Answer.failed(502, Failure.ANSWER_LOST, "UNKNOWN", false);
    private static final Answer NOT_SENT = Answer.free(503, Failure.NOT_SENT, true);

    private final ScriptedProvider provider = FaultyWorld.provider();

    @BeforeEach
    void closed() {
        FaultyWorld.reset();
        provider.script(Acts.lastAnswer());
        recover();
        FaultyWorld.reset();
    }

    @Test
    void opensAfterFourFailuresAndOneProbeClosesIt() {
        open();
        Response answer = ask();
        OPEN.assertIs(answer);
        assertEquals("5", answer.header("Retry-After"));
        assertEquals(4, provider.ledger().size(), "nothing is sent while it is open");

        Acts.pause(DELAY_MILLIS + 100);
        provider.script(OK);
        MATCH.assertIs(ask());
        MATCH.assertIs(ask());
        assertEquals(6, provider.ledger().size());
    }

    @Test
    void aFailedProbeOpensItAgain() {
        open();
        Acts.pause(DELAY_MILLIS + 100);
        LOST.assertIs(ask());
        OPEN.assertIs(ask());
        assertEquals(5, provider.ledger().size());
    }

    @Test
    void threeFailuresAndASuccessLeaveItClosed() {
        Act lost = Acts.finishAfterRequest();
        provider.script(lost, lost, lost, OK, lost, lost, lost, OK);
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 3; i++) {
                LOST.assertIs(ask());
            }
            MATCH.assertIs(ask());
        }
        assertEquals(8, provider.ledger().size());
    }

    @Test
    void theProvidersOwnTroubleCounts() {
        provider.script(Acts.refusal(500, "INTERNAL_ERROR"));
        for (int i = 0; i < 4; i++) {
            Answer.free(502, Failure.INTERNAL_ERROR, true).fromProvider().assertIs(ask());
        }
        OPEN.assertIs(ask());
    }

    @Test
    void whatIsNotSentCounts() {
        provider.refuse();
        for (int i = 0; i < 4; i++) {
            NOT_SENT.assertIs(ask()); // of three attempts each, which count as one failure
        }
        OPEN.assertIs(ask());
        assertEquals(0, provider.ledger().size());
    }

    @Test
    void aVerificationThatFailsOnlyOnceDoesNotCount() {
        Act trouble = Acts.refusal(512, "SOURCE_SERVICE_UNAVAILABLE");
        refill();
        provider.script(trouble, OK, trouble, OK, trouble, OK, trouble, OK, trouble, OK);
        for (int i = 0; i < 5; i++) {
            MATCH.assertIs(ask());
        }
        assertEquals(10, provider.ledger().size());
    }

    static Stream<Failure> beforeTheProviderIsAsked() {
        return Stream.of(Failure.IN_PROGRESS, Failure.STORE_UNAVAILABLE, Failure.NO_TIME_LEFT, Failure.NO_CREDENTIALS);
    }

    @ParameterizedTest
    @MethodSource("beforeTheProviderIsAsked")
    @DisabledOnIntegrationTest("no request brings all of it about")
    void whatEndsBeforeTheProviderIsAskedLeavesItHalfOpen(Failure end) {
        open();
        Acts.pause(DELAY_MILLIS + 100);
        endsBefore(end, new AtomicInteger());
        LOST.assertIs(ask());
        OPEN.assertIs(ask());
        assertEquals(5, provider.ledger().size());
    }

    @ParameterizedTest
    @MethodSource("beforeTheProviderIsAsked")
    @DisabledOnIntegrationTest("no request brings all of it about")
    void whatEndsBeforeTheProviderIsAskedDoesNotCount(Failure end) {
        provider.script(Acts.finishAfterRequest());
        for (int i = 0; i < 3; i++) {
            LOST.assertIs(ask());
        }
        endsBefore(end, new AtomicInteger());
        LOST.assertIs(ask());
        OPEN.assertIs(ask());
    }

    @Test
    @DisabledOnIntegrationTest("nobody outside sees what is written")
    void whileItIsOpenNothingIsAnnouncedEither() {
        open();
        AtomicInteger announced = new AtomicInteger();
        endsBefore(Failure.CIRCUIT_OPEN, announced);
        assertEquals(0, announced.get());
    }

    /** A verification that ends so before the real provider is asked. */
    private static void endsBefore(Failure end, AtomicInteger announced) {
        Verifier verifier = Verifiers.of(
                end == Failure.NO_CREDENTIALS ? FakeCredentials.down() : FakeCredentials.withKey("k".repeat(32)),
                ScriptedIdempotency.refusing(end, announced),
                CDI.current().select(ProviderClient.class).get());
        Instant deadline =
                end == Failure.NO_TIME_LEFT ? Instant.EPOCH : Instant.now().plusSeconds(60);
        Invocation invocation = Invocations.of("lambda-request", new Deadline(deadline), "", "key-1");
        IdNameQuestion question = new IdNameQuestion("3217061012870001", "BUDI");

        assertEquals(
                end,
                assertThrows(VerificationFailedException.class, () -> verifier.verify(question, invocation))
                        .failure());
        assertEquals(0, invocation.attempts().sent());
    }

    @Test
    void aProviderThatRefusesThroughoutIsAskedLittleMoreThanTheCallersAsk() {
        refill();
        provider.script(Acts.refusal(403, "RATE_LIMIT_EXCEEDED"));
        List<Integer> retryAfter = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            Response answer = ask();
            Answer.free(429, Failure.RATE_LIMIT_EXCEEDED, true).fromProvider().assertIs(answer);
            retryAfter.add(Integer.parseInt(answer.header("Retry-After")));
        }
        assertEquals(25 + BUDGET, provider.ledger().size());
        assertEquals(Collections.nCopies(BUDGET - 1, 1), retryAfter.subList(0, BUDGET - 1), "while there are tokens");
        for (int i = 0; i < 25 - BUDGET; i++) {
            int least = 1 << Math.min(i + 1, 5);
            int seconds = retryAfter.get(BUDGET + i);
            assertTrue(seconds >= least && seconds <= 2 * least, retryAfter::toString);
        }

        provider.forget();
        provider.script(OK);
        succeed(10);
        provider.script(Acts.refusal(403, "RATE_LIMIT_EXCEEDED"));
        ask();
        assertEquals(10 + 2, provider.ledger().size(), "ten verdicts have earned one repetition");
    }

    /** So many verdicts that every token is there again. */
    private void refill() {
        succeed(10 * BUDGET);
        provider.forget();
    }

    private static void succeed(int times) {
        for (int i = 0; i < times; i++) {
            MATCH.assertIs(ask());
        }
    }

    @Test
    void refusalsOutcomesAndCallersMistakesNeverCount() {
        List<Act> fine = List.of(
                Acts.refusal(400, "INVALID_ARGUMENT"),
                Acts.refusal(400, "INVALID_ARGUMENT", "argument 'name': not found"),
                Acts.refusal(400, "QUERY_FAILED"),
                Acts.refusal(400, "ABNORMAL_BEHAVIOURS_DETECTED"),
                Acts.refusal(401, "UNAUTHORIZED"),
                Acts.refusal(401, "KEY_EXPIRED"),
                Acts.refusal(403, "NO_PERMISSION"),
                Acts.refusal(403, "OUT_OF_QUOTA"),
                Acts.refusal(403, "RATE_LIMIT_EXCEEDED"),
                Acts.refusal(404, "NOT_FOUND"),
                Acts.verdict("02", Charge.CHARGED),
                Acts.verdict("03", Charge.FREE),
                Acts.verdict("04", Charge.FREE),
                Acts.puzzling("unknown result", 200, Acts.verdict("99")));
        for (Act act : fine) {
            provider.script(act);
            for (int i = 0; i < 5; i++) {
                ask();
            }
            assertTrue(provider.ledger().size() >= 5, act::name);
            provider.forget();
        }
        for (int i = 0; i < 5; i++) {
            assertEquals(400, Api.verify("id_name", "{}").statusCode());
        }
        provider.script(OK);
        MATCH.assertIs(ask());
    }

    @Test
    void downForAWhileUnderSteadyLoad() throws IOException {
        provider.refuse();
        int asked = 0;
        for (long end = millis() + DOWN_SECONDS * 1_000L; millis() < end; asked++) {
            long start = millis();
            Response answer = ask();
            (answer.asString().contains(Failure.CIRCUIT_OPEN.reason()) ? OPEN : NOT_SENT).assertIs(answer);
            assertTrue(millis() - start < 2_000, "an answer at once");
            Acts.pause(50);
        }
        assertTrue(asked > 2 * DOWN_SECONDS, "load: " + asked);
        assertEquals(0, provider.ledger().size());
        provider.listen();
        assertTrue(recover() <= DELAY_MILLIS + 1_000, "recovery");
        assertEquals(1, provider.ledger().size());
    }

    @Test
    void aGatewayThatFailsForAWhileGetsFewRequests() {
        provider.script(Acts.puzzling("502", 502, "<html>"));
        int unknown = 0;
        for (long end = millis() + DOWN_SECONDS * 500L; millis() < end; ) {
            Response answer = ask();
            boolean open = answer.asString().contains(Failure.CIRCUIT_OPEN.reason());
            (open ? OPEN : LOST).assertIs(answer);
            unknown += open ? 0 : 1;
            Acts.pause(50);
        }
        assertEquals(unknown, provider.ledger().size());
        int sent = unknown;
        assertTrue(sent <= 4 + DOWN_SECONDS / 2, () -> sent + " requests");
    }

    private void open() {
        provider.script(Acts.finishAfterRequest());
        for (int i = 0; i < 4; i++) {
            LOST.assertIs(ask());
        }
    }

    /** Asks until the circuit is closed and says how long that took, in milliseconds. */
    private long recover() {
        long start = millis();
        while (ask().statusCode() != 200) {
            assertTrue(millis() - start < 10_000, "the circuit stays open");
            Acts.pause(50);
        }
        return millis() - start;
    }

    private static Response ask() {
        return Api.verify("id_name", Api.idName("0001"));
    }

    private static long millis() {
        return System.nanoTime() / 1_000_000;
    }
}
