package dev.ktpverify.verification.idempotency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ktpverify.KtpVerifyConfig;
import dev.ktpverify.observability.Journal;
import dev.ktpverify.observability.Lines;
import dev.ktpverify.support.Stages;
import dev.ktpverify.support.TestConfig;
import dev.ktpverify.verification.Deadline;
import dev.ktpverify.verification.Failure;
import dev.ktpverify.verification.IdNameOutcome;
import dev.ktpverify.verification.IdNameQuestion;
import dev.ktpverify.verification.IdNameResult;
import dev.ktpverify.verification.Question;
import dev.ktpverify.verification.Request;
import dev.ktpverify.verification.Verdict;
import dev.ktpverify.verification.VerificationFailedException;
import dev.ktpverify.verification.idempotency.KeyRecord.State;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the journal is told of records: one state for each way to end, and every failure of the store. */
class IdempotencyJournalTest {

    private static final Instant NOW = Instant.parse("2026-07-01T03:12:20Z");
    private static final Question QUESTION = new IdNameQuestion("3217061012870001", "BUDI SANTOSO");
    private static final Verdict<IdNameResult> VERDICT =
            new Verdict<>(IdNameOutcome.MATCH, new IdNameResult("SF1", "when", "01", "SAME"), "TID1");

    private static final KtpVerifyConfig.Idempotency CONFIG =
            TestConfig.with(Map.of()).idempotency();

    private static final AnswerForm<IdNameResult> FORM = new AnswerForm<>() {
        @Override
        public StoredAnswer keep(Verdict<IdNameResult> verdict) {
            return StoredAnswer.of(Failure.ANSWER_LOST, verdict.requestId());
        }

        @Override
        public Verdict<IdNameResult> replay(StoredAnswer kept) {
            return VERDICT;
        }
    };

    private final Journal journal = Lines.journal();
    private final Set<State> down = EnumSet.noneOf(State.class);
    private KeyRecord inTheWay;

    @Test
    void withoutAStore() {
        Idempotency off = Idempotencies.off(journal);
        off.once(QUESTION, request(null), null, attempts -> CompletableFuture.completedStage(VERDICT));
        assertEquals("none", line().get("idempotency").textValue());
    }

    @Test
    void withoutAWindow() {
        once(Map.of("ktp-verify.idempotency.implicit-window", "0s"), null);
        assertEquals("none", line().get("idempotency").textValue());
    }

    @Test
    void fresh() {
        once(Map.of(), "key");
        JsonNode line = line();
        assertEquals("fresh", line.get("idempotency").textValue());
        assertNull(line.get("StoreFailures"));
    }

    @ParameterizedTest
    @CsvSource({
        "same,  DONE,    replayed",
        "same,  UNKNOWN, replayed",
        "same,  CLAIMED, in_progress",
        "same,  FREED,   in_progress",
        "other, DONE,    reused"
    })
    void found(String fingerprint, State state, String expected) {
        inTheWay = fresh(fingerprint).with(state, NOW.plusSeconds(60), "{\"failure\":\"ANSWER_LOST\"}");
        assertThrows(VerificationFailedException.class, () -> once(Map.of(), "key"));
        assertEquals(expected, line().get("idempotency").textValue());
    }

    /** Whoever sent it wrote no line, so this one counts its unknown charge. */
    @Test
    void lost() {
        inTheWay = new KeyRecord("id", "same", State.SENT, "killed", NOW, NOW.plusSeconds(60), null);
        assertThrows(VerificationFailedException.class, () -> once(Map.of(), "key"));
        JsonNode line = Lines.endUnknown(journal);
        assertEquals("lost", line.get("idempotency").textValue());
        assertEquals(
                "ANSWER_LOST: whoever sent it never told the end",
                line.get("cause").textValue());
        assertEquals(1, line.get("Verifications").intValue());
        assertEquals(1, line.get("UnknownCharges").intValue());
        assertNull(line.get("NeverSent"));
        assertNull(line.get("IdempotentReplays"));
    }

    @Test
    void theStoreIsDownAndTheCallerReliesOnIt() {
        down.add(State.CLAIMED);
        assertThrows(VerificationFailedException.class, () -> once(Map.of(), "key"));
        assertUnavailable("unavailable", 1, "STORE_UNAVAILABLE: down");
    }

    @Test
    void theStoreIsDownAndNobodyReliesOnIt() {
        down.add(State.CLAIMED);
        once(Map.of(), null);
        assertUnavailable("unavailable", 1, null);
    }

    @Test
    void theStoreGoesDownBeforeTheRequestLeaves() {
        down.add(State.SENT);
        assertEquals(
                Failure.STORE_UNAVAILABLE,
                assertThrows(VerificationFailedException.class, () -> send("key"))
                        .failure());
        assertUnavailable(null, 1, "STORE_UNAVAILABLE: down");
        send(null);
        assertUnavailable(null, 1, null);
    }

    @Test
    void theStoreGoesDownBeforeTheEnd() {
        down.add(State.DONE);
        once(Map.of(), "key");
        assertUnavailable("fresh", 1, null);
    }

    @Test
    void anotherHasTakenOver() {
        Claim claim = new Claim(
                store(false), fresh("same"), request("key"), CONFIG, Clock.fixed(NOW, ZoneOffset.UTC), journal);
        assertThrows(VerificationFailedException.class, claim::send);
        assertEquals("in_progress", line().get("idempotency").textValue());
    }

    private void assertUnavailable(String state, int failures, String cause) {
        JsonNode line = line();
        assertEquals(state, line.path("idempotency").textValue());
        assertEquals(failures, line.get("StoreFailures").intValue());
        assertEquals(cause, line.path("cause").textValue());
        journal.begin("next", null, null);
    }

    private JsonNode line() {
        return Lines.endWithError(journal);
    }

    private void send(String key) {
        new Claim(store(true), fresh("same"), request(key), CONFIG, Clock.fixed(NOW, ZoneOffset.UTC), journal).send();
    }

    private Verdict<IdNameResult> once(Map<String, String> settings, String key) {
        var config = TestConfig.with(settings);
        FreshRecords records = new FreshRecords(null, config) {
            @Override
            KeyRecord of(Question question, Request request, Instant now) {
                return fresh("same");
            }
        };
        Idempotency idempotency = new Idempotency(
                Optional.of(store(true)),
                records,
                config,
                new ObjectMapper(),
                Clock.fixed(NOW, ZoneOffset.UTC),
                journal);
        return Stages.result(
                idempotency.once(QUESTION, request(key), FORM, attempts -> CompletableFuture.completedStage(VERDICT)));
    }

    private static Request request(String key) {
        return new Request("lambda-1", new Deadline(NOW.plusSeconds(27)), "", key);
    }

    private static KeyRecord fresh(String fingerprint) {
        return new KeyRecord("id", fingerprint, State.CLAIMED, "claim", NOW.plusSeconds(30), NOW.plusSeconds(60), null);
    }

    private RecordStore store(boolean ours) {
        return new RecordStore() {
            @Override
            public Optional<KeyRecord> claim(KeyRecord fresh, Instant now) {
                trip(State.CLAIMED);
                return Optional.ofNullable(inTheWay);
            }

            @Override
            public Optional<KeyRecord> advance(KeyRecord next) {
                trip(next.state());
                return ours ? Optional.of(next) : Optional.empty();
            }
        };
    }

    private void trip(State state) {
        if (down.contains(state)) {
            throw new StoreUnavailableException("down");
        }
    }
}
