package dev.ktpverify.idempotency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ktpverify.credentials.FakeCredentials;
import dev.ktpverify.credentials.KeyedHash;
import dev.ktpverify.idempotency.KeyRecord.State;
import dev.ktpverify.invocation.Deadline;
import dev.ktpverify.invocation.Invocation;
import dev.ktpverify.invocation.Invocations;
import dev.ktpverify.model.Failure;
import dev.ktpverify.model.IdNameOutcome;
import dev.ktpverify.model.IdNameQuestion;
import dev.ktpverify.model.IdNameResult;
import dev.ktpverify.model.Verdict;
import dev.ktpverify.model.VerificationFailedException;
import dev.ktpverify.observability.InvocationLog;
import dev.ktpverify.observability.Lines;
import dev.ktpverify.provider.FakeProviderClient;
import dev.ktpverify.support.TestConfig;
import dev.ktpverify.table.TableUnavailableException;
import dev.ktpverify.verification.Verifiers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the log is told of records: one state for each way to end, and every failure of the store. */
class IdempotencyLogTest {

    private static final Instant NOW = Instant.parse("2026-07-01T03:12:20Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    private static final String FINGERPRINT_KEY = "0123456789abcdef0123456789abcdef";
    private static final IdNameQuestion QUESTION = new IdNameQuestion("3217061012870001", "BUDI SANTOSO");
    private static final Verdict<IdNameResult> VERDICT =
            new Verdict<>(IdNameOutcome.MATCH, new IdNameResult("SF1", "when", "01", "SAME"), "TID1");

    private final InvocationLog log = Lines.log();
    private final Set<State> down = EnumSet.noneOf(State.class);
    private Invocation latest;
    private KeyRecord inTheWay;

    @Test
    void withoutAStore() {
        verify(Idempotencies.off(), null);
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
        inTheWay = claimed(fingerprint).with(state, NOW.plusSeconds(60), "{\"failure\":\"ANSWER_LOST\"}");
        assertThrows(VerificationFailedException.class, () -> once(Map.of(), "key"));
        assertEquals(expected, line().get("idempotency").textValue());
    }

    /** Whoever sent it wrote no line, so this one counts its unknown charge. */
    @Test
    void lost() {
        KeyRecord sent = claimed("same")
                .with(
                        State.SENT,
                        NOW.plusSeconds(60),
                        "{\"sent_at\":\"2026-01-02T03:04:05.600Z\",\"sent_by\":\"11111111-2222-3333-4444-555555555555\"}");
        inTheWay = new KeyRecord(
                sent.id(), sent.fingerprint(), sent.state(), "killed", NOW, sent.expiresAt(), sent.answer());
        assertThrows(VerificationFailedException.class, () -> once(Map.of(), "key"));
        JsonNode line = Lines.endUnknown(log, latest.log());
        assertEquals("lost", line.get("idempotency").textValue());
        assertEquals(
                "ANSWER_LOST: sent by an environment that died before it recorded the result",
                line.get("cause").textValue());
        assertEquals(1, line.get("Verifications").intValue());
        assertEquals(1, line.get("UnknownCharges").intValue());
        assertEquals("11111111-2222-3333-4444-555555555555", line.get("sent_by").textValue());
        assertEquals("2026-01-02T03:04:05.600Z", line.get("sent_at").textValue());
        assertNull(line.get("NeverSent"));
        assertNull(line.get("IdempotentReplays"));
    }

    /** Of an earlier version, of a later one, or of whoever can write to the table: the answer is the same. */
    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "null",
                "[]",
                "7",
                "no JSON",
                "{}",
                "{\"sent_at\":5,\"sent_by\":{}}",
                "{\"sent_at\":\"BUDI\",\"sent_by\":\"3171 0123 BUDI\",\"more\":[1]}"
            })
    void lostAndNobodyKnowsWhoSentIt(String kept) {
        KeyRecord sent = claimed("same").with(State.SENT, NOW.plusSeconds(60), kept);
        inTheWay = new KeyRecord(
                sent.id(), sent.fingerprint(), sent.state(), "killed", NOW, sent.expiresAt(), sent.answer());
        VerificationFailedException told = assertThrows(VerificationFailedException.class, () -> once(Map.of(), "key"));
        assertEquals(Failure.ANSWER_LOST, told.failure());
        JsonNode line = Lines.endUnknown(log, latest.log());
        assertEquals("lost", line.get("idempotency").textValue());
        assertFalse(line.toString().contains("BUDI"), line::toString);
        assertFalse(line.has("sent_at"), line::toString);
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
        Lease lease = lease(store(false), "key");
        assertThrows(VerificationFailedException.class, lease::send);
        assertEquals("in_progress", line().get("idempotency").textValue());
    }

    private void assertUnavailable(String state, int failures, String cause) {
        JsonNode line = line();
        assertEquals(state, line.path("idempotency").textValue());
        assertEquals(failures, line.get("StoreFailures").intValue());
        assertEquals(cause, line.path("cause").textValue());
    }

    private JsonNode line() {
        return Lines.endWithError(log, latest.log());
    }

    private void send(String key) {
        lease(store(true), key).send();
    }

    private Lease lease(RecordStore store, String key) {
        latest = invocation(key);
        return new Lease(
                store,
                claimed("same"),
                QUESTION,
                latest,
                TestConfig.with(Map.of()).idempotency(),
                new StoredAnswers(Idempotencies.json()),
                CLOCK);
    }

    private Verdict<IdNameResult> once(Map<String, String> settings, String key) {
        return verify(
                new Idempotency(Optional.of(store(true)), TestConfig.with(settings), Idempotencies.json(), CLOCK), key);
    }

    private Verdict<IdNameResult> verify(Idempotency idempotency, String key) {
        latest = invocation(key);
        FakeProviderClient provider = new FakeProviderClient(1, () -> VERDICT);
        return Verifiers.of(FakeCredentials.withKey(FINGERPRINT_KEY), idempotency, provider)
                .verify(QUESTION, latest);
    }

    private Invocation invocation(String key) {
        return Invocations.of("lambda-1", new Deadline(NOW.plusSeconds(27)), "", key, CLOCK, log);
    }

    /** A record of the same question, or of another one, by another verification under the same key. */
    private KeyRecord claimed(String question) {
        KeyRecord same = new Fingerprints(new KeyedHash(FINGERPRINT_KEY))
                .record(QUESTION, invocation("key"), TestConfig.with(Map.of()).idempotency(), NOW);
        return new KeyRecord(
                same.id(),
                question.equals("same") ? same.fingerprint() : question,
                State.CLAIMED,
                "claim",
                NOW.plusSeconds(30),
                NOW.plusSeconds(60),
                null);
    }

    private RecordStore store(boolean ours) {
        return new RecordStore() {
            @Override
            public Optional<KeyRecord> claim(KeyRecord fresh, Instant now, Duration limit) {
                trip(State.CLAIMED);
                return Optional.ofNullable(inTheWay);
            }

            @Override
            public Optional<KeyRecord> advance(KeyRecord next, Duration limit) {
                trip(next.state());
                return ours ? Optional.of(next) : Optional.empty();
            }
        };
    }

    private void trip(State state) {
        if (down.contains(state)) {
            throw new TableUnavailableException("down");
        }
    }
}
