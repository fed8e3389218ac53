package dev.ktpverify.budget;

import static dev.ktpverify.support.Environments.MATCH;
import static dev.ktpverify.support.Environments.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ktpverify.support.Act;
import dev.ktpverify.support.Acts;
import dev.ktpverify.support.Api;
import dev.ktpverify.support.DynamoDbGate;
import dev.ktpverify.support.Environments;
import dev.ktpverify.support.LambdaEnvironment;
import dev.ktpverify.support.LambdaEnvironment.Answered;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One budget for several environments, which are real processes and die at any moment. */
class BudgetsIT {

    private static final int DAILY = 10;
    private static final Map<String, String> BUDGET =
            Map.of("KTP_VERIFY_BUDGET_DAILY", Integer.toString(DAILY), "KTP_VERIFY_BUDGET_PER_CALLER_DAILY", "8");

    private Environments environments;

    @BeforeEach
    void start() throws IOException {
        environments = new Environments();
    }

    @AfterEach
    void stop() {
        environments.close();
    }

    private static String asked(int person, String caller) {
        return "{\"verify\":\"id_name\",\"caller\":\"" + caller + "\",\"request\":"
                + Api.idName(Integer.toString(1000 + person)) + "}";
    }

    private static boolean refused(Answered answer) {
        return answer.envelope().path("status").asText().equals("BUDGET_EXHAUSTED")
                && answer.envelope().path("http_status").asInt() == 429
                && answer.envelope().path("charge").asText().equals("FREE")
                && answer.envelope().path("retryable").asBoolean()
                && answer.envelope().path("retry_after").asInt() > 0;
    }

    @Test
    void severalEnvironmentsTogetherSpendTheBudgetAndNoMore() {
        List<LambdaEnvironment> both = List.of(environments.start(BUDGET), environments.start(BUDGET));
        List<CompletableFuture<Answered>> asked = IntStream.range(0, 3 * DAILY)
                .mapToObj(i -> both.get(i % 2).invoke(asked(i, i % 3 == 0 ? "loans" : "cards")))
                .toList();
        List<Answered> given = asked.stream().map(Environments::await).toList();
        long charged = given.stream().filter(answer -> answer.is(MATCH)).count();
        assertEquals(DAILY, charged, given::toString);
        assertEquals(2 * DAILY, given.stream().filter(BudgetsIT::refused).count(), given::toString);
        assertEquals(DAILY, environments.bill().size());
        assertEquals(DAILY, environments.spent());
    }

    @Test
    void oneCallerLeavesTheRestToOthers() {
        LambdaEnvironment environment = environments.start(BUDGET);
        for (int i = 0; i < 8; i++) {
            assertTrue(await(environment.invoke(asked(i, "loans"))).is(MATCH));
        }
        assertTrue(refused(await(environment.invoke(asked(8, "loans")))));
        assertEquals(8, environments.spent(), "what is refused is given back to the others");
        assertTrue(await(environment.invoke(asked(8, "cards"))).is(MATCH));
        assertTrue(await(environment.invoke(asked(0, "loans"))).replays(MATCH), "a replay costs nothing");
        assertEquals(9, environments.bill().size());
    }

    /** Between the reservation and the end nobody can know what the question cost: the charge stays counted. */
    @Test
    void whatDiedWithItsProcessStaysCounted() {
        LambdaEnvironment killed = environments.start(BUDGET);
        environments.provider().script(Acts.neverAnswer());
        killed.invoke(asked(0, "loans"));
        environments.awaitBill();
        killed.kill();
        assertEquals(1, environments.spent());

        environments.provider().script(Acts.refusal(403, "OUT_OF_QUOTA"));
        LambdaEnvironment other = environments.start(BUDGET);
        for (int i = 1; i < 3; i++) {
            Answered free = await(other.invoke(asked(i, "loans")));
            assertEquals("FREE", free.envelope().path("charge").asText(), free::toString);
        }
        assertEquals(1, environments.spent(), "what was free is given back");
        environments.matchAfter(CompletableFuture.completedFuture(null));
        int charged = 0;
        for (int i = 3; i < 3 + DAILY; i++) {
            charged += await(other.invoke(asked(i, "c" + i))).is(MATCH) ? 1 : 0;
        }
        assertEquals(DAILY - 1, charged);
        assertEquals(
                DAILY,
                environments.bill().stream()
                        .filter(charge -> charge == Act.Charge.CHARGED)
                        .count());
    }

    /** The reservation is written, and the process dies before it knows. */
    @Test
    void aReservationThatNobodyEndsIsNeverSentAndStaysCounted() throws IOException {
        Map<String, String> monthly = Map.of("KTP_VERIFY_BUDGET_MONTHLY", "2");
        Map<String, String> behind = new HashMap<>(monthly);
        try (DynamoDbGate gate =
                new DynamoDbGate().hold().from(2)) { // claimed; SENT is held, and the charge counted meanwhile
            behind.putAll(Map.of(
                    "AWS_ENDPOINT_URL_DYNAMODB",
                    gate.url(),
                    "QUARKUS_DYNAMODB_SYNC_CLIENT_SOCKET_TIMEOUT",
                    "60S",
                    "QUARKUS_DYNAMODB_API_CALL_TIMEOUT",
                    "60S"));
            LambdaEnvironment killed = environments.start(behind);
            killed.invoke(asked(0, "loans"));
            await(gate.held());
            for (int tries = 0; environments.spent() == 0 && tries < 6_000; tries++) {
                Acts.pause(10);
            }
            killed.kill();
        }
        assertEquals(1, environments.spent());
        assertEquals(List.of(), environments.bill());
        LambdaEnvironment other = environments.start(monthly);
        assertTrue(await(other.invoke(asked(1, "loans"))).is(MATCH));
        assertTrue(refused(await(other.invoke(asked(2, "loans")))));
        assertEquals(1, environments.bill().size());
    }
}
