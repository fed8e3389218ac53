package dev.ktpverify.support;

import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;

/** The function as a caller sees it, over HTTP. */
public final class Api {

    /** A NIK that the stand-in provider answers with MATCH. */
    public static final String MATCHING_NIK = "3217061012870001";

    private Api() {}

    /** A request, to be completed by the test. */
    public static RequestSpecification request() {
        return RestAssured.given();
    }

    /** Posts JSON to {@code /verify/<operation>}. */
    public static Response verify(String operation, String json) {
        return request().contentType(ContentType.JSON).body(json).post("/verify/" + operation);
    }

    /** An id_name request with a NIK that ends in the given four digits, by which the stand-in provider answers. */
    public static String idName(String lastFour) {
        return "{\"id_number\":\"321706101287" + lastFour + "\",\"name\":\"BUDI SANTOSO\"}";
    }
}
