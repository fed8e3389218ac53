package dev.ktpverify.lambda;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.ktpverify.invocation.Principal;
import dev.ktpverify.invocation.ReferenceId;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * An event of API Gateway (HTTP API, payload format 2.0) or of a function URL. Only what is used is taken out of it, as text;
 * of which type the rest is, or whether it is there, does not matter.
 */
final class GatewayEvent extends IncomingEvent {

    private static final String HEADERS = "headers/";
    private static final String PARAMETERS = "pathParameters/";
    private static final String METHOD = "requestContext/http/method";
    private static final String IAM = "requestContext/authorizer/iam/";
    private static final String CLAIMS = "requestContext/authorizer/jwt/claims/";
    private static final String PRINCIPAL_ID = "requestContext/authorizer/lambda/principalId";

    private static final String ROLE = ":assumed-role/";
    /** The session of an assumed role: another one in every instance of the same caller. */
    private static final Pattern SESSION = Pattern.compile("(:assumed-role/[^/]+)/.*");

    /** The objects that have something of use in them. */
    private static final Set<String> USED = Set.of(
            HEADERS,
            PARAMETERS,
            "requestContext/",
            "requestContext/http/",
            "requestContext/authorizer/",
            IAM,
            IAM + "cognitoIdentity/",
            "requestContext/authorizer/jwt/",
            CLAIMS,
            "requestContext/authorizer/lambda/");

    private final transient Map<String, String> texts = new HashMap<>();
    private transient ReferenceId reference = ReferenceId.NONE;

    @Override
    void read(JsonParser json, String text) throws IOException {
        readObject(json, text, "");
        Route route = Route.of(
                texts.get("routeKey"), below(PARAMETERS), texts.get("rawPath"), texts.get("requestContext/stage"));
        String method = texts.get(METHOD);
        if (method == null || route.path() == null) {
            fault(PAYLOAD, "not an API Gateway event of payload format 2.0");
        }
        setRawPath(route.path());
        setHeaders(below(HEADERS));
        reference = ReferenceId.ofHeader(EventSanitizer.header(this, ReferenceId.HEADER));
        setBody(texts.get("body"));
        setIsBase64Encoded("true".equals(texts.get("isBase64Encoded")));
        setRequestContext(RequestContext.builder()
                .withHttp(RequestContext.Http.builder()
                        .withMethod(route.allows(method) ? method : "")
                        .build())
                .build());
    }

    private void readObject(JsonParser json, String text, String parent) throws IOException {
        for (; json.currentToken() == JsonToken.FIELD_NAME; json.nextToken()) {
            String field = parent + json.currentName();
            JsonToken value = json.nextToken();
            if (value == JsonToken.START_OBJECT && USED.contains(field + "/")) {
                json.nextToken();
                readObject(json, text, field + "/");
            } else if (value.isScalarValue() && value != JsonToken.VALUE_NULL) {
                texts.put(field, json.getText());
            } else if (value.isStructStart() && !parent.isEmpty()) {
                texts.put(field, asSent(json, text)); // a claim of two values is another than one of either
            } else {
                json.skipChildren();
            }
        }
    }

    private Map<String, String> below(String parent) {
        Map<String, String> fields = new HashMap<>();
        texts.forEach((field, value) -> {
            if (field.startsWith(parent)) {
                fields.put(field.substring(parent.length()), value);
            }
        });
        return fields;
    }

    @Override
    String gatewayId() {
        return texts.get("requestContext/requestId");
    }

    @Override
    ReferenceId reference() {
        return reference;
    }

    @Override
    Principal principal() {
        String identity = texts.get(IAM + "cognitoIdentity/identityId");
        if (identity != null) {
            return Principal.unnamed("cognito " + identity);
        }
        String user = texts.get(IAM + "userArn");
        if (user != null) {
            return iam(SESSION.matcher(user).replaceFirst("$1"));
        }
        String client = texts.get(CLAIMS + "client_id");
        String subject = texts.getOrDefault(CLAIMS + "sub", client);
        if (subject != null) {
            String id = "jwt " + texts.get(CLAIMS + "iss") + " " + subject;
            return subject.equals(client) ? Principal.named(id, "client", client) : Principal.unnamed(id);
        }
        String authorized = texts.get(PRINCIPAL_ID);
        return authorized == null ? Principal.NOBODY : Principal.unnamed("authorizer " + authorized);
    }

    /** A role has a name of its own; a user's can be a person's. */
    private static Principal iam(String arn) {
        String id = "iam " + arn;
        int role = arn.indexOf(ROLE);
        return role < 0 ? Principal.unnamed(id) : Principal.named(id, "role", arn.substring(role + ROLE.length()));
    }
}
