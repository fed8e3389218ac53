package dev.ktpverify.credentials;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ktpverify.observability.Journal;
import dev.ktpverify.observability.Lines;
import dev.ktpverify.support.TestClock;
import dev.ktpverify.support.TestConfig;
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
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueRequest;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueResponse;

class CredentialsStoreTest {

    private static final String OLD = "{\"api_id\":\"id-1\",\"api_secret\":\"s3cr3t-1\",\"more\":1}";
    private static final String NEW = "{\"api_id\":\"id-1\",\"api_secret\":\"s3cr3t-2\"}";

    private final FakeSecretsManager secrets = new FakeSecretsManager();
    private final TestClock clock = new TestClock();
    private final Logged logged = new Logged();
    private final Journal journal = Lines.journal();
    private final CredentialsStore store = new CredentialsStore(
            secrets,
            new ObjectMapper(),
            TestConfig.with(Map.of("ktp-verify.provider.secret-id", "my/secret")),
            clock,
            journal);

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
        ProviderCredentials first = store.current();
        assertEquals(new ProviderCredentials("id-1", "s3cr3t-1"), first);
        clock.pass(Duration.ofMinutes(15).minusMillis(1));
        assertSame(first, store.current());
        assertEquals(List.of("my/secret"), secrets.asked);
    }

    @Test
    void freshOnesAreThereWithoutReading() {
        assertEquals(Optional.empty(), store.fresh());
        assertEquals(List.of(), secrets.asked);
        ProviderCredentials first = store.current();
        clock.pass(Duration.ofMinutes(15).minusMillis(1));
        assertSame(first, store.fresh().orElseThrow());
        clock.pass(Duration.ofMillis(1));
        assertEquals(Optional.empty(), store.fresh());
        assertEquals(1, secrets.asked.size());
    }

    @Test
    void readsItAgainAtFifteenMinutes() {
        store.current();
        secrets.value = NEW;
        clock.pass(Duration.ofMinutes(15));
        assertEquals(new ProviderCredentials("id-1", "s3cr3t-2"), store.current());
        assertEquals(2, secrets.asked.size());
        clock.pass(Duration.ofMinutes(15).minusMillis(1));
        store.current();
        assertEquals(2, secrets.asked.size());
        assertEquals(2, Lines.endWithError(journal).get("SecretRefreshes").intValue());
    }

    @Test
    void theOldOnesServeOnWhileTheyCannotBeRefreshedAndThatIsNotTriedForAMinute() {
        ProviderCredentials old = store.current();
        secrets.value = null;
        clock.pass(Duration.ofMinutes(15));
        assertSame(old, store.current());
        assertSame(old, store.current());
        assertEquals(2, secrets.asked.size());
        clock.pass(Duration.ofMinutes(1).minusMillis(1));
        assertSame(old, store.current());
        assertEquals(2, secrets.asked.size());
        secrets.value = NEW;
        clock.pass(Duration.ofMillis(1));
        assertEquals("s3cr3t-2", store.current().apiSecret());
        assertEquals(3, secrets.asked.size());
        assertEquals(
                List.of("the old credentials serve on, refreshing them failed:"
                        + " Secrets Manager did not give the secret: SdkClientException"
                        + "; see runbook: credentials"),
                logged.messages);
    }

    @Test
    void theFingerprintKeyIsOfTheSameSecretAndTheSameAge() {
        String key = "s3cr3t-key-of-32-characters-0123";
        assertEquals(Optional.empty(), store.fingerprintKey());
        secrets.value = OLD.replace("\"more\":1", "\"fingerprint_key\":\"" + key + "\"");
        assertEquals(Optional.empty(), store.fingerprintKey());
        clock.pass(Duration.ofMinutes(15));
        assertEquals(Optional.of(key), store.fingerprintKey());
        assertEquals(2, secrets.asked.size());
        for (String tooWeak : List.of(key.substring(1), key.replace('k', ' '), key.replace('k', '\u00e9'))) {
            secrets.value = OLD.replace("\"more\":1", "\"fingerprint_key\":\"" + tooWeak + "\"");
            clock.pass(Duration.ofMinutes(15));
            assertEquals(Optional.empty(), store.fingerprintKey(), tooWeak);
        }
    }

    @Test
    void aSecretThatWentBadDoesNotReplaceAGoodOne() {
        ProviderCredentials old = store.current();
        secrets.value = "{\"api_id\":\"id-1\"}";
        clock.pass(Duration.ofMinutes(15));
        assertSame(old, store.current());
    }

    @Test
    void aFailureIsTriedAgainByTheNextCallWhenThereIsNothingToServe() {
        secrets.value = null;
        assertThrows(CredentialsUnavailableException.class, store::current);
        secrets.value = OLD;
        assertNotNull(store.current());
        assertEquals(2, secrets.asked.size());
    }

    @Test
    void theStartReadsTheSecretAndSurvivesAFailure() {
        secrets.value = null;
        store.onStart(null);
        assertEquals(
                List.of("no credentials at start, the first verification reads them again:"
                        + " Secrets Manager did not give the secret: SdkClientException"
                        + "; see runbook: credentials"),
                logged.messages);
        secrets.value = OLD;
        store.onStart(null);
        store.current();
        assertEquals(2, secrets.asked.size());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "s3cr3t",
                "{\"api_id\":\"s3cr3t\",",
                "{\"api_id\":\"s3cr3t\"}",
                "{\"api_secret\":\"s3cr3t\"}",
                "{\"api_id\":\"s3cr3t\",\"api_secret\":\"\"}",
                "{\"api_id\":\"s3cr3t\",\"api_secret\":\"  \"}",
                "{\"api_id\":\"s3cr3t\",\"api_secret\":\"s3cr3t \"}",
                "{\"api_id\":\"s3cr3t\",\"api_secret\":\"s3cr3t\\r\\nX: y\"}",
                "{\"api_id\":\"s3cr3t\",\"api_secret\":\"s3cr3t\\n\"}",
                "{\"api_id\":\"s3cr3t\",\"api_secret\":\"s3cr3t\\u0000\"}",
                "{\"api_id\":\"s3cr3t\",\"api_secret\":\"s3cr3t\u00e9\"}",
                "{\"api_id\":\"s3cr3t\",\"api_secret\":12345}",
                "{\"api_id\":\"s3cr3t\",\"api_secret\":null}",
                "{\"api_id\":[\"s3cr3t\"],\"api_secret\":\"s3cr3t\"}",
                "[\"s3cr3t\"]",
                "\"s3cr3t\"",
                "null",
                "7",
                "",
                " \n"
            })
    void anUnusableSecretIsDescribedWithoutBeingShown(String secret) {
        secrets.value = secret;
        CredentialsUnavailableException e = assertThrows(CredentialsUnavailableException.class, store::current);
        assertTrue(
                e.getMessage()
                        .matches("the secret (is not JSON|has no text value|has no usable field 'api_(id|secret)')"),
                e.getMessage());
        assertNull(e.getCause());
    }

    @Test
    void aSecretOfBytesHasNoText() {
        secrets.value = FakeSecretsManager.BINARY;
        CredentialsUnavailableException e = assertThrows(CredentialsUnavailableException.class, store::current);
        assertEquals("the secret has no text value", e.getMessage());
    }

    @Test
    void refusedCredentialsAreReplacedIfThereAreOthersNow() {
        ProviderCredentials refused = store.current();
        secrets.value = NEW;
        assertTrue(store.replaced(refused));
        assertEquals("s3cr3t-2", store.current().apiSecret());
        assertEquals(2, secrets.asked.size());
    }

    @Test
    void theSameSecretIsNoReplacement() {
        ProviderCredentials refused = store.current();
        assertFalse(store.replaced(refused));
        assertEquals(2, secrets.asked.size());
    }

    @Test
    void aRefreshThatFailsIsNoReplacementEither() {
        ProviderCredentials refused = store.current();
        secrets.value = null;
        assertFalse(store.replaced(refused));
        assertSame(refused, store.current());
    }

    @Test
    void whatAnotherThreadReplacedIsNotReadAgain() {
        ProviderCredentials refused = store.current();
        secrets.value = NEW;
        assertTrue(store.replaced(refused));
        assertTrue(store.replaced(refused));
        assertEquals(2, secrets.asked.size());
    }

    @Test
    void threadsThatComeTogetherReadOnce() throws Exception {
        secrets.takes = Duration.ofMillis(50);
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<ProviderCredentials>> got = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                got.add(threads.submit(store::current));
            }
            for (Future<ProviderCredentials> credentials : got) {
                assertSame(store.current(), credentials.get());
            }
        } finally {
            threads.shutdown();
        }
        assertEquals(1, secrets.asked.size());
    }

    /** Secrets Manager with one secret; null is an outage. */
    private static final class FakeSecretsManager implements SecretsManagerClient {

        static final String BINARY = "binary";

        private final List<String> asked = new ArrayList<>();
        private volatile String value = OLD;
        private volatile Duration takes = Duration.ZERO;

        @Override
        public GetSecretValueResponse getSecretValue(GetSecretValueRequest request) {
            asked.add(request.secretId());
            try {
                Thread.sleep(takes.toMillis());
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            if (value == null) {
                throw SdkClientException.create("could not read s3cr3t", new IllegalStateException("s3cr3t"));
            }
            String text = value.equals(BINARY) ? null : value;
            return GetSecretValueResponse.builder().secretString(text).build();
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
