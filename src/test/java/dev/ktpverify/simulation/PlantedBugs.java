package dev.ktpverify.simulation;

import java.util.List;

/** Mistakes that somebody could make. Each has to be found by the simulation. */
final class PlantedBugs {

    static final List<PlantedBug> ALL = List.of(
            new PlantedBug(
                    "a late repetition of a claim takes a record back",
                    "idempotency/DynamoDbStore.java",
                    "(claim = :claim AND #state = :claimed)",
                    "claim = :claim"),
            new PlantedBug(
                    "a running lease is claimed",
                    "idempotency/DynamoDbStore.java",
                    "lease_until <= :now)",
                    "lease_until > :now)"),
            new PlantedBug(
                    "an answered question is claimed",
                    "idempotency/DynamoDbStore.java",
                    "(#state = :freed OR",
                    "(#state = :freed OR #state <> :claimed OR"),
            new PlantedBug(
                    "a claim does not compare the question",
                    "idempotency/DynamoDbStore.java",
                    "OR (fingerprint = :fingerprint AND",
                    "OR ((fingerprint = :fingerprint OR fingerprint <> :claim) AND"),
            new PlantedBug(
                    "a claim expires ten minutes early",
                    "idempotency/DynamoDbStore.java",
                    "Table.number(now.getEpochSecond())",
                    "Table.number(now.getEpochSecond() + 600)"),
            new PlantedBug(
                    "a step does not compare the claim",
                    "idempotency/DynamoDbStore.java",
                    "claim = :claim AND #state IN",
                    "claim <> :sent AND id <> :claim AND #state IN"),
            new PlantedBug(
                    "SENT is kept for the short window",
                    "idempotency/Lease.java",
                    "state == State.SENT || state == State.UNKNOWN",
                    "state == State.UNKNOWN"),
            new PlantedBug(
                    "UNKNOWN is kept for the short window",
                    "idempotency/Lease.java",
                    "state == State.SENT || state == State.UNKNOWN",
                    "state == State.SENT"),
            new PlantedBug(
                    "a question with a key is sent although SENT was not recorded",
                    "idempotency/Lease.java",
                    "            invocation.log().storeFailed();\n            if (invocation.key().isGiven()) {",
                    "            invocation.log().storeFailed();\n            if (invocation.key() == null) {"),
            new PlantedBug(
                    "an unknown charge is recorded as free",
                    "idempotency/Lease.java",
                    "free ? State.FREED : State.UNKNOWN",
                    "free ? State.FREED : State.FREED"),
            new PlantedBug(
                    "a verdict is recorded as free",
                    "idempotency/Lease.java",
                    "again ? State.FREED : State.DONE",
                    "State.FREED"),
            new PlantedBug(
                    "a free end is recorded as a verdict",
                    "idempotency/Lease.java",
                    "free ? State.FREED : State.UNKNOWN",
                    "free ? State.DONE : State.UNKNOWN"),
            new PlantedBug(
                    "an answer to a key is kept for the window of a question without one",
                    "idempotency/Lease.java",
                    "invocation.key().isGiven() ? config.retention() : config.implicitWindow()",
                    "config.implicitWindow()"),
            new PlantedBug(
                    "a lease is too short",
                    "idempotency/Fingerprints.java",
                    "Duration.ofSeconds(3)",
                    "Duration.ofSeconds(-20)"),
            new PlantedBug(
                    "a lease is too long",
                    "idempotency/Fingerprints.java",
                    "Duration.ofSeconds(3)",
                    "Duration.ofMinutes(10)"),
            new PlantedBug(
                    "all claims have one name",
                    "idempotency/Fingerprints.java",
                    "UUID.randomUUID().toString()",
                    "UUID.nameUUIDFromBytes(new byte[0]).toString()"),
            new PlantedBug(
                    "a key of one caller is another caller's, too",
                    "idempotency/Fingerprints.java",
                    "invocation.principal().id(), key",
                    "\"\", key"),
            new PlantedBug(
                    "a key is recorded without its question",
                    "idempotency/Fingerprints.java",
                    "all.addAll(question.canonical());",
                    "all.add(question.operation());"),
            new PlantedBug(
                    "a sent question is in progress for ever",
                    "idempotency/KeyRecord.java",
                    "leaseOver ? Meaning.LOST : Meaning.IN_PROGRESS",
                    "leaseOver ? Meaning.IN_PROGRESS : Meaning.IN_PROGRESS"),
            new PlantedBug(
                    "a running question is lost",
                    "idempotency/KeyRecord.java",
                    "leaseOver ? Meaning.LOST : Meaning.IN_PROGRESS",
                    "leaseOver ? Meaning.LOST : Meaning.LOST"),
            new PlantedBug(
                    "an expired record stays in the way",
                    "idempotency/DynamoDbStore.java",
                    "expires_at <= :now_seconds",
                    "(expires_at < :now_seconds AND expires_at > :now_seconds)"),
            new PlantedBug(
                    "a record expires with its lease",
                    "idempotency/DynamoDbItems.java",
                    "Table.number(kept.expiresAt().getEpochSecond())",
                    "Table.number(kept.leaseUntil().getEpochSecond())"),
            new PlantedBug(
                    "a question with a key is sent although it was not claimed",
                    "idempotency/Idempotency.java",
                    "        invocation.log().idempotency(IdempotencyState.UNAVAILABLE);\n        if (invocation.key().isGiven()) {\n            invocation.log().failed(Failure.STORE_UNAVAILABLE",
                    "        invocation.log().idempotency(IdempotencyState.UNAVAILABLE);\n        if (invocation.key() == null) {\n            invocation.log().failed(Failure.STORE_UNAVAILABLE"),
            new PlantedBug(
                    "a replay does not say so",
                    "idempotency/StoredAnswers.java",
                    "envelope.requestId(), true);\n        } catch",
                    "envelope.requestId(), false);\n        } catch"),
            new PlantedBug(
                    "the end of a verification is not recorded",
                    "idempotency/Claim.java",
                    "record(() -> held.end(verdict))",
                    "record(() -> verdict.hashCode())"),
            new PlantedBug(
                    "SENT is never recorded",
                    "idempotency/Lease.java",
                    "State.SENT, until(State.SENT), answers",
                    "State.CLAIMED, until(State.SENT), answers"),
            new PlantedBug(
                    "SENT is recorded after the answer",
                    "verification/Verifier.java",
                    "            claim.send();\n            reserved.await();\n            Verdict<R> verdict = provider.ask(question, secret, invocation.attempts());\n",
                    "            Verdict<R> verdict = provider.ask(question, secret, invocation.attempts());\n            claim.send();\n            reserved.await();\n"),
            new PlantedBug(
                    "a question is sent before the budget has room",
                    "verification/Verifier.java",
                    "            reserved.await();\n            Verdict<R> verdict = provider.ask(question, secret, invocation.attempts());\n",
                    "            Verdict<R> verdict = provider.ask(question, secret, invocation.attempts());\n            reserved.await();\n"),
            new PlantedBug(
                    "a charge that is due is given back",
                    "verification/Verifier.java",
                    "reserved.end(verdict.outcome().charge());",
                    "reserved.end(dev.ktpverify.model.Charge.FREE);"),
            new PlantedBug(
                    "a budget is given back twice",
                    "budget/Reservation.java",
                    "                store.giveBack(counter, PATIENCE);\n",
                    "                store.giveBack(counter, PATIENCE);\n                store.giveBack(counter, PATIENCE);\n"),
            new PlantedBug(
                    "an unknown charge is given back",
                    "budget/Reservation.java",
                    "if (charge == Charge.FREE) {",
                    "if (charge != Charge.CHARGED) {"),
            new PlantedBug(
                    "a budget has room for one more", "budget/DynamoDbCounters.java", "\" < :max\"", "\" <= :max\""),
            new PlantedBug(
                    "a budget that cannot be counted does not refuse",
                    "budget/Budgets.java",
                    "if (config.whenUnavailable().equals(KtpVerifyConfig.Budget.REFUSE)) {",
                    "if (config.whenUnavailable().isEmpty()) {"),
            new PlantedBug(
                    "an answer that was lost counts as not sent",
                    "provider/Attempt.java",
                    "        if (sent()) {\n            return ProviderException.of(end instanceof TimeoutException ?",
                    "        if (sent() && end instanceof TimeoutException) {\n            return ProviderException.of(end instanceof TimeoutException ?"),
            new PlantedBug(
                    "a time-out counts as not sent",
                    "provider/Attempt.java",
                    "        if (sent()) {\n            return ProviderException.of(end instanceof TimeoutException ?",
                    "        if (sent() && !(end instanceof TimeoutException)) {\n            return ProviderException.of(end instanceof TimeoutException ?"),
            new PlantedBug(
                    "a request is not seen to leave",
                    "provider/Attempt.java",
                    "!state.compareAndSet(State.WAITING, State.SENT)",
                    "!state.compareAndSet(State.WAITING, State.WAITING)"),
            new PlantedBug(
                    "513 is retried",
                    "provider/ProviderAnswer.java",
                    "throw lost(\"HTTP \" + http);",
                    "throw ProviderException.refused(Failure.SOURCE_SERVICE_UNAVAILABLE, null, null);"),
            new PlantedBug(
                    "an answer that is cut off is free",
                    "provider/ProviderAnswer.java",
                    "throw lost(\"an answer that is not JSON\");",
                    "throw ProviderException.refused(Failure.QUERY_FAILED, null, null);"),
            new PlantedBug(
                    "a lost answer is retried",
                    "provider/RetryRules.java",
                    "case NOT_SENT, SOURCE_SERVICE_UNAVAILABLE ->",
                    "case NOT_SENT, SOURCE_SERVICE_UNAVAILABLE, ANSWER_LOST ->"),
            new PlantedBug(
                    "an unknown result is free",
                    "model/IdNameOutcome.java",
                    "UNRECOGNIZED(null, UNKNOWN, false)",
                    "UNRECOGNIZED(null, FREE, false)"),
            new PlantedBug(
                    "a mismatch is free",
                    "model/IdNameOutcome.java",
                    "MISMATCH(\"02\", CHARGED, false)",
                    "MISMATCH(\"02\", FREE, false)"),
            new PlantedBug(
                    "refused credentials are not read again",
                    "credentials/CredentialsStore.java",
                    "                accept(reader.read(left));",
                    "                accept(secret);"),
            new PlantedBug(
                    "an open circuit stays open for an hour",
                    "provider/GuardedCall.java",
                    "delay = 5,",
                    "delay = 3600,"));

    private PlantedBugs() {}
}
