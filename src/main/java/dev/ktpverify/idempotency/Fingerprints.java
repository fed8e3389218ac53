package dev.ktpverify.idempotency;

import dev.ktpverify.KtpVerifyConfig;
import dev.ktpverify.credentials.KeyedHash;
import dev.ktpverify.idempotency.KeyRecord.State;
import dev.ktpverify.invocation.Invocation;
import dev.ktpverify.model.Question;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/** The keyed hashes of keys and questions. */
final class Fingerprints {

    /** How far a lease outlives the deadline: the way back of the last write, and clocks that differ a little. */
    static final Duration BEYOND_DEADLINE = Duration.ofSeconds(3);

    private final KeyedHash hash;

    Fingerprints(KeyedHash hash) {
        this.hash = hash;
    }

    /**
     * The record in state CLAIMED that a question is to be kept under.
     *
     * @param now when the lease begins
     */
    KeyRecord record(Question<?> question, Invocation invocation, KtpVerifyConfig.Idempotency config, Instant now) {
        List<String> all = new ArrayList<>(List.of("question", question.operation()));
        all.addAll(question.canonical());
        String fingerprint = hash.of(all);
        String key = invocation.key().value();
        String id = hash.of(Arrays.asList(
                question.operation(), invocation.principal().id(), key, key == null ? fingerprint : null));
        Instant leaseUntil = invocation.deadline().at().plus(BEYOND_DEADLINE);
        Instant windowEnd = now.plus(key == null ? config.implicitWindow() : config.retention());
        Instant expiresAt = KeyRecord.wholeSecond(windowEnd.isAfter(leaseUntil) ? windowEnd : leaseUntil);
        String claim = UUID.randomUUID().toString();
        return new KeyRecord(id, fingerprint, State.CLAIMED, claim, leaseUntil, expiresAt, null);
    }
}
