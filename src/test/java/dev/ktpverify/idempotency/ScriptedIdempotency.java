package dev.ktpverify.idempotency;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ktpverify.idempotency.KeyRecord.State;
import dev.ktpverify.model.Failure;
import dev.ktpverify.support.TestConfig;
import dev.ktpverify.table.TableUnavailableException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Idempotency that lets every question through, until it is about to be sent. */
public final class ScriptedIdempotency {

    private ScriptedIdempotency() {}

    /**
     * Refuses what is about to be sent.
     *
     * @param why IN_PROGRESS, or STORE_UNAVAILABLE for a request with a key; null to refuse nothing
     * @param announced counts what was about to be sent
     */
    public static Idempotency refusing(Failure why, AtomicInteger announced) {
        RecordStore store = new RecordStore() {
            @Override
            public Optional<KeyRecord> claim(KeyRecord fresh, Instant now, Duration limit) {
                return Optional.empty();
            }

            @Override
            public Optional<KeyRecord> advance(KeyRecord next, Duration limit) {
                if (next.state() == State.SENT) {
                    announced.incrementAndGet();
                    if (why == Failure.STORE_UNAVAILABLE) {
                        throw new TableUnavailableException("test");
                    }
                }
                return why == Failure.IN_PROGRESS ? Optional.empty() : Optional.of(next);
            }
        };
        return new Idempotency(Optional.of(store), TestConfig.with(Map.of()), new ObjectMapper(), Clock.systemUTC());
    }
}
