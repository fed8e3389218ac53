package dev.ktpverify.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.ktpverify.support.Api;
import dev.ktpverify.support.ProviderStub;
import dev.ktpverify.support.StandIns;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The samples of the provider's pages, byte for byte, and the requests that the pages ask for. */
@QuarkusTest
@QuarkusTestResource(StandIns.class)
class ProviderSamplesTest {

    private static final String NIK = Api.MATCHING_NIK;

    @BeforeEach
    void reset() {
        StandIns.reset();
    }

    @Test
    void idName() throws IOException {
        ProviderStub.answers(200, sample("id_name"));

        assertExactly(
                200,
                "{\"status\":\"OK\",\"outcome\":\"NOT_SURE\",\"charge\":\"FREE\",\"retryable\":false,"
                        + "\"result\":{\"order_no\":\"SFBw10920287383515*****\",\"handle_time\":\"2025-07-01 10:12:20\","
                        + "\"result\":\"03\",\"remark\":\"UNKNOW\"},"
                        + "\"livemode\":true,\"request_id\":\"TID07ecf99645e8452087c38252d1fccdca\"}",
                Api.verify("id_name", Api.question("id_name")));
    }

    @Test
    void idSelfie() throws IOException {
        ProviderStub.answers(200, sample("id_selfie"));

        assertExactly(
                200,
                "{\"status\":\"OK\",\"outcome\":\"MISMATCH\",\"charge\":\"CHARGED\",\"retryable\":false,"
                        + "\"result\":{\"order_no\":\"SFBw1091761941576552448\",\"handle_time\":\"2025-06-30 16:32:10\","
                        + "\"result\":\"02\",\"remark\":\"UNSAME\",\"id_number\":\"3217061012870001\","
                        + "\"face_percent\":false,\"ktp_face_percent\":null,\"face_score\":53.3,"
                        + "\"ktp_face_score\":null,\"name\":null,\"birth_date\":null},"
                        + "\"livemode\":true,\"request_id\":\"TID07ecf99645e8452087c38252d1fccdca\"}",
                Api.verify("id_selfie", Api.question("id_selfie")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"id_name", "id_selfie"})
    void error(String operation) throws IOException {
        ProviderStub.answers(400, sample("error"));

        // The sample is about a request without the field: what we sent has it.
        assertExactly(
                502,
                "{\"status\":\"BODY_NOT_READ\",\"reason\":\"the provider did not find a field that was sent\","
                        + "\"livemode\":true,\"request_id\":\"TID8bf47ab6eda64476973cc5f5b6ebf57e\",\"charge\":\"FREE\",\"retryable\":false}",
                Api.verify(operation, Api.question(operation)));
    }

    @Test
    void asksIdNameAsDocumented() {
        Api.verify("id_name", "{\"name\":\"BUDI SANTOSO\",\"id_number\":\"" + NIK + "\"}");

        assertAsked("/verify/id_name", "{\"id_number\":\"" + NIK + "\",\"name\":\"BUDI SANTOSO\"}");
    }

    @Test
    void asksIdSelfieAsDocumented() {
        String everything = "{\"id_number\":\"" + NIK + "\",\"face_image\":\"" + Api.PNG + "\",\"ktp_image\":\""
                + Api.PNG + "\",\"email\":\"budi@example.com\",\"phone_number\":\"+6281234567890\","
                + "\"birth_date\":\"1987-12-10\",\"name\":\"BUDI SANTOSO\",\"face_threshold\":70.5}";

        Api.verify("id_selfie", everything);

        assertAsked("/verify/id_selfie", everything);
    }

    /** What a caller sends beside the question stays here. */
    @Test
    void passesNoHeaderOn() {
        Api.request()
                .contentType("application/json")
                .header("Authorization", "Bearer x")
                .header("X-DF-API-ID", "callers-own")
                .header("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
                .cookie("session", "x")
                .body(Api.question("id_name"))
                .post("/verify/id_name?id_number=" + NIK);

        assertAsked("/verify/id_name", Api.question("id_name"));
    }

    private static void assertExactly(int httpStatus, String body, Response answer) {
        assertEquals(httpStatus, answer.statusCode());
        assertEquals(body, answer.asString());
    }

    private static void assertAsked(String url, String body) {
        assertEquals(1, StandIns.providerRequests().size());
        LoggedRequest asked = StandIns.providerRequests().get(0);
        assertEquals(url, asked.getUrl());
        assertEquals(body, asked.getBodyAsString());
        assertEquals("dev-api-id", asked.getHeader("X-DF-API-ID"));
        assertEquals("dev-api-secret", asked.getHeader("X-DF-API-SECRET"));
        assertEquals("application/json", asked.getHeader("Content-Type"));
        Set<String> names = new TreeSet<>();
        asked.getAllHeaderKeys().forEach(name -> names.add(name.toLowerCase(Locale.ROOT)));
        assertEquals(
                new TreeSet<>(Set.of(
                        "accept",
                        "accept-encoding",
                        "content-length",
                        "content-type",
                        "host",
                        "user-agent",
                        "x-df-api-id",
                        "x-df-api-secret")),
                names);
    }

    private static String sample(String name) throws IOException {
        try (InputStream file = ProviderSamplesTest.class.getResourceAsStream("/provider/" + name + ".json")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
