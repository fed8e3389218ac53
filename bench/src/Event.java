package dev.ktpverify.bench;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;

/** The event of one operation as API Gateway sends it (payload format 2.0), with an id number of its own each time. */
final class Event {

    /** Another one for each run of the benchmark: a function that remembers questions has been asked none of its own. */
    private static final long FIRST_ID_NUMBER =
            3_200_000_000_000_000L + ThreadLocalRandom.current().nextInt(1_000_000) * 100_000_000L;

    private static final String ANY_ID_NUMBER = String.valueOf(FIRST_ID_NUMBER);
    private static final byte[] JPEG_HEAD = {
        (byte) 0xff, (byte) 0xd8, (byte) 0xff, (byte) 0xe0, 0, 16, 'J', 'F', 'I', 'F', 0, 1, 1, 0, 0, 1, 0, 1, 0, 0,
        (byte) 0xff, (byte) 0xc0, 0, 11, 8, 1, 0x40, 1, 0, 1, 1, 0x11, 0, // a frame of 256 by 320 pixels
        (byte) 0xff, (byte) 0xda, 0, 8, 1, 1, 0, 0, 63, 0
    };

    private final Operation operation;
    private final byte[] template;
    private final int idNumberAt;

    /**
     * @param operation what is asked
     * @param kilobytes the size of each of the two images of an id_selfie, in units of 1024 bytes, before base64
     */
    Event(Operation operation, int kilobytes) {
        this.operation = operation;
        String text = event(operation.path(), body(operation, kilobytes * 1024));
        template = text.getBytes(StandardCharsets.US_ASCII);
        idNumberAt = text.indexOf(ANY_ID_NUMBER);
    }

    Operation operation() {
        return operation;
    }

    /** The event's size, in bytes. */
    int size() {
        return template.length;
    }

    /** Sixteen digits that no other number gives. */
    static String idNumber(int number) {
        return String.valueOf(FIRST_ID_NUMBER + number);
    }

    /** The event about the given id number. */
    byte[] about(String idNumber) {
        byte[] event = template.clone();
        System.arraycopy(idNumber.getBytes(StandardCharsets.US_ASCII), 0, event, idNumberAt, idNumber.length());
        return event;
    }

    private static String body(Operation operation, int imageBytes) {
        String idNumber = "{\"id_number\":\"" + ANY_ID_NUMBER + "\"";
        String name = ",\"name\":\"BUDI SANTOSO\"";
        return switch (operation) {
            case ID_NAME -> idNumber + name + "}";
            case ID_SELFIE ->
                idNumber + ",\"face_image\":\"" + jpeg(1, imageBytes) + "\",\"ktp_image\":\"" + jpeg(2, imageBytes)
                        + "\"" + name + ",\"birth_date\":\"1987-12-10\"}";
        };
    }

    /** Noise between the first and the last bytes of a JPEG, in base64. */
    private static String jpeg(int seed, int size) {
        byte[] image = new byte[size];
        new Random(seed).nextBytes(image);
        System.arraycopy(JPEG_HEAD, 0, image, 0, JPEG_HEAD.length);
        image[size - 2] = (byte) 0xff;
        image[size - 1] = (byte) 0xd9;
        return Base64.getEncoder().encodeToString(image);
    }

    private static String event(String path, String body) {
        return """
                {"version":"2.0","routeKey":"POST %1$s","rawPath":"%1$s","rawQueryString":"",\
                "headers":{"accept":"application/json","content-type":"application/json","content-length":"%2$d",\
                "host":"bench.example","user-agent":"bench","x-forwarded-for":"192.0.2.1","x-forwarded-proto":"https"},\
                "requestContext":{"accountId":"123456789012","apiId":"bench","domainName":"bench.example",\
                "domainPrefix":"bench","http":{"method":"POST","path":"%1$s","protocol":"HTTP/1.1",\
                "sourceIp":"192.0.2.1","userAgent":"bench"},"requestId":"JKJaXmPLvHcESHA=","routeKey":"POST %1$s",\
                "stage":"$default","time":"01/Jul/2026:03:12:20 +0000","timeEpoch":1782875540000},\
                "body":"%3$s","isBase64Encoded":false}"""
                .formatted(path, body.length(), body.replace("\"", "\\\""));
    }
}
