package dev.ktpverify.idempotency;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ktpverify.support.TestConfig;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/** Idempotency without Quarkus, for tests of a class alone. */
public final class Idempotencies {

    private Idempotencies() {}

    /** As where no table is configured. */
    public static Idempotency off() {
        return new Idempotency(Optional.empty(), TestConfig.with(Map.of()), json(), Clock.systemUTC());
    }

    /** With a table that is empty at first, in memory. */
    public static Idempotency inMemory() {
        return new Idempotency(Optional.of(new MemoryStore()), TestConfig.with(Map.of()), json(), Clock.systemUTC());
    }

    /** As Quarkus makes it. */
    static ObjectMapper json() {
        return new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    }
}
