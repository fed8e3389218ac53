package dev.ktpverify.verification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ktpverify.credentials.FakeCredentials;
import dev.ktpverify.idempotency.Idempotencies;
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
import dev.ktpverify.provider.ProviderException;
import java.time.Clock;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is asked of the provider, and what is made of its answer or of its absence. */
class VerifierTest {

    private static final IdNameQuestion ID_NAME = new IdNameQuestion("3217061012870001", "BUDI SANTOSO");
    private static final Verdict<IdNameResult> MISMATCH =
            new Verdict<>(IdNameOutcome.MISMATCH, new IdNameResult("SF1", "when", "02", "DIFFERENT"), "TID1");

    private final InvocationLog log = Lines.log();
    private final Invocation invocation = Invocations.of(
            "lambda-request", new Deadline(Instant.now().plusSeconds(20)), "", null, Clock.systemUTC(), log);

    @Test
    void theProvidersVerdictIsTheCallers() {
        FakeProviderClient provider = new FakeProviderClient(1, () -> MISMATCH);

        assertSame(MISMATCH, verifier(provider).verify(ID_NAME, invocation));

        assertSame(ID_NAME, provider.question());
        assertEquals("[7]", line().get("ProviderLatency").toString());
    }

    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of(FakeProviderClient.notSent(false), 0, Failure.NOT_SENT),
                Arguments.of(FakeProviderClient.notSent(false), 1, Failure.NOT_SENT),
                Arguments.of(FakeProviderClient.notSent(true), 0, Failure.CERTIFICATE_REJECTED),
                Arguments.of(FakeProviderClient.answerLost(false), 1, Failure.ANSWER_LOST),
                Arguments.of(FakeProviderClient.answerLost(true), 1, Failure.ANSWER_LATE),
                Arguments.of(FakeProviderClient.noTimeLeft(), 0, Failure.NO_TIME_LEFT),
                Arguments.of(FakeProviderClient.circuitOpen(), 0, Failure.CIRCUIT_OPEN),
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

        JsonNode line = line();
        String words =
                thrown instanceof ProviderException known ? known.detail() : IllegalStateException.class.getName();
        assertEquals(
                expected + (words == null ? "" : ": " + words),
                line.get("cause").textValue());
        assertEquals(sent, line.get("attempts").intValue());
        assertEquals(1, line.get("Verifications").intValue());
    }

    @Test
    void anErrorIsABugLikeAnyOther() {
        VerificationFailedException told = failure(1, new NoClassDefFoundError("canary"));
        assertEquals(Failure.BUG_AFTER_SENDING, told.failure());
        assertEquals(
                "BUG_AFTER_SENDING: java.lang.NoClassDefFoundError",
                line().get("cause").textValue());
    }

    @Test
    void withoutCredentialsNothingIsAsked() {
        FakeProviderClient provider = new FakeProviderClient(1, () -> MISMATCH);
        Verifier verifier = Verifiers.of(FakeCredentials.down(), Idempotencies.off(), provider);

        VerificationFailedException told =
                assertThrows(VerificationFailedException.class, () -> verifier.verify(ID_NAME, invocation));

        assertEquals(Failure.NO_CREDENTIALS, told.failure());
        assertEquals(1, told.retryAfter());
        assertNull(provider.question());
        assertEquals(
                "NO_CREDENTIALS: the secret is not JSON", line().get("cause").textValue());
        assertEquals(0, line().get("attempts").intValue());
        assertEquals(1, line().get("Verifications").intValue());
    }

    @ParameterizedTest
    @MethodSource("providersCodes")
    void theProvidersWordIsPassedOn(Failure status) {
        VerificationFailedException told = failure(1, FakeProviderClient.refused(status, null, "TID3"));
        assertEquals(status.name(), told.failure().name());
        assertEquals(told.failure().reason(), told.reason());
        assertEquals("TID3", told.requestId());
        assertEquals(status.name(), line().get("cause").textValue());
    }

    @Test
    void theProvidersReasonIsShownOnlyWhereItRepeatsNothing() {
        String harmless = "argument 'name': not found";
        String repeating = "argument 'name': budi is too short";
        assertEquals(harmless, reason(harmless));
        assertEquals(Failure.INVALID_ARGUMENT.reason(), reason(repeating));
    }

    @ParameterizedTest
    @MethodSource("providersCodes")
    void whoMayAskAgainSoonIsToldWhen(Failure status) {
        boolean soon = status == Failure.RATE_LIMIT_EXCEEDED || status == Failure.SOURCE_SERVICE_UNAVAILABLE;
        int seconds = failure(1, FakeProviderClient.refused(status, null, null)).retryAfter();
        assertEquals(soon ? 1 : 0, seconds);
    }

    @Test
    void whoWasNotHeardIsToldWhenToAskAgain() {
        assertEquals(1, failure(0, FakeProviderClient.notSent(false)).retryAfter());
        assertEquals(0, failure(0, FakeProviderClient.notSent(true)).retryAfter());
    }

    private String reason(String given) {
        return failure(1, FakeProviderClient.refused(Failure.INVALID_ARGUMENT, given, null))
                .reason();
    }

    static Stream<Failure> providersCodes() {
        return Stream.of(Failure.values())
                .filter(failure -> Failure.ofProvider(failure.name()).isPresent());
    }

    private VerificationFailedException failure(int sent, Throwable thrown) {
        Verifier failing = verifier(new FakeProviderClient(sent, () -> {
            throw sneaky(thrown);
        }));
        return assertThrows(VerificationFailedException.class, () -> failing.verify(ID_NAME, invocation));
    }

    private static RuntimeException sneaky(Throwable thrown) {
        if (thrown instanceof Error error) {
            throw error;
        }
        return (RuntimeException) thrown;
    }

    private static Verifier verifier(FakeProviderClient provider) {
        return Verifiers.of(
                FakeCredentials.withKey("a-key-of-more-than-32-characters-0"), Idempotencies.off(), provider);
    }

    private JsonNode line() {
        return Lines.endWithError(log, invocation.log());
    }
}
