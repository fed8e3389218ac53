package dev.ktpverify.lambda;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.BeanDeserializerModifier;
import com.fasterxml.jackson.databind.deser.std.DelegatingDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import io.quarkus.jackson.ObjectMapperCustomizer;
import jakarta.inject.Singleton;
import java.io.IOException;

/**
 * Reads whatever is invoked with. The framework answers an event that it can't read with a function error; here such a
 * payload becomes an empty event, which {@link EventGate} refuses in the envelope.
 */
@Singleton
public class EventModule implements ObjectMapperCustomizer {

    @Override
    public void customize(ObjectMapper mapper) {
        mapper.registerModule(new SimpleModule("ktp-verify-events").setDeserializerModifier(new Modifier()));
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
                return super.deserialize(parser, context);
            } catch (JsonProcessingException notAnEvent) {
                return new APIGatewayV2HTTPEvent();
            }
        }

        @Override
        public Object getNullValue(DeserializationContext context) {
            return new APIGatewayV2HTTPEvent();
        }
    }
}
