package dev.ktpverify.lambda;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ktpverify.support.Api;
import dev.ktpverify.support.Lambda;
import dev.ktpverify.support.StandIns;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Whatever comes in, a refusal in the one envelope goes out, and the provider hears nothing of it. */
@QuarkusTest
@QuarkusTestResource(StandIns.class)
class HostileInputTest {

    private static final Set<String> ENVELOPE =
            Set.of("status", "reason", "livemode", "request_id", "charge", "retryable");
    private static final long SEED = Long.getLong("test.seed", 20250701L);

    @BeforeEach
    void reset() {
        Lambda.invoke(event("/verify/id_name", HostileBodies.ID_NAME)); // the first one of a JVM can be too slow
        StandIns.reset();
        System.out.println("HostileInputTest: -Dtest.seed=" + SEED);
    }

    @Test
    void hostileIdNameBodiesAreRefused() {
        List<Hostile> bodies = new HostileBodies(SEED).idName();
        assertTrue(bodies.size() >= 300, () -> bodies.size() + " bodies");
        assertRefused(bodies, "/verify/id_name");
    }

    @Test
    void hostileIdSelfieBodiesAreRefused() {
        List<Hostile> bodies = new HostileBodies(SEED).idSelfie();
        assertTrue(bodies.size() >= 400, () -> bodies.size() + " bodies");
        assertRefused(bodies, "/verify/id_selfie");
    }

    /** The mutations start from these: if they were refused themselves, the mutations would prove nothing. */
    @Test
    void theBodiesThatWereMutatedAreVerifications() {
        assertEquals(200, status(Lambda.invoke(event("/verify/id_name", HostileBodies.ID_NAME))));
        assertEquals(200, status(Lambda.invoke(event("/verify/id_selfie", HostileBodies.ID_SELFIE))));
        assertEquals(2, StandIns.providerRequests().size());
    }

    @Test
    void hostileBodiesAreRefusedOverHttpToo() {
        List<Executable> checks = new ArrayList<>();
        for (Hostile body : new HostileBodies(SEED).idName()) {
            if (faithful(body) && checks.size() < 120 && body.bytes().length < 1_000) {
                checks.add(() -> assertTrue(
                        body.statuses()
                                .contains(Api.verify("id_name", text(body)).statusCode()),
                        body::label));
            }
        }
        assertEquals(120, checks.size());
        assertAll(checks);
        assertEquals(List.of(), StandIns.providerRequests());
    }

    @Test
    void hostileEventsAreRefused() {
        List<Hostile> events = new HostileEvents().refused();
        assertTrue(events.size() >= 300, () -> events.size() + " events");
        assertAll(events.stream().map(event -> () -> assertRefused(event, text(event))));
        assertEquals(List.of(), StandIns.providerRequests());
    }

    @Test
    void everyDirectPayloadIsAnsweredInItsOwnForm() {
        List<Hostile> payloads = new HostileEvents().direct();
        assertTrue(payloads.size() >= 100, () -> payloads.size() + " payloads");
        assertAll(payloads.stream().map(payload -> () -> {
            Lambda.Answer answer = assertRefused(payload, Lambda.invoke(payload.bytes(), Map.of()));
            assertTrue(answer.direct(), () -> payload + ": " + answer.text());
        }));
        assertEquals(List.of(), StandIns.providerRequests());
    }

    @Test
    void anEventsAnswerIsApiGateways() {
        for (Hostile event : new HostileEvents().refused()) {
            assertFalse(Lambda.invoke(text(event)).direct(), event::label);
        }
    }

    @Test
    void aBatchIsAFunctionErrorThatSaysNothingOfIt() {
        for (Hostile batch : new HostileEvents().batches()) {
            Lambda.Answer answer = Lambda.invoke(text(batch));
            assertTrue(answer.functionError(), answer::text);
            JsonNode error = answer.response();
            assertEquals(
                    "dev.ktpverify.lambda.BatchEventException",
                    error.get("errorType").asText());
            assertTrue(error.get("errorMessage").asText().contains("see runbook: errors"), answer::text);
            Hostile.shreds().forEach(shred -> assertFalse(answer.text().contains(shred), answer::text));
        }
        assertEquals(List.of(), StandIns.providerRequests());
    }

