package dev.ktpverify.provider;

/** What both endpoints' answers have in common. */
public interface Reply {

    /** The word that the provider answers with where there is a verdict. */
    String OK = "OK";

    /** {@code OK}, or an error code. */
    String status();

    /** Free text beside an error code, null otherwise; it can repeat what was sent. */
    String reason();

    /** The verdict, null where the provider gave none. */
    Result result();

    /** The provider's id of the request, null where it gave none. */
    String requestId();

    /** What both verdicts have in common. */
    interface Result {

        /** The order number that the provider bills by. */
        String orderNo();

        /** The result code, {@code 01} and so on. */
        String result();
    }
}
