package dev.ktpverify.lambda;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.BeanDeserializerModifier;
import com.fasterxml.jackson.databind.deser.std.DelegatingDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import io.quarkus.jackson.ObjectMapperCustomizer;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.Set;

/**
 * The one place where the framework is bent: it knows API Gateway events alone, and answers any other payload with a function
 * error or a 500 that reads as success. Here a plain payload is read as a {@link DirectInvocation}, one that can't be read
 * as an event that {@link EventGate} refuses, and the answer to a direct invocation is written without API Gateway's wrapping.
 */
@Singleton
public class EventModule implements ObjectMapperCustomizer {

    /** The fields of API Gateway's payload format 2.0: a payload that begins with another one is none of its events. */
    private static final Set<String> EVENT_FIELDS = Set.of(
            "version",
            "routeKey",
            "rawPath",
            "rawQueryString",
            "cookies",
            "headers",
            "queryStringParameters",
            "requestContext",
            "body",
            "pathParameters",
            "isBase64Encoded",
            "stageVariables");

    /** The framework's module for other kinds of events, which Jackson leaves out where there is one of that name already. */
    private static final String JODA = "com.fasterxml.jackson.datatype.joda.JodaModule";

    @Override
    public void customize(ObjectMapper mapper) {
        // An empty one in its place: no event of ours has a date, and the native image no Joda-Time.
        mapper.registerModule(new SimpleModule(JODA));
        mapper.registerModule(new SimpleModule("ktp-verify-events")
                .setDeserializerModifier(new Modifier())
                .addSerializer(APIGatewayV2HTTPResponse.class, new ResponseSerializer()));
    }

    /** Writes an answer: API Gateway's format 2.0, or for a direct invocation the envelope itself. */
    private static final class ResponseSerializer extends StdSerializer<APIGatewayV2HTTPResponse> {

        private static final long serialVersionUID = 1L;

        ResponseSerializer() {
            super(APIGatewayV2HTTPResponse.class);
        }

        @Override
        public void serialize(APIGatewayV2HTTPResponse response, JsonGenerator json, SerializerProvider provider)
                throws IOException {
            if (response instanceof DirectAnswer direct) {
                json.writeRawValue(direct.envelope());
                return;
            }
            json.writeStartObject();
            json.writeNumberField("statusCode", response.getStatusCode());
            json.writeObjectField("headers", response.getHeaders());
            json.writeStringField("body", response.getBody());
            json.writeBooleanField("isBase64Encoded", response.getIsBase64Encoded());
            json.writeEndObject();
        }
    }

    private static final class Modifier extends BeanDeserializerModifier {

        private static final long serialVersionUID = 1L;

        @Override
        public JsonDeserializer<?> modifyDeserializer(
                DeserializationConfig config, BeanDescription type, JsonDeserializer<?> deserializer) {
            return type.getBeanClass() == APIGatewayV2HTTPEvent.class
                    ? new EventDeserializer(deserializer)
                    : deserializer;
        }
    }

    private static final class EventDeserializer extends DelegatingDeserializer {

        private static final long serialVersionUID = 1L;

        EventDeserializer(JsonDeserializer<?> framework) {
            super(framework);
        }

        @Override
        protected JsonDeserializer<?> newDelegatingInstance(JsonDeserializer<?> framework) {
            return new EventDeserializer(framework);
        }

        @Override
        public Object deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            try {
                if (!parser.isExpectedStartObjectToken()) {
                    parser.skipChildren();
                    return DirectInvocation.malformed("must be a JSON object");
                }
                parser.nextToken();
                return EVENT_FIELDS.contains(String.valueOf(parser.currentName()))
                        ? super.deserialize(parser, context)
                        : DirectInvocation.read(parser);
            } catch (JsonProcessingException notAnEvent) {
                return new APIGatewayV2HTTPEvent();
            }
        }

        @Override
        public Object getNullValue(DeserializationContext context) {
            return DirectInvocation.malformed("must be a JSON object");
        }
    }
}
