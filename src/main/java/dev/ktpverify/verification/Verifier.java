package dev.ktpverify.verification;

import dev.ktpverify.budget.Budgets;
import dev.ktpverify.budget.Reservation;
import dev.ktpverify.credentials.CredentialsStore;
import dev.ktpverify.credentials.CredentialsUnavailableException;
import dev.ktpverify.credentials.Secret;
import dev.ktpverify.idempotency.Claim;
import dev.ktpverify.idempotency.Idempotency;
import dev.ktpverify.invocation.Invocation;
import dev.ktpverify.model.Failure;
import dev.ktpverify.model.Question;
import dev.ktpverify.model.Result;
import dev.ktpverify.model.Verdict;
import dev.ktpverify.model.VerificationFailedException;
import dev.ktpverify.provider.ProviderClient;
import dev.ktpverify.provider.ProviderException;
import jakarta.inject.Singleton;

/** The use case: one question to the provider, one typed answer that says what it cost. */
@Singleton
public class Verifier {

    private final CredentialsStore credentials;
    private final Idempotency idempotency;
    private final Budgets budgets;
    private final ProviderClient provider;

    Verifier(CredentialsStore credentials, Idempotency idempotency, Budgets budgets, ProviderClient provider) {
        this.credentials = credentials;
        this.idempotency = idempotency;
        this.budgets = budgets;
        this.provider = provider;
    }

    /**
     * Answers a question, from a record or by asking the provider. It waits, so it must not run on the event loop.
     *
     * @return the verdict, fresh or replayed
     * @throws VerificationFailedException if there is none; it says why and what was charged. Nothing else is thrown
     */
    public <R extends Result> Verdict<R> verify(Question<R> question, Invocation invocation) {
        Claim<R> claim = Claim.none();
        Reservation reserved = Reservation.none();
        try {
            Secret secret = credentials.current(invocation.attempts().left());
            invocation.logPrincipal(secret);
            claim = idempotency.claim(question, invocation, secret);
            if (claim.replay().isPresent()) {
                return claim.replay().get();
            }
            provider.refuseIfCircuitIsOpen();
            reserved = budgets.reserve(invocation, secret);
            claim.send();
            reserved.await();
            Verdict<R> verdict = provider.ask(question, secret, invocation.attempts());
            invocation.logAttempts();
            claim.end(verdict);
            reserved.end(verdict.outcome().charge());
            return verdict;
        } catch (Throwable end) { // errors, too: a request may have been charged whatever ended it
            VerificationFailedException failed = failed(end, invocation);
            claim.end(failed);
            reserved.end(failed.failure().charge());
            throw failed;
        }
    }

    /** The one place that decides what a verification without a verdict cost. */
    private VerificationFailedException failed(Throwable end, Invocation invocation) {
        if (end instanceof VerificationFailedException refused) { // by a record or a budget: nothing was to be sent
            return refused;
        }
        invocation.logAttempts();
        if (end instanceof ProviderException e) {
            invocation.log().failed(e.failure(), e.detail());
            return failed(e.failure(), e.reason(), e.requestId());
        }
        if (end instanceof CredentialsUnavailableException e) {
            idempotency.logUnavailable(invocation);
            Failure failure = e.isNoTimeLeft() ? Failure.NO_TIME_LEFT : Failure.NO_CREDENTIALS;
            invocation.log().failed(failure, e.getMessage());
            return failed(failure, failure.reason(), null);
        }
        Failure bug = Failure.bug(invocation.giveUp());
        invocation.log().failed(bug, end.getClass().getName());
        return failed(bug, bug.reason(), null);
    }

    private VerificationFailedException failed(Failure failure, String reason, String requestId) {
        int retryAfter = failure.retryAfter().isPresent() ? provider.retryAfter() : 0;
        return new VerificationFailedException(failure, reason, requestId, false, retryAfter);
    }
}
