package dev.ktpverify.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ktpverify.model.Charge;
import dev.ktpverify.support.Act;
import dev.ktpverify.support.Acts;
import dev.ktpverify.support.Api;
import dev.ktpverify.support.FaultyWorld;
import dev.ktpverify.support.IdempotentWorldProfile;
import dev.ktpverify.support.RandomActs;
import dev.ktpverify.support.ScriptedProvider;
import dev.ktpverify.support.ScriptedProvider.Entry;
import dev.ktpverify.support.ScriptedSecrets;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Verifications against a provider that picks a fault for each attempt, by callers that repeat theirs at random, with a key
 * or without: its ledger and the callers' answers must agree, and nothing that may be charged is asked twice.
 * {@code -Dtest.verifications=20000} makes it long, {@code -Dtest.seed=…} repeats a run.
 */
@QuarkusTest
@TestProfile(IdempotentWorldProfile.class)
class LedgerTest {

    private static final int VERIFICATIONS = Integer.getInteger("test.verifications", 300);
    private static final long SEED = Long.getLong("test.seed", System.nanoTime());
    private static final String NAME = "CANARY NAMA 7F3A";
    private static final List<String> CANARIES =
            List.of(NAME, ScriptedSecrets.API_ID, ScriptedSecrets.API_SECRET, "AAAAAAAAAAAAAAAAAAAA");
    /** Two attempts at a stalled connection, one without an answer, and what a busy machine adds. */
    private static final long LONGEST_MILLIS = 4 * FaultyWorld.ATTEMPT_MILLIS + 4_000;

    private enum Charge {
        CHARGED,
        FREE,
        UNKNOWN
    }

    private record Caller(String nik, String operation, String json, boolean withKey) {}

    private static final Pattern CHARGE = Pattern.compile("\"charge\":\"([A-Z]+)\"");

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ScriptedProvider provider = FaultyWorld.provider();
    private final Random random = new Random(SEED);
    private final RandomActs acts = new RandomActs(new Random(SEED + 1));
    private final Map<Charge, Integer> charges = new EnumMap<>(Charge.class);
    private final Map<String, Integer> played = new TreeMap<>();
    private int late;
    private int crossed;
    private boolean closedBefore;
    private int repeated;
    private int asked;
    private int replayed;

    @Test
    void theLedgerAndTheAnswersAgree() {
        System.out.println("ledger: " + VERIFICATIONS + " verifications, seed " + SEED);
        FaultyWorld.reset(() -> Api.verify("id_name", Api.idName("0001")));
        provider.script(acts);
        int before = FaultyWorld.requestLines().size();
        int spentBefore = FaultyWorld.spent();
        for (int i = 0; i < VERIFICATIONS; i++) {
            persistentCaller("9" + String.format("%015d", i));
        }
        nothingLeavesLate("");
        String log = FaultyWorld.log();
        theMetricsAreTheAnswers(FaultyWorld.requestLines().stream().skip(before).toList());
        assertEquals(
                charges.getOrDefault(Charge.CHARGED, 0) + charges.getOrDefault(Charge.UNKNOWN, 0),
                FaultyWorld.spent() - spentBefore,
                () -> "the budget has another number of charges; seed " + SEED);
        CANARIES.forEach(canary -> assertFalse(log.contains(canary), () -> "in the log: " + canary));
        assertFalse(log.contains("90000000000"), "a NIK in the log");
        System.out.printf(
                "ledger: %d asked, %d replayed, %s, %d repeated, %d late, %d crossed, acts %s%n",
                asked, replayed, charges, repeated, late, crossed, played);
        assertTrue(crossed <= 1 + VERIFICATIONS / 100, () -> crossed + " requests went out on closed connections");
        assertTrue(late <= 1 + VERIFICATIONS / 100, () -> late + " answers were late without the provider's doing");
    }

    /** Asks one question, and up to twice more without need. */
    private void persistentCaller(String nik) {
        int pictureBytes = random.nextInt(10) == 0 ? 40_000 : 400;
        Caller caller = random.nextBoolean()
                ? new Caller(nik, "id_selfie", Api.idSelfie(nik, NAME, pictureBytes), random.nextBoolean())
                : new Caller(
                        nik,
                        "id_name",
                        "{\"id_number\":\"" + nik + "\",\"name\":\"" + NAME + "\"}",
                        random.nextBoolean());
        HttpResponse<String> answer = verification(caller);
        for (int again = random.nextInt(3); again > 0; again--) {
            if (charge(answer.body()) != Charge.FREE || answer.body().contains("\"OK\"") && !retryable(answer)) {
                assertReplayed(answer, post(caller));
            } else {
                answer = verification(caller);
            }
        }
    }

