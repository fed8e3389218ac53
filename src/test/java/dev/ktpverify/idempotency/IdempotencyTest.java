package dev.ktpverify.idempotency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ktpverify.credentials.FakeCredentials;
import dev.ktpverify.credentials.KeyedHash;
import dev.ktpverify.invocation.Deadline;
import dev.ktpverify.invocation.Invocation;
import dev.ktpverify.invocation.Invocations;
import dev.ktpverify.model.Failure;
import dev.ktpverify.model.IdNameOutcome;
import dev.ktpverify.model.IdNameQuestion;
import dev.ktpverify.model.IdNameResult;
import dev.ktpverify.model.IdSelfieOutcome;
import dev.ktpverify.model.IdSelfieQuestion;
import dev.ktpverify.model.IdSelfieResult;
import dev.ktpverify.model.Question;
import dev.ktpverify.model.Result;
import dev.ktpverify.model.Verdict;
import dev.ktpverify.model.VerificationFailedException;
import dev.ktpverify.observability.InvocationLog;
import dev.ktpverify.observability.Lines;
import dev.ktpverify.provider.FakeProviderClient;
import dev.ktpverify.support.TestClock;
import dev.ktpverify.support.TestConfig;
import dev.ktpverify.table.TableUnavailableException;
import dev.ktpverify.verification.Verifiers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.logging.ConsoleHandler;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One question, asked again and again, over a store in memory that fails as a test says and a clock that it moves. */
class IdempotencyTest {

    private static final IdNameQuestion QUESTION = new IdNameQuestion("3217061012870001", "BUDI SANTOSO");
    private static final IdNameQuestion OTHER = new IdNameQuestion("3217061012870002", "BUDI SANTOSO");
    private static final String FINGERPRINT_KEY = "0123456789abcdef0123456789abcdef";

    /** A store that counts its round trips, and is down when and as often as a test says. */
    private static final class TestStore implements RecordStore {

        private MemoryStore records = new MemoryStore();
        private final List<String> trips = new ArrayList<>();
        private final List<Duration> limits = new ArrayList<>();
        private final List<String> down = new ArrayList<>();
        private Runnable beforeStep = () -> {};
        private Throwable broken;
        private KeyRecord last;

        @Override
        public void connect() {
            trip("CONNECT");
        }

        @Override
        public Optional<KeyRecord> claim(KeyRecord fresh, Instant now, Duration limit) {
            limits.add(limit);
            trip("CLAIMED");
            Optional<KeyRecord> found = records.claim(fresh, now, limit);
            last = found.orElse(fresh);
            return found;
        }

        @Override
        public Optional<KeyRecord> advance(KeyRecord next, Duration limit) {
            beforeStep.run();
            limits.add(limit);
            trip(next.state().name());
            Optional<KeyRecord> kept = records.advance(next, limit);
            last = kept.filter(next::equals).orElse(last);
            return kept;
        }

        private void trip(String step) {
            trips.add(step);
            if (broken != null && step.equals("DONE")) {
                throw thrown(broken);
            }
            if (down.contains(step)) {
                throw new TableUnavailableException("down");
            }
        }
    }

    private final TestClock clock = new TestClock();
    private final TestStore store = new TestStore();
    private final InvocationLog log = Lines.log();
    private Map<String, String> settings = Map.of();
    private FakeCredentials credentials = FakeCredentials.withKey(FINGERPRINT_KEY);
    private Invocation latest;
    private int asked;

    private Verdict<IdNameResult> ask(
            IdNameQuestion question, String key, Supplier<? extends Verdict<IdNameResult>> provider) {
        return askAs(invocation("lambda-" + asked, "", key), question, provider);
    }

    private Invocation invocation(String id, String principal, String key) {
        return invocation(id, deadline(), principal, key);
    }

    private Invocation invocation(String id, Deadline deadline, String principal, String key) {
        return Invocations.of(id, deadline, principal, key, clock, log);
    }

    private Deadline deadline() {
        return new Deadline(clock.instant().plusSeconds(27));
    }

    private Idempotency idempotency() {
        return new Idempotency(Optional.of(store), TestConfig.with(settings), Idempotencies.json(), clock);
    }

