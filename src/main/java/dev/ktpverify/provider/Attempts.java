package dev.ktpverify.provider;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The attempts of one verification: how many reached the wire and how long those took, and until when there is time. Used by
 * one thread.
 */
public final class Attempts {

    private final Clock clock;
    private final Instant deadline;
    private final Runnable beforeSending;
    private boolean announced;
    private final List<Long> millis = new ArrayList<>();
    private int notSent;

    /**
     * @param clock what the deadline is told by
     * @param deadline when the caller must have its answer
     */
    public Attempts(Clock clock, Instant deadline) {
        this(clock, deadline, () -> {});
    }

    /**
     * @param clock what the deadline is told by
     * @param deadline when the caller must have its answer
     * @param beforeSending called once, before the first attempt may reach the wire; when it throws, nothing is sent
     */
    public Attempts(Clock clock, Instant deadline, Runnable beforeSending) {
        this.clock = clock;
        this.deadline = deadline;
        this.beforeSending = beforeSending;
    }

    /** An attempt may reach the wire from now on. */
    void announce() {
        if (!announced) {
            beforeSending.run();
            announced = true;
        }
    }

    /** The time left, negative when it is over. */
    Duration left() {
        return Duration.between(clock.instant(), deadline);
    }

    void count(boolean reachedTheWire, long took) {
        if (reachedTheWire) {
            millis.add(took);
        } else {
            notSent++;
        }
    }

    /** How many attempts reached the wire. */
    public int sent() {
        return millis.size();
    }

    /** How long each of them took, in milliseconds, from name resolution to its end. */
    public List<Long> millis() {
        return List.copyOf(millis);
    }

    /** How many attempts ended before a byte left. */
    public int notSent() {
        return notSent;
    }
}
