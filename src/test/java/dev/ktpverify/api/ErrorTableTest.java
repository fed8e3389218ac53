package dev.ktpverify.api;

import static dev.ktpverify.support.Api.LAMBDA_REQUEST_ID;
import static dev.ktpverify.support.Api.assertAnswer;
import static dev.ktpverify.support.Api.error;
import static io.restassured.RestAssured.config;
import static io.restassured.config.EncoderConfig.encoderConfig;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ktpverify.support.Api;
import dev.ktpverify.support.OpenApi;
import dev.ktpverify.support.ProviderStub;
import dev.ktpverify.support.StandIns;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The table of errors: the provider's words, and what the framework would answer by itself. */
@QuarkusTest
@QuarkusTestResource(StandIns.class)
class ErrorTableTest {

    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String PROVIDERS_WORDS =
            """
            provider | status                       | http | retryable | requests | reason
            400      | INVALID_ARGUMENT             | 400  | false     | 1        | the provider refused an argument
            400      | QUERY_FAILED                 | 400  | true      | 1        | the provider's query failed
            400      | ABNORMAL_BEHAVIOURS_DETECTED | 400  | false     | 1        | the same question was asked too often
            401      | UNAUTHORIZED                 | 502  | false     | 1        | the provider refused our credentials
            401      | KEY_EXPIRED                  | 502  | false     | 1        | our credentials with the provider have expired
            403      | NO_PERMISSION                | 502  | false     | 1        | our credentials with the provider do not cover this
            403      | OUT_OF_QUOTA                 | 503  | false     | 1        | our quota with the provider is used up
            403      | RATE_LIMIT_EXCEEDED          | 429  | true      | 2        | the provider's rate limit is reached
            404      | NOT_FOUND                    | 502  | false     | 1        | the provider does not know this verification
            500      | INTERNAL_ERROR               | 502  | true      | 1        | the provider failed
            512      | SOURCE_SERVICE_UNAVAILABLE   | 503  | true      | 2        | the provider's source is unavailable
            513      | SOURCE_SERVICE_TIMEOUT       | 504  | true      | 1        | the provider's source did not answer in time
            200      | KEY_EXPIRED                  | 502  | false     | 1        | our credentials with the provider have expired
            """;