    private <R extends Result> Verdict<R> askAs(
            Invocation invocation, Question<R> question, Supplier<? extends Verdict<R>> provider) {
        latest = invocation;
        FakeProviderClient client = new FakeProviderClient(1, provider) {
            @Override
            protected void asked() {
                asked++;
            }
        };
        return Verifiers.of(credentials, idempotency(), client).verify(question, invocation);
    }

    private VerificationFailedException fails(
            IdNameQuestion question, String key, Supplier<? extends Verdict<IdNameResult>> provider) {
        return assertThrows(VerificationFailedException.class, () -> ask(question, key, provider));
    }

    private static Supplier<Verdict<IdNameResult>> verdict(String code) {
        return () -> new Verdict<>(
                QUESTION.outcome(code), new IdNameResult("SFB1", "2025-07-01 10:12:20", code, "SAME"), "TID1");
    }

    private static <R extends Result> Supplier<Verdict<R>> never() {
        return () -> {
            throw new AssertionError("asked again");
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"01", "02", "03"})
    void theSameKeyGetsTheSameAnswer(String code) {
        Verdict<IdNameResult> first = ask(QUESTION, "key", verdict(code));
        assertFalse(first.replayed());
        assertEquals(List.of("CLAIMED", "SENT", "DONE"), store.trips);
        store.trips.clear();
        clock.pass(Duration.ofHours(23));

        assertEquals(
                new Verdict<>(first.outcome(), first.result(), first.requestId(), true), ask(QUESTION, "key", never()));
        assertEquals(List.of("CLAIMED"), store.trips);
        assertEquals(1, asked);
    }

    @Test
    void aSelfiesAnswerIsWholeAgainWithTheIdNumberFromTheRequest() {
        IdSelfieQuestion question = new IdSelfieQuestion(
                "3217061012870001", "/9j/", "/9j/", null, null, "1987-12-10", "BUDI SANTOSO", BigDecimal.TEN);
        Supplier<Verdict<IdSelfieResult>> provider = () -> new Verdict<>(
                IdSelfieOutcome.MISMATCH,
                new IdSelfieResult(
                        "SFB1",
                        "2025-07-01 10:12:20",
                        "02",
                        "UNSAME",
                        "3217061012870001",
                        true,
                        false,
                        new BigDecimal("53.30"),
                        new BigDecimal("0.0"),
                        true,
                        false),
                "TID1");
        Verdict<IdSelfieResult> first = askAs(invocation("lambda-1", "", "key"), question, provider);
        Verdict<IdSelfieResult> second = askAs(invocation("lambda-1", "", "key"), question, never());

        assertEquals("3217061012870001", first.result().idNumber());
        assertEquals(new Verdict<>(first.outcome(), first.result(), first.requestId(), true), second);
        assertFalse(store.last.answer().contains("3217061012870001"), store.last.answer());
        assertFalse(store.last.answer().contains("BUDI"), store.last.answer());
    }

    @Test
    void withoutAnIdOfTheProvidersTheFirstRequestsOwnIsRepeated() {
        ask(
                QUESTION,
                "key",
                () -> new Verdict<>(IdNameOutcome.MATCH, new IdNameResult("SFB1", null, "01", null), null));

        assertEquals("lambda-0", ask(QUESTION, "key", never()).requestId());
    }

    @Test
    void theSameKeyForAnotherQuestionIsRefused() {
        ask(QUESTION, "key", verdict("01"));

        VerificationFailedException refused = fails(OTHER, "key", never());
        assertEquals(Failure.IDEMPOTENCY_KEY_REUSED, refused.failure());
        assertFalse(refused.replayed());
        assertEquals(1, asked);
    }

    @Test
    void keysAreTheCallersAndTheOperationsOwn() {
        IdSelfieQuestion selfie = new IdSelfieQuestion("1", "f", null, null, null, null, null, null);
        askAs(invocation("1", "iam a", "key"), QUESTION, verdict("01"));
        askAs(invocation("2", "iam b", "key"), QUESTION, verdict("01"));
        askAs(
                invocation("3", "iam a", "key"),
                selfie,
                () -> new Verdict<>(
                        IdSelfieOutcome.MATCH,
                        new IdSelfieResult(null, null, "01", null, null, null, null, null, null, null, null),
                        null));
        assertEquals(3, asked);
    }

