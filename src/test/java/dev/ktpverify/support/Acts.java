package dev.ktpverify.support;

import dev.ktpverify.support.Act.Charge;
import dev.ktpverify.support.Act.From;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The faults that a provider and a network are capable of, and its honest answers. */
public final class Acts {

    public static final String REQUEST_ID = "TID0123456789abcdef0123456789abcdef";
    /** A charged answer to id_name, which id_selfie reads too. */
    public static final String MATCH = verdict("01");

    private static final int MEGABYTES = 10 * 1024 * 1024;

    private Acts() {}

    // ---- answers

    /** An answer of HTTP 200 with the given result code, in the fields that both operations have. */
    public static String verdict(String code) {
        return "{\"status\":\"OK\",\"result\":{\"order_no\":\"SF1\",\"handle_time\":\"2025-07-01 10:12:20\","
                + "\"result\":\"" + code + "\",\"remark\":\"SAME\"},\"request_id\":\"" + REQUEST_ID + "\"}";
    }

    /** The provider's error envelope. */
    public static String envelope(String status, String reason) {
        return "{\"status\":\"" + status + "\",\"reason\":\"" + reason + "\",\"request_id\":\"" + REQUEST_ID + "\"}";
    }

    /** A verdict that the client can read, and what it costs. */
    public static Act verdict(String code, Charge charge) {
        return new Act("result " + code, From.REQUEST, charge, false, wire -> wire.answer(200, verdict(code)));
    }

    /** A charged verdict, after which the client must close the connection itself. */
    public static Act lastAnswer() {
        String head = Wire.head(200, Wire.JSON, MATCH.length()).replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n");
        return new Act("last answer", From.REQUEST, Charge.CHARGED, false, wire -> {
            wire.write(head + MATCH);
            return true;
        });
    }

    /** A refusal in the provider's envelope, always free. */
    public static Act refusal(int http, String status) {
        return refusal(http, status, "no further words");
    }

    /** A refusal in the provider's envelope, always free. */
    public static Act refusal(int http, String status, String reason) {
        String body = envelope(status, reason);
        return new Act(status, From.REQUEST, Charge.FREE, false, wire -> wire.answer(http, body));
    }

    /** An answer of which the client can't tell what it cost. */
    public static Act puzzling(String name, int http, String type, byte[] body) {
        return hidden(name, From.REQUEST, wire -> wire.answer(http, type, body));
    }

    /** JSON of which the client can't tell what it cost. */
    public static Act puzzling(String name, int http, String json) {
        return puzzling(name, http, Wire.JSON, json.getBytes(StandardCharsets.UTF_8));
    }

    // ---- before the request

    public static Act stallAfterAccept() {
        return before("stall after accept", From.ACCEPT, Wire::stall);
    }

    public static Act resetAfterAccept() {
        return before("reset after accept", From.ACCEPT, Wire::reset);
    }

    public static Act stallInHandshake() {
        return before("stall after ClientHello", From.CLIENT_HELLO, Wire::stall);
    }

    public static Act cutHandshake() {
        return before("handshake cut", From.CLIENT_HELLO, Wire::finish);
    }

    public static Act resetInHandshake() {
        return before("handshake reset", From.CLIENT_HELLO, Wire::reset);
    }

    public static Act lateHandshake() {
        return new Act("late handshake", From.LATE_HANDSHAKE, Charge.CHARGED, false, wire -> wire.answer(200, MATCH));
    }

    // ---- once the request is on its way

    public static Act resetAfterHeaders() {
        return hidden("reset after the headers", From.HEADERS, Wire::reset);
    }

    public static Act resetAfterHalfTheBody() {
        return hidden("reset after half the body", From.HALF_BODY, Wire::reset);
    }

    public static Act resetAfterRequest() {
        return hidden("reset after the request", From.REQUEST, Wire::reset);
    }

    public static Act finishAfterRequest() {
        return hidden("FIN with no answer", From.REQUEST, Wire::finish);
    }

    public static Act neverAnswer() {
        return hidden("never answers", From.REQUEST, Wire::stall);
    }

    public static Act resetInAnswer() {
        return hidden("reset half way through the answer", From.REQUEST, wire -> {
            wire.write(half(Wire.head(200, Wire.JSON, MATCH.length()) + MATCH));
            return wire.reset();
        });
    }

    public static Act truncatedAnswer() {
        return hidden("headers, then a truncated body", From.REQUEST, wire -> {
            wire.write(Wire.head(200, Wire.JSON, MATCH.length()) + MATCH.substring(0, MATCH.length() / 2));
            return wire.finish();
        });
    }

    public static Act truncatedChunks() {
        return hidden("chunks without an end", From.REQUEST, wire -> {
            wire.write(Wire.chunkedHead() + Wire.chunk(MATCH));
            return wire.finish();
        });
    }

    public static Act stallInAnswer() {
        return hidden("stalls half way through the answer", From.REQUEST, wire -> {
            wire.write(Wire.head(200, Wire.JSON, MATCH.length()) + MATCH.substring(0, MATCH.length() / 2));
            return wire.stall();
        });
    }

    /** One byte after another with a pause, which no idle time-out ends. */
    public static Act dribble(int pauseMillis) {
        return hidden("dribbles", From.REQUEST, wire -> {
            wire.write(Wire.head(200, Wire.JSON, MEGABYTES));
            while (true) {
                wire.write(" ");
                pause(pauseMillis);
            }
        });
    }

    public static Act endlessHeaders() {
        return hidden("endless headers", From.REQUEST, wire -> {
            wire.write("HTTP/1.1 200 OK\r\n");
            while (true) {
                wire.write("X-More: and more\r\n");
            }
        });
    }

    public static Act endlessHeaderLine() {
        return hidden("a header without an end", From.REQUEST, wire -> {
            wire.write("HTTP/1.1 200 OK\r\nX-More: ");
            while (true) {
                wire.write("and more ");
            }
        });
    }

    public static Act hugeAnswer() {
        return hidden("10 MB", From.REQUEST, wire -> {
            wire.write(Wire.head(200, Wire.JSON, MEGABYTES + MATCH.length()) + MATCH);
            wire.write(spaces(MEGABYTES));
            return true;
        });
    }

    public static Act hugeChunkedAnswer() {
        return hidden("10 MB in chunks", From.REQUEST, wire -> {
            String spaces = Wire.chunk(spaces(16 * 1024));
            wire.write(Wire.chunkedHead() + Wire.chunk(MATCH));
            for (int sent = 0; sent < MEGABYTES; sent += 16 * 1024) {
                wire.write(spaces);
            }
            wire.write(Wire.chunk(""));
            return true;
        });
    }

    /** The same act by a provider that does not charge for what it hides. */
    public static Act free(Act act) {
        return new Act(act.name(), act.from(), Charge.FREE, act.hidden(), act.play());
    }

    /** An honest answer on a connection that is closed after it. */
    public static Act thenClose(Act act) {
        return new Act(act.name() + Act.CLOSES, act.from(), act.charge(), act.hidden(), wire -> {
            act.play().on(wire);
            return wire.finish();
        });
    }

    private static Act before(String name, From from, Act.Play play) {
        return new Act(name, from, Charge.FREE, false, play);
    }

    private static Act hidden(String name, From from, Act.Play play) {
        return new Act(name, from, Charge.CHARGED, true, play);
    }

    private static String half(String text) {
        return text.substring(0, text.length() / 2);
    }

    private static String spaces(int count) {
        char[] spaces = new char[count];
        Arrays.fill(spaces, ' ');
        return new String(spaces);
    }

    /** Waits. */
    public static void pause(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
