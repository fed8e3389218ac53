package dev.ktpverify;

import java.util.regex.Pattern;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** Says in a word why AWS gave no answer: messages of the SDK name tables, roles, secrets and endpoints. */
public final class AwsFailure {

    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9]{1,60}");

    private AwsFailure() {}

    /**
     * AWS's code for the error, as {@code AccessDeniedException}; where AWS said nothing, the class of the exception, as
     * {@code ApiCallTimeoutException (no answer)}.
     *
     * @param thrown whatever came out of a client of the SDK
     */
    public static String of(Throwable thrown) {
        String code = thrown instanceof AwsServiceException service && service.awsErrorDetails() != null
                ? service.awsErrorDetails().errorCode()
                : null;
        return code != null && WORD.matcher(code).matches()
                ? code
                : thrown.getClass().getSimpleName() + " (no answer)";
    }
}
