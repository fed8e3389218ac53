package dev.ktpverify.sandbox;

import static dev.ktpverify.sandbox.Reply.error;
import static dev.ktpverify.sandbox.Reply.html;
import static dev.ktpverify.sandbox.Reply.json;
import static dev.ktpverify.sandbox.Reply.name;
import static dev.ktpverify.sandbox.Reply.selfie;

import dev.ktpverify.sandbox.Reply.Ending;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The last four digits of a test number, and what the sandbox answers to it. This is the one table, for dev mode and the sandbox.
 * The documents are compared with it.
 *
 * @param digits the last four digits
 * @param answer what the caller gets: an outcome, a status, or a short description
 * @param idName what {@code id_name} answers; null for the same as to any other digits
 * @param idSelfie what {@code id_selfie} answers; null for the same as to any other digits
 */
record TestNumber(String digits, String answer, Reply idName, Reply idSelfie) {

    private static final Reply MATCHING_NAME = name("01", "SAME");
    private static final Reply MATCHING_SELFIE = selfie("01", "SAME", true);

    static final List<TestNumber> ALL = List.of(
            new TestNumber("0001", "MATCH", MATCHING_NAME, MATCHING_SELFIE),
            new TestNumber("0002", "MISMATCH", name("02", "UNSAME"), selfie("02", "UNSAME", false)),
            new TestNumber("0003", "NOT_SURE", name("03", "UNKNOW"), null),
            new TestNumber("0003", "NOT_FOUND", null, selfie("03", "NOT FOUND", false)),
            new TestNumber("0004", "FAILED", name("04", "FAILED"), selfie("04", "FAILED", false)),
            new TestNumber("0005", "NOT_FOUND_IN_DB", null, selfie("05", "NOT FOUND FROM DB", false)),
            new TestNumber("0006", "CHANNEL_FAILED", null, selfie("06", "CHANNEL FAILED", false)),
            new TestNumber("0007", "RATE_LIMITED", null, selfie("07", "RATE LIMITED", false)),
            new TestNumber("0008", "NO_FACE_DETECTED", null, selfie("08", "NO FACE DETECTED", false)),
            new TestNumber("0099", "UNRECOGNIZED", name("99", "NEW"), selfie("99", "NEW", false)),
            both("4001", "INVALID_ARGUMENT", error(400, "INVALID_ARGUMENT", "argument 'id_number': invalid")),
            both("4002", "QUERY_FAILED", error(400, "QUERY_FAILED", "query failed")),
            both(
                    "4003",
                    "ABNORMAL_BEHAVIOURS_DETECTED",
                    error(400, "ABNORMAL_BEHAVIOURS_DETECTED", "same parameters repeated")),
            both("4004", "BODY_NOT_READ", error(400, "INVALID_ARGUMENT", "argument 'id_number': not found")),
            both("4011", "UNAUTHORIZED", error(401, "UNAUTHORIZED", "unauthorized")),
            both("4012", "KEY_EXPIRED", error(401, "KEY_EXPIRED", "api id expired")),
            both("4031", "NO_PERMISSION", error(403, "NO_PERMISSION", "no permission")),
            both("4032", "OUT_OF_QUOTA", error(403, "OUT_OF_QUOTA", "out of quota")),
            both("4033", "RATE_LIMIT_EXCEEDED", error(403, "RATE_LIMIT_EXCEEDED", "rate limit exceeded")),
            both("4041", "NOT_FOUND", error(404, "NOT_FOUND", "api not found")),
            both("5000", "INTERNAL_ERROR", error(500, "INTERNAL_ERROR", "internal error")),
            both("5120", "SOURCE_SERVICE_UNAVAILABLE", error(512, "SOURCE_SERVICE_UNAVAILABLE", "source unavailable")),
            both("5130", "SOURCE_SERVICE_TIMEOUT", error(513, "SOURCE_SERVICE_TIMEOUT", "source timeout")),
            new TestNumber(
                    "9001",
                    "MATCH after 3 seconds",
                    MATCHING_NAME.ending(Ending.LATE),
                    MATCHING_SELFIE.ending(Ending.LATE)),
            both("9002", "no answer in time", MATCHING_NAME.ending(Ending.NEVER)),
            both("9003", "connection closed without an answer", MATCHING_NAME.ending(Ending.CLOSED)),
            both("9005", "an answer that is cut off", MATCHING_NAME.ending(Ending.CUT_OFF)),
            both("9006", "HTML with HTTP 200", html(200)),
            both("9007", "HTML with HTTP 502", html(502)),
            both("9008", "JSON that is cut off", json(200, "{\"status\":\"OK\",\"result\":{\"order_no\":\"SFB")),
            both("9009", "OK without a result", json(200, "{\"status\":\"OK\",\"request_id\":\"{request_id}\"}")),
            both("9010", "an unknown status", json(200, "{\"status\":\"MAINTENANCE\"}")),
            both("9011", "a redirect", json(302, "")));

    /** What any other digits give. */
    private static final String OTHERWISE = "0003";

    private static TestNumber both(String digits, String answer, Reply reply) {
        return new TestNumber(digits, answer, reply, reply);
    }

    /**
     * The answer to a question.
     *
     * @param idNumber the id number that was asked about
     * @param selfie whether {@code id_selfie} was asked, not {@code id_name}
     */
    static Reply reply(String idNumber, boolean selfie) {
        return Stream.of(idNumber.substring(idNumber.length() - OTHERWISE.length()), OTHERWISE)
                .flatMap(digits -> ALL.stream().filter(row -> row.digits.equals(digits)))
                .map(row -> selfie ? row.idSelfie : row.idName)
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow();
    }
}