    @Test
    void withoutAKeyTheQuestionStandsInForAMinute() {
        ask(QUESTION, null, verdict("01"));
        clock.pass(Duration.ofSeconds(59));
        assertTrue(ask(QUESTION, null, never()).replayed());
        ask(OTHER, null, verdict("01"));
        clock.pass(Duration.ofSeconds(2));
        assertFalse(ask(QUESTION, null, verdict("01")).replayed());
        assertEquals(3, asked);
    }

    @Test
    void aKeyAndItsQuestionWithoutAKeyAreTwoRequests() {
        ask(QUESTION, "key", verdict("01"));
        assertFalse(ask(QUESTION, null, verdict("01")).replayed());
    }

    @Test
    void withoutAWindowOnlyKeysAreRemembered() {
        settings = Map.of("ktp-verify.idempotency.implicit-window", "0s");
        ask(QUESTION, null, verdict("01"));
        ask(QUESTION, null, verdict("01"));
        assertEquals(2, asked);
        assertEquals(List.of(), store.trips);
    }

    @Test
    void anAnswerIsForgottenAfterItsRetention() {
        settings = Map.of("ktp-verify.idempotency.retention", "1h");
        ask(QUESTION, "key", verdict("01"));
        clock.pass(Duration.ofMinutes(61));
        assertFalse(ask(OTHER, "key", verdict("01")).replayed());
        assertEquals(2, asked);
    }

    @Test
    void aFreeOutcomeThatMayFareBetterIsAskedAgain() {
        ask(QUESTION, "key", verdict("04"));
        assertEquals(List.of("CLAIMED", "SENT", "FREED"), store.trips);

        assertFalse(ask(QUESTION, "key", verdict("01")).replayed());
        assertTrue(ask(QUESTION, "key", never()).replayed());
        assertEquals(2, asked);
    }

    @Test
    void aFreedKeyIsStillTheFirstQuestions() {
        ask(QUESTION, "key", verdict("04"));
        assertEquals(
                Failure.IDEMPOTENCY_KEY_REUSED, fails(OTHER, "key", never()).failure());
    }

    @Test
    void aFreeFailureIsAskedAgain() {
        fails(QUESTION, "key", () -> {
            throw FakeProviderClient.notSent(false);
        });
        assertEquals(List.of("CLAIMED", "SENT", "FREED"), store.trips);
        assertFalse(ask(QUESTION, "key", verdict("01")).replayed());
        assertEquals(2, asked);
    }

    /** Not by the caller at once, but when the operator has mended it. */
    @Test
    void aBodyThatWasNotReadIsAskedAgain() {
        VerificationFailedException failed = fails(QUESTION, "key", () -> {
            throw FakeProviderClient.refused(Failure.BODY_NOT_READ, null, "TID1");
        });
        assertEquals(Failure.BODY_NOT_READ, failed.failure());
        assertEquals(List.of("CLAIMED", "SENT", "FREED"), store.trips);
        assertFalse(ask(QUESTION, "key", verdict("01")).replayed());
        assertEquals(2, asked);
    }

    @ParameterizedTest
    @CsvSource({"true, ANSWER_LATE", "false, ANSWER_LOST"})
    void anUnknownOutcomeStaysUnknown(boolean late, Failure failure) {
        VerificationFailedException first = fails(QUESTION, "key", () -> {
            throw FakeProviderClient.answerLost(late);
        });
        assertEquals(failure, first.failure());
        assertEquals(List.of("CLAIMED", "SENT", "UNKNOWN"), store.trips);
        clock.pass(Duration.ofHours(23));

        VerificationFailedException again = fails(QUESTION, "key", never());
        assertEquals(failure, again.failure());
        assertTrue(again.replayed());
        assertEquals("lambda-0", again.requestId());
        assertEquals(1, asked);
    }

    @Test
    void anUnrecognizedResultIsRepeatedAsItWas() {
        ask(QUESTION, "key", verdict("99"));
        Verdict<IdNameResult> again = ask(QUESTION, "key", never());
        assertEquals("UNRECOGNIZED", again.outcome().name());
        assertEquals("99", again.result().result());
        assertTrue(again.replayed());
    }

