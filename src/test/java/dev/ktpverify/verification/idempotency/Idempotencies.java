package dev.ktpverify.verification.idempotency;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ktpverify.observability.Journal;
import dev.ktpverify.observability.Lines;
import dev.ktpverify.support.TestConfig;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/** Idempotency without Quarkus, for tests of a class alone. */
public final class Idempotencies {

    private Idempotencies() {}

    /** As where no table is configured. */
    public static Idempotency off() {
        return off(Lines.journal());
    }

    static Idempotency off(Journal journal) {
        return new Idempotency(
                Optional.empty(), null, TestConfig.with(Map.of()), new ObjectMapper(), Clock.systemUTC(), journal);
    }
}
