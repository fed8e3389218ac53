package dev.ktpverify.credentials;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ktpverify.observability.InvocationLog;
import dev.ktpverify.observability.Lines;
import dev.ktpverify.support.TestClock;
import dev.ktpverify.support.TestConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueRequest;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueResponse;
import software.amazon.awssdk.services.secretsmanager.model.SecretsManagerException;

class CredentialsStoreTest {

    private static final String OLD = "{\"api_id\":\"id-1\",\"api_secret\":\"s3cr3t-1\",\"more\":1}";
    private static final String NEW = "{\"api_id\":\"id-1\",\"api_secret\":\"s3cr3t-2\"}";

    private static final Duration LEFT = Duration.ofSeconds(27);

    private final FakeSecretsManager secrets = new FakeSecretsManager();
    private final TestClock clock = new TestClock();
    private final Logged logged = new Logged();
    private final InvocationLog log = Lines.log();
    private final CredentialsStore store = new CredentialsStore(
            () -> secrets,
            new ObjectMapper(),
            TestConfig.with(Map.of("ktp-verify.provider.secret-id", "my/secret")),
            clock,
            log);

    @BeforeEach
    void listen() {
        Logger.getLogger(CredentialsStore.class.getName()).addHandler(logged);
    }

    @AfterEach
    void nothingLoggedHoldsTheSecret() {
        Logger.getLogger(CredentialsStore.class.getName()).removeHandler(logged);
        assertFalse(logged.messages.toString().contains("s3cr3t"), logged.messages::toString);
    }

    @Test
    void readsTheSecretOnceAndKeepsIt() {
        Secret first = store.current(LEFT);
        assertEquals(new Secret("id-1", "s3cr3t-1", null, "the secret has no field \'fingerprint_key\'"), first);
        clock.pass(Duration.ofMinutes(15).minusMillis(1));
        assertSame(first, store.current(LEFT));
        assertEquals(List.of("my/secret"), secrets.asked);
    }

    /** Its client is never made: where there is no Secrets Manager, that would end the start. */
    @Test
    void theSandboxAsksNobody() {
        CredentialsStore sandbox = new CredentialsStore(
                () -> {
                    throw new AssertionError("a client was made");
                },
                new ObjectMapper(),
                TestConfig.with(Map.of("ktp-verify.mode", "sandbox")),
                clock,
                log);
        assertSame(Secret.OF_SANDBOX, sandbox.current(LEFT));
        clock.pass(Duration.ofMinutes(16));
        assertSame(Secret.OF_SANDBOX, sandbox.current(LEFT));
    }

    @Test
    void freshOnesAreThereWithoutReading() {
        assertEquals(List.of(), secrets.asked);
        Secret first = store.current(LEFT);
        clock.pass(Duration.ofMinutes(15).minusMillis(1));
        assertSame(first, store.current(Duration.ZERO));
        assertEquals(1, secrets.asked.size());
        clock.pass(Duration.ofMillis(1));
        assertNotSame(first, store.current(LEFT));
        assertEquals(2, secrets.asked.size());
    }

    @Test
    void readsItAgainAtFifteenMinutes() {
        store.current(LEFT);
        secrets.value = NEW;
        clock.pass(Duration.ofMinutes(15));
        assertEquals(
                new Secret("id-1", "s3cr3t-2", null, "the secret has no field \'fingerprint_key\'"),
                store.current(LEFT));
        assertEquals(2, secrets.asked.size());
        clock.pass(Duration.ofMinutes(15).minusMillis(1));
        store.current(LEFT);
        assertEquals(2, secrets.asked.size());
        assertEquals(
                2,
                Lines.endWithError(log, log.begin("id", null, null))
                        .get("SecretRefreshes")
                        .intValue());
    }

    @Test
    void theOldOnesServeOnWhileTheyCannotBeRefreshedAndThatIsNotTriedForAMinute() {
        Secret old = store.current(LEFT);
        secrets.value = null;
        clock.pass(Duration.ofMinutes(15));
        assertSame(old, store.current(LEFT));
        assertSame(old, store.current(LEFT));
        assertEquals(2, secrets.asked.size());
        clock.pass(Duration.ofMinutes(1).minusMillis(1));
        assertSame(old, store.current(LEFT));
        assertEquals(2, secrets.asked.size());
        secrets.value = NEW;
        clock.pass(Duration.ofMillis(1));
        assertEquals("s3cr3t-2", store.current(LEFT).apiSecret());
        assertEquals(3, secrets.asked.size());
        assertEquals(
                List.of("the old credentials serve on, refreshing them failed:"
                        + " SdkClientException (no answer); see runbook: credentials"),
                logged.messages);
    }