    @Test
    void whileItIsAskedOthersWait() {
        ask(QUESTION, "key", () -> {
            assertEquals(Failure.IN_PROGRESS, fails(QUESTION, "key", never()).failure());
            return verdict("01").get();
        });
        assertEquals(1, asked);
    }

    @Test
    void killedBeforeSentTheQuestionIsAskedOnceTheLeaseIsOver() {
        claimedBy("dead", KeyRecord.State.CLAIMED);
        assertEquals(Failure.IN_PROGRESS, fails(QUESTION, "key", never()).failure());
        clock.pass(Duration.ofSeconds(30));
        assertFalse(ask(QUESTION, "key", verdict("01")).replayed());
        assertEquals(1, asked);
    }

    @Test
    void killedAfterSentTheQuestionIsNeverAskedAgain() {
        claimedBy("dead", KeyRecord.State.SENT);
        assertEquals(Failure.IN_PROGRESS, fails(QUESTION, "key", never()).failure());
        clock.pass(Duration.ofSeconds(30));
        store.trips.clear();

        VerificationFailedException lost = fails(QUESTION, "key", never());
        assertEquals(Failure.ANSWER_LOST, lost.failure());
        assertTrue(lost.replayed());
        assertEquals(List.of("CLAIMED", "UNKNOWN"), store.trips);
        assertEquals(KeyRecord.State.UNKNOWN, store.last.state());
        assertEquals("{\"failure\":\"ANSWER_LOST\"}", store.last.answer());
        clock.pass(Duration.ofHours(23));
        assertEquals(Failure.ANSWER_LOST, fails(QUESTION, "key", never()).failure());
        assertEquals(0, asked);
    }

    /** Lambda repeats an asynchronous invocation after a minute, when the window of a question without a key is over. */
    @Test
    void withoutAKeyTooTheQuestionIsNotAskedAgainAfterItWasSentByWhoeverWasKilled() {
        claimedBy("dead", KeyRecord.State.SENT, null);
        clock.pass(Duration.ofSeconds(62));

        VerificationFailedException lost = fails(QUESTION, null, never());
        assertEquals(Failure.ANSWER_LOST, lost.failure());
        assertTrue(lost.replayed());
        assertEquals(List.of("CLAIMED", "SENT", "CLAIMED", "UNKNOWN"), store.trips);
        clock.pass(Duration.ofHours(23));
        assertEquals(Failure.ANSWER_LOST, fails(QUESTION, null, never()).failure());
        assertEquals(0, asked);
        assertFalse(ask(QUESTION, "on purpose", verdict("01")).replayed());
        assertEquals(Failure.ANSWER_LOST, fails(QUESTION, null, never()).failure());
        clock.pass(Duration.ofHours(2));
        assertFalse(ask(QUESTION, null, verdict("01")).replayed());
        assertEquals(2, asked);
    }

    @Test
    void withoutAKeyAnUnknownOutcomeOutlivesTheWindow() {
        fails(QUESTION, null, () -> {
            throw FakeProviderClient.answerLost(true);
        });
        clock.pass(Duration.ofHours(23));

        VerificationFailedException again = fails(QUESTION, null, never());
        assertEquals(Failure.ANSWER_LATE, again.failure());
        assertTrue(again.replayed());
        clock.pass(Duration.ofHours(2));
        assertFalse(ask(QUESTION, null, verdict("01")).replayed());
        assertEquals(2, asked);
    }

    @ParameterizedTest
    @CsvSource({"20m, 24h", "24h, 20m"})
    void whatMayHaveBeenChargedIsKeptForTheLongerOfTheTwo(String window, String retention) {
        settings =
                Map.of("ktp-verify.idempotency.implicit-window", window, "ktp-verify.idempotency.retention", retention);
        fails(QUESTION, null, () -> {
            throw FakeProviderClient.answerLost(true);
        });
        clock.pass(Duration.ofHours(23));
        assertTrue(fails(QUESTION, null, never()).replayed());
        clock.pass(Duration.ofHours(2));
        assertFalse(ask(QUESTION, null, verdict("01")).replayed());
    }

