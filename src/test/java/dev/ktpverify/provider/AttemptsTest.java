package dev.ktpverify.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ktpverify.credentials.Secret;
import dev.ktpverify.model.Failure;
import dev.ktpverify.support.TestConfig;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpConnection;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AttemptsTest {

    private static final Instant NOW = Instant.parse("2026-07-01T03:12:20Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    private final List<String> calls = new ArrayList<>();

    @Test
    void countsWhatReachedTheWireApartFromWhatDidNot() {
        Attempts attempts = new Attempts(CLOCK, NOW);
        attempts.count(true, 70);
        attempts.count(false, 80);
        attempts.count(true, 90);
        attempts.count(false, 100);
        assertEquals(2, attempts.sent());
        assertEquals(List.of(70L, 90L), attempts.millis());
        assertEquals(2, attempts.notSent());
    }

    @Test
    void theAttemptUnderWayCountsOnceItHasEnded() {
        Attempts attempts = new Attempts(CLOCK, NOW);
        attempts.end();
        assertEquals(0, attempts.notSent());
        attempts.begin(attempt());
        assertEquals(0, attempts.notSent());
        attempts.end();
        attempts.end();
        assertEquals(1, attempts.notSent());
    }

    @Test
    void nothingBeginsOnceNobodyWaits() {
        Attempts attempts = new Attempts(CLOCK, NOW);
        attempts.begin(attempt());
        attempts.giveUp();
        attempts.giveUp();
        assertEquals(1, attempts.notSent());
        Attempt late = attempt();
        assertEquals(
                Failure.NO_TIME_LEFT,
                assertThrows(ProviderException.class, () -> attempts.begin(late))
                        .failure());
        assertEquals(1, attempts.notSent());
        assertEquals(0, attempts.sent());
    }

    @Test
    void whatIsGivenUpBeforeItIsSentNeverWillBe() {
        Attempts attempts = new Attempts(CLOCK, NOW);
        Attempt attempt = attempt();
        attempts.begin(attempt);
        attempts.giveUp();
        attempt.leased(request());
        assertEquals("reset", calls.get(calls.size() - 1), () -> "it never leaves: " + calls);
        assertEquals(0, attempts.sent());
        attempt.answered();
        assertEquals(false, attempt.sent());
    }

    @Test
    void whatIsGivenUpOnceItIsSentCountsAndLosesItsConnection() {
        Attempts attempts = new Attempts(CLOCK, NOW);
        Attempt attempt = attempt();
        attempts.begin(attempt);
        attempt.leased(request());
        calls.clear();
        attempts.giveUp();
        assertEquals(List.of("reset"), calls);
        assertEquals(1, attempts.sent());
        assertEquals(0, attempts.notSent());
        assertTrue(attempts.millis().get(0) < 60_000, () -> attempts.millis() + " ms");
    }

    @Test
    void whatMayHaveLeftCountsBeforeItHasEnded() {
        Attempts attempts = new Attempts(CLOCK, NOW);
        Attempt attempt = attempt();
        attempts.begin(attempt);
        assertEquals(0, attempts.sent());
        attempt.leased(request());
        assertEquals(1, attempts.sent());
        assertEquals(List.of(), attempts.millis());
        attempts.end();
        assertEquals(1, attempts.sent());
        assertEquals(1, attempts.millis().size());
    }

    @Test
    void whatWasAnsweredWasSentThoughNobodySawIt() {
        Attempts attempts = new Attempts(CLOCK, NOW);
        Attempt attempt = attempt();
        attempts.begin(attempt);
        attempt.answered();
        attempts.end();
        assertEquals(1, attempts.sent());
        assertEquals(0, attempts.notSent());
    }

    @Test
    void theOddFieldsOfAllAnswersAreTold() {
        Attempts attempts = new Attempts(CLOCK, NOW);
        assertEquals(Set.of(), attempts.oddFields());
        attempts.odd(Set.of("reason"));
        attempts.odd(Set.of("name", "reason"));
        assertEquals(Set.of("name", "reason"), attempts.oddFields());
    }

    @Test
    void tellsTheTimeLeft() {
        assertEquals(Duration.ofSeconds(7), new Attempts(CLOCK, NOW.plusSeconds(7)).left());
        assertEquals(Duration.ofSeconds(-1), new Attempts(CLOCK, NOW.minusSeconds(1)).left());
    }

    /** A request that tells what is done with it and with its connection. */
    private HttpClientRequest request() {
        HttpConnection connection = told(HttpConnection.class, Map.of("close", Future.succeededFuture()));
        return told(
                HttpClientRequest.class,
                Map.of(
                        "connection",
                        connection,
                        "response",
                        Promise.<HttpClientResponse>promise().future(),
                        "reset",
                        true));
    }

    private <T> T told(Class<T> type, Map<String, Object> results) {
        return type.cast(Proxy.newProxyInstance(
                AttemptsTest.class.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) -> {
                    if (method.getName().equals("hashCode")) {
                        return 0;
                    }
                    calls.add(method.getName());
                    return results.get(method.getName());
                }));
    }

    private static Attempt attempt() {
        return new Attempt(
                new Secret("id", "secret", null, null),
                new Connections(CLOCK, TestConfig.with(Map.of()), TestConfig.noSandbox()));
    }
}
