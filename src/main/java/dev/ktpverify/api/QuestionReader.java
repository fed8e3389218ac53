package dev.ktpverify.api;

import dev.ktpverify.KtpVerifyConfig;
import dev.ktpverify.verification.IdNameQuestion;
import dev.ktpverify.verification.IdSelfieQuestion;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.Provider;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveResourceInfo;
import org.jboss.resteasy.reactive.server.spi.ServerMessageBodyReader;
import org.jboss.resteasy.reactive.server.spi.ServerRequestContext;

/**
 * Turns a body into a checked question; what breaks a rule never gets past here. The body is the event's own, not the
 * framework's HTTP message: copied there it would be encoded, streamed between threads and decoded again.
 */
@Provider
@Consumes(MediaType.APPLICATION_JSON)
public class QuestionReader implements ServerMessageBodyReader<Record> {

    private static final String ID_NUMBER = "id_number";
    private static final String NAME = "name";
    private static final String FACE_IMAGE = "face_image";
    private static final String KTP_IMAGE = "ktp_image";
    private static final String EMAIL = "email";
    private static final String PHONE_NUMBER = "phone_number";
    private static final String BIRTH_DATE = "birth_date";
    private static final String FACE_THRESHOLD = "face_threshold";

    /** The fields of each question, in the order in which their faults are told. */
    static final List<String> ID_NAME_FIELDS = List.of(ID_NUMBER, NAME);

    static final List<String> ID_SELFIE_FIELDS =
            List.of(ID_NUMBER, NAME, FACE_IMAGE, KTP_IMAGE, EMAIL, PHONE_NUMBER, BIRTH_DATE, FACE_THRESHOLD);

    private final KtpVerifyConfig config;
    private final Requests requests;
    private final IdempotencyKey key;
    private final Clock clock;

    QuestionReader(KtpVerifyConfig config, Requests requests, IdempotencyKey key, Clock clock) {
        this.config = config;
        this.requests = requests;
        this.key = key;
        this.clock = clock;
    }

    @Override
    public boolean isReadable(
            Class<?> type, Type genericType, ResteasyReactiveResourceInfo resource, MediaType mediaType) {
        return isQuestion(type);
    }

    @Override
    public boolean isReadable(Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
        return isQuestion(type);
    }

    private static boolean isQuestion(Class<?> type) {
        return type == IdNameQuestion.class || type == IdSelfieQuestion.class;
    }

    @Override
    public Record readFrom(Class<Record> type, Type genericType, MediaType mediaType, ServerRequestContext request) {
        return read(type, request.getRequestHeaders().getRequestHeaders().containsKey(HttpHeaders.CONTENT_TYPE));
    }

    @Override
    public Record readFrom(
            Class<Record> type,
            Type genericType,
            Annotation[] annotations,
            MediaType mediaType,
            MultivaluedMap<String, String> headers,
            InputStream stream) {
        return read(type, headers.containsKey(HttpHeaders.CONTENT_TYPE));
    }

    private Record read(Class<?> type, boolean typed) {
        if (!typed) { // the framework takes that for what it needs
            throw new RefusedRequestException(Refusal.UNSUPPORTED_MEDIA_TYPE);
        }
        String body = requests.body();
        if (isLonger(body, config.maxBodyBytes())) {
            throw new RefusedRequestException(Refusal.PAYLOAD_TOO_LARGE);
        }
        return type == IdNameQuestion.class ? idName(body) : idSelfie(body);
    }

    /** Whether a text is longer than so many bytes of UTF-8, of which a char takes one to three. */
    private static boolean isLonger(String text, int bytes) {
        return text.length() > bytes
                || text.length() > bytes / 3 && text.getBytes(StandardCharsets.UTF_8).length > bytes;
    }

    private IdNameQuestion idName(String json) {
        RequestBody body = RequestBody.read(json, ID_NAME_FIELDS, Set.of());
        Rules rules = new Rules(body);
        IdNameQuestion question = new IdNameQuestion(rules.idNumber(ID_NUMBER), rules.name(NAME, true));
        refuseFaults(body);
        return question;
    }

    private IdSelfieQuestion idSelfie(String json) {
        RequestBody body = RequestBody.read(json, ID_SELFIE_FIELDS, Set.of(FACE_THRESHOLD));
        Rules rules = new Rules(body);
        IdSelfieQuestion question = new IdSelfieQuestion(
                rules.idNumber(ID_NUMBER),
                rules.image(FACE_IMAGE, true, config.maxImageBytes()),
                rules.image(KTP_IMAGE, false, config.maxImageBytes()),
                rules.email(EMAIL),
                rules.phoneNumber(PHONE_NUMBER),
                rules.birthDate(BIRTH_DATE, clock),
                rules.name(NAME, false),
                rules.threshold(FACE_THRESHOLD));
        refuseFaults(body);
        return question;
    }

    private void refuseFaults(RequestBody body) {
        key.faults().forEach(fault -> body.fault(fault.field(), fault.message()));
        body.refuseFaults();
    }
}
