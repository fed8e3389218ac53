package dev.ktpverify.api;

import dev.ktpverify.KtpVerifyConfig;
import dev.ktpverify.model.Hint;
import dev.ktpverify.model.IdSelfieQuestion;
import dev.ktpverify.model.Nik;
import dev.ktpverify.model.Question;
import jakarta.inject.Singleton;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The hints of a question: what can be seen in it without asking the provider. The same question has the same hints. */
@Singleton
class Hints {

    private final boolean looksAtNumbers;

    Hints(KtpVerifyConfig config) {
        looksAtNumbers = !KtpVerifyConfig.NIK_CHECK_OFF.equals(config.nikCheck());
    }

    /** Those of a question, in the order of its fields. */
    List<Hint> of(Question<?> question) {
        List<Hint> hints = new ArrayList<>();
        Nik nik = new Nik(question.idNumber());
        if (looksAtNumbers) {
            add(hints, nik.hasLeadingZero(), QuestionReader.ID_NUMBER, Hint.Code.LEADING_ZERO);
            add(hints, !nik.hasDate(), QuestionReader.ID_NUMBER, Hint.Code.DATE_IMPOSSIBLE);
        }
        String name = question.name();
        add(
                hints,
                name != null && !name.equals(InputRules.uppercase(name)),
                QuestionReader.NAME,
                Hint.Code.NAME_NOT_UPPERCASE);
        if (question instanceof IdSelfieQuestion selfie) {
            addImage(hints, selfie.faceImage(), QuestionReader.FACE_IMAGE);
            addImage(hints, selfie.ktpImage(), QuestionReader.KTP_IMAGE);
            boolean differs = looksAtNumbers
                    && nik.hasDate()
                    && selfie.birthDate() != null
                    && !nik.isOf(LocalDate.parse(selfie.birthDate()));
            add(hints, differs, QuestionReader.BIRTH_DATE, Hint.Code.BIRTH_DATE_DIFFERS);
        }
        return List.copyOf(hints);
    }

    private static void addImage(List<Hint> hints, String base64, String field) {
        Optional<Picture> read = base64 == null ? Optional.empty() : Base64Image.picture(base64);
        if (read.isPresent()) {
            Picture picture = read.get();
            add(hints, picture.isSmall(), field, Hint.Code.IMAGE_SMALL);
            add(hints, !picture.isUpright(), field, Hint.Code.IMAGE_NOT_UPRIGHT);
            boolean card = field.equals(QuestionReader.FACE_IMAGE) && picture.hasShapeOfCard();
            add(hints, card, field, Hint.Code.MAYBE_THE_CARD);
        }
    }

    private static void add(List<Hint> hints, boolean seen, String field, Hint.Code code) {
        if (seen) {
            hints.add(new Hint(field, code));
        }
    }
}