    @Test
    void theFingerprintKeyIsOfTheSameSecretAndTheSameAge() {
        String key = "s3cr3t-key-of-32-characters-0123";
        assertEquals("the secret has no field 'fingerprint_key'", noFingerprintKey());
        secrets.value = withKey(key);
        assertEquals("the secret has no field 'fingerprint_key'", noFingerprintKey());
        clock.pass(Duration.ofMinutes(15));
        assertEquals(key, store.current(LEFT).fingerprintKey());
        assertEquals(2, secrets.asked.size());
    }

    @ParameterizedTest
    @CsvSource({
        "'s3cr3t-key-of-31-characters-012',   'has fewer than 32 characters'",
        "'s3cr3t key of 32 characters 0123',  'has characters that are not visible ASCII'",
        "'s3cr3t-key-of-32-characters-012\\n', 'has white space at its ends'",
        "' s3cr3t-key-of-32-characters-0123', 'has white space at its ends'",
        "'  ',                                'is empty'"
    })
    void aFingerprintKeyThatCantBeUsedIsDescribedAndTheProviderCanBeAsked(String key, String fault) {
        secrets.value = withKey(key);
        assertEquals("the secret's field 'fingerprint_key' " + fault, noFingerprintKey());
        assertEquals("s3cr3t-1", store.current(LEFT).apiSecret());
        assertEquals(1, secrets.asked.size());
    }

    private String noFingerprintKey() {
        Secret secret = store.current(LEFT);
        assertNull(secret.fingerprintKey());
        return secret.fingerprintFault();
    }

    private static String withKey(String key) {
        return OLD.replace("\"more\":1", "\"fingerprint_key\":\"" + key + "\"");
    }

    @Test
    void aSecretThatWentBadDoesNotReplaceAGoodOne() {
        Secret old = store.current(LEFT);
        secrets.value = "{\"api_id\":\"id-1\"}";
        clock.pass(Duration.ofMinutes(15));
        assertSame(old, store.current(LEFT));
    }

    @Test
    void aFailedReadIsNotTriedAgainForAGrowingPause() {
        secrets.value = null;
        for (int seconds : new int[] {1, 2, 4, 8, 15, 15}) {
            int before = secrets.asked.size();
            assertEquals("SdkClientException (no answer)", unavailable());
            clock.pass(Duration.ofSeconds(seconds).minusMillis(1));
            assertEquals("SdkClientException (no answer)", unavailable());
            assertEquals(before + 1, secrets.asked.size());
            clock.pass(Duration.ofMillis(1));
        }
        secrets.value = OLD;
        assertNotNull(store.current(LEFT));
        assertEquals(7, secrets.asked.size());
    }

    private String unavailable() {
        return assertThrows(CredentialsUnavailableException.class, () -> store.current(LEFT))
                .getMessage();
    }

    @Test
    void theStartReadsTheSecretAndSurvivesAFailure() {
        secrets.value = null;
        store.readAtStart();
        assertEquals(
                List.of("no credentials at start, a verification reads them again:"
                        + " SdkClientException (no answer); see runbook: credentials"),
                logged.messages);
        clock.pass(Duration.ofSeconds(1));
        secrets.value = OLD;
        store.readAtStart();
        store.current(LEFT);
        assertEquals(2, secrets.asked.size());
        assertEquals(List.of(Duration.ofSeconds(2), Duration.ofSeconds(2)), secrets.limits);
    }

    @ParameterizedTest
    @CsvSource({"27000, 4000", "4000, 4000", "3999, 3999", "1000, 1000"})
    void aReadTakesNoLongerThanTheCallerHasTime(long left, long limit) {
        store.current(Duration.ofMillis(left));
        assertEquals(List.of(Duration.ofMillis(limit)), secrets.limits);
    }

    @Test
    void withTooLittleTimeNothingIsRead() {
        Duration little = Duration.ofMillis(999);
        assertTrue(assertThrows(CredentialsUnavailableException.class, () -> store.current(little))
                .isNoTimeLeft());
        Secret old = store.current(LEFT);
        clock.pass(Duration.ofMinutes(15));
        secrets.value = NEW;
        assertSame(old, store.current(little));
        assertEquals(Optional.empty(), store.replacementOf(old, little));
        assertEquals(1, secrets.asked.size());
        assertEquals(
                "s3cr3t-2",
                store.replacementOf(old, Duration.ofSeconds(1)).orElseThrow().apiSecret());
        assertEquals(Duration.ofSeconds(1), secrets.limits.get(1));
    }

