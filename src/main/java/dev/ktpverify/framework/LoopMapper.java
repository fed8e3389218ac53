package dev.ktpverify.framework;

import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.CognitoIdentity;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Function;

/**
 * What the framework's Lambda loop reads JSON with: it copies the application's mapper and asks the copy for three readers.
 * The payload's is ours, for what the framework can't read would be a function error whose message quotes it. Those of the
 * headers with the caller's context and identity read nothing: nobody uses them, so nothing in them may fail.
 */
public final class LoopMapper extends ObjectMapper {

    private static final long serialVersionUID = 1L;

    private final transient Function<byte[], APIGatewayV2HTTPEvent> payloads;

    /**
     * @param application the application's mapper
     * @param payloads reads a payload
     */
    public LoopMapper(ObjectMapper application, Function<byte[], APIGatewayV2HTTPEvent> payloads) {
        super(application);
        this.payloads = payloads;
    }

    @Override
    public ObjectMapper copy() {
        return new LoopMapper(this, payloads);
    }

    @Override
    public ObjectReader readerFor(Class<?> type) {
        if (type == APIGatewayV2HTTPEvent.class) {
            return new PayloadReader(super.readerFor(Object.class), payloads);
        }
        return type == CognitoIdentity.class || ClientContext.class.isAssignableFrom(type)
                ? new NoReader(super.readerFor(Object.class))
                : super.readerFor(type);
    }

    private static final class PayloadReader extends ObjectReader {

        private static final long serialVersionUID = 1L;
        private final transient Function<byte[], APIGatewayV2HTTPEvent> payloads;

        PayloadReader(ObjectReader reader, Function<byte[], APIGatewayV2HTTPEvent> payloads) {
            super(reader, reader.getConfig());
            this.payloads = payloads;
        }

        @Override
        @SuppressWarnings("unchecked") // what the type of this reader is
        public <T> T readValue(InputStream payload) throws IOException {
            return (T) payloads.apply(payload.readAllBytes());
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
