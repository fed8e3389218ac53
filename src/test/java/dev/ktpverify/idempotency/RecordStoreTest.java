package dev.ktpverify.idempotency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ktpverify.idempotency.KeyRecord.Meaning;
import dev.ktpverify.idempotency.KeyRecord.State;
import dev.ktpverify.support.dynamodb.DynamoDbServer;
import dev.ktpverify.table.Table;
import dev.ktpverify.table.TableUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The steps of a record, by the real conditional writes and in memory: both stores do the same. */
class RecordStoreTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final Instant LATER = NOW.plusSeconds(30);
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final DynamoDbClient DYNAMO_DB = DynamoDbServer.client();
    private static final String TABLE = DynamoDbServer.newTable();

    private final String id = UUID.randomUUID().toString();

    /** Odd, but of the type that the field has. */
    private static final Set<String> FITS = Set.of("fingerprintS", "claimS", "answerS", "lease_untilN", "expires_atN");

    static Stream<RecordStore> stores() {
        return Stream.of(new DynamoDbStore(new Table(DYNAMO_DB, TABLE)), new MemoryStore());
    }

    static Stream<Arguments> everyFind() {
        return stores().flatMap(store -> Stream.of(State.values()).flatMap(state -> Stream.of(NOW, LATER)
                .flatMap(lease -> Stream.of(NOW, LATER).flatMap(expiry -> Stream.of("same", "other")
                        .map(print -> Arguments.of(store, state, lease, expiry, print))))));
    }

    /** The condition of the write says the same as the decision. */
    @ParameterizedTest
    @MethodSource
    void everyFind(RecordStore store, State state, Instant lease, Instant expiry, String fingerprint) {
        KeyRecord found = reached(
                store, new KeyRecord(id, fingerprint, State.CLAIMED, "first", lease, expiry, null), state, expiry);
        KeyRecord fresh = fresh("second");
        boolean claimable = found.meaning(fresh, NOW) == Meaning.CLAIMABLE;

        assertEquals(claimable ? Optional.empty() : Optional.of(found), store.claim(fresh, NOW, LIMIT));
        assertAdvance(claimable, store, fresh.with(State.SENT, LATER, null), found);
        assertAdvance(!claimable, store, found.with(state, LATER, null), fresh.with(State.SENT, LATER, null));
    }

    @ParameterizedTest
    @MethodSource("stores")
    void aClaimAndEachStepCanBeRepeated(RecordStore store) {
        KeyRecord fresh = fresh("mine");
        assertEquals(Optional.empty(), store.claim(fresh, NOW, LIMIT));
        assertEquals(Optional.empty(), store.claim(fresh, NOW, LIMIT));
        for (State state : List.of(State.SENT, State.DONE)) {
            assertAdvance(true, store, fresh.with(state, LATER, null), null);
            assertAdvance(true, store, fresh.with(state, LATER, null), null);
        }
    }

    static Stream<Arguments> aClaimThatIsRepeatedLateTakesNothingBack() {
        return stores().flatMap(store ->
                Stream.of(State.SENT, State.DONE, State.UNKNOWN).map(state -> Arguments.of(store, state)));
    }

    /** Its first copy was lost on the way, the SDK sent a second, and then the first arrives. */
    @ParameterizedTest
    @MethodSource
    void aClaimThatIsRepeatedLateTakesNothingBack(RecordStore store, State state) {
        KeyRecord mine = fresh("mine");
        KeyRecord reached = reached(store, mine, state, LATER);

        assertEquals(Optional.of(reached), store.claim(mine, NOW, LIMIT));
        assertEquals(Optional.of(reached), store.claim(fresh("another"), NOW, LIMIT));
    }

    static Stream<Arguments> anEndIsNotTakenToAnotherEnd() {
        return stores().flatMap(store -> Stream.of(State.DONE, State.FREED, State.UNKNOWN)
                .flatMap(end -> Stream.of(State.values()).map(next -> Arguments.of(store, end, next))));
    }

    @ParameterizedTest
    @MethodSource
    void anEndIsNotTakenToAnotherEnd(RecordStore store, State end, State next) {
        KeyRecord ended = reached(store, fresh("mine"), end, LATER);

        assertAdvance(end == next, store, ended.with(next, LATER, null), ended);
    }

    @ParameterizedTest
    @MethodSource("stores")
    void whatWasNeverClaimedHasNoSteps(RecordStore store) {
        assertEquals(Optional.empty(), store.advance(fresh("nobody").with(State.SENT, LATER, null), LIMIT));
    }

    @ParameterizedTest
    @MethodSource("stores")
    void theAnswerComesBackAsItWasKept(RecordStore store) {
        KeyRecord done = fresh("mine").with(State.DONE, LATER.plusSeconds(7), "{\"result\":\"01\"}");
        store.claim(fresh("mine"), NOW, LIMIT);
        store.advance(done, LIMIT);

        assertEquals(Optional.of(done), store.claim(fresh("another"), NOW, LIMIT));
    }

    static Stream<Arguments> aRecordThatIsNoneOfOursIsAFailureOfTheStore() {
        return Stream.of("fingerprint", "state", "claim", "lease_until", "expires_at", "answer")
                .flatMap(field -> Stream.of(
                                AttributeValue.fromSs(List.of("odd")),
                                AttributeValue.fromN("7"),
                                AttributeValue.fromS("odd"))
                        .filter(odd -> !FITS.contains(field + odd.type()))
                        .map(odd -> Arguments.of(field, odd)));
    }

    @ParameterizedTest
    @MethodSource
    void aRecordThatIsNoneOfOursIsAFailureOfTheStore(String field, AttributeValue odd) {
        RecordStore store = new DynamoDbStore(new Table(DYNAMO_DB, TABLE));
        reached(store, fresh("mine"), State.DONE, LATER);
        DYNAMO_DB.updateItem(update -> update.tableName(TABLE)
                .key(Map.of("id", AttributeValue.fromS(id)))
                .updateExpression("SET #field = :odd")
                .expressionAttributeNames(Map.of("#field", field))
                .expressionAttributeValues(Map.of(":odd", odd)));

        KeyRecord fresh = fresh("another");
        assertThrows(TableUnavailableException.class, () -> store.claim(fresh, NOW, LIMIT));
        assertThrows(TableUnavailableException.class, () -> store.advance(fresh.with(State.SENT, LATER, null), LIMIT));
    }

    @ParameterizedTest
    @MethodSource("stores")
    void ofManyAtOnceOneGetsTheClaim(RecordStore store) throws ExecutionException, InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(16);
        List<Future<Optional<KeyRecord>>> finds = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            KeyRecord fresh = fresh("claim " + i);
            finds.add(threads.submit(() -> store.claim(fresh, NOW, LIMIT)));
        }
        int claimed = 0;
        List<String> owners = new ArrayList<>();
        for (Future<Optional<KeyRecord>> find : finds) {
            claimed += find.get().isEmpty() ? 1 : 0;
            find.get().map(KeyRecord::claim).ifPresent(owners::add);
        }
        threads.shutdown();
        assertEquals(1, claimed);
        assertEquals(49, owners.size());
        assertEquals(1, owners.stream().distinct().count());
    }

    private KeyRecord fresh(String claim) {
        return new KeyRecord(id, "same", State.CLAIMED, claim, LATER, LATER, null);
    }

    private static KeyRecord reached(RecordStore store, KeyRecord claimed, State state, Instant expiry) {
        assertEquals(Optional.empty(), store.claim(claimed, NOW, LIMIT));
        KeyRecord reached = claimed.with(state, expiry, null);
        if (state != State.CLAIMED) {
            assertAdvance(true, store, reached, null);
        }
        return reached;
    }

    /** A step that is not taken brings along what stands in its way. */
    private static void assertAdvance(boolean taken, RecordStore store, KeyRecord next, KeyRecord inTheWay) {
        assertEquals(Optional.of(taken ? next : inTheWay), store.advance(next, LIMIT));
    }
}
