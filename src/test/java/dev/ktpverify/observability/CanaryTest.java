package dev.ktpverify.observability;

import static dev.ktpverify.observability.Canaries.API_ID;
import static dev.ktpverify.observability.Canaries.API_SECRET;
import static dev.ktpverify.observability.Canaries.BROKEN;
import static dev.ktpverify.observability.Canaries.FIELD;
import static dev.ktpverify.observability.Canaries.HEADER;
import static dev.ktpverify.observability.Canaries.NIK;
import static dev.ktpverify.observability.Canaries.NIK_AS_FIELD;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.ktpverify.support.Lambda;
import dev.ktpverify.support.StandIns;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nothing personal and no credential is ever written, with every log there is turned up. */
@QuarkusTest
@QuarkusTestResource(StandIns.class)
@TestProfile(EverythingLogged.AtTrace.class)
class CanaryTest {

    private static final String ID_NAME = "/verify/id_name";
    private static final String ID_SELFIE = "/verify/id_selfie";
    private static final String NAMED = "{\"id_number\":\"" + NIK + "\",\"name\":\"" + Canaries.NAME + "\"}";
    private static final String SELFIE = "{\"id_number\":\"" + NIK + "\",\"name\":\"" + Canaries.NAME
            + "\",\"face_image\":\""
            + Canaries.FACE_IMAGE + "\",\"ktp_image\":\"" + Canaries.KTP_IMAGE + "\",\"email\":\"" + Canaries.EMAIL
            + "\",\"phone_number\":\"" + Canaries.PHONE + "\",\"birth_date\":\"" + Canaries.BIRTH_DATE
            + "\",\"face_threshold\":71.25}";

    /** What a caller may take for an id of its own. */
    private static final List<String> PERSONAL =
            List.of(NIK, "nik:" + NIK, Canaries.PHONE, Canaries.PHONE.substring(1), Canaries.EMAIL);

    private static final ByteArrayOutputStream PRINTED = new ByteArrayOutputStream();
    private static final PrintStream OUT = System.out;
    private static final PrintStream ERR = System.err;

    @BeforeAll
    static void listen() {
        PrintStream both = new PrintStream(PRINTED, true, StandardCharsets.UTF_8);
        System.setOut(both);
        System.setErr(both);
    }

    @AfterAll
    static void stopListening() {
        System.setOut(OUT);
        System.setErr(ERR);
        OUT.print(PRINTED.toString(StandardCharsets.UTF_8));
    }

    @BeforeEach
    void warmUp() {
        reset();
        Lambda.invoke(event(ID_NAME, NAMED).toString()); // the first one of a JVM can be too slow
        reset();
    }

    private static void reset() {
        StandIns.reset();
        Endings.secretsManager(Endings.secret(
                "{\\\"api_id\\\":\\\"" + API_ID + "\\\",\\\"api_secret\\\":\\\"" + API_SECRET + "\\\"}"));
    }

    @Test
    void noEndingOfAVerificationWritesAnythingPrivate() throws IOException {
        List<String> asked = new ArrayList<>();
        Endings.ofTheProvider().forEach((label, ending) -> {
            reset();
            ending.prepare();
            assertEquals(ending.status(), answer(ID_NAME, NAMED), label);
            assertEquals(ending.status(), answer(ID_SELFIE, SELFIE), label);
            asked.add(label);
            assertSentWithCanaries(StandIns.providerRequests());
        });
        assertEquals(41, asked.size());
        Endings.ofSecretsManager().forEach((label, answer) -> {
            reset();
            Endings.secretsManager(answer);
            answer(ID_NAME, NAMED); // the old credentials serve on
        });
        assertNothingPrivateWasWritten();
    }

