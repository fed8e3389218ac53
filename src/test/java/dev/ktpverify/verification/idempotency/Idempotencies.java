package dev.ktpverify.verification.idempotency;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ktpverify.observability.Journal;
import dev.ktpverify.observability.Lines;
import dev.ktpverify.provider.Attempts;
import dev.ktpverify.support.Stages;
import dev.ktpverify.support.TestConfig;
import dev.ktpverify.verification.Question;
import dev.ktpverify.verification.Request;
import dev.ktpverify.verification.Verdict;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

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

    /** What {@link #off} makes of a question. */
    static <R> Verdict<R> once(Question question, Request request, Function<Attempts, Verdict<R>> ask) {
        return Stages.result(
                off().once(question, request, null, attempts -> CompletableFuture.completedStage(ask.apply(attempts))));
    }
}
