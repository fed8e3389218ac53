package dev.ktpverify.budget;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ktpverify.budget.CounterStore.Taken;
import dev.ktpverify.support.dynamodb.DynamoDbServer;
import dev.ktpverify.table.Table;
import dev.ktpverify.table.TableUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The steps of a counter, by the real conditional updates and in memory: both stores do the same. */
class CounterStoreTest {

    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final Instant EXPIRES = Instant.parse("2027-02-01T00:00:00Z");
    private static final DynamoDbClient DYNAMO_DB = DynamoDbServer.client();
    private static final String TABLE = DynamoDbServer.newTable();

    private final String id = "budget " + UUID.randomUUID();

    static Stream<CounterStore> stores() {
        return Stream.of(new DynamoDbCounters(new Table(DYNAMO_DB, TABLE)), new MemoryCounters());
    }

    private Counter counter(long month, long day) {
        return new Counter(id, new TreeMap<>(Map.of("month", month, "day7", day)), EXPIRES);
    }

    @ParameterizedTest
    @MethodSource("stores")
    void itCountsToTheLimitAndNoFurther(CounterStore store) {
        assertEquals(taken(1, 1), store.take(counter(9, 2), LIMIT));
        assertEquals(taken(2, 2), store.take(counter(9, 2), LIMIT));
        assertEquals(refused(2, 2), store.take(counter(9, 2), LIMIT));
        store.giveBack(counter(9, 2), LIMIT);
        assertEquals(taken(2, 2), store.take(counter(9, 2), LIMIT));
    }

    @ParameterizedTest
    @MethodSource("stores")
    void eachLimitHoldsAlone(CounterStore store) {
        assertEquals(taken(1, 1), store.take(counter(1, 9), LIMIT));
        assertEquals(refused(1, 1), store.take(counter(1, 9), LIMIT));
        assertEquals(refused(1, 1), store.take(counter(9, 1), LIMIT));
        assertEquals(taken(2, 2), store.take(counter(9, Counter.NO_LIMIT), LIMIT));
        assertEquals(taken(3, 3), store.take(counter(Counter.NO_LIMIT, 3), LIMIT));
    }

    @ParameterizedTest
    @MethodSource("stores")
    void ofManyAtOnceNoMoreGetRoomThanThereIs(CounterStore store) throws ExecutionException, InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(16);
        List<Future<Boolean>> asked = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            boolean free = i % 4 == 0;
            asked.add(threads.submit(() -> {
                boolean room = store.take(counter(1_000, 40), LIMIT).taken();
                if (room && free) {
                    store.giveBack(counter(1_000, 40), LIMIT);
                }
                return room && !free;
            }));
        }
        int spent = 0;
        for (Future<Boolean> one : asked) {
            spent += one.get() ? 1 : 0;
        }
        threads.shutdown();
        // The last may have been refused while one that gave back later still had its room.
        assertTrue(spent <= 40, "spent " + spent);
        for (int left = spent; left < 40; left++) {
            assertEquals(taken(left + 1, left + 1), store.take(counter(1_000, 40), LIMIT));
        }
        assertEquals(refused(40, 40), store.take(counter(1_000, 40), LIMIT));
    }

    @Test
    void theItemExpires() {
        stores().findFirst().orElseThrow().take(counter(9, 9), LIMIT);
        Map<String, AttributeValue> item = DYNAMO_DB
                .getItem(get -> get.tableName(TABLE).key(Table.key(id)).consistentRead(true))
                .item();
        assertEquals(
                Map.of(
                        "id", Table.text(id),
                        "month", Table.number(1),
                        "day7", Table.number(1),
                        "expires_at", Table.number(EXPIRES.getEpochSecond())),
                item);
    }

    @Test
    void anItemThatIsNoneOfOursIsAFailureOfTheTable() {
        DYNAMO_DB.putItem(put -> put.tableName(TABLE)
                .item(Map.of("id", Table.text(id), "month", Table.text("odd"), "day7", Table.number(1))));
        CounterStore store = stores().findFirst().orElseThrow();
        assertThrows(TableUnavailableException.class, () -> store.take(counter(9, 9), LIMIT));
        assertThrows(TableUnavailableException.class, () -> store.take(counter(9, 1), LIMIT));
        assertThrows(TableUnavailableException.class, () -> store.giveBack(counter(9, 9), LIMIT));
    }

    private static Taken taken(long month, long day) {
        return new Taken(true, Map.of("month", month, "day7", day));
    }

    private static Taken refused(long month, long day) {
        return new Taken(false, Map.of("month", month, "day7", day));
    }
}
