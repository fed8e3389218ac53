package dev.ktpverify.lambda;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.fasterxml.jackson.core.JsonParser;
import dev.ktpverify.api.RefusedRequestException;
import dev.ktpverify.invocation.Principal;
import dev.ktpverify.invocation.ReferenceId;
import dev.ktpverify.model.Fault;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A payload that was read, as the API Gateway event that it is or stands for, and what is wrong with it. */
abstract sealed class IncomingEvent extends APIGatewayV2HTTPEvent permits GatewayEvent, DirectInvocation {

    /** What is at fault where no field of the payload is. */
    static final String PAYLOAD = "payload";

    private final transient List<Fault> faults = new ArrayList<>();

    /**
     * Reads the fields of the payload's object.
     *
     * @param json at the first field's name, or at the object's end
     * @param text the payload
     * @throws IOException if the payload is not JSON
     */
    abstract void read(JsonParser json, String text) throws IOException;

    /** Everything that is wrong with the payload, but for the question in it. */
    final List<Fault> faults() {
        return List.copyOf(faults);
    }

    /** Refuses what can't be read. */
    final void refuseFaults() {
        if (!faults.isEmpty()) {
            throw new RefusedRequestException(faults);
        }
    }

    /**
     * Who the caller is: as API Gateway's authorizer says, a Cognito identity, a role without its session, a user, or the subject
     * of a token; as a direct invocation says of itself, since Lambda says nothing. Nobody if neither does.
     */
    abstract Principal principal();

    /** The caller's own id of the request, and what is wrong with it. */
    abstract ReferenceId reference();

    /** API Gateway's id of the request, null if there is none. */
    String gatewayId() {
        return null;
    }

    /** The first thing that is wrong with a field says enough. */
    final void fault(String field, String message) {
        if (faults.stream().noneMatch(fault -> fault.field().equals(field))) {
            faults.add(new Fault(field, message));
        }
    }

    /** The array or object that begins here, as it was sent; the parser is at its end after that. */
    static String asSent(JsonParser json, String text) throws IOException {
        long begin = json.currentLocation().getCharOffset() - 1;
        json.skipChildren();
        return text.substring((int) begin, (int) json.currentLocation().getCharOffset());
    }
}
