package dev.ktpverify.budget;

import io.quarkus.arc.profile.IfBuildProfile;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Counts in memory, for dev mode alone: one environment counts what the table would, until it stops. */
@Singleton
@IfBuildProfile("dev")
class MemoryCounters implements CounterStore {

    private final Map<String, Map<String, Long>> counters = new HashMap<>();

    @Override
    public synchronized Taken take(Counter counter, Duration limit) {
        Map<String, Long> counts = counters.computeIfAbsent(counter.id(), id -> new HashMap<>());
        counter.limits().keySet().forEach(name -> counts.putIfAbsent(name, 0L));
        boolean room = counter.limits().keySet().stream().allMatch(name -> counter.hasRoom(name, counts.get(name)));
        if (room) {
            counter.limits().keySet().forEach(name -> counts.merge(name, 1L, Long::sum));
        }
        return new Taken(room, Map.copyOf(counts));
    }

    @Override
    public synchronized void giveBack(Counter counter, Duration limit) {
        Map<String, Long> counts = counters.computeIfAbsent(counter.id(), id -> new HashMap<>());
        counter.limits().keySet().forEach(name -> counts.merge(name, -1L, Long::sum));
    }
}
