package dev.ktpverify.invocation;

import dev.ktpverify.observability.InvocationLog;
import dev.ktpverify.observability.Lines;
import dev.ktpverify.provider.Attempts;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Invocations without an event. */
public final class Invocations {

    private static final Duration PLENTY = Duration.ofMinutes(1);

    private Invocations() {}

    /** An invocation of nobody in particular, without a key. */
    public static Invocation of(String id, Deadline deadline) {
        return of(id, deadline, "", null);
    }

    /** An invocation by the system's clock; the key may be null for none. */
    public static Invocation of(String id, Deadline deadline, String principal, String key) {
        return of(id, deadline, principal, key, Clock.systemUTC(), Lines.log());
    }

    /** An invocation that a log of the caller's own tells of; the key may be null for none. */
    public static Invocation of(
            String id, Deadline deadline, String principal, String key, Clock clock, InvocationLog log) {
        return of(id, deadline, principal, key, "", clock, log);
    }

    /** An invocation with a body, and with plenty of time. */
    public static Invocation withBody(String body) {
        return withBody(body, Lines.log());
    }

    /** The same, that a log of the caller's own tells of. */
    public static Invocation withBody(String body, InvocationLog log) {
        Deadline deadline = new Deadline(Instant.now().plus(PLENTY));
        return of("lambda-request", deadline, "", null, body, Clock.systemUTC(), log);
    }

    private static Invocation of(
            String id, Deadline deadline, String principal, String key, String body, Clock clock, InvocationLog log) {
        return new Invocation(
                id,
                deadline,
                principal.isEmpty() ? Principal.NOBODY : Principal.unnamed(principal),
                key == null ? IdempotencyKey.NONE : IdempotencyKey.of(key),
                ReferenceId.NONE,
                body,
                new Attempts(clock, deadline.at()),
                log.begin(id, null, null));
    }
}