    @Test
    void whatIsInProgressKeepsItsStateUntilTheDeadlineAndThreeSeconds() {
        ask(QUESTION, "key", () -> {
            clock.pass(Duration.ofSeconds(30).minusMillis(1));
            assertEquals(Failure.IN_PROGRESS, fails(QUESTION, "key", never()).failure());
            return verdict("01").get();
        });
        assertTrue(ask(QUESTION, "key", never()).replayed());
        assertEquals(1, asked);
    }

    /** Whoever sent the question tells the end just when another gives it up for lost. */
    @ParameterizedTest
    @CsvSource({
        "DONE,    '{\"result\":\"02\"}',             replayed",
        "DONE,    '{',                                   ANSWER_LOST",
        "UNKNOWN, '{\"failure\":\"ANSWER_LATE\"}',   ANSWER_LOST",
        "FREED,   '{\"failure\":\"NOT_SENT\"}',      IN_PROGRESS"
    })
    void anEndThatIsToldInTheLastMomentCounts(KeyRecord.State end, String answer, String expected) {
        KeyRecord sent = claimedBy("slow", KeyRecord.State.SENT);
        clock.pass(Duration.ofSeconds(30));
        atTheNextStep(() -> endAs(sent, end, answer));

        if (expected.equals("replayed")) {
            Verdict<IdNameResult> verdict = ask(QUESTION, "key", never());
            assertEquals("MISMATCH", verdict.outcome().name());
            assertTrue(verdict.replayed());
        } else {
            VerificationFailedException told = fails(QUESTION, "key", never());
            assertEquals(Failure.valueOf(expected), told.failure());
            assertEquals(end != KeyRecord.State.FREED, told.replayed());
        }
        assertEquals(end, store.last.state());
        assertEquals(0, asked);
    }

    @Test
    void whatWasFreedAndClaimedAnewInTheLastMomentIsInProgress() {
        KeyRecord sent = claimedBy("slow", KeyRecord.State.SENT);
        clock.pass(Duration.ofSeconds(30));
        atTheNextStep(() -> {
            endAs(sent, KeyRecord.State.FREED, null);
            claimedBy("third", KeyRecord.State.CLAIMED);
        });
        assertEquals(Failure.IN_PROGRESS, fails(QUESTION, "key", never()).failure());
    }

    @Test
    void whatIsGoneInTheLastMomentIsLost() {
        claimedBy("slow", KeyRecord.State.SENT);
        clock.pass(Duration.ofSeconds(30));
        atTheNextStep(() -> store.records = new MemoryStore());
        assertEquals(Failure.ANSWER_LOST, fails(QUESTION, "key", never()).failure());
    }

    private void atTheNextStep(Runnable happening) {
        store.beforeStep = () -> {
            store.beforeStep = () -> {};
            happening.run();
        };
    }

    /** What another environment records, of whatever version it is. */
    private void endAs(KeyRecord record, KeyRecord.State end, String answer) {
        Instant until = KeyRecord.wholeSecond(clock.instant().plus(Duration.ofHours(24)));
        store.advance(record.with(end, until, answer), Duration.ofSeconds(1));
    }

    private Lease lease(KeyRecord record) {
        return lease(record, "key");
    }

    private Lease lease(KeyRecord record, String key) {
        return new Lease(
                store,
                record,
                QUESTION,
                invocation("late", "", key),
                TestConfig.with(settings).idempotency(),
                new StoredAnswers(Idempotencies.json()),
                clock);
    }

    @Test
    void whoseLeaseRanOutBeforeSendingSendsNothing() {
        KeyRecord late = claimedBy("late", KeyRecord.State.CLAIMED);
        clock.pass(Duration.ofSeconds(30));
        ask(QUESTION, "key", verdict("01"));
        Lease lease = lease(late);

        assertEquals(
                Failure.IN_PROGRESS,
                assertThrows(VerificationFailedException.class, lease::send).failure());
        lease.end(new VerificationFailedException(Failure.IN_PROGRESS));
        assertTrue(ask(QUESTION, "key", never()).replayed(), "the other's answer stays");
    }

    @Test
    void theLeaseEndsSoonAfterTheDeadline() {
        Instant start = clock.instant();
        askAs(invocation("1", new Deadline(start.plusSeconds(5)), "", "key"), QUESTION, verdict("01"));
        assertEquals(start.plusSeconds(8), store.last.leaseUntil());
    }

