package dev.ktpverify.idempotency;

import static dev.ktpverify.support.Environments.MATCH;
import static dev.ktpverify.support.Environments.asked;
import static dev.ktpverify.support.Environments.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
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
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What callers get while the table can't be used, and what it costs to have none: by the native executable. */
class StoreOutageIT {

    private static final Answer STORE_UNAVAILABLE = Answer.free(503, Failure.STORE_UNAVAILABLE, true);
    private static final List<Act.Charge> ONE_CHARGE = List.of(Act.Charge.CHARGED);
    private static final String ENDPOINT = "AWS_ENDPOINT_URL_DYNAMODB";
    private static final String TABLE = "KTP_VERIFY_IDEMPOTENCY_TABLE";
    /** The time-out of one call, 2 s, with what a busy machine adds. */
    private static final Duration PATIENCE = Duration.ofSeconds(4);

    private static final int STARTS = 5;

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
    void down() throws IOException {
        DynamoDbGate gone = new DynamoDbGate();
        gone.close();
        assertKeyIsRefusedAndOthersAreServed(Map.of(ENDPOINT, gone.url()));
    }

    @Test
    void late() throws IOException {
        try (DynamoDbGate gate = new DynamoDbGate().late(5_000)) {
            assertKeyIsRefusedAndOthersAreServed(Map.of(ENDPOINT, gate.url()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ProvisionedThroughputExceededException", "ThrottlingException", "AccessDeniedException"})
    void refusing(String exception) throws IOException {
        try (DynamoDbGate gate = new DynamoDbGate().refuse(exception)) {
            assertKeyIsRefusedAndOthersAreServed(Map.of(ENDPOINT, gate.url()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"page", "half an answer", "half an error", "nothing"})
    void answeringOddly(String how) throws IOException {
        try (DynamoDbGate gate = new DynamoDbGate().answerOddly(how)) {
            assertKeyIsRefusedAndOthersAreServed(Map.of(ENDPOINT, gate.url()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"page", "half an answer", "half an error", "nothing"})
    void answeringOddlyOnceSent(String how) throws IOException {
        try (DynamoDbGate gate = new DynamoDbGate().answerOddly(how).from(3)) {
            LambdaEnvironment environment = environments.start(Map.of(ENDPOINT, gate.url()));
            Answered answer = await(environment.invoke(asked("order-1")));
            assertTrue(answer.is(MATCH), answer::toString);
        }
        assertEquals("SENT", environments.state());
        assertEquals(ONE_CHARGE, environments.bill());
    }

    @Test
    void missing() {
        assertKeyIsRefusedAndOthersAreServed(Map.of(TABLE, "no-such-table"));
    }

    @Test
    void downBeforeSending() throws IOException {
        try (DynamoDbGate gate =
                new DynamoDbGate().refuse("InternalServerError").from(2)) {
            LambdaEnvironment environment = environments.start(Map.of(ENDPOINT, gate.url()));
            assertTrue(await(environment.invoke(asked("order-1"))).is(STORE_UNAVAILABLE));
            assertEquals(List.of(), environments.bill());
        }
        try (DynamoDbGate gate =
                new DynamoDbGate().refuse("InternalServerError").from(2)) {
            LambdaEnvironment environment = environments.start(Map.of(ENDPOINT, gate.url()));
            assertTrue(await(environment.invoke(asked(null))).is(MATCH));
            assertEquals(ONE_CHARGE, environments.bill());
        }
    }

    @Test
    void downOnceSent() throws IOException {
        try (DynamoDbGate gate =
                new DynamoDbGate().refuse("InternalServerError").from(3)) {
            LambdaEnvironment environment = environments.start(Map.of(ENDPOINT, gate.url()));
            assertTrue(await(environment.invoke(asked("order-1"))).is(MATCH));
        }
        Answered next = await(environments.start().invoke(asked("order-1")));
        assertTrue(next.is(Answer.free(409, Failure.IN_PROGRESS, true)), next::toString);
        assertEquals("SENT", environments.state());
        assertEquals(ONE_CHARGE, environments.bill());
    }

    @Test
    void lateWhenTimeIsAlmostOver() throws IOException {
        try (DynamoDbGate gate = new DynamoDbGate().late(5_000)) {
            LambdaEnvironment environment = environments.start(Map.of(ENDPOINT, gate.url()));
            Answered answer = await(environment.invoke(asked("order-1"), Duration.ofSeconds(2)));
            assertTrue(answer.is(STORE_UNAVAILABLE), answer::toString);
        }
        assertEquals(List.of(), environments.bill());
    }

    @Test
    void lateOnceTimeIsOver() throws IOException {
        environments.provider().script(Acts.neverAnswer());
        try (DynamoDbGate gate = new DynamoDbGate().late(5_000).from(3)) {
            LambdaEnvironment environment = environments.start(Map.of(ENDPOINT, gate.url()));
            Answered answer = await(environment.invoke(asked("order-1"), Duration.ofSeconds(4)));
            assertTrue(answer.is(Answer.failed(504, Failure.ANSWER_LATE, "UNKNOWN", false)), answer::toString);
        }
        assertEquals("SENT", environments.state());
        assertEquals(ONE_CHARGE, environments.bill());
    }

    @Test
    void withoutATableNothingEverConnectsToDynamoDb() throws IOException {
        try (ServerSocket dynamoDb = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            dynamoDb.setSoTimeout(100);
            String url = "http://127.0.0.1:" + dynamoDb.getLocalPort();
            LambdaEnvironment without = environments.start(Map.of(ENDPOINT, url, TABLE, ""));
            assertTrue(await(without.invoke(asked(null))).is(MATCH));
            assertThrows(SocketTimeoutException.class, dynamoDb::accept);

            LambdaEnvironment with = environments.start(Map.of(ENDPOINT, url));
            assertTrue(await(with.invoke(asked(null))).is(MATCH));
            dynamoDb.accept().close();
        }
    }

    @Test
    void theTimeThatAStartTakesIsTold() {
        List<Duration> without = new ArrayList<>();
        List<Duration> with = new ArrayList<>();
        for (int i = 0; i < STARTS; i++) {
            without.add(startTime(Map.of(TABLE, "")));
            with.add(startTime(Map.of()));
        }
        System.out.printf(
                "median of %d starts: %d ms without a table, %d ms with one%n",
                STARTS, medianMillis(without), medianMillis(with));
    }

    private Duration startTime(Map<String, String> variables) {
        try (LambdaEnvironment environment = environments.start(variables)) {
            return await(environment.start());
        }
    }

    private static long medianMillis(List<Duration> durations) {
        Collections.sort(durations);
        return durations.get(durations.size() / 2).toMillis();
    }

    private void assertKeyIsRefusedAndOthersAreServed(Map<String, String> variables) {
        LambdaEnvironment environment = environments.start(variables);
        assertTrue(timed(environment, "order-1").is(STORE_UNAVAILABLE));
        assertEquals(List.of(), environments.bill());
        assertTrue(timed(environment, null).is(MATCH));
        assertEquals(ONE_CHARGE, environments.bill());
    }

    private static Answered timed(LambdaEnvironment environment, String key) {
        long begin = System.nanoTime();
        Answered answer = await(environment.invoke(asked(key)));
        Duration took = Duration.ofNanos(System.nanoTime() - begin);
        System.out.printf("%s answered after %d ms%n", key == null ? "no key" : "a key", took.toMillis());
        assertTrue(took.compareTo(PATIENCE) < 0, "took " + took);
        return answer;
    }
}
