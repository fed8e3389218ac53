package dev.ktpverify.budget;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.ktpverify.support.dynamodb.DynamoDbServer;
import dev.ktpverify.table.Table;
import dev.ktpverify.table.TableUnavailableException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** What counts too much is safe and may be repeated; what counts too little may not. */
class GivingBackTest {

    private static final Duration LIMIT = Duration.ofSeconds(5);

    @Test
    void isNotRepeatedAndTakingIs() throws IOException {
        AtomicInteger requests = new AtomicInteger();
        HttpServer failing = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        failing.createContext("/", exchange -> {
            requests.incrementAndGet();
            exchange.sendResponseHeaders(500, -1);
            exchange.close();
        });
        failing.start();
        URI address = URI.create("http://127.0.0.1:" + failing.getAddress().getPort());
        try (DynamoDbClient client = DynamoDbServer.client(address)) {
            CounterStore store = new DynamoDbCounters(new Table(client, "table"));
            Counter counter = new Counter("budget", new TreeMap<>(Map.of("month", 1L)), Instant.now());

            assertThrows(TableUnavailableException.class, () -> store.giveBack(counter, LIMIT));
            assertEquals(1, requests.getAndSet(0));
            assertThrows(TableUnavailableException.class, () -> store.take(counter, LIMIT));
            assertTrue(requests.get() > 1);
        } finally {
            failing.stop(0);
        }
    }
}
