package dev.ktpverify.provider;

import dev.ktpverify.model.IdNameResult;
import dev.ktpverify.model.IdSelfieQuestion;
import dev.ktpverify.model.IdSelfieResult;
import dev.ktpverify.model.Question;
import dev.ktpverify.model.Result;
import java.math.BigDecimal;

/** Reads the provider's {@code result} object for each endpoint. */
final class ResultReader {

    private ResultReader() {}

    /**
     * The result of a question.
     *
     * @param fields the fields of the object
     * @param code its result code, which is beyond doubt
     */
    static <R extends Result> R read(Question<R> question, AnswerFields fields, String code) {
        Result result =
                question instanceof IdSelfieQuestion selfie ? idSelfie(selfie, fields, code) : idName(fields, code);
        return question.resultType().cast(result);
    }

    private static IdNameResult idName(AnswerFields fields, String code) {
        return new IdNameResult(fields.text("order_no"), fields.text("handle_time"), code, fields.text("remark"));
    }

    /**
     * Without what was not asked: the provider compares what it was not given too, and says false. An absent input must not
     * read as a mismatch.
     */
    private static IdSelfieResult idSelfie(IdSelfieQuestion question, AnswerFields fields, String code) {
        Boolean cardIsFace = fields.truth("ktp_face_percent");
        BigDecimal cardScore = fields.number("ktp_face_score");
        Boolean sameName = fields.truth("name");
        Boolean sameBirthDate = fields.truth("birth_date");
        boolean card = question.ktpImage() != null;
        return new IdSelfieResult(
                fields.text("order_no"),
                fields.text("handle_time"),
                code,
                fields.text("remark"),
                fields.text("id_number"),
                fields.truth("face_percent"),
                card ? cardIsFace : null,
                fields.number("face_score"),
                card ? cardScore : null,
                question.name() != null ? sameName : null,
                question.birthDate() != null ? sameBirthDate : null);
    }
}
