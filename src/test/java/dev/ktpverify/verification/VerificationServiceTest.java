package dev.ktpverify.verification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ktpverify.credentials.NoCredentials;
import dev.ktpverify.observability.Journal;
import dev.ktpverify.observability.Lines;
import dev.ktpverify.provider.Attempts;
import dev.ktpverify.provider.FakeProviderClient;
import dev.ktpverify.provider.IdNameBody;
import dev.ktpverify.provider.IdNameReply;
import dev.ktpverify.provider.IdSelfieBody;
import dev.ktpverify.provider.IdSelfieReply;
import dev.ktpverify.provider.ProviderStatus;
import dev.ktpverify.provider.Reply;
import dev.ktpverify.support.Stages;
import dev.ktpverify.verification.idempotency.Idempotencies;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;
import org.eclipse.microprofile.faulttolerance.exceptions.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is asked of the provider, and what is made of its answer or of its absence. */
class VerificationServiceTest {

    private static final Request REQUEST = new Request("lambda-request", new Deadline(Instant.MAX));
    private static final IdNameQuestion ID_NAME = new IdNameQuestion("3217061012870001", "BUDI SANTOSO");
    private static final BigDecimal THRESHOLD = new BigDecimal("70.5");
    private static final BigDecimal SCORE = new BigDecimal("88.1");
    private static final BigDecimal KTP_SCORE = new BigDecimal("77.2");

    private final Journal journal = Lines.journal();

    @Test
    void idName() {
        FakeProviderClient provider = new FakeProviderClient(
                1, () -> new IdNameReply("OK", null, new IdNameReply.Result("SF1", "when", "02", "DIFFERENT"), "TID1"));

        Verdict<IdNameResult> verdict = Stages.result(service(provider).verify(ID_NAME, REQUEST));

        assertEquals(new IdNameBody("3217061012870001", "BUDI SANTOSO"), provider.body());
        assertEquals(
                new Verdict<>(IdNameOutcome.MISMATCH, new IdNameResult("SF1", "when", "02", "DIFFERENT"), "TID1"),
                verdict);
        assertEquals("[7]", Lines.endWithError(journal).get("ProviderLatency").toString());
    }

