package dev.ktpverify.idempotency;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ktpverify.KtpVerifyConfig;
import dev.ktpverify.credentials.KeyedHash;
import dev.ktpverify.credentials.Secret;
import dev.ktpverify.idempotency.KeyRecord.Meaning;
import dev.ktpverify.invocation.Invocation;
import dev.ktpverify.model.Failure;
import dev.ktpverify.model.Question;
import dev.ktpverify.model.Result;
import dev.ktpverify.model.Verdict;
import dev.ktpverify.model.VerificationFailedException;
import dev.ktpverify.observability.IdempotencyState;
import dev.ktpverify.table.Table;
import dev.ktpverify.table.TableUnavailableException;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Asks each question once: the same key, or without a key the same question within a short window, gets the answer that was
 * given, and nothing is sent. A fresh question costs three writes (claimed, sent, ended), any other request one.
 */
@Singleton
public class Idempotency {

    private static final Logger LOG = Logger.getLogger(Idempotency.class);

    private final Optional<RecordStore> store;
    private final KtpVerifyConfig.Idempotency config;
    private final StoredAnswers answers;
    private final EarlierAnswers earlierAnswers;
    private final Clock clock;

    /** With the table that is configured; in dev mode else in memory, else none. */
    @Inject
    Idempotency(
            Optional<Table> table,
            Instance<MemoryStore> memory,
            KtpVerifyConfig config,
            ObjectMapper json,
            Clock clock) {
        this(
                table.<RecordStore>map(DynamoDbStore::new)
                        .or(() -> memory.isResolvable() ? Optional.of(memory.get()) : Optional.empty()),
                config,
                json,
                clock);
    }

    Idempotency(Optional<RecordStore> store, KtpVerifyConfig config, ObjectMapper json, Clock clock) {
        this.store = store;
        this.config = config.idempotency();
        this.answers = new StoredAnswers(json);
        this.earlierAnswers = new EarlierAnswers(answers);
        this.clock = clock;
    }

    /** Connects during INIT, which also tells early if the table can't be used. */
    public void connectAtStart() {
        try {
            store.ifPresent(RecordStore::connect);
        } catch (TableUnavailableException e) {
            LOG.warnf(
                    "the idempotency table can't be used, check its name and the function's role: %s", e.getMessage());
        }
    }

    /** Whether the table answers now; waits for it. */
    public boolean reachable() {
        try {
            store.ifPresent(RecordStore::connect);
            return store.isPresent();
        } catch (TableUnavailableException e) {
            return false;
        }
    }

    /** Whether there is a table, so that a caller's key means something. */
    public boolean available() {
        return store.isPresent();
    }

    /**
     * Looks for the question's record, and claims it if there is none; waits for the table.
     *
     * @return the verdict that was given before, or the right to send the question
     * @throws VerificationFailedException as the question ended before, or because it must not be sent now
     */
    public <R extends Result> Claim<R> claim(Question<R> question, Invocation invocation, Secret secret) {
        if (!applies(invocation)) {
            invocation.log().idempotency(IdempotencyState.NONE);
            return Claim.none();
        }
        Optional<KeyedHash> hash = secret.keyedHash();
        if (hash.isEmpty()) {
            return withoutFingerprint(invocation, secret.fingerprintFault());
        }
        Instant now = clock.instant();
        KeyRecord fresh = new Fingerprints(hash.get()).record(question, invocation, config, now);
        Optional<KeyRecord> found;
        try {
            found = store.orElseThrow().claim(fresh, now, invocation.attempts().left());
        } catch (TableUnavailableException e) {
            return withoutStore(invocation, e);
        }
        if (found.isPresent()) {
            return Claim.replay(earlierVerdict(found.get(), fresh, question, invocation, now));
        }
        invocation.log().idempotency(IdempotencyState.FRESH);
        return Claim.leased(lease(fresh, question, invocation), invocation.log());
    }

    /** The line of the log says that there was no secret to look for the question with. */
    public void logUnavailable(Invocation invocation) {
        invocation.log().idempotency(applies(invocation) ? IdempotencyState.UNAVAILABLE : IdempotencyState.NONE);
    }

    private <R extends Result> Verdict<R> earlierVerdict(
            KeyRecord found, KeyRecord fresh, Question<R> question, Invocation invocation, Instant now) {
        // A question whose end was not recorded in time is UNKNOWN from now on, unless it has been recorded just now.
        KeyRecord there = found.meaning(fresh, now) == Meaning.LOST
                ? lease(found, question, invocation).giveUp().orElse(found)
                : found;
        return earlierAnswers.verdict(there, there.meaning(fresh, now), question, invocation);
    }

    private boolean applies(Invocation invocation) {
        return store.isPresent()
                && (invocation.key().isGiven() || !config.implicitWindow().isZero());
    }

    private Lease lease(KeyRecord claimed, Question<?> question, Invocation invocation) {
        return new Lease(store.orElseThrow(), claimed, question, invocation, config, answers, clock);
    }

    /** A caller that gave a key relies on it; any other is served as without a table. */
    private <R extends Result> Claim<R> withoutStore(Invocation invocation, TableUnavailableException cause) {
        invocation.log().storeFailed();
        invocation.log().idempotency(IdempotencyState.UNAVAILABLE);
        if (invocation.key().isGiven()) {
            invocation.log().failed(Failure.STORE_UNAVAILABLE, cause.getMessage());
            throw new VerificationFailedException(Failure.STORE_UNAVAILABLE);
        }
        LOG.warnf(
                "asked without a record, the idempotency table can't be used: %s; see runbook: idempotency-store",
                cause.getMessage());
        return Claim.none();
    }

    /** As {@link #withoutStore}, but it is the secret that the operator must mend. */
    private <R extends Result> Claim<R> withoutFingerprint(Invocation invocation, String fault) {
        invocation.log().idempotency(IdempotencyState.UNAVAILABLE);
        if (invocation.key().isGiven()) {
            invocation.logAttempts();
            invocation.log().failed(Failure.NO_CREDENTIALS, fault);
            throw new VerificationFailedException(Failure.NO_CREDENTIALS);
        }
        invocation.log().secretFault(fault);
        return Claim.none();
    }
}
