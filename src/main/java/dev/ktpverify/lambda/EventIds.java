package dev.ktpverify.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import dev.ktpverify.observability.Journal;
import java.util.Map;
import java.util.Set;

/** What the journal is told of an event, before anything is taken out of it. */
final class EventIds {

    private static final String CORRELATION_ID = "X-Correlation-Id";
    private static final String ROUTE = "/verify/";
    private static final Set<String> OPERATIONS = Set.of("id_name", "id_selfie");

    private EventIds() {}

    static void begin(Journal journal, APIGatewayV2HTTPEvent event, Context invocation) {
        journal.begin(invocation.getAwsRequestId(), gatewayId(event), correlationId(event));
        if (event != null && event.getRawPath() != null && event.getRawPath().startsWith(ROUTE)) {
            String operation = event.getRawPath().substring(ROUTE.length());
            journal.operation(OPERATIONS.contains(operation) ? operation : null);
        }
    }

    private static String gatewayId(APIGatewayV2HTTPEvent event) {
        return event == null || event.getRequestContext() == null
                ? null
                : event.getRequestContext().getRequestId();
    }

    private static String correlationId(APIGatewayV2HTTPEvent event) {
        if (event == null || event.getHeaders() == null) {
            return null;
        }
        return event.getHeaders().entrySet().stream()
                .filter(header -> CORRELATION_ID.equalsIgnoreCase(header.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }
}
