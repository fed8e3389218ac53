package dev.ktpverify.observability;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.ktpverify.model.Advice;
import dev.ktpverify.model.Charge;
import java.io.IOException;
import java.util.regex.Pattern;

/**
 * What the caller was told, as far as the log may show it. Words are those of our own enums. An id of the provider is shown
 * only if it has the form of its ids.
 *
 * @param outcome the verdict, null without one
 * @param status what the caller got instead, null with a verdict
 * @param charge what it cost
 * @param retryable whether the caller may ask again
 * @param orderNo the order that the provider bills by, null where it gave none
 * @param providerRequestId the provider's id of the request, null where it gave none
 * @param cause why there is no verdict, null where the status says it all
 * @param advice what to do about it
 */
record Ending(
        String outcome,
        String status,
        Charge charge,
        boolean retryable,
        String orderNo,
        String providerRequestId,
        String cause,
        Advice advice) {

    /** {@code SFBw1091761941576552448}, {@code TID07ecf99645e8452087c38252d1fccdca}: the provider's pages. A word is none. */
    private static final Pattern PROVIDERS_ID = Pattern.compile("(?=.*[0-9])[A-Za-z][0-9A-Za-z-]{0,63}");
    /** An id number; an order number has more digits than that, and no id of the provider's is known to have as many. */
    private static final Pattern ID_NUMBER = Pattern.compile("(?<![0-9])[0-9]{16}(?![0-9])");
    /** A name of ours, perhaps with an exception's or an HTTP status: {@code ANSWER_LOST: HTTP 502}. */
    private static final Pattern CAUSE = Pattern.compile("[A-Z_]{1,40}(?:: [A-Za-z0-9 '():$._-]{1,120})?");

    Ending {
        orderNo = provided(orderNo);
        providerRequestId = provided(providerRequestId);
        cause = cause != null && CAUSE.matcher(cause).matches() ? cause : null;
    }

    /** The word for it: the outcome, or the status. */
    String word() {
        return outcome == null ? status : outcome;
    }

    private static String provided(String id) {
        return id != null
                        && PROVIDERS_ID.matcher(id).matches()
                        && !ID_NUMBER.matcher(id).find()
                ? id
                : null;
    }

    void write(JsonGenerator json) throws IOException {
        JsonFormatter.text(json, "outcome", outcome);
        JsonFormatter.text(json, "status", status);
        json.writeStringField("charge", charge.name());
        json.writeBooleanField("retryable", retryable);
        JsonFormatter.text(json, "order_no", orderNo);
        JsonFormatter.text(json, "provider_request_id", providerRequestId);
        JsonFormatter.text(json, "cause", cause);
        JsonFormatter.text(json, "next", advice.next());
    }
}