    @BeforeEach
    void reset() {
        StandIns.reset();
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', quoteCharacter = '"', textBlock = PROVIDERS_WORDS)
    void idName(int provider, String status, int http, boolean retryable, int requests, String reason) {
        assertProvidersWord("id_name", provider, status, http, retryable, requests, reason);
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', quoteCharacter = '"', textBlock = PROVIDERS_WORDS)
    void idSelfie(int provider, String status, int http, boolean retryable, int requests, String reason) {
        assertProvidersWord("id_selfie", provider, status, http, retryable, requests, reason);
    }

    private static void assertProvidersWord(
            String operation, int provider, String status, int http, boolean retryable, int requests, String reason) {
        ProviderStub.answers(provider, word(status, "\"free text\""));

        Response answer = Api.verify(operation, Api.question(operation));

        assertAnswer(http, error(status, reason, "FREE", retryable, "TID1"), answer);
        assertEquals(retryable && (http == 429 || http == 503) ? "1" : null, answer.header("Retry-After"));
        assertEquals(requests, StandIns.providerRequests().size());
    }

    /** The provider's reason is free text: only the form of its page is shown, and nothing that was sent. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
            argument 'phone_number': not found                  | argument 'phone_number': not found
            argument 'id_number': wrong length                  | argument 'id_number': wrong length
            argument 'birth_date': invalid                      | argument 'birth_date': invalid
            argument 'id_number': 3217061012870001 not found    | the provider refused an argument
            argument 'name': budi santoso not found             | the provider refused an argument
            argument 'name': Budi                               | the provider refused an argument
            BUDI SANTOSO is not the holder of 3217061012870001  | the provider refused an argument
            argument 'email': someone at example                | the provider refused an argument
            argument 'mother': siti                             | the provider refused an argument
            """)
    void repeatsNothingOfTheQuestion(String given, String shown) {
        ProviderStub.answers(400, word("INVALID_ARGUMENT", "\"" + given + "\""));

        Response answer = Api.verify(
                "id_selfie", Api.idSelfieWith(",\"name\":\"BUDI SANTOSO\",\"email\":\"someone@example.com\""));

        assertAnswer(400, error("INVALID_ARGUMENT", shown, "FREE", false, "TID1"), answer);
    }

    /** The caller can't mend that: the provider does not read what we write. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
            id_name   | id_number      | argument 'id_number': not found
            id_name   | name           | argument 'name': not found
            id_name   | name           | Argument "NAME": Not Found
            id_name   | name           | argument name:not found.
            id_selfie | id_number      | argument 'id_number': not found
            id_selfie | face_image     | argument 'face_image': not found
            id_selfie | ktp_image      | argument 'ktp_image': not found
            id_selfie | email          | argument 'email': not found
            id_selfie | phone_number   | argument `phone_number`: not found
            id_selfie | birth_date     | argument 'birth_date': not found
            id_selfie | name           | argument 'name': not found
            id_selfie | face_threshold | argument 'face_threshold': not found
            """)
    void aFieldThatWasSentAndIsNotFound(String operation, String field, String given) {
        ProviderStub.answers(400, word("INVALID_ARGUMENT", quoted(given)));

        Response answer = Api.verify(operation, operation.equals("id_name") ? Api.question(operation) : everything());

        assertAnswer(
                502,
                error("BODY_NOT_READ", "the provider did not find a field that was sent", "FREE", false, "TID1"),
                answer);
        assertEquals(1, StandIns.providerRequests().size());
        String sent = StandIns.providerRequests().get(0).getBodyAsString();
        assertTrue(sent.contains("\"" + field + "\":"), field);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
            id_name   | argument 'face_image': not found            | argument 'face_image': not found
            id_name   | argument 'birth_date': not found            | argument 'birth_date': not found
            id_selfie | argument 'ktp_image': not found             | argument 'ktp_image': not found
            id_selfie | argument 'email': not found                 | argument 'email': not found
            id_selfie | argument 'phone_number': not found          | argument 'phone_number': not found
            id_selfie | argument 'birth_date': not found            | argument 'birth_date': not found
            id_selfie | argument 'name': not found                  | argument 'name': not found
            id_selfie | argument 'face_threshold': not found        | argument 'face_threshold': not found
            id_selfie | Argument "NAME": Not Found                  | the provider refused an argument
            id_name   | argument 'nik': not found                   | the provider refused an argument
            id_name   | argument 'name': not found in the register  | the provider refused an argument
            id_name   | argument 'id_number': BUDI not found        | the provider refused an argument
            id_name   | argument 'email': missing                   | argument 'email': missing
            """)
    void whatWasNotSentOrSaysSomethingElseStaysTheCallers(String operation, String given, String shown) {
        ProviderStub.answers(400, word("INVALID_ARGUMENT", quoted(given)));

        assertAnswer(
                400,
                error("INVALID_ARGUMENT", shown, "FREE", false, "TID1"),
                Api.verify(operation, Api.question(operation)));
        assertEquals(1, StandIns.providerRequests().size());
    }

    /** The words count with their own status alone. */
    @Test
    void anotherStatusIsNoMatterOfTheBody() {
        ProviderStub.answers(400, word("QUERY_FAILED", quoted("argument 'name': not found")));

        assertAnswer(
                400,
                error("QUERY_FAILED", "argument 'name': not found", "FREE", true, "TID1"),
                Api.verify("id_name", Api.question("id_name")));
        assertEquals(1, StandIns.providerRequests().size());
    }

    private static String everything() {
        return Api.idSelfieWith(",\"ktp_image\":\"" + Api.PNG + "\",\"email\":\"a@example.com\","
                + "\"phone_number\":\"+62812345678\",\"birth_date\":\"1987-12-10\",\"name\":\"BUDI SANTOSO\","
                + "\"face_threshold\":70.5");
    }

    @Test
    void anErrorWithoutReasonAndRequestIdGetsOurs() {
        ProviderStub.answers(400, "{\"status\":\"QUERY_FAILED\"}");

        assertAnswer(
                400,
                error("QUERY_FAILED", "the provider's query failed", "FREE", true, LAMBDA_REQUEST_ID),
                Api.verify("id_name", Api.question("id_name")));
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /",
        "GET, /verify",
        "POST, /verify/id_names",
        "POST, /verify/id_name/more",
        "POST, /verify/ID_NAME",
        "POST, /verify/id_name/",
        "DELETE, /q/health"
    })
    void unknownRoute(String method, String path) {
        Response answer = Api.request()
                .contentType(ContentType.JSON)
                .body(method.equals("POST") ? Api.question("id_name") : "")
                .request(method, path);

        assertRefused(method, 404, "NOT_FOUND", "no such route", answer);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, id_name",
        "PUT, id_name",
        "PATCH, id_name",
        "DELETE, id_name",
        "OPTIONS, id_name",
        "HEAD, id_name",
        "GET, id_selfie",
        "PUT, id_selfie",
        "OPTIONS, id_selfie",
        "HEAD, id_selfie"
    })
    void wrongMethod(String method, String operation) {
        Response answer = Api.request().request(method, "/verify/" + operation);

        assertRefused(method, 405, "METHOD_NOT_ALLOWED", "only POST is allowed here", answer);
        assertEquals("POST", answer.header("Allow"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/xml",
                FORM,
                "application/merge-patch+json",
                "multipart/form-data; boundary=a",
                "nonsense"
            })
    void wrongMediaType(String mediaType) {
        Response answer = Api.request()
                .config(config().encoderConfig(encoderConfig().encodeContentTypeAs(FORM, ContentType.BINARY)))
                .contentType(mediaType)
                .body(Api.question("id_name").getBytes(StandardCharsets.UTF_8))
                .post("/verify/id_name");

        assertRefused("POST", 415, "UNSUPPORTED_MEDIA_TYPE", "the body must be application/json", answer);
    }

    /** REST Assured always names a type. */
    @Test
    void noMediaType() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://localhost:" + RestAssured.port + "/verify/id_name"))
                .version(HttpClient.Version.HTTP_1_1)
                .POST(HttpRequest.BodyPublishers.ofString(Api.question("id_name")))
                .build();
        HttpResponse<String> answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());

        assertEquals(415, answer.statusCode());
        assertEquals(
                Set.of(),
                OpenApi.faults(OpenApi.operation("/verify/id_name", "post") + "/responses/415", answer.body()));
        assertEquals(0, StandIns.providerRequests().size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"id_name", "id_selfie"})
    void tooLargeABody(String operation) {
        String body = Api.question(operation) + " ".repeat(300 * 1024);

        String reason = "the body is too large: more than 262144 bytes; a picture may have 51200";
        assertRefused("POST", 413, "PAYLOAD_TOO_LARGE", reason, Api.verify(operation, body));
    }

    private static void assertRefused(String method, int http, String status, String reason, Response answer) {
        if (method.equals("HEAD")) {
            assertEquals(http, answer.statusCode());
            assertEquals("", answer.asString());
        } else {
            assertAnswer(http, error(status, reason, "FREE", false, LAMBDA_REQUEST_ID), answer);
        }
        assertEquals(0, StandIns.providerRequests().size());
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\"", "\\\"") + "\"";
    }

    private static String word(String status, String reason) {
        return "{\"status\":\"" + status + "\",\"reason\":" + reason + ",\"request_id\":\"TID1\"}";
    }
}