    @Test
    void whereThereAreOldOnesHalfOfTheTimeIsLeftToAskWithThem() {
        store.current(LEFT);
        clock.pass(Duration.ofMinutes(15));
        secrets.value = null;
        store.current(Duration.ofSeconds(5));
        assertEquals(Duration.ofMillis(2_500), secrets.limits.get(1));
    }

    @Test
    void awssWordForTheErrorIsTold() {
        for (String code : List.of(
                "AccessDeniedException", "ResourceNotFoundException", "ThrottlingException", "DecryptionFailure")) {
            secrets.failure = SecretsManagerException.builder()
                    .message("User: arn:s3cr3t is not authorized")
                    .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).build())
                    .build();
            assertEquals(code, unavailable());
            clock.pass(Duration.ofSeconds(15));
        }
    }

    @Test
    void whateverTheClientThrowsIsItsOwn() {
        for (Throwable thrown : List.of(
                new UncheckedIOException(new IOException("s3cr3t")),
                new IllegalStateException("s3cr3t"),
                new NoClassDefFoundError("s3cr3t"))) {
            secrets.failure = thrown;
            assertEquals(thrown.getClass().getSimpleName() + " (no answer)", unavailable());
            clock.pass(Duration.ofSeconds(15));
        }
    }

    @Test
    void aByteOrderMarkIsNoPartOfTheSecret() {
        secrets.value = "\ufeff" + OLD;
        assertEquals(
                new Secret("id-1", "s3cr3t-1", null, "the secret has no field \'fingerprint_key\'"),
                store.current(LEFT));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "s3cr3t                                            | is not JSON",
                "{\"api_id\":\"s3cr3t\",                             | is not JSON",
                "``                                                | is not a JSON object",
                "`  `                                              | is not a JSON object",
                "{\"api_id\":\"a\",\"api_secret\":\"s3cr3t\"} more   | is not JSON",
                "[\"s3cr3t\"]                                      | is not a JSON object",
                "\"s3cr3t\"                                        | is not a JSON object",
                "null                                              | is not a JSON object",
                "7                                                 | is not a JSON object",
                "{\"api_id\":\"s3cr3t\"}                           | has no field 'api_secret'",
                "{\"api_secret\":\"s3cr3t\"}                       | has no field 'api_id'",
                "{\"api_id\":\"a\",\"api_secret\":\"s3cr3t\",\"api_secret\":\"s3cr3t\"} | has a field twice",
                "{\"api_id\":\"s3cr3t\",\"api_secret\":\"\"}        | 's field 'api_secret' is empty",
                "{\"api_id\":\"s3cr3t\",\"api_secret\":\"  \"}      | 's field 'api_secret' is empty",
                "{\"api_id\":\"s3cr3t\",\"api_secret\":12345}       | 's field 'api_secret' is not a text",
                "{\"api_id\":\"s3cr3t\",\"api_secret\":null}        | 's field 'api_secret' is not a text",
                "{\"api_id\":[\"s3cr3t\"],\"api_secret\":\"b\"}     | 's field 'api_id' is not a text",
                "{\"api_id\":\"s3cr3t\",\"api_secret\":\"s3cr3t \"} | 's field 'api_secret' has white space at its ends",
                "{\"api_id\":\"s3cr3t\",\"api_secret\":\"s3cr3t\\n\"} | 's field 'api_secret' has white space at its ends",
                "{\"api_id\":\"\\ts3cr3t\",\"api_secret\":\"b\"}     | 's field 'api_id' has white space at its ends",
                "{\"api_id\":\"\\u00a0s3cr3t\",\"api_secret\":\"b\"} | 's field 'api_id' has white space at its ends",
                "{\"api_id\":\"\\ufeffs3cr3t\",\"api_secret\":\"b\"} | 's field 'api_id' has white space at its ends",
                "{\"api_id\":\"s3cr3t\",\"api_secret\":\"s3cr3t\\r\\nX: y\"} | 's field 'api_secret' has characters that are not visible ASCII",
                "{\"api_id\":\"s3cr3t\",\"api_secret\":\"s3cr3t\\u0000\"} | 's field 'api_secret' has characters that are not visible ASCII",
                "{\"api_id\":\"s3cr3t\",\"api_secret\":\"s3cr3té\"} | 's field 'api_secret' has characters that are not visible ASCII"
            })
    void anUnusableSecretIsDescribedWithoutBeingShown(String secret, String fault) {
        secrets.value = secret;
        CredentialsUnavailableException e =
                assertThrows(CredentialsUnavailableException.class, () -> store.current(LEFT));
        assertEquals("the secret" + (fault.startsWith("'s") ? fault : " " + fault), e.getMessage());
        assertNull(e.getCause());
        assertFalse(e.isNoTimeLeft());
    }

    @Test
    void aSecretOfBytesHasNoText() {
        secrets.value = FakeSecretsManager.BINARY;
        assertEquals("the secret is binary and must be text", unavailable());
        clock.pass(Duration.ofSeconds(1));
        secrets.value = FakeSecretsManager.NOTHING;
        assertEquals("the secret has no value", unavailable());
    }

    @Test
    void refusedCredentialsAreReplacedIfThereAreOthersNow() {
        Secret refused = store.current(LEFT);
        secrets.value = NEW;
        assertEquals(
                "s3cr3t-2", store.replacementOf(refused, LEFT).orElseThrow().apiSecret());
        assertEquals("s3cr3t-2", store.current(LEFT).apiSecret());
        assertEquals(2, secrets.asked.size());
    }

    @Test
    void theSameSecretIsNoReplacement() {
        Secret refused = store.current(LEFT);
        assertEquals(Optional.empty(), store.replacementOf(refused, LEFT));
        assertEquals(2, secrets.asked.size());
    }

    @Test
    void aRefreshThatFailsIsNoReplacementEither() {
        Secret refused = store.current(LEFT);
        secrets.value = null;
        assertEquals(Optional.empty(), store.replacementOf(refused, LEFT));
        assertSame(refused, store.current(LEFT));
    }

    @Test
    void whatAnotherThreadReplacedIsNotReadAgain() {
        Secret refused = store.current(LEFT);
        secrets.value = NEW;
        assertEquals(
                "s3cr3t-2", store.replacementOf(refused, LEFT).orElseThrow().apiSecret());
        assertEquals(
                "s3cr3t-2", store.replacementOf(refused, LEFT).orElseThrow().apiSecret());
        assertEquals(2, secrets.asked.size());
    }

    @Test
    void threadsThatComeTogetherReadOnce() throws Exception {
        secrets.takes = Duration.ofMillis(50);
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<Secret>> got = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                got.add(threads.submit(() -> store.current(LEFT)));
            }
            for (Future<Secret> credentials : got) {
                assertSame(store.current(LEFT), credentials.get());
            }
        } finally {
            threads.shutdown();
        }
        assertEquals(1, secrets.asked.size());
    }

    /** Secrets Manager with one secret; null is an outage. */
    private static final class FakeSecretsManager implements SecretsManagerClient {

        static final String BINARY = "binary";
        static final String NOTHING = "nothing";

        private final List<String> asked = new ArrayList<>();
        private final List<Duration> limits = new ArrayList<>();
        private Throwable failure;
        private volatile String value = OLD;
        private volatile Duration takes = Duration.ZERO;

        @Override
        public GetSecretValueResponse getSecretValue(GetSecretValueRequest request) {
            asked.add(request.secretId());
            limits.add(request.overrideConfiguration()
                    .orElseThrow()
                    .apiCallTimeout()
                    .orElseThrow());
            try {
                Thread.sleep(takes.toMillis());
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            if (value == null) {
                throw SdkClientException.create("could not read s3cr3t", new IllegalStateException("s3cr3t"));
            }
            if (failure != null) {
                throw thrown(failure);
            }
            GetSecretValueResponse.Builder answer = GetSecretValueResponse.builder();
            if (value.equals(BINARY)) {
                answer.secretBinary(SdkBytes.fromUtf8String(OLD));
            } else if (!value.equals(NOTHING)) {
                answer.secretString(value);
            }
            return answer.build();
        }

        @SuppressWarnings("unchecked")
        private static <T extends Throwable> RuntimeException thrown(Throwable any) throws T {
            throw (T) any;
        }

        @Override
        public String serviceName() {
            return SERVICE_NAME;
        }

        @Override
        public void close() {
            // nothing is open
        }
    }

    private static final class Logged extends Handler {

        private final List<String> messages = new ArrayList<>();

        @Override
        public void publish(LogRecord line) {
            messages.add(
                    line instanceof org.jboss.logmanager.ExtLogRecord formatted
                            ? formatted.getFormattedMessage()
                            : line.getMessage());
        }

        @Override
        public void flush() {
            // nothing is kept back
        }

        @Override
        public void close() {
            // nothing is open
        }
    }
}
