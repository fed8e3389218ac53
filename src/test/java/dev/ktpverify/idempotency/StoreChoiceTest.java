package dev.ktpverify.idempotency;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ktpverify.support.Beans;
import dev.ktpverify.support.TestConfig;
import dev.ktpverify.table.Table;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Where records are kept: in the table that is configured, in dev mode else in memory, else nowhere. */
class StoreChoiceTest {

    private static final DynamoDbClient CLIENT = DynamoDbClient.builder()
            .region(Region.AP_SOUTHEAST_3)
            .credentialsProvider(AnonymousCredentialsProvider.create())
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .build();

    @Test
    void inTheTable() {
        assertEquals(true, available(Map.of("ktp-verify.idempotency.table", "records"), CLIENT, null));
    }

    @Test
    void inMemoryInDevMode() {
        assertEquals(true, available(Map.of(), null, new MemoryStore()));
    }

    @Test
    void nowhere() {
        assertEquals(false, available(Map.of(), null, null));
    }

    private static boolean available(Map<String, String> settings, DynamoDbClient client, MemoryStore memory) {
        return new Idempotency(
                        TestConfig.with(settings).idempotency().table().map(name -> new Table(client, name)),
                        Beans.instance(memory),
                        TestConfig.with(settings),
                        new ObjectMapper(),
                        Clock.systemUTC())
                .available();
    }
}