    /** The last step may take a little longer: the answer is there. */
    @Test
    void aStepMayTakeTheTimeThatIsLeft() {
        ask(QUESTION, "key", () -> {
            clock.pass(Duration.ofSeconds(7));
            return verdict("01").get();
        });
        assertEquals(List.of(Duration.ofSeconds(27), Duration.ofSeconds(27), Duration.ofMillis(20_300)), store.limits);
    }

    @Test
    void whereTheCircuitIsOpenTheKeyIsFreeAgainAndNothingCountsAsSent() {
        FakeProviderClient open = new FakeProviderClient(1, never()) {
            @Override
            public void refuseIfCircuitIsOpen() {
                throw circuitOpen();
            }
        };
        Invocation invocation = invocation("1", "", "key");
        VerificationFailedException refused =
                assertThrows(VerificationFailedException.class, () -> Verifiers.of(credentials, idempotency(), open)
                        .verify(QUESTION, invocation));
        assertEquals(Failure.CIRCUIT_OPEN, refused.failure());
        assertEquals(List.of("CLAIMED", "FREED"), store.trips);
        assertFalse(ask(QUESTION, "key", verdict("01")).replayed());
    }

    @Test
    void noRecordExpiresUnderItsVerification() {
        settings = Map.of("ktp-verify.idempotency.implicit-window", "1s");
        ask(QUESTION, null, () -> {
            clock.pass(Duration.ofSeconds(20));
            assertEquals(Failure.IN_PROGRESS, fails(QUESTION, null, never()).failure());
            return verdict("01").get();
        });
        assertEquals(1, asked);
    }

    @ParameterizedTest
    @ValueSource(strings = {"CLAIMED", "SENT"})
    void whereTheStoreIsDownAKeyIsNotIgnored(String step) {
        store.down.add(step);
        VerificationFailedException failed = fails(QUESTION, "key", never());
        assertEquals(Failure.STORE_UNAVAILABLE, failed.failure());
        assertFalse(failed.replayed());
        assertEquals(0, asked);
        store.down.clear();
        assertFalse(ask(QUESTION, "key", verdict("01")).replayed(), "and it can be used as soon as it is up again");
    }

    @ParameterizedTest
    @ValueSource(strings = {"CLAIMED", "SENT", "DONE"})
    void whereTheStoreIsDownAQuestionWithoutAKeyIsAskedAllTheSame(String step) {
        store.down.add(step);
        assertFalse(ask(QUESTION, null, verdict("01")).replayed());
        assertEquals(1, asked);
    }

    @Test
    void aVerdictIsNotLostWhereItCantBeRecorded() {
        store.down.add("DONE");
        assertEquals("MATCH", ask(QUESTION, "key", verdict("01")).outcome().name());
        clock.pass(Duration.ofSeconds(31));
        assertEquals(Failure.ANSWER_LOST, fails(QUESTION, "key", never()).failure());
        assertEquals(1, asked);
    }

    static Stream<Throwable> aVerdictIsNotLostWhateverRecordingItThrows() {
        return Stream.of(
                new IllegalStateException("canary"),
                new UncheckedIOException(new IOException("canary")),
                new NoClassDefFoundError("canary"),
                new StackOverflowError());
    }

    @ParameterizedTest
    @MethodSource
    void aVerdictIsNotLostWhateverRecordingItThrows(Throwable thrown) {
        store.broken = thrown;
        assertEquals("MATCH", ask(QUESTION, "key", verdict("01")).outcome().name());
        assertEquals(1, line().get("StoreFailures").intValue());
        assertEquals("MATCH", ask(OTHER, null, verdict("01")).outcome().name());
        assertEquals(1, line().get("StoreFailures").intValue());
        clock.pass(Duration.ofSeconds(31));
        assertEquals(Failure.ANSWER_LOST, fails(QUESTION, "key", never()).failure());
        assertEquals(2, asked);
    }

