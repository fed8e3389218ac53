package dev.ktpverify.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ktpverify.support.Acts;
import dev.ktpverify.support.Api;
import dev.ktpverify.support.FaultyWorld;
import dev.ktpverify.support.IdempotentWorldProfile;
import dev.ktpverify.support.Lambda;
import dev.ktpverify.support.ScriptedProvider;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A budget that is used up, by both ways in: whole answers, requests at the provider, charges in the table. */
@QuarkusTest
@TestProfile(IdempotentWorldProfile.class)
class BudgetExhaustedTest {

    private static final AtomicInteger PERSON = new AtomicInteger(5000);
    private static final ZoneId ZONE = ZoneId.of("Asia/Jakarta");

    private final ScriptedProvider provider = FaultyWorld.provider();

    @BeforeEach
    void reset() {
        FaultyWorld.reset();
    }

    private static String question() {
        return Api.idName(Integer.toString(PERSON.incrementAndGet()));
    }

    private static String direct(String body) {
        return "{\"verify\":\"id_name\",\"request\":" + body + "}";
    }

    @Test
    void nothingIsSentUntilTheNextMonth() {
        String known = question();
        String refused = question();
        assertEquals(200, Api.verify("id_name", known).statusCode());
        int rest = IdempotentWorldProfile.MONTHLY - FaultyWorld.spent();
        FaultyWorld.spend(rest);
        try {
            Response http = Api.verify("id_name", refused);
            Api.assertAnswer(
                    429,
                    Api.error("BUDGET_EXHAUSTED", "the budget is used up", "FREE", true, Api.LAMBDA_REQUEST_ID),
                    http);
            ZonedDateTime next =
                    LocalDate.now(ZONE).withDayOfMonth(1).plusMonths(1).atStartOfDay(ZONE);
            long seconds = Duration.between(ZonedDateTime.now(ZONE), next).toSeconds();
            long told = Long.parseLong(http.header("Retry-After"));
            assertTrue(told >= seconds && told <= seconds + 30, told + " " + seconds);

            JsonNode direct = Lambda.invoke(direct(question())).response();
            assertEquals(
                    "{\"status\":\"BUDGET_EXHAUSTED\",\"reason\":\"the budget is used up\",\"livemode\":true,\"request_id\":"
                            + direct.get("request_id")
                            + ",\"charge\":\"FREE\",\"retryable\":true,\"http_status\":429,\"retry_after\":"
                            + direct.get("retry_after") + "}",
                    direct.toString());
            assertEquals(1, provider.ledger().size(), "what is over the budget is not sent");
            assertEquals(IdempotentWorldProfile.MONTHLY, FaultyWorld.spent());

            Response replayed = Api.verify("id_name", known);
            assertEquals("true", replayed.header("Idempotent-Replayed"), "an earlier answer costs nothing");
            assertEquals("MATCH", replayed.path("outcome"));
        } finally {
            FaultyWorld.spend(-rest);
        }
        Response again = Api.verify("id_name", refused);
        assertEquals("MATCH", again.path("outcome"), "it was refused, and never asked");
        assertNull(again.header("Idempotent-Replayed"));
        assertEquals(2, provider.ledger().size());
    }

    /** The last charge of a budget is not lost for others by a question that turns out to be free. */
    @Test
    void theLastChargeIsGivenBackAndCanBeSpent() {
        int rest = IdempotentWorldProfile.MONTHLY - FaultyWorld.spent() - 1;
        FaultyWorld.spend(rest);
        try {
            provider.script(Acts.refusal(403, "OUT_OF_QUOTA"));
            assertEquals(503, Api.verify("id_name", question()).statusCode());
            FaultyWorld.reset();
            assertEquals(200, Api.verify("id_name", question()).statusCode());
            assertEquals(429, Api.verify("id_name", question()).statusCode());
            assertEquals(1, provider.ledger().size());
        } finally {
            FaultyWorld.spend(-rest);
        }
    }
}
