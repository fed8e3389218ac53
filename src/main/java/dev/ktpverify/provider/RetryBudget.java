package dev.ktpverify.provider;

import java.util.random.RandomGenerator;

/**
 * How many retries an environment has left, whatever {@link RetryRules} decide: a token bucket as gRPC's retry throttling (its
 * proposal A6). A retry takes a token, a verdict gives a tenth of one back. Against a provider that refuses or fails
 * throughout, retries soon add nothing to what the callers ask. Safe for several threads.
 */
final class RetryBudget {

    /** More than anybody uses, for the sandbox: there no question is to spoil the answer of another. */
    static final int UNLIMITED = 1_000_000;

    /** One token; the bucket counts tenths. */
    private static final int TOKEN = 10;
    /** Callers are asked to wait for 2 to the power of this at most, and as much again by chance. */
    private static final int MOST_DOUBLINGS = 5;

    private final int most;
    private final RandomGenerator random;
    private int tenths;
    private int doublings;

    /**
     * @param tokens how many the bucket holds, which is full at first
     * @param random where the jitter comes from
     */
    RetryBudget(int tokens, RandomGenerator random) {
        this.most = tokens * TOKEN;
        this.random = random;
        this.tenths = most;
    }

    /** The decision that was wished for, where there is a token for it, which it takes; else no retry. */
    synchronized RetryDecision pay(RetryDecision wished) {
        if (!wished.retry()) {
            return wished;
        }
        if (tenths < TOKEN) {
            doublings = Math.min(doublings + 1, MOST_DOUBLINGS);
            return RetryDecision.NO;
        }
        tenths -= TOKEN;
        return wished;
    }

    /** The provider gave a verdict. */
    synchronized void success() {
        tenths = Math.min(tenths + 1, most);
        if (tenths >= Math.min(TOKEN, most)) {
            doublings = 0;
        }
    }

    /**
     * How long callers should wait before they ask again: a second as a rule. Without a token it doubles with each
     * retry that is not made, up to half a minute, and up to as much again by chance, so that they don't come all at
     * once; a token that comes back ends that.
     *
     * @return from 1 to 64, in seconds
     */
    synchronized int retryAfter() {
        if (tenths >= TOKEN) {
            return 1;
        }
        int least = 1 << doublings;
        return least + random.nextInt(least + 1);
    }
}
