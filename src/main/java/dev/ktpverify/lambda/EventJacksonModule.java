package dev.ktpverify.lambda;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import dev.ktpverify.framework.LoopMapper;
import io.quarkus.jackson.ObjectMapperCustomizer;
import io.quarkus.jackson.runtime.ObjectMapperProducer;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import org.jboss.logging.Logger;

/**
 * How the events of the Lambda loop are read and answered: {@link Payload} reads them in the framework's place, and the answer
 * to a direct invocation is written without API Gateway's fields around it.
 */
@Singleton
public class EventJacksonModule implements ObjectMapperCustomizer {

    private static final Logger LOG = Logger.getLogger(EventJacksonModule.class);

    /** The framework's module for other kinds of events, which Jackson leaves out where there is one of that name already. */
    private static final String JODA = "com.fasterxml.jackson.datatype.joda.JodaModule";

    /** The framework's own mapper but for what it reads in the Lambda loop. */
    @Produces
    @Singleton
    ObjectMapper mapper(ObjectMapperProducer framework, Instance<ObjectMapperCustomizer> customizers) {
        return new LoopMapper(framework.objectMapper(customizers), EventJacksonModule::read);
    }

    private static APIGatewayV2HTTPEvent read(byte[] payload) {
        try {
            return Payload.read(payload);
        } catch (BatchEventException e) {
            LOG.error(e.getMessage());
            throw e;
        }
    }

    @Override
    public void customize(ObjectMapper mapper) {
        // An empty one in its place: no event of ours has a date.
        mapper.registerModule(new SimpleModule(JODA));
        mapper.registerModule(new SimpleModule("ktp-verify-events")
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
}
