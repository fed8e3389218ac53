package dev.ktpverify.verification.idempotency;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ktpverify.KtpVerifyConfig;
import dev.ktpverify.Worker;
import dev.ktpverify.credentials.CredentialsUnavailableException;
import dev.ktpverify.observability.Journal;
import dev.ktpverify.provider.Attempts;
import dev.ktpverify.verification.Charge;
import dev.ktpverify.verification.Failure;
import dev.ktpverify.verification.Question;
import dev.ktpverify.verification.Request;
import dev.ktpverify.verification.Verdict;
import dev.ktpverify.verification.VerificationFailedException;
import dev.ktpverify.verification.idempotency.KeyRecord.State;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Asks each question once: the same key, or without a key the same question within a short window, gets the answer that was
 * given, and sends nothing. A fresh question costs three writes (claimed, sent, ended), any other request one.
 */
@ApplicationScoped
public class Idempotency {

    private static final Logger LOG = Logger.getLogger(Idempotency.class);

    private final Optional<RecordStore> store;
    private final FreshRecords freshRecords;
    private final KtpVerifyConfig.Idempotency config;
    private final StoredAnswers answers;
    private final EarlierAnswers earlierAnswers;
    private final Clock clock;
    private final Journal journal;

    @Inject
    Idempotency(
            RecordStores stores,
            FreshRecords freshRecords,
            KtpVerifyConfig config,
            ObjectMapper json,
            Clock clock,
            Journal journal) {
        this(stores.store(), freshRecords, config, json, clock, journal);
    }

    Idempotency(
            Optional<RecordStore> store,
            FreshRecords freshRecords,
            KtpVerifyConfig config,
            ObjectMapper json,
            Clock clock,
            Journal journal) {
        this.store = store;
        this.freshRecords = freshRecords;
        this.config = config.idempotency();
        this.answers = new StoredAnswers(json);
        this.earlierAnswers = new EarlierAnswers(store, config.idempotency(), answers, clock, journal);
        this.clock = clock;
        this.journal = journal;
    }

    /** Connects during INIT, which also tells early where the table can't be used. */
    void onStart(@Observes StartupEvent start) {
        try {
            store.ifPresent(RecordStore::connect);
        } catch (StoreUnavailableException e) {
            LOG.warnf(
                    "the idempotency table can't be used, check its name and the function's role: %s", e.getMessage());
        }
    }

    /** Whether the store answers now; waits for it. */
    public boolean reachable() {
        try {
            store.ifPresent(RecordStore::connect);
            return store.isPresent();
        } catch (StoreUnavailableException e) {
            return false;
        }
    }

    /** Whether there is a store, so that a caller's key means something. */
    public boolean available() {
        return store.isPresent();
    }

    /**
     * Answers a question from the record, or asks it and keeps the answer.
     *
     * @param question what is asked
     * @param request who asks, by which key and until when
     * @param form how an answer is kept and read again
     * @param ask asks the provider
     * @return the verdict, fresh or replayed; else a {@link VerificationFailedException}, as {@code ask} brings it or once
     *     did, or because the question can't be asked now
     */
    public <R> CompletionStage<Verdict<R>> once(
            Question question,
            Request request,
            AnswerForm<R> form,
            Function<Attempts, CompletionStage<Verdict<R>>> ask) {
        if (store.isEmpty() || (!request.named() && config.implicitWindow().isZero())) {
            journal.idempotency("none");
            return ask.apply(attempts(request, () -> CompletableFuture.completedStage(null)));
        }
        return Worker.call(() -> answer(question, request, form, ask)).thenCompose(Supplier::get);
    }

    private Attempts attempts(Request request, Supplier<CompletionStage<Void>> beforeSending) {
        Attempts attempts = new Attempts(clock, request.deadline().at(), beforeSending);
        journal.asking(attempts);
        return attempts;
    }

    /** Says where the answer comes from; waits for the store. */
    private <R> Supplier<CompletionStage<Verdict<R>>> answer(
            Question question,
            Request request,
            AnswerForm<R> form,
            Function<Attempts, CompletionStage<Verdict<R>>> ask) {
        Instant now = clock.instant();
        KeyRecord fresh;
        Optional<KeyRecord> found;
        try {
            fresh = freshRecords.of(question, request, now);
            found = store.get()
                    .within(Duration.between(clock.instant(), request.deadline().at()))
                    .claim(fresh, now);
        } catch (CredentialsUnavailableException e) {
            withoutSecret(request, e);
            return () -> ask.apply(attempts(request, () -> CompletableFuture.completedStage(null)));
        } catch (StoreUnavailableException e) {
            unavailable(request, e);
            return () -> ask.apply(attempts(request, () -> CompletableFuture.completedStage(null)));
        }
        if (found.isPresent()) {
            Verdict<R> verdict = earlierAnswers.of(found.get(), fresh, request, now, form);
            return () -> CompletableFuture.completedStage(verdict);
        }
        journal.idempotency("fresh");
        Claim claim = new Claim(store.get(), fresh, request, config, clock, journal);
        return () -> {
            CompletionStage<Verdict<R>> answer = ask.apply(attempts(request, () -> Worker.run(claim::send)));
            return answer.handle((verdict, end) ->
                            recorded(() -> record(claim, question, request, form, verdict, Worker.cause(end))))
                    .thenCompose(Function.identity())
                    .thenCompose(recorded -> answer);
        };
    }

    /** As {@link #unavailable}, but it is the secret that somebody must mend; without any, asking will fail, too. */
    private void withoutSecret(Request request, CredentialsUnavailableException cause) {
        journal.idempotency("unavailable");
        if (request.named()) {
            Failure failure = Failure.of(cause);
            journal.asked(0, 0, List.of());
            journal.failed(failure, cause.getMessage());
            throw new VerificationFailedException(failure);
        }
        journal.secretFault(cause.getMessage());
    }

    /** A caller that gave a key relies on it; any other is served as without a table. */
    private void unavailable(Request request, StoreUnavailableException cause) {
        journal.storeFailed();
        journal.idempotency("unavailable");
        if (request.named()) {
            journal.failed(Failure.STORE_UNAVAILABLE, cause.getMessage());
            throw new VerificationFailedException(Failure.STORE_UNAVAILABLE);
        }
        LOG.warnf(
                "asked without a record, the idempotency table can't be used: %s; see runbook: idempotency-store",
                cause.getMessage());
    }

    /** Whatever happens while an answer is recorded, it is the caller's. */
    private CompletionStage<Void> recorded(Runnable recording) {
        return CompletableFuture.<Void>completedStage(null)
                .thenCompose(ended -> Worker.run(recording))
                .exceptionally(failure -> {
                    journal.storeFailed();
                    LOG.errorf(
                            "the end of a verification was not recorded: %s; see runbook: idempotency-store",
                            Worker.cause(failure).getClass().getName());
                    return null;
                });
    }

    private <R> void record(
            Claim claim, Question question, Request request, AnswerForm<R> form, Verdict<R> verdict, Throwable end) {
        if (end == null) {
            boolean again = verdict.outcome().charge() == Charge.FREE
                    && verdict.outcome().retryable();
            claim.end(again ? State.FREED : State.DONE, answers.text(form.keep(verdict), question, request));
        } else if (end instanceof VerificationFailedException e) {
            boolean free = e.failure().charge() == Charge.FREE;
            StoredAnswer answer = StoredAnswer.of(e.failure(), e.requestId());
            claim.end(free ? State.FREED : State.UNKNOWN, answers.text(answer, question, request));
        }
    }
}
