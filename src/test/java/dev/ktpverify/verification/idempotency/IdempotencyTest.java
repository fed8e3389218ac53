package dev.ktpverify.verification.idempotency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ktpverify.credentials.FakeCredentials;
import dev.ktpverify.observability.Journal;
import dev.ktpverify.observability.Lines;
import dev.ktpverify.provider.Attempts;
import dev.ktpverify.provider.FakeProviderClient;
import dev.ktpverify.provider.IdNameReply;
import dev.ktpverify.provider.IdSelfieReply;
import dev.ktpverify.provider.Reply;
import dev.ktpverify.support.Stages;
import dev.ktpverify.support.TestClock;
import dev.ktpverify.support.TestConfig;
import dev.ktpverify.verification.Charge;
import dev.ktpverify.verification.Deadline;
import dev.ktpverify.verification.Failure;
import dev.ktpverify.verification.IdNameOutcome;
import dev.ktpverify.verification.IdNameQuestion;
import dev.ktpverify.verification.IdNameResult;
import dev.ktpverify.verification.IdSelfieQuestion;
import dev.ktpverify.verification.IdSelfieResult;
import dev.ktpverify.verification.Question;
import dev.ktpverify.verification.Request;
import dev.ktpverify.verification.Verdict;
import dev.ktpverify.verification.VerificationFailedException;
import dev.ktpverify.verification.VerificationService;
import dev.ktpverify.verification.VerificationServices;
import io.quarkus.runtime.StartupEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
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
        private final List<String> down = new ArrayList<>();
        private Runnable beforeStep = () -> {};
        private Throwable broken;
        private KeyRecord last;

        @Override
        public void connect() {
            trip("CONNECT");
        }

        @Override
        public Optional<KeyRecord> claim(KeyRecord fresh, Instant now) {
            trip("CLAIMED");
            Optional<KeyRecord> found = records.claim(fresh, now);
            last = found.orElse(fresh);
            return found;
        }

        @Override
        public Optional<KeyRecord> advance(KeyRecord next) {
            beforeStep.run();
            trip(next.state().name());
            Optional<KeyRecord> kept = records.advance(next);
            last = kept.filter(next::equals).orElse(last);
            return kept;
        }

        private void trip(String step) {
            trips.add(step);
            if (broken != null && step.equals("DONE")) {
                throw thrown(broken);
            }
            if (down.contains(step)) {
                throw new StoreUnavailableException("down");
            }
        }
    }

    private final TestClock clock = new TestClock();
    private final TestStore store = new TestStore();
    private final Journal journal = Lines.journal();
    private Map<String, String> settings = Map.of();
    private FakeCredentials credentials = FakeCredentials.withKey(FINGERPRINT_KEY);
    private int asked;

    private Verdict<IdNameResult> ask(Question question, String key, Supplier<? extends Reply> provider) {
        return askAs(new Request("lambda-" + asked, deadline(), "", key), question, provider);
    }

    private Deadline deadline() {
        return new Deadline(clock.instant().plusSeconds(27));
    }

    private Idempotency idempotency() {
        var config = TestConfig.with(settings);
        return new Idempotency(
                Optional.of(store), new FreshRecords(credentials, config), config, new ObjectMapper(), clock, journal);
    }

    @SuppressWarnings("unchecked")
    private <R> Verdict<R> askAs(Request request, Question question, Supplier<? extends Reply> provider) {
        Idempotency idempotency = idempotency();
        FakeProviderClient client = new FakeProviderClient(1, provider) {
            @Override
            protected void asked() {
                asked++;
            }
        };
        VerificationService service = VerificationServices.of(client, idempotency);
        return (Verdict<R>)
                (question instanceof IdNameQuestion name
                        ? Stages.result(service.verify(name, request))
                        : Stages.result(service.verify((IdSelfieQuestion) question, request)));
    }

    private VerificationFailedException fails(Question question, String key, Supplier<? extends Reply> provider) {
        return assertThrows(VerificationFailedException.class, () -> ask(question, key, provider));
    }

    private static Supplier<Reply> verdict(String code) {
        return () -> new IdNameReply(
                "OK", null, new IdNameReply.Result("SFB1", "2025-07-01 10:12:20", code, "SAME"), "TID1");
    }

    private static Supplier<Reply> never() {
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
        Supplier<Reply> provider = () -> new IdSelfieReply(
                "OK",
                null,
                new IdSelfieReply.Result(
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
        Request request = new Request("lambda-1", deadline(), "", "key");
        Verdict<IdSelfieResult> first = askAs(request, question, provider);
        Verdict<IdSelfieResult> second = askAs(request, question, never());

        assertEquals("3217061012870001", first.result().idNumber());
        assertEquals(new Verdict<>(first.outcome(), first.result(), first.requestId(), true), second);
        assertFalse(store.last.answer().contains("3217061012870001"), store.last.answer());
        assertFalse(store.last.answer().contains("BUDI"), store.last.answer());
    }

    @Test
    void withoutAnIdOfTheProvidersTheFirstRequestsOwnIsRepeated() {
        ask(QUESTION, "key", () -> new IdNameReply("OK", null, new IdNameReply.Result("SFB1", null, "01", null), null));

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
        askAs(new Request("1", deadline(), "iam a", "key"), QUESTION, verdict("01"));
        askAs(new Request("2", deadline(), "iam b", "key"), QUESTION, verdict("01"));
        askAs(
                new Request("3", deadline(), "iam a", "key"),
                selfie,
                () -> new IdSelfieReply(
                        "OK",
                        null,
                        new IdSelfieReply.Result(null, null, "01", null, null, null, null, null, null, null, null),
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
        atTheNextStep(() -> claim(sent).end(end, answer));

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
            claim(sent).end(KeyRecord.State.FREED, null);
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

    private Claim claim(KeyRecord record) {
        return claim(record, "key");
    }

    private Claim claim(KeyRecord record, String key) {
        return new Claim(
                store,
                record,
                new Request("late", deadline(), "", key),
                TestConfig.with(settings).idempotency(),
                clock,
                Lines.journal());
    }

    @Test
    void whoseLeaseRanOutBeforeSendingSendsNothing() {
        KeyRecord late = claimedBy("late", KeyRecord.State.CLAIMED);
        clock.pass(Duration.ofSeconds(30));
        ask(QUESTION, "key", verdict("01"));
        Claim claim = claim(late);

        assertEquals(
                Failure.IN_PROGRESS,
                assertThrows(VerificationFailedException.class, claim::send).failure());
        claim.end(KeyRecord.State.FREED, null);
        assertTrue(ask(QUESTION, "key", never()).replayed(), "the other's answer stays");
    }

    @Test
    void theLeaseEndsSoonAfterTheDeadline() {
        Instant start = clock.instant();
        askAs(new Request("1", new Deadline(start.plusSeconds(5)), "", "key"), QUESTION, verdict("01"));
        assertEquals(start.plusSeconds(8), store.last.leaseUntil());
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
        assertEquals("MATCH", ask(OTHER, null, verdict("01")).outcome().name());
        assertEquals(2, Lines.endWithError(journal).get("StoreFailures").intValue());
        clock.pass(Duration.ofSeconds(31));
        assertEquals(Failure.ANSWER_LOST, fails(QUESTION, "key", never()).failure());
        assertEquals(2, asked);
    }

    @Test
    void aVerdictIsNotLostWhereItCantBeMadeARecord() {
        AnswerForm<IdNameResult> broken = new AnswerForm<>() {
            @Override
            public StoredAnswer keep(Verdict<IdNameResult> verdict) {
                throw new IllegalStateException("canary");
            }

            @Override
            public Verdict<IdNameResult> replay(StoredAnswer kept) {
                throw new IllegalStateException("canary");
            }
        };
        Verdict<IdNameResult> verdict = new Verdict<>(IdNameOutcome.MATCH, null, "TID1");
        Request request = new Request("1", deadline(), "", "key");
        assertEquals(
                verdict,
                Stages.result(idempotency()
                        .once(QUESTION, request, broken, attempts -> CompletableFuture.completedStage(verdict))));
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
            store.advance(record.with(state, clock.instant().plusSeconds(3600), answer));
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
            JsonNode line = Lines.endWithError(journal);
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
        journal.asked(1, 0, List.of());
        journal.verdict("MATCH", Charge.CHARGED, false, null, null);
        JsonNode line = Lines.end(journal, 200);
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
        assertFalse(Idempotencies.off(journal).reachable());
    }

    @Test
    void whileTheProviderIsAskedTheJournalKnowsWhatHasLeft() {
        List<Boolean> sent = new ArrayList<>();
        ask(QUESTION, "key", () -> {
            sent.add(journal.giveUp());
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
        assertEquals(1, Lines.endUnknown(journal).get("StoreFailures").intValue());
        assertEquals(0, asked);
    }

    @Test
    void connectsDuringInitAndStartsAllTheSameWhereItCant() {
        assertTrue(idempotency().available());
        idempotency().onStart(new StartupEvent());
        store.down.add("CONNECT");
        idempotency().onStart(new StartupEvent());
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
        Logger logger = Logger.getLogger(Claim.class.getName());
        List<String> logged = new ArrayList<>();
        Handler handler = new ConsoleHandler() {
            @Override
            public void publish(LogRecord entry) {
                logged.add(entry.getLevel().getName());
            }
        };
        logger.addHandler(handler);
        KeyRecord late = claimedBy("late", KeyRecord.State.CLAIMED);
        Claim claim = claim(late);
        claim.end(end, null);
        assertEquals(List.of(), logged);
        clock.pass(Duration.ofHours(25));
        ask(QUESTION, "key", verdict("01"));
        claim.end(end, null);
        logger.removeHandler(handler);
        assertEquals(end == KeyRecord.State.FREED ? List.of() : List.of("WARN"), logged);
    }

    @Test
    void withoutAStoreThereIsNothingToRemember() {
        assertFalse(Idempotencies.off().available());
        Attempts[] attempts = new Attempts[1];
        Verdict<IdNameResult> verdict = new Verdict<>(null, null, null);
        assertEquals(verdict, Idempotencies.<IdNameResult>once(QUESTION, new Request("1", deadline()), with -> {
            attempts[0] = with;
            return verdict;
        }));
        assertEquals(0, attempts[0].sent());
    }

    /** The record of another environment, which is no more. */
    private KeyRecord claimedBy(String claim, KeyRecord.State state) {
        return claimedBy(claim, state, "key");
    }

    private KeyRecord claimedBy(String claim, KeyRecord.State state, String key) {
        KeyRecord fresh = new FreshRecords(credentials, TestConfig.with(settings))
                .of(QUESTION, new Request("1", deadline(), "", key), clock.instant());
        KeyRecord record = new KeyRecord(
                fresh.id(),
                fresh.fingerprint(),
                KeyRecord.State.CLAIMED,
                claim,
                fresh.leaseUntil(),
                fresh.expiresAt(),
                null);
        assertEquals(Optional.empty(), store.claim(record, clock.instant()));
        if (state == KeyRecord.State.SENT) {
            claim(record, key).send();
        }
        assertEquals(state, store.last.state());
        return record;
    }
}
