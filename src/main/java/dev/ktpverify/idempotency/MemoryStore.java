package dev.ktpverify.idempotency;

import dev.ktpverify.idempotency.KeyRecord.Meaning;
import dev.ktpverify.idempotency.KeyRecord.State;
import io.quarkus.arc.profile.IfBuildProfile;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Records in memory, for dev mode alone: one environment remembers what the table would, until it stops. */
@Singleton
@IfBuildProfile("dev")
class MemoryStore implements RecordStore {

    private final Map<String, KeyRecord> records = new HashMap<>();

    @Override
    public synchronized Optional<KeyRecord> claim(KeyRecord fresh, Instant now, Duration limit) {
        KeyRecord found = records.get(fresh.id());
        boolean repeated = found != null && found.claim().equals(fresh.claim()) && found.state() == State.CLAIMED;
        if (found != null && !repeated && found.meaning(fresh, now) != Meaning.CLAIMABLE) {
            return Optional.of(found);
        }
        records.put(fresh.id(), fresh);
        return Optional.empty();
    }

    @Override
    public synchronized Optional<KeyRecord> advance(KeyRecord next, Duration limit) {
        KeyRecord found = records.get(next.id());
        boolean ours = found != null
                && found.claim().equals(next.claim())
                && (found.state() == State.CLAIMED || found.state() == State.SENT || found.state() == next.state());
        if (ours) {
            records.put(next.id(), next);
        }
        return Optional.ofNullable(records.get(next.id()));
    }
}
