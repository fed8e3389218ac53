package dev.ktpverify.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import dev.ktpverify.idempotency.Idempotency;
import dev.ktpverify.invocation.Deadline;
import dev.ktpverify.invocation.IdempotencyKey;
import dev.ktpverify.invocation.Invocation;
import dev.ktpverify.observability.InvocationLog;
import dev.ktpverify.observability.InvocationRecord;
import dev.ktpverify.provider.Attempts;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Set;

/** Makes the {@link Invocation} of an event. */
@Singleton
class InvocationFactory {

    private static final String CORRELATION_ID = "X-Correlation-Id";
    private static final String ROUTE = "/verify/";
    private static final Set<String> OPERATIONS = Set.of("id_name", "id_selfie");

    private final Clock clock;
    private final Idempotency idempotency;
    private final InvocationLog log;

    InvocationFactory(Clock clock, Idempotency idempotency, InvocationLog log) {
        this.clock = clock;
        this.idempotency = idempotency;
        this.log = log;
    }

    /** The record of an invocation, with what it is told of an event before anything is taken out of it. */
    InvocationRecord begin(IncomingEvent event, Context context) {
        InvocationRecord entry =
                log.begin(context.getAwsRequestId(), event.gatewayId(), EventSanitizer.header(event, CORRELATION_ID));
        entry.referenceId(event.reference().value());
        entry.principal(event.principal().name());
        if (event.getRawPath() != null && event.getRawPath().startsWith(ROUTE)) {
            String operation = event.getRawPath().substring(ROUTE.length());
            entry.operation(OPERATIONS.contains(operation) ? operation : null);
        }
        return entry;
    }

    /**
     * The invocation of an event that was not refused.
     *
     * @param event with nothing in its headers but what is used
     * @param body the request, JSON as it was sent
     */
    Invocation invocation(IncomingEvent event, String body, Context context, InvocationRecord entry) {
        Deadline deadline = Deadline.of(context.getRemainingTimeInMillis(), clock);
        return new Invocation(
                context.getAwsRequestId(),
                deadline,
                event.principal(),
                IdempotencyKey.read(event.getHeaders(), idempotency.available()),
                event.reference(),
                body,
                new Attempts(clock, deadline.at()),
                entry);
    }
}
