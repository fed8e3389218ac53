package dev.ktpverify.api;

import dev.ktpverify.KtpVerifyConfig;
import dev.ktpverify.Mode;
import dev.ktpverify.invocation.Invocation;
import dev.ktpverify.model.IdNameQuestion;
import dev.ktpverify.model.IdSelfieQuestion;
import dev.ktpverify.model.Nik;
import io.netty.buffer.ByteBufUtil;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Turns a body into a checked question; what breaks a rule never gets past here. */
@Singleton
class QuestionReader {

    static final String ID_NUMBER = "id_number";
    static final String NAME = "name";
    static final String FACE_IMAGE = "face_image";
    static final String KTP_IMAGE = "ktp_image";
    private static final String EMAIL = "email";
    private static final String PHONE_NUMBER = "phone_number";
    static final String BIRTH_DATE = "birth_date";
    private static final String FACE_THRESHOLD = "face_threshold";

    /** The fields of each question, in the order in which their faults are told. */
    static final List<String> ID_NAME_FIELDS = List.of(ID_NUMBER, NAME);

    static final List<String> ID_SELFIE_FIELDS =
            List.of(ID_NUMBER, NAME, FACE_IMAGE, KTP_IMAGE, EMAIL, PHONE_NUMBER, BIRTH_DATE, FACE_THRESHOLD);

    private final KtpVerifyConfig config;
    private final Clock clock;

    QuestionReader(KtpVerifyConfig config, Clock clock) {
        this.config = config;
        this.clock = clock;
    }

    /** Whether a text is longer than so many bytes of UTF-8; they are counted without being made. */
    private static boolean isLonger(String text, int bytes) {
        return ByteBufUtil.utf8Bytes(text) > bytes;
    }

    /**
     * The question of an invocation's body.
     *
     * @throws RefusedRequestException with every fault, if there is any
     */
    IdNameQuestion idName(Invocation invocation) {
        StrictJsonObject body = read(invocation, ID_NAME_FIELDS, Set.of());
        InputRules rules = rules(body);
        IdNameQuestion question = new IdNameQuestion(rules.idNumber(ID_NUMBER), rules.name(NAME, true));
        refuseFaults(body, invocation);
        return question;
    }

    /**
     * The question of an invocation's body.
     *
     * @throws RefusedRequestException with every fault, if there is any
     */
    IdSelfieQuestion idSelfie(Invocation invocation) {
        StrictJsonObject body = read(invocation, ID_SELFIE_FIELDS, Set.of(FACE_THRESHOLD));
        InputRules rules = rules(body);
        IdSelfieQuestion question = new IdSelfieQuestion(
                rules.idNumber(ID_NUMBER),
                rules.image(FACE_IMAGE, true, config.maxImageBytes()),
                rules.image(KTP_IMAGE, false, config.maxImageBytes()),
                rules.email(EMAIL),
                rules.phoneNumber(PHONE_NUMBER),
                rules.birthDate(BIRTH_DATE, clock),
                rules.name(NAME, false),
                rules.threshold(FACE_THRESHOLD));
        refuseFaults(body, invocation);
        return question;
    }

    private StrictJsonObject read(Invocation invocation, List<String> fields, Set<String> numberFields) {
        if (isLonger(invocation.body(), config.maxBodyBytes())) {
            String limits = ": more than %d bytes; a picture may have %d"
                    .formatted(config.maxBodyBytes(), config.maxImageBytes());
            throw new RefusedRequestException(Refusal.PAYLOAD_TOO_LARGE, Refusal.PAYLOAD_TOO_LARGE.reason() + limits);
        }
        return StrictJsonObject.read(invocation.body(), fields, numberFields);
    }

    private InputRules rules(StrictJsonObject body) {
        return new InputRules(body, KtpVerifyConfig.NAME_UPPER.equals(config.nameCase()), Mode.of(config));
    }

    private void refuseFaults(StrictJsonObject body, Invocation invocation) {
        Stream.concat(invocation.key().faults().stream(), invocation.reference().faults().stream())
                .forEach(fault -> body.fault(fault.field(), fault.message()));
        boolean otherwiseGood = body.faultless();
        if (KtpVerifyConfig.NIK_CHECK_REFUSE.equals(config.nikCheck()) && !body.isFaulty(ID_NUMBER)) {
            new Nik(body.text(ID_NUMBER)).faults().forEach(message -> body.fault(ID_NUMBER, message));
        }
        if (otherwiseGood && !body.faultless()) {
            invocation.log().chargeAvoided();
        }
        body.refuseFaults();
    }
}
