package dev.ktpverify.api;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent.RequestContext.Authorizer;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent.RequestContext.IAM;
import dev.ktpverify.verification.Deadline;
import dev.ktpverify.verification.Request;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Map;
import java.util.regex.Pattern;

/** What the running invocation brings besides its question. */
@Singleton
public class Requests {

    /** Where among an event's stage variables its body is: out of the framework's sight, which would copy it. */
    public static final String BODY = "body";

    /** The session of an assumed role: another one in every instance of the same caller. */
    private static final Pattern SESSION = Pattern.compile("(:assumed-role/[^/]+)/.*");

    private final Context invocation;
    private final APIGatewayV2HTTPEvent event;
    private final IdempotencyKey key;
    private final Clock clock;

    Requests(Context invocation, APIGatewayV2HTTPEvent event, IdempotencyKey key, Clock clock) {
        this.invocation = invocation;
        this.event = event;
        this.key = key;
        this.clock = clock;
    }

    /** The request that is being answered; its remaining time is asked for first, which takes the delivery. */
    Request current() {
        Deadline deadline = Deadline.of(invocation.getRemainingTimeInMillis(), clock);
        return new Request(
                invocation.getAwsRequestId(),
                deadline,
                principal(event.getRequestContext().getAuthorizer()),
                key.value());
    }

    /** The request's body, empty where there is none. The remaining time is asked for, which takes the delivery. */
    String body() {
        invocation.getRemainingTimeInMillis();
        return event.getStageVariables().getOrDefault(BODY, "");
    }

    /**
     * Who API Gateway's authorizer says that the caller is: a Cognito identity, a role without its session, a user, or the
     * subject of a token. Empty where there is no authorizer, and for a direct invocation, which Lambda tells nothing of.
     */
    static String principal(Authorizer authorizer) {
        if (authorizer == null) {
            return "";
        }
        if (authorizer.getIam() != null) {
            return principal(authorizer.getIam());
        }
        if (authorizer.getJwt() != null && authorizer.getJwt().getClaims() != null) {
            Map<String, String> claims = authorizer.getJwt().getClaims();
            String subject = claims.getOrDefault("sub", claims.get("client_id"));
            return subject == null ? "" : "jwt " + claims.get("iss") + " " + subject;
        }
        Object id =
                authorizer.getLambda() == null ? null : authorizer.getLambda().get("principalId");
        return id == null ? "" : "authorizer " + id;
    }

    private static String principal(IAM iam) {
        if (iam.getCognitoIdentity() != null && iam.getCognitoIdentity().getIdentityId() != null) {
            return "cognito " + iam.getCognitoIdentity().getIdentityId();
        }
        return iam.getUserArn() == null
                ? ""
                : "iam " + SESSION.matcher(iam.getUserArn()).replaceFirst("$1");
    }
}
