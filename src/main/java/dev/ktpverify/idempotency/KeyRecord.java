package dev.ktpverify.idempotency;

import java.time.Instant;

/**
 * What is kept about one question under one key. It holds nothing personal: the key and the question are in it as keyed
 * hashes, the answer field by field as far as {@link StoredAnswers} allows.
 *
 * @param id where it is kept: a keyed hash of operation, caller and key
 * @param fingerprint a keyed hash of the question
 * @param state how far the verification has come
 * @param claim the verification that it belongs to, by a random name
 * @param leaseUntil when that verification is over at the latest
 * @param expiresAt when the record means nothing any more, in whole seconds
 * @param answer the answer as JSON, null where there is none to repeat
 */
record KeyRecord(
        String id,
        String fingerprint,
        State state,
        String claim,
        Instant leaseUntil,
        Instant expiresAt,
        String answer) {

    /** How far a verification has come. */
    enum State {
        /** It may send, and has not yet. */
        CLAIMED,
        /** It may have sent. */
        SENT,
        /** There is an answer, which is repeated from now on. */
        DONE,
        /** It ended without a charge: the question may be asked again. */
        FREED,
        /** It may have been charged, and its answer was lost: the question is not asked again. */
        UNKNOWN
    }

    /** What a record means for a verification that finds it. */
    enum Meaning {
        /** It does not stand in the way. */
        CLAIMABLE,
        /** The same question was answered. */
        ANSWERED,
        /** The same question is being asked. */
        IN_PROGRESS,
        /** The key was used for another question. */
        REUSED,
        /** The same question was sent, and its result was not recorded in time. */
        LOST
    }

    /**
     * What this record, found at {@code now}, means for the one that was to take its place.
     *
     * @param fresh the record that was to be made
     * @param now the time by the finder's clock
     */
    Meaning meaning(KeyRecord fresh, Instant now) {
        if (!expiresAt.isAfter(now)) {
            return Meaning.CLAIMABLE;
        }
        if (!fingerprint.equals(fresh.fingerprint)) {
            return Meaning.REUSED;
        }
        boolean leaseOver = !leaseUntil.isAfter(now);
        return switch (state) {
            case FREED -> Meaning.CLAIMABLE;
            case CLAIMED -> leaseOver ? Meaning.CLAIMABLE : Meaning.IN_PROGRESS;
            case SENT -> leaseOver ? Meaning.LOST : Meaning.IN_PROGRESS;
            case DONE, UNKNOWN -> Meaning.ANSWERED;
        };
    }

    /** This record one step on. */
    KeyRecord with(State next, Instant until, String nextAnswer) {
        return new KeyRecord(id, fingerprint, next, claim, leaseUntil, until, nextAnswer);
    }

    /** A moment not before the given one that {@link #expiresAt} can hold. */
    static Instant wholeSecond(Instant at) {
        return Instant.ofEpochSecond(at.getNano() == 0 ? at.getEpochSecond() : at.getEpochSecond() + 1);
    }

    @Override
    public String toString() {
        return "KeyRecord[state=" + state + ", leaseUntil=" + leaseUntil + "]";
    }
}
