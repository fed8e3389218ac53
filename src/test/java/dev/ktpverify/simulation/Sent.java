package dev.ktpverify.simulation;

/** One request that reached the provider: a line of its ledger. */
final class Sent {

    final Invoked by;
    final long at;

    /** Whether the provider charged it, at once or later. */
    boolean charged;

    /** Whether its answer came in, and said that nothing was charged. */
    boolean toldFree;

    /** The verdict that was paid for and came in; null for none. */
    String verdictTold;

    Sent(Invoked by, long at) {
        this.by = by;
        this.at = at;
    }

    @Override
    public String toString() {
        return "sent at " + at + " by invocation " + by.number + (charged ? ", charged" : "")
                + (toldFree ? ", told to be free" : "");
    }
}
