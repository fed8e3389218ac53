package dev.ktpverify.provider;

import dev.ktpverify.model.Failure;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/**
 * The attempts of one verification: how many reached the wire and how long those took, and until when there is time. One is
 * under way at most. Safe for several threads, as fault tolerance's time-out has one of its own.
 */
public final class Attempts {

    private final Clock clock;
    private final Instant deadline;
    private Attempt underWay;
    private long began;
    private boolean over;
    private final List<Long> millis = new ArrayList<>();
    private int notSent;
    private final Set<String> oddFields = new TreeSet<>();

    /**
     * @param clock what the deadline is told by
     * @param deadline when the caller must have its answer
     */
    public Attempts(Clock clock, Instant deadline) {
        this.clock = clock;
        this.deadline = deadline;
    }

    /** The time left, negative when it is over. */
    public Duration left() {
        return Duration.between(clock.instant(), deadline);
    }

    /**
     * An attempt begins.
     *
     * @throws ProviderException if nobody waits for the verification any more
     */
    synchronized void begin(Attempt attempt) {
        if (over) {
            throw noTimeLeft();
        }
        underWay = attempt;
        began = System.nanoTime();
    }

    /** Too little time is left to begin an attempt: nothing was sent or charged. */
    static ProviderException noTimeLeft() {
        return ProviderException.of(Failure.NO_TIME_LEFT, "too little time left to ask the provider");
    }

    /** The attempt under way has ended, and is counted; without one this does nothing. */
    synchronized void end() {
        if (underWay != null) {
            count(underWay.sent(), TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began));
            underWay = null;
        }
    }

    /** Nobody waits for the verification any more: what was not sent by an attempt under way never will be. */
    public synchronized void giveUp() {
        over = true;
        if (underWay != null) {
            underWay.abandon();
            end();
        }
    }

    synchronized void count(boolean reachedTheWire, long took) {
        if (reachedTheWire) {
            millis.add(took);
        } else {
            notSent++;
        }
    }

    /** These fields of an answer were not as the provider's pages have them. */
    synchronized void odd(Set<String> fields) {
        oddFields.addAll(fields);
    }

    /** The names of such fields of all answers. */
    public synchronized Set<String> oddFields() {
        return Set.copyOf(oddFields);
    }

    /** How many attempts reached the wire, one under way included as soon as it may have. */
    public synchronized int sent() {
        return millis.size() + (underWay != null && underWay.sent() ? 1 : 0);
    }

    /** How long each of them took that has ended, in milliseconds, from name resolution to its end. */
    public synchronized List<Long> millis() {
        return List.copyOf(millis);
    }

    /** How many attempts ended before a byte left. */
    public synchronized int notSent() {
        return notSent;
    }
}