    @Test
    void aVerdictIsNotLostWhereItCantBeMadeARecord() {
        Verdict<IdNameResult> verdict = new Verdict<>(IdNameOutcome.MATCH, null, "TID1");
        assertEquals(verdict, ask(QUESTION, "key", () -> verdict));
        assertEquals(1, line().get("StoreFailures").intValue());
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> RuntimeException thrown(Throwable any) throws T {
        throw (T) any;
    }

    @ParameterizedTest
    @EnumSource(names = {"DONE", "UNKNOWN"})
    void aRecordedAnswerThatCantBeReadIsUnknown(KeyRecord.State state) {
        for (String answer : new String[] {"{", "{\"failure\":\"OF_A_LATER_VERSION\"}", null}) {
            KeyRecord record = claimedBy("later version", KeyRecord.State.SENT);
            store.advance(record.with(state, clock.instant().plusSeconds(3600), answer), Duration.ofSeconds(1));
            assertEquals(Failure.ANSWER_LOST, fails(QUESTION, "key", never()).failure(), answer);
            clock.pass(Duration.ofHours(2));
        }
        assertEquals(0, asked);
    }

    @Test
    void withoutAKeyToHashWithAKeyIsNotIgnored() {
        Map<FakeCredentials, String> none = Map.of(
                FakeCredentials.withoutKey(), "NO_CREDENTIALS: the secret has no field 'fingerprint_key'",
                FakeCredentials.down(), "NO_CREDENTIALS: the secret is not JSON");
        none.forEach((broken, cause) -> {
            credentials = broken;
            assertEquals(Failure.NO_CREDENTIALS, fails(QUESTION, "key", never()).failure());
            JsonNode line = line();
            assertEquals(cause, line.get("cause").textValue());
            assertTrue(line.get("next").textValue().endsWith("see runbook: credentials"));
            assertEquals(1, line.get("CredentialsRefused").intValue());
            assertEquals("unavailable", line.get("idempotency").textValue());
            assertFalse(line.has("StoreFailures"));
        });
        assertEquals(List.of(), store.trips);
    }

    @Test
    void withoutAKeyToHashWithAQuestionWithoutAKeyIsAskedAndSomebodyIsTold() {
        credentials = FakeCredentials.withoutKey();
        assertFalse(ask(QUESTION, null, verdict("01")).replayed());
        latest.log().verdict(verdict("01").get());
        JsonNode line = Lines.end(log, latest.log(), 200);
        assertEquals(
                "NO_CREDENTIALS: the secret has no field 'fingerprint_key'",
                line.get("cause").textValue());
        assertTrue(line.get("next").textValue().endsWith("see runbook: credentials"));
        assertEquals("ERROR", line.get("level").textValue());
        assertEquals(1, line.get("CredentialsRefused").intValue());
        assertFalse(line.has("StoreFailures"));
        assertEquals(List.of(), store.trips);
    }

    @Test
    void isReachableWhereTheStoreAnswers() {
        assertTrue(idempotency().reachable());
        store.down.add("CONNECT");
        assertFalse(idempotency().reachable());
        assertFalse(Idempotencies.off().reachable());
    }

    @Test
    void whileTheProviderIsAskedTheInvocationKnowsWhatHasLeft() {
        List<Boolean> sent = new ArrayList<>();
        ask(QUESTION, "key", () -> {
            sent.add(latest.giveUp());
            return verdict("01").get();
        });
        assertEquals(List.of(true), sent);
    }

    @Test
    void aQuestionThatCantBeGivenUpIsLostAllTheSame() {
        claimedBy("slow", KeyRecord.State.SENT);
        clock.pass(Duration.ofSeconds(31));
        store.down.add("UNKNOWN");
        assertEquals(Failure.ANSWER_LOST, fails(QUESTION, "key", never()).failure());
        assertEquals(1, Lines.endUnknown(log, latest.log()).get("StoreFailures").intValue());
        assertEquals(0, asked);
    }

    @Test
    void connectsDuringInitAndStartsAllTheSameWhereItCant() {
        assertTrue(idempotency().available());
        idempotency().connectAtStart();
        store.down.add("CONNECT");
        idempotency().connectAtStart();
        assertEquals(List.of("CONNECT", "CONNECT"), store.trips);
    }

    @Test
    void aKeyThatLooksLikeAFingerprintIsStillAKey() {
        ask(QUESTION, null, verdict("01"));
        assertFalse(ask(QUESTION, store.last.fingerprint(), verdict("01")).replayed());
        assertEquals(2, asked);
    }

    @Test
    void whatWasSentIsKeptAsLongAsAKeysAnswer() {
        for (String key : new String[] {"key", null}) {
            ask(QUESTION, key, () -> {
                assertEquals(KeyRecord.State.SENT, store.last.state());
                assertTrue(
                        store.last
                                .answer()
                                .matches("\\{\"sent_by\":\"[^\"]+\",\"sent_at\":\"" + clock.instant() + "\"}"),
                        store.last.answer());
                assertKeptFor(Duration.ofHours(24), store.last);
                return verdict("01").get();
            });
            assertKeptFor(key == null ? Duration.ofSeconds(60) : Duration.ofHours(24), store.last);
        }
        assertKeptFor(Duration.ofHours(24), claimedBy("another", KeyRecord.State.CLAIMED, "of nobody's"));
        clock.pass(Duration.ofSeconds(61));
        assertKeptFor(Duration.ofSeconds(60), claimedBy("another", KeyRecord.State.CLAIMED, null));
    }

    private void assertKeptFor(Duration time, KeyRecord record) {
        assertEquals(KeyRecord.wholeSecond(clock.instant().plus(time)), record.expiresAt());
    }

    @ParameterizedTest
    @EnumSource(names = {"DONE", "UNKNOWN", "FREED"})
    void anEndThatComesTooLateIsLogged(KeyRecord.State end) {
        Logger logger = Logger.getLogger(Lease.class.getName());
        List<String> logged = new ArrayList<>();
        Handler handler = new ConsoleHandler() {
            @Override
            public void publish(LogRecord entry) {
                logged.add(entry.getLevel().getName());
            }
        };
        logger.addHandler(handler);
        KeyRecord late = claimedBy("late", KeyRecord.State.CLAIMED);
        Lease lease = lease(late);
        end(lease, end);
        assertEquals(end, store.last.state());
        assertEquals(List.of(), logged);
        clock.pass(Duration.ofHours(25));
        ask(QUESTION, "key", verdict("01"));
        end(lease, end);
        logger.removeHandler(handler);
        assertEquals(end == KeyRecord.State.FREED ? List.of() : List.of("WARN"), logged);
    }

    private static void end(Lease lease, KeyRecord.State end) {
        if (end == KeyRecord.State.DONE) {
            lease.end(verdict("01").get());
        } else {
            boolean free = end == KeyRecord.State.FREED;
            lease.end(new VerificationFailedException(free ? Failure.NOT_SENT : Failure.ANSWER_LOST));
        }
    }

    @Test
    void withoutAStoreThereIsNothingToRemember() {
        assertFalse(Idempotencies.off().available());
        Verdict<IdNameResult> verdict = new Verdict<>(IdNameOutcome.MATCH, null, null);
        Invocation invocation = invocation("1", "", null);
        FakeProviderClient client = new FakeProviderClient(0, () -> verdict);
        assertEquals(
                verdict, Verifiers.of(credentials, Idempotencies.off(), client).verify(QUESTION, invocation));
        assertEquals(QUESTION, client.question());
        assertEquals(0, invocation.attempts().sent());
    }

    private JsonNode line() {
        return Lines.endWithError(log, latest.log());
    }

    /** The record of another environment, which is no more. */
    private KeyRecord claimedBy(String claim, KeyRecord.State state) {
        return claimedBy(claim, state, "key");
    }

    private KeyRecord claimedBy(String claim, KeyRecord.State state, String key) {
        KeyRecord fresh = new Fingerprints(new KeyedHash(FINGERPRINT_KEY))
                .record(
                        QUESTION,
                        invocation("1", "", key),
                        TestConfig.with(settings).idempotency(),
                        clock.instant());
        KeyRecord record = new KeyRecord(
                fresh.id(),
                fresh.fingerprint(),
                KeyRecord.State.CLAIMED,
                claim,
                fresh.leaseUntil(),
                fresh.expiresAt(),
                null);
        assertEquals(Optional.empty(), store.claim(record, clock.instant(), Duration.ofSeconds(1)));
        if (state == KeyRecord.State.SENT) {
            lease(record, key).send();
        }
        assertEquals(state, store.last.state());
        return record;
    }
}
