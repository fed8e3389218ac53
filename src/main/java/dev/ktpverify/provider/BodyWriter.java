package dev.ktpverify.provider;

import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import dev.ktpverify.model.IdNameQuestion;
import dev.ktpverify.model.IdSelfieQuestion;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;

/** Writes a question as bytes at once: the REST client's own writer makes one text of it first, faces and all. */
@Produces(MediaType.APPLICATION_JSON)
public class BodyWriter implements MessageBodyWriter<Record> {

    private static final ObjectWriter JSON = new ObjectMapper(new JsonFactoryBuilder()
                    .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8) // not as two escapes
                    .build())
            .writer();

    @Override
    public boolean isWriteable(Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
        return type == IdNameQuestion.class || type == IdSelfieQuestion.class;
    }

    @Override
    public void writeTo(
            Record body,
            Class<?> type,
            Type genericType,
            Annotation[] annotations,
            MediaType mediaType,
            MultivaluedMap<String, Object> headers,
            OutputStream stream)
            throws IOException {
        stream.write(JSON.writeValueAsBytes(body)); // in one piece: the stream grows by copying
    }
}