    @Test
    void whatIsNotUsedCannotStopAVerification() {
        List<Hostile> events = new HostileEvents().harmless();
        assertTrue(events.size() >= 300, () -> events.size() + " events");
        assertAll(events.stream().map(event -> () -> {
            StandIns.server().resetRequests();
            assertEquals(200, status(Lambda.invoke(text(event))), event::label);
            assertEquals(1, StandIns.providerRequests().size(), event::label);
        }));
    }

    @Test
    void hostileBodiesAreRefusedInDirectInvocationsToo() {
        List<Executable> checks = new ArrayList<>();
        for (Hostile body : new HostileBodies(SEED).idName()) {
            if (body.bytes().length < 1_000 && faithful(body)) {
                String payload = "{\"verify\":\"id_name\",\"request\":" + text(body) + "}";
                checks.add(() -> assertTrue(
                        assertRefused(new Hostile(body.label(), body.bytes(), List.of(400)), payload)
                                .direct(),
                        body::label));
            }
        }
        assertTrue(checks.size() >= 200, () -> checks.size() + " bodies");
        assertAll(checks);
        assertEquals(List.of(), StandIns.providerRequests());
    }

    @Test
    void theAnswerCarriesTheIdOfTheInvocation() {
        String id = "11111111-2222-3333-4444-555555555555";
        Map<String, String> headers = Map.of("Lambda-Runtime-Aws-Request-Id", id);

        Lambda.Answer answer = Lambda.invoke("{\"version\":\"2.0\"}", headers);
        assertEquals(id, answer.body().get("request_id").asText());
        assertEquals(id, answer.response().at("/headers/X-Request-Id").asText());

        Lambda.Answer direct = Lambda.invoke("{}", headers);
        assertEquals(id, direct.response().get("request_id").asText());
    }

    /** Whether the bytes are what a text can say. */
    private static boolean faithful(Hostile body) {
        return Arrays.equals(text(body).getBytes(StandardCharsets.UTF_8), body.bytes());
    }

    private static String text(Hostile event) {
        return new String(event.bytes(), StandardCharsets.UTF_8);
    }

    private static String event(String path, String body) {
        return Lambda.event(path, body.getBytes(StandardCharsets.UTF_8)).toString();
    }

    private static int status(Lambda.Answer answer) {
        assertFalse(answer.functionError(), answer::text);
        return answer.status();
    }

    private static void assertRefused(List<Hostile> bodies, String path) {
        assertAll(bodies.stream()
                .map(body -> () ->
                        assertRefused(body, Lambda.event(path, body.bytes()).toString())));
        assertEquals(List.of(), StandIns.providerRequests());
    }

    private static Lambda.Answer assertRefused(Hostile input, String event) {
        try {
            return assertRefused(input, Lambda.invoke(event));
        } catch (IllegalStateException e) {
            throw new AssertionError(input + ": no answer: " + e.getCause(), e);
        }
    }

    private static Lambda.Answer assertRefused(Hostile input, Lambda.Answer answer) {
        String told = input + ": " + answer.text();
        assertTrue(input.statuses().contains(status(answer)), told);
        JsonNode response = answer.response();
        JsonNode body = response;
        if (!answer.direct()) {
            assertEquals(
                    "application/json",
                    response.at("/headers/Content-Type").asText().split(";")[0],
                    told);
            body = answer.body();
            assertEquals(
                    response.at("/headers/X-Request-Id").asText(),
                    body.get("request_id").asText(),
                    told);
        }
        Set<String> keys = new TreeSet<>();
        body.fieldNames().forEachRemaining(keys::add);
        keys.removeAll(Set.of("errors", "http_status"));
        assertEquals(new TreeSet<>(ENVELOPE), keys, told);
        assertFalse(body.get("status").asText().isBlank(), told);
        assertFalse(body.get("reason").asText().isBlank(), told);
        assertFalse(body.get("request_id").asText().isBlank(), told);
        assertEquals("FREE", body.get("charge").asText(), told);
        assertTrue(body.get("retryable").isBoolean() && !body.get("retryable").asBoolean(), told);
        assertTrue(body.get("livemode").booleanValue(), told);
        body.path("errors").forEach(fault -> assertEquals(2, fault.size(), told));
        Hostile.shreds().forEach(shred -> assertFalse(answer.text().contains(shred), told));
        return answer;
    }
}
