package dev.ktpverify.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import dev.ktpverify.observability.Journal;
import java.util.Set;

/** What the journal is told of an event, before anything is taken out of it. */
final class EventIds {

    private static final String CORRELATION_ID = "X-Correlation-Id";
    private static final String ROUTE = "/verify/";
    private static final Set<String> OPERATIONS = Set.of("id_name", "id_selfie");

    private EventIds() {}

    static void begin(Journal journal, APIGatewayV2HTTPEvent event, Context invocation) {
        journal.begin(invocation.getAwsRequestId(), gatewayId(event), IncomingEvent.header(event, CORRELATION_ID));
        if (event.getRawPath() != null && event.getRawPath().startsWith(ROUTE)) {
            String operation = event.getRawPath().substring(ROUTE.length());
            journal.operation(OPERATIONS.contains(operation) ? operation : null);
        }
    }

    private static String gatewayId(APIGatewayV2HTTPEvent event) {
        return event.getRequestContext() == null
                ? null
                : event.getRequestContext().getRequestId();
    }
}