    @Test
    void noRefusalWritesAnythingPrivate() throws IOException {
        for (String body : refusedBodies()) {
            assertEquals("INVALID_ARGUMENT", answer(ID_NAME, body), body);
            assertEquals("INVALID_ARGUMENT", answer(ID_SELFIE, body), body);
        }
        for (String event : refusedEvents()) {
            status(Lambda.invoke(event));
        }
        for (String payload : refusedPayloads()) {
            assertTrue(Lambda.invoke(payload).direct(), payload);
        }
        assertTrue(Lambda.invoke("{\"Records\":[{\"body\":\"" + NIK + "\"}]}").functionError());
        assertEquals(List.of(), StandIns.providerRequests());
        for (String event : oddEvents()) {
            StandIns.server().resetRequests();
            status(Lambda.invoke(event));
            assertTrue(!StandIns.providerRequests().isEmpty(), event);
        }
        assertNothingPrivateWasWritten();
    }

    @Test
    void aCanaryThatIsWrittenIsFound() throws IOException {
        Endings.ofTheProvider().get("HTTP 477").prepare();
        answer(ID_NAME, NAMED);
        assertTrue(written().contains("ANSWER_LOST: HTTP 477"), "what the function logs is not searched");
        assertTrue(written().contains("request: POST /verify/id_name"), "the REST client's log is not turned on");
        assertTrue(written().contains("\"level\":\"DEBUG\""), "the log is not turned up");
        assertTrue(written().contains("\"UnknownCharges\":1"), "metrics are not searched");
        if (!getClass().isAnnotationPresent(QuarkusIntegrationTest.class)) { // there, this is another process
            String planted = "PLANTED" + System.nanoTime();
            Logger.getLogger("any.library").trace("a " + planted);
            assertTrue(found(planted), "what is logged at TRACE is not found");
            System.out.println(planted + "-OUT");
            System.err.println(planted + "-ERR");
            assertTrue(found(planted + "-OUT") && found(planted + "-ERR"), "what is printed is not found");
            assertTrue(Canaries.spellings(planted).size() >= 4, "base64 is not searched");
        }
    }

    private static List<String> refusedBodies() {
        return List.of(
                NAMED.replace("}", ",\"" + FIELD + "\":\"" + BROKEN + "\"}"),
                NAMED.replace("}", ",\"" + NIK_AS_FIELD + "\":\"" + BROKEN + "\"}"),
                NAMED.replace("}", ""),
                NAMED.replace(",", BROKEN),
                NAMED.replace(":", ":" + BROKEN),
                NAMED + BROKEN,
                BROKEN,
                "[" + NAMED + "]",
                "{\"id_number\":" + NIK + ",\"name\":[\"" + Canaries.NAME + "\"]}",
                SELFIE.replace("71.25", "\"" + BROKEN + "\"").replace(NIK, NIK + "1"),
                SELFIE.replace("71.25", "1e" + NIK).replace("@", "\\u0000"),
                SELFIE.replace("\"" + Canaries.BIRTH_DATE, "\"" + BROKEN),
                SELFIE.replace(Canaries.FACE_IMAGE, "data:image/png;base64," + Canaries.FACE_IMAGE)
                        .replace("_date", "_day"),
                NAMED.replace("\"name\"", "\"id_number\""),
                "{\"id_number\":" + "[\"" + BROKEN + "\",".repeat(50));
    }

    private static List<String> refusedEvents() {
        String good = event(ID_NAME, NAMED).toString();
        return List.of(
                good.replace("\"POST\"", "\"" + BROKEN + "\""),
                good.replace(ID_NAME, "/" + NIK),
                good.replace(ID_NAME, "/verify/" + NIK + " " + BROKEN),
                good.replace("\"body\":\"", "\"body\":\"%" + BROKEN),
                good.replace("true", "\"" + BROKEN + "\""),
                good.replace("application/json", "text/" + BROKEN),
                good.replace("application/json", BROKEN),
                good.replace("\"headers\":{", "\"headers\":{\"Content-Encoding\":\"" + BROKEN + "\","),
                good.replace("\"headers\":{", BROKEN + "\"headers\":{"));
    }

    /** Events that are read all the same. */
    private static List<String> oddEvents() {
        String good = event(ID_NAME, NAMED).toString();
        return List.of(
                good.replace("\"headers\":{", "\"headers\":{\"x\":[\"" + BROKEN + "\"],"),
                good.replace("\"requestContext\":{", "\"requestContext\":{\"timeEpoch\":\"" + BROKEN + "\","),
                good.replace("\"" + ID_NAME + "\"", "\"/" + NIK + "\""));
    }