    /** Nothing was asked, and the answer is the one before. */
    private void assertReplayed(HttpResponse<String> before, HttpResponse<String> answer) {
        String story = "seed " + SEED + ": " + before.body() + " -> " + answer.statusCode() + " " + answer.body();
        assertEquals(List.of(), provider.played(), story);
        assertEquals(before.statusCode(), answer.statusCode(), story);
        assertEquals(before.body(), answer.body(), story);
        assertEquals("true", answer.headers().firstValue("Idempotent-Replayed").orElse(""), story);
        replayed++;
    }

    private static boolean retryable(HttpResponse<String> answer) {
        return answer.body().contains("\"retryable\":true");
    }

    private HttpResponse<String> verification(Caller caller) {
        String nik = caller.nik();
        long start = System.nanoTime();
        HttpResponse<String> answer = post(caller);
        long millis = (System.nanoTime() - start) / 1_000_000;
        asked++;

        List<Entry> entries = provider.ledger();
        List<Act> met = provider.played();
        String story = "seed " + SEED + ", " + nik + ": " + met + " -> " + answer.statusCode() + " " + answer.body()
                + " after " + millis + " ms";
        entries.forEach(entry -> assertEquals(nik, entry.nik(), () -> "a request came after its answer; " + story));
        assertTrue(entries.size() <= RetryRules.MAX_SENT, story);
        assertTrue(millis <= LONGEST_MILLIS, story);
        onlyWhatWasFreeIsRepeated(entries, met, story);
        theChargeIsTheLedgers(answer, entries, met, millis, story);
        String seen = answer.body() + answer.headers().map();
        CANARIES.forEach(canary -> assertFalse(seen.contains(canary), story));
        assertFalse(seen.contains(nik), story);

        closedBefore = closing(met);
        met.forEach(act -> played.merge(act.name(), 1, Integer::sum));
        repeated += met.size() > 1 ? 1 : 0;
        provider.forget();
        return answer;
    }

    private static void onlyWhatWasFreeIsRepeated(List<Entry> entries, List<Act> met, String story) {
        for (int i = 0; i < entries.size() - 1; i++) {
            assertTrue(entries.get(i).answeredFree(), story);
        }
        for (int i = 0; i < met.size() - 1; i++) {
            assertFalse(met.get(i).hidden(), () -> "repeated what may be charged; " + story);
        }
    }

    private void theChargeIsTheLedgers(
            HttpResponse<String> answer, List<Entry> entries, List<Act> met, long millis, String story) {
        Charge told = charge(answer.body());
        charges.merge(told, 1, Integer::sum);
        boolean hidden = met.stream().anyMatch(Act::hidden);
        Charge due;
        if (hidden) {
            due = Charge.UNKNOWN;
        } else if (entries.isEmpty()) {
            due = Charge.FREE;
        } else {
            due = Charge.valueOf(entries.get(entries.size() - 1).act().charge().name());
        }
        if (told == Charge.UNKNOWN && due != told && closing(met)) {
            crossed++; // the request went out while the connection was being closed: nobody can know
            return;
        }
        if (told == Charge.UNKNOWN && due != told && millis >= FaultyWorld.ATTEMPT_MILLIS) {
            late++; // a busy machine: the honest answer came after the attempt's time-out
            return;
        }
        assertEquals(due, told, story);
    }

    /** The totals that CloudWatch would show. */
    private void theMetricsAreTheAnswers(List<JsonNode> lines) {
        assertEquals(asked, total(lines, "Verifications"));
        assertEquals(replayed, total(lines, "IdempotentReplays"));
        assertEquals(charges.getOrDefault(Charge.CHARGED, 0), total(lines, "Charged"));
        assertEquals(charges.getOrDefault(Charge.UNKNOWN, 0), total(lines, "UnknownCharges"));
    }

    private static int total(List<JsonNode> lines, String metric) {
        return lines.stream().mapToInt(line -> line.path(metric).intValue()).sum();
    }

    /** Whether the provider has closed the connection that the last request to it came on. */
    private boolean closing(List<Act> met) {
        return met.isEmpty() ? closedBefore : met.get(met.size() - 1).closes();
    }

    /** A while after the last answer no request has come in. */
    private void nothingLeavesLate(String story) {
        Acts.pause(FaultyWorld.ATTEMPT_MILLIS + 500);
        assertEquals(List.of(), provider.ledger(), story);
    }

    /** Without the comfort of {@link Api}, which takes longer than a verification. */
    private HttpResponse<String> post(Caller caller) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://localhost:" + RestAssured.port + "/verify/" + caller.operation()))
                .header("Content-Type", "application/json")
                .timeout(Duration.ofSeconds(30)) // API Gateway's
                .POST(HttpRequest.BodyPublishers.ofString(caller.json()));
        if (caller.withKey()) {
            request.header("Idempotency-Key", "key of " + caller.nik());
        }
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError("seed " + SEED + ": no answer, after " + provider.played(), e);
        }
    }

    private static Charge charge(String body) {
        Matcher charge = CHARGE.matcher(body);
        assertTrue(charge.find(), body);
        return Charge.valueOf(charge.group(1));
    }
}
