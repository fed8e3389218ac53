package dev.ktpverify.lambda;

import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.CognitoIdentity;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.IOException;
import java.io.InputStream;
import org.jboss.logging.Logger;

/**
 * What the framework's Lambda loop reads JSON with: it copies the application's mapper and asks the copy for three readers.
 * The payload's is ours, for what the framework can't read would be a function error whose message quotes it. Those of the
 * headers with the caller's context and identity read nothing: nobody uses them, so nothing in them may fail.
 */
final class LoopMapper extends ObjectMapper {

    private static final long serialVersionUID = 1L;

    LoopMapper(ObjectMapper application) {
        super(application);
    }

    @Override
    public ObjectMapper copy() {
        return new LoopMapper(this);
    }

    @Override
    public ObjectReader readerFor(Class<?> type) {
        if (type == APIGatewayV2HTTPEvent.class) {
            return new PayloadReader(super.readerFor(Object.class));
        }
        return type == CognitoIdentity.class || ClientContext.class.isAssignableFrom(type)
                ? new NoReader(super.readerFor(Object.class))
                : super.readerFor(type);
    }

    private static final class PayloadReader extends ObjectReader {

        private static final long serialVersionUID = 1L;
        private static final Logger LOG = Logger.getLogger(LoopMapper.class);

        PayloadReader(ObjectReader reader) {
            super(reader, reader.getConfig());
        }

        @Override
        @SuppressWarnings("unchecked") // what the type of this reader is
        public <T> T readValue(InputStream payload) throws IOException {
            try {
                return (T) Payload.read(payload.readAllBytes());
            } catch (BatchEventException e) {
                LOG.error(e.getMessage());
                throw e;
            }
        }
    }

    private static final class NoReader extends ObjectReader {

        private static final long serialVersionUID = 1L;

        NoReader(ObjectReader reader) {
            super(reader, reader.getConfig());
        }

        @Override
        public <T> T readValue(String header) {
            return null;
        }
    }
}