    /** What is invoked directly, and can't be read. */
    private static List<String> refusedPayloads() {
        String good = "{\"verify\":\"id_name\",\"request\":" + NAMED + "}";
        return List.of(
                "\"" + BROKEN + "\"",
                BROKEN,
                NIK + BROKEN,
                "{\"" + NIK_AS_FIELD + "\":" + NAMED + "}",
                good.replace("\"" + NIK + "\"", NIK + BROKEN),
                good.replace("\"" + NIK + "\"", "1e" + NIK),
                good.replace("\"" + NIK + "\"", NIK.repeat(1_000)),
                good.replace("\"" + NIK + "\"", "[\"" + BROKEN + "\",".repeat(5_000)),
                good.replace("id_name", BROKEN),
                good + BROKEN);
    }

    private static ObjectNode event(String path, String body) {
        ObjectNode event = Lambda.event(path, body.getBytes(StandardCharsets.UTF_8));
        ((ObjectNode) event.get("headers"))
                .put("Authorization", "Bearer " + HEADER)
                .put("X-DF-API-SECRET", HEADER)
                .put("X-Any", HEADER)
                .put("X-Correlation-Id", PERSONAL.get(Math.floorMod(body.hashCode(), PERSONAL.size())));
        event.putArray("cookies").add("session=" + HEADER);
        event.put("rawQueryString", "token=" + HEADER);
        ((ObjectNode) event.get("requestContext"))
                .put("requestId", NIK)
                .putObject("authorizer")
                .putObject("jwt")
                .putObject("claims")
                .put("sub", HEADER);
        return event;
    }

    /** Posts the body both as text and in base64, and returns the word of the answer, which holds nothing private. */
    private static String answer(String path, String body) {
        ObjectNode event = event(path, body);
        if (body.hashCode() % 2 == 0) {
            event.put("isBase64Encoded", false).put("body", body);
        }
        return status(Lambda.invoke(event.toString()));
    }

    private static String status(Lambda.Answer answer) {
        assertFalse(answer.functionError(), answer::text);
        for (String canary : Canaries.PRIVATE) {
            Canaries.spellings(canary).forEach(s -> assertFalse(answer.text().contains(s), answer::text));
        }
        return answer.body().path("status").asText();
    }

    private static void assertSentWithCanaries(List<LoggedRequest> requests) {
        assertTrue(requests.size() >= 2, () -> requests.size() + " requests");
        for (LoggedRequest request : requests) {
            assertEquals(API_ID, request.getHeader("X-DF-API-ID"));
            assertEquals(API_SECRET, request.getHeader("X-DF-API-SECRET"));
            assertTrue(request.getBodyAsString().contains(NIK));
        }
    }

    private static boolean found(String canary) throws IOException {
        String written = written();
        return Canaries.spellings(canary).stream().anyMatch(written::contains);
    }

    /** All that the function has written until now, and in the JVM all that the test has. */
    private static String written() throws IOException {
        StringBuilder written = new StringBuilder(PRINTED.toString(StandardCharsets.UTF_8));
        Path launched = Path.of(System.getProperty("quarkus.log.file.path", "target/quarkus.log"));
        for (Path log : new HashSet<>(List.of(EverythingLogged.LOG.toAbsolutePath(), launched.toAbsolutePath()))) {
            if (Files.exists(log)) {
                written.append(Files.readString(log, StandardCharsets.ISO_8859_1));
            }
        }
        return written.toString();
    }

    private static void assertNothingPrivateWasWritten() throws IOException {
        String written = written();
        assertTrue(written.length() > 10_000, "there is hardly any log");
        assertAll(Canaries.all().stream()
                .flatMap(c -> Canaries.spellings(c).stream())
                .map(spelling -> () -> {
                    int at = written.indexOf(spelling);
                    int line = written.lastIndexOf('\n', Math.max(at, 0));
                    assertEquals(
                            -1,
                            at,
                            () -> "written: " + written.substring(line + 1, Math.min(at + 40, written.length())));
                }));
    }
}
