package dev.ktpverify.support;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.Base64;
import java.util.HexFormat;

/** The function as a caller sees it, over HTTP. */
public final class Api {

    /** A NIK that the stand-in provider answers with MATCH. */
    public static final String MATCHING_NIK = "3217061012870001";

    /** A black PNG of 240 by 240 pixels, of which there is nothing to hint at. */
    public static final String PNG =
            "iVBORw0KGgoAAAANSUhEUgAAAPAAAADwAQAAAAAWLtQ/AAAAHklEQVR42u3BAQ0AAADCoPdPbQ8HFAAAAAAAAMCnAR0QAAFQm+8DAAAAAElFTkSuQmCC";

    private static final byte[] JPEG_HEAD =
            HexFormat.of().parseHex("ffd8ffc0000b0800f000f001011100"); // SOI, SOF0 with one component

    /** In an expected answer: the Lambda request id, which its {@code X-Request-Id} tells. */
    public static final String LAMBDA_REQUEST_ID = "<lambda>";

    private static final ObjectMapper JSON = new ObjectMapper();

    private Api() {}

    /** A request, to be completed by the test. Its answer is checked against the contract. */
    public static RequestSpecification request() {
        return RestAssured.given().filter(new OpenApiFilter());
    }

    /** Posts JSON to {@code /verify/<operation>}. */
    public static Response verify(String operation, String json) {
        return request().contentType(ContentType.JSON).body(json).post("/verify/" + operation);
    }

    /** An id_name request with a NIK that ends in the given four digits, by which the stand-in provider answers. */
    public static String idName(String lastFour) {
        return "{\"id_number\":\"321706101287" + lastFour + "\",\"name\":\"BUDI SANTOSO\"}";
    }

    /** An id_selfie request with the two required fields and, each after a comma, the given further ones. */
    public static String idSelfieWith(String further) {
        return "{\"id_number\":\"" + MATCHING_NIK + "\",\"face_image\":\"" + PNG + "\"" + further + "}";
    }

    /** The question with the required fields alone, for tests that treat both endpoints alike. */
    public static String question(String operation) {
        return operation.equals("id_name") ? idName("0001") : idSelfieWith("");
    }

    /** Asserts the HTTP code and the whole body, which says {@code livemode}; the order of its fields does not matter. */
    public static void assertAnswer(int httpStatus, String json, Response answer) {
        assertEquals(httpStatus, answer.statusCode(), answer.asString());
        String expected = json.replace(LAMBDA_REQUEST_ID, answer.header("X-Request-Id"));
        assertEquals(live(expected), tree(answer.asString()));
    }

    /** The body of an answer, with the {@code livemode} that every answer outside of the sandbox has. */
    public static ObjectNode live(String json) {
        return ((ObjectNode) tree(json)).put("livemode", true);
    }

    /** The whole body of an error, without {@code errors}. */
    public static String error(String status, String reason, String charge, boolean retryable, String requestId) {
        return """
                {"status":"%s","reason":"%s","request_id":"%s","charge":"%s","retryable":%s}"""
                .formatted(status, reason, requestId, charge, retryable);
    }

    private static JsonNode tree(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON: " + json, e);
        }
    }

    /** An id_selfie request of some 50 KB, likewise. */
    public static String idSelfie(String lastFour) {
        return idSelfie("321706101287" + lastFour, "BUDI SANTOSO", 40_000);
    }

    /** An id_selfie request about the given person, with a picture of so many bytes. */
    public static String idSelfie(String nik, String name, int bytes) {
        String image = Base64.getEncoder().encodeToString(jpeg(bytes));
        return "{\"id_number\":\"" + nik + "\",\"name\":\"" + name + "\",\"face_image\":\"" + image + "\"}";
    }

    /** A JPEG's beginning with a frame of 240 by 240 pixels, and zeros up to so many bytes. */
    public static byte[] jpeg(int bytes) {
        byte[] picture = new byte[bytes];
        System.arraycopy(JPEG_HEAD, 0, picture, 0, JPEG_HEAD.length);
        return picture;
    }
}
