package dev.ktpverify.idempotency;

import dev.ktpverify.KtpVerifyConfig;
import dev.ktpverify.idempotency.KeyRecord.State;
import dev.ktpverify.invocation.Invocation;
import dev.ktpverify.model.Question;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Keyed hashes (HMAC-SHA-256, RFC 2104) of keys and questions. Without the key they tell nothing: a plain hash of a NIK could
 * be searched in seconds.
 */
public final class Fingerprints {

    private static final String ALGORITHM = "HmacSHA256";
    private static final int ABSENT = -1;

    /** How far a lease outlives the deadline: the way back of the last write, and clocks that differ a little. */
    static final Duration BEYOND_DEADLINE = Duration.ofSeconds(3);

    private final SecretKeySpec key;

    /** Hashes under the secret's {@code fingerprint_key}. */
    public Fingerprints(String key) {
        this.key = new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), ALGORITHM);
    }

    /**
     * The record in state CLAIMED that a question is to be kept under.
     *
     * @param now when the lease begins
     */
    KeyRecord record(Question<?> question, Invocation invocation, KtpVerifyConfig.Idempotency config, Instant now) {
        List<String> all = new ArrayList<>(List.of("question", question.operation()));
        all.addAll(question.canonical());
        String fingerprint = of(all);
        String key = invocation.key().value();
        String id =
                of(Arrays.asList(question.operation(), invocation.principal(), key, key == null ? fingerprint : null));
        Instant leaseUntil = invocation.deadline().at().plus(BEYOND_DEADLINE);
        Instant windowEnd = now.plus(key == null ? config.implicitWindow() : config.retention());
        Instant expiresAt = KeyRecord.wholeSecond(windowEnd.isAfter(leaseUntil) ? windowEnd : leaseUntil);
        String claim = UUID.randomUUID().toString();
        return new KeyRecord(id, fingerprint, State.CLAIMED, claim, leaseUntil, expiresAt, null);
    }

    /**
     * The hash of some texts, in base64url. Each counts with its length, so that no two lists look alike.
     *
     * @param texts what is hashed, null for what is not there
     */
    public String of(List<String> texts) {
        Mac mac = mac();
        for (String text : texts) {
            byte[] bytes = text == null ? new byte[0] : text.getBytes(StandardCharsets.UTF_8);
            mac.update(ByteBuffer.allocate(Integer.BYTES)
                    .putInt(text == null ? ABSENT : bytes.length)
                    .flip());
            mac.update(bytes);
        }
        return Base64.getUrlEncoder().withoutPadding().encodeToString(mac.doFinal());
    }

    private Mac mac() {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every Java platform has it
        }
    }
}
