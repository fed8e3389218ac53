package dev.ktpverify.model;

import java.util.List;
import java.util.Map;

/**
 * What both endpoints' questions have in common. A question is written to the provider field by field: as JSON its
 * components, or else {@link #fields}.
 *
 * @param <R> the result of its endpoint
 */
public sealed interface Question<R extends Result> permits IdNameQuestion, IdSelfieQuestion {

    /** The endpoint's name, as in its path. */
    String operation();

    /** 16 digits. */
    String idNumber();

    /** The name, null if it was not given. */
    String name();

    /** Each field that is sent, by the provider's name for it, as text; in a fixed order. */
    Map<String, String> fields();

    /**
     * The whole question in one form: every field in a fixed order, null if it was not given. Two requests are the same
     * question exactly if these are equal.
     */
    List<String> canonical();

    /** What a result code of the provider means for this endpoint; UNRECOGNIZED for a code that its page does not have. */
    Outcome outcome(String code);

    /** The class of the endpoint's result. */
    Class<R> resultType();
}