    @Test
    void idSelfieWithEverything() {
        FakeProviderClient provider = new FakeProviderClient(1, () -> selfieReply("05"));

        Verdict<IdSelfieResult> verdict = Stages.result(service(provider)
                .verify(
                        new IdSelfieQuestion("32", "face", "ktp", "a@b", "0812", "1987-12-10", "BUDI", THRESHOLD),
                        REQUEST));

        assertEquals(
                new IdSelfieBody("32", "face", "ktp", "a@b", "0812", "1987-12-10", "BUDI", THRESHOLD), provider.body());
        IdSelfieResult all =
                new IdSelfieResult("SF2", "when", "05", "remark", "32", true, false, SCORE, KTP_SCORE, false, true);
        assertEquals(new Verdict<>(IdSelfieOutcome.NOT_FOUND_IN_DB, all, "TID2"), verdict);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ktp_image", "name", "birth_date", ""})
    void whatWasNotAskedIsNull(String only) {
        boolean card = only.equals("ktp_image");
        boolean name = only.equals("name");
        boolean birthDate = only.equals("birth_date");
        IdSelfieQuestion question = new IdSelfieQuestion(
                "32",
                "face",
                card ? "ktp" : null,
                null,
                null,
                birthDate ? "1987-12-10" : null,
                name ? "BUDI" : null,
                null);

        IdSelfieResult result = Stages.result(service(new FakeProviderClient(1, () -> selfieReply("01")))
                        .verify(question, REQUEST))
                .result();

        assertEquals(
                new IdSelfieResult(
                        "SF2",
                        "when",
                        "01",
                        "remark",
                        "32",
                        true,
                        card ? false : null,
                        SCORE,
                        card ? KTP_SCORE : null,
                        name ? false : null,
                        birthDate ? true : null),
                result);
    }

    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of(FakeProviderClient.notSent(false), 0, Failure.NOT_SENT),
                Arguments.of(FakeProviderClient.notSent(false), 1, Failure.NOT_SENT),
                Arguments.of(FakeProviderClient.notSent(true), 0, Failure.CERTIFICATE_REJECTED),
                Arguments.of(FakeProviderClient.answerLost(false), 1, Failure.ANSWER_LOST),
                Arguments.of(FakeProviderClient.answerLost(true), 1, Failure.ANSWER_LATE),
                Arguments.of(FakeProviderClient.noTimeLeft(), 0, Failure.NO_TIME_LEFT),
                Arguments.of(new TimeoutException(), 0, Failure.NO_TIME_LEFT),
                Arguments.of(new TimeoutException(), 1, Failure.ANSWER_LATE),
                Arguments.of(new CircuitBreakerOpenException(), 0, Failure.CIRCUIT_OPEN),
                Arguments.of(NoCredentials.exception(), 0, Failure.NO_CREDENTIALS),
                Arguments.of(new IllegalStateException("canary"), 0, Failure.BUG_BEFORE_SENDING),
                Arguments.of(new IllegalStateException("canary"), 1, Failure.BUG_AFTER_SENDING),
                Arguments.of(new IllegalStateException("canary"), 2, Failure.BUG_AFTER_SENDING));
    }

    @ParameterizedTest(name = "{0} after {1} sent: {2}")
    @MethodSource
    void failures(RuntimeException thrown, int sent, Failure expected) {
        VerificationFailedException told = failure(sent, thrown);
        assertEquals(expected, told.failure());
        assertEquals(expected.reason(), told.reason());
        assertNull(told.requestId());

        JsonNode line = Lines.endWithError(journal);
        boolean bug = thrown instanceof IllegalStateException;
        String words = bug ? IllegalStateException.class.getName() : thrown.getMessage();
        assertEquals(
                expected + (words == null ? "" : ": " + words),
                line.get("cause").textValue());
        assertEquals(sent, line.get("attempts").intValue());
        assertEquals(1, line.get("Verifications").intValue());
    }

    @Test
    void aBugThatIsThrownAtOnceIsToldLikeAnyOther() {
        FakeProviderClient broken = new FakeProviderClient(0, () -> null) {
            @Override
            public CompletionStage<IdNameReply> verifyIdName(IdNameBody asked, Attempts attempts) {
                throw new IllegalStateException("canary");
            }
        };
        VerificationFailedException told = assertThrows(
                VerificationFailedException.class,
                () -> Stages.result(service(broken).verify(ID_NAME, REQUEST)));
        assertEquals(Failure.BUG_BEFORE_SENDING, told.failure());
        assertEquals(
                "BUG_BEFORE_SENDING: java.lang.IllegalStateException",
                Lines.endWithError(journal).get("cause").textValue());
    }

    @ParameterizedTest
    @EnumSource
    void theProvidersWordIsPassedOn(ProviderStatus status) {
        VerificationFailedException told = failure(1, FakeProviderClient.refused(status, null, "TID3"));
        assertEquals(status.name(), told.failure().name());
        assertEquals(told.failure().reason(), told.reason());
        assertEquals("TID3", told.requestId());
        assertEquals(status.name(), Lines.endWithError(journal).get("cause").textValue());
    }

    @Test
    void theProvidersReasonIsShownOnlyWhereItRepeatsNothing() {
        String harmless = "argument 'name': not found";
        String repeating = "argument 'name': budi is too short";
        assertEquals(harmless, reason(harmless));
        assertEquals(Failure.INVALID_ARGUMENT.reason(), reason(repeating));
    }

    @ParameterizedTest
    @EnumSource
    void whoMayAskAgainSoonIsToldWhen(ProviderStatus status) {
        boolean soon =
                status == ProviderStatus.RATE_LIMIT_EXCEEDED || status == ProviderStatus.SOURCE_SERVICE_UNAVAILABLE;
        int seconds = failure(1, FakeProviderClient.refused(status, null, null)).retryAfter();
        assertEquals(soon ? 1 : 0, seconds);
    }

    @Test
    void whoWasNotHeardIsToldWhenToAskAgain() {
        assertEquals(1, failure(0, FakeProviderClient.notSent(false)).retryAfter());
        assertEquals(0, failure(0, FakeProviderClient.notSent(true)).retryAfter());
    }

    private String reason(String given) {
        return failure(1, FakeProviderClient.refused(ProviderStatus.INVALID_ARGUMENT, given, null))
                .reason();
    }

    private VerificationFailedException failure(int sent, RuntimeException thrown) {
        Supplier<Reply> failing = () -> {
            throw thrown;
        };
        VerificationService service = service(new FakeProviderClient(sent, failing));
        return assertThrows(VerificationFailedException.class, () -> Stages.result(service.verify(ID_NAME, REQUEST)));
    }

    private VerificationService service(FakeProviderClient provider) {
        return new VerificationService(provider, Idempotencies.off(), journal);
    }

    private static IdSelfieReply selfieReply(String code) {
        return new IdSelfieReply(
                "OK",
                null,
                new IdSelfieReply.Result(
                        "SF2", "when", code, "remark", "32", true, false, SCORE, KTP_SCORE, false, true),
                "TID2");
    }
}
