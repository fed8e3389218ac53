package dev.ktpverify.verification;

import java.util.List;

/** What both endpoints' questions have in common. */
public sealed interface Question permits IdNameQuestion, IdSelfieQuestion {

    /** The endpoint's name, as in its path. */
    String operation();

    /** 16 digits. */
    String idNumber();

    /**
     * The whole question in one form: every field in a fixed order, null where not given. Two requests are the same
     * question exactly where these are equal.
     */
    List<String> canonical();
}
