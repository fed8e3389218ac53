package dev.ktpverify.verification.idempotency;

import dev.ktpverify.KtpVerifyConfig;
import dev.ktpverify.credentials.CredentialsStore;
import dev.ktpverify.credentials.CredentialsUnavailableException;
import dev.ktpverify.verification.Question;
import dev.ktpverify.verification.Request;
import dev.ktpverify.verification.idempotency.KeyRecord.State;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/** Makes the record that a question is to be kept under. */
@Singleton
class FreshRecords {

    /** How far a lease outlives the deadline: the way back of the last write, and clocks that differ a little. */
    static final Duration BEYOND_DEADLINE = Duration.ofSeconds(3);

    private final CredentialsStore credentials;
    private final KtpVerifyConfig.Idempotency config;

    FreshRecords(CredentialsStore credentials, KtpVerifyConfig config) {
        this.credentials = credentials;
        this.config = config.idempotency();
    }

    /**
     * A record in state CLAIMED.
     *
     * @param now when the lease begins
     * @throws CredentialsUnavailableException if there is no secret, or no key in it to hash with
     */
    KeyRecord of(Question question, Request request, Instant now) {
        Duration left = Duration.between(now, request.deadline().at());
        Fingerprints fingerprints = new Fingerprints(credentials.fingerprintKey(left));
        List<String> all = new ArrayList<>(List.of("question", question.operation()));
        all.addAll(question.canonical());
        String fingerprint = fingerprints.of(all);
        String id = fingerprints.of(Arrays.asList(
                question.operation(),
                request.principal(),
                request.idempotencyKey(),
                request.named() ? null : fingerprint));
        Instant leaseUntil = request.deadline().at().plus(BEYOND_DEADLINE);
        Instant windowEnd = now.plus(request.named() ? config.retention() : config.implicitWindow());
        Instant expiresAt = KeyRecord.wholeSecond(windowEnd.isAfter(leaseUntil) ? windowEnd : leaseUntil);
        String claim = UUID.randomUUID().toString();
        return new KeyRecord(id, fingerprint, State.CLAIMED, claim, leaseUntil, expiresAt, null);
    }
}
