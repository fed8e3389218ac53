package dev.ktpverify.provider;

import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import dev.ktpverify.model.IdNameQuestion;
import dev.ktpverify.model.IdSelfieQuestion;
import dev.ktpverify.model.Question;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes a question as bytes at once: the REST client's own writer makes one text of it first, faces and all. */
@Produces({MediaType.APPLICATION_JSON, MediaType.APPLICATION_FORM_URLENCODED})
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
        boolean asForm = mediaType.isCompatible(MediaType.APPLICATION_FORM_URLENCODED_TYPE);
        stream.write( // in one piece: the stream grows by copying
                asForm && body instanceof Question<?> question
                        ? form(question.fields())
                        : JSON.writeValueAsBytes(body));
    }

    /** As an HTML form is sent: the URL standard, "application/x-www-form-urlencoded serializing". */
    private static byte[] form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"))
                .getBytes(StandardCharsets.US_ASCII);
    }
}
