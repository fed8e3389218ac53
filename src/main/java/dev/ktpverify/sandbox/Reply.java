package dev.ktpverify.sandbox;

/**
 * What the sandbox answers in the provider's place.
 *
 * @param http the HTTP status code
 * @param type the content type
 * @param body the body; {@link SandboxProvider} fills in {@code {order_no}}, {@code {handle_time}}, {@code {id_number}} and
 *     {@code {request_id}}
 * @param ending how it ends
 */
record Reply(int http, String type, String body, Ending ending) {

    /** How an answer ends. */
    enum Ending {
        WHOLE,
        /** After some seconds. */
        LATE,
        /** In the middle, with the connection. */
        CUT_OFF,
        /** Before it begins, with the connection. */
        CLOSED,
        /** It does not begin, and the connection stays. */
        NEVER
    }

    private static final String JSON = "application/json";
    private static final String REQUEST_ID = "\"request_id\":\"{request_id}\"}";

    /** A verdict of {@code id_name}. */
    static Reply name(String code, String remark) {
        return verdict(code, remark, "");
    }

    /** A verdict of {@code id_selfie}: whether everything matches, or nothing. */
    static Reply selfie(String code, String remark, boolean same) {
        String scores =
                same ? ",\"face_score\":93.3,\"ktp_face_score\":91.5" : ",\"face_score\":53.3,\"ktp_face_score\":0.0";
        String same3 =
                ",\"face_percent\":%1$s,\"ktp_face_percent\":%1$s,\"name\":%1$s,\"birth_date\":%1$s".formatted(same);
        return verdict(code, remark, ",\"id_number\":\"{id_number}\"" + same3 + scores);
    }

    private static Reply verdict(String code, String remark, String more) {
        return json(
                200,
                "{\"status\":\"OK\",\"result\":{\"order_no\":\"{order_no}\",\"handle_time\":\"{handle_time}\",\"result\":\""
                        + code + "\",\"remark\":\"" + remark + "\"" + more + "}," + REQUEST_ID);
    }

    /** An error of the provider's pages. */
    static Reply error(int http, String status, String reason) {
        return json(http, "{\"status\":\"" + status + "\",\"reason\":\"" + reason + "\"," + REQUEST_ID);
    }

    static Reply json(int http, String body) {
        return new Reply(http, JSON, body, Ending.WHOLE);
    }

    static Reply html(int http) {
        return new Reply(http, "text/html", "<html><body>502 Bad Gateway</body></html>", Ending.WHOLE);
    }

    Reply ending(Ending other) {
        return new Reply(http, type, body, other);
    }
}
