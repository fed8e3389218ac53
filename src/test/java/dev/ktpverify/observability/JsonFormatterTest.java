package dev.ktpverify.observability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ktpverify.Mode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.jboss.logmanager.ExtLogRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every line is one JSON object that Lambda can read the level and the time of. */
class JsonFormatterTest {

    private static final Instant NOW = Instant.parse("2026-07-01T03:12:20.123456789Z");

    static Stream<Arguments> levels() {
        return Stream.of(
                Arguments.of(org.jboss.logmanager.Level.FATAL, "FATAL"),
                Arguments.of(org.jboss.logmanager.Level.ERROR, "ERROR"),
                Arguments.of(Level.SEVERE, "ERROR"),
                Arguments.of(Level.WARNING, "WARN"),
                Arguments.of(org.jboss.logmanager.Level.WARN, "WARN"),
                Arguments.of(Level.INFO, "INFO"),
                Arguments.of(Level.CONFIG, "DEBUG"),
                Arguments.of(org.jboss.logmanager.Level.DEBUG, "DEBUG"),
                Arguments.of(Level.FINE, "DEBUG"),
                Arguments.of(org.jboss.logmanager.Level.TRACE, "TRACE"),
                Arguments.of(Level.FINEST, "TRACE"));
    }

    @ParameterizedTest
    @MethodSource
    void levels(Level level, String word) {
        assertEquals(word, line(entry(level, "x")).get("level").textValue());
    }

    @Test
    void aLine() {
        ExtLogRecord entry = entry(Level.INFO, "two\nlines and a \"quote\"");
        assertEquals(
                "{\"timestamp\":\"2026-07-01T03:12:20.123Z\",\"level\":\"INFO\","
                        + "\"message\":\"two\\nlines and a \\\"quote\\\"\",\"logger\":\"some.library\"}\n",
                new JsonFormatter().format(entry));
    }

    @Test
    void aMessageWithParameters() {
        ExtLogRecord entry = new ExtLogRecord(
                Level.WARNING, "%s is %d", ExtLogRecord.FormatStyle.PRINTF, JsonFormatterTest.class.getName());
        entry.setParameters(new Object[] {"x", 3});
        assertEquals("x is 3", line(entry).get("message").textValue());
    }

    @Test
    void anExceptionIsPartOfTheLine() {
        ExtLogRecord entry = entry(Level.SEVERE, "failed");
        entry.setThrown(new IllegalStateException("why", new IllegalArgumentException("because")));
        JsonNode line = line(entry);
        assertEquals("java.lang.IllegalStateException", line.get("error").textValue());
        String trace = line.get("stack_trace").textValue();
        assertTrue(trace.startsWith("java.lang.IllegalStateException: why\n"), trace);
        assertTrue(trace.contains("Caused by: java.lang.IllegalArgumentException: because\n"), trace);
    }

    @Test
    void inARequestEveryThreadsLinesHaveItsIds() throws InterruptedException {
        InvocationLog log = new InvocationLog("f", "1", Mode.PRODUCTION);
        System.setProperty("com.amazonaws.xray.traceHeader", "Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1");
        try {
            InvocationRecord invocation = log.begin("id-of-this", null, null);
            AtomicReference<JsonNode> other = new AtomicReference<>();
            Thread worker = new Thread(() -> other.set(line(entry(Level.INFO, "x"))));
            worker.start();
            worker.join();
            for (JsonNode line : List.of(line(entry(Level.INFO, "x")), other.get())) {
                assertEquals("id-of-this", line.get("request_id").textValue());
                assertEquals(
                        "1-5759e988-bd862e3fe1be46a994272793",
                        line.get("trace_id").textValue());
            }
            Lines.endWithError(log, invocation);
            assertNull(line(entry(Level.INFO, "x")).get("request_id"));
        } finally {
            System.clearProperty("com.amazonaws.xray.traceHeader");
        }
    }

    @Test
    void onceARequestHasEndedTheLambdaLoopsLinesStillHaveItsId() {
        ExtLogRecord entry = entry(Level.INFO, "x");
        entry.setMdc(Map.of("AWSRequestId", "id-of-that"));
        assertEquals("id-of-that", line(entry).get("request_id").textValue());
        assertFalse(line(entry).has("trace_id"));
    }

    private static ExtLogRecord entry(Level level, String message) {
        ExtLogRecord entry =
                new ExtLogRecord(level, message, ExtLogRecord.FormatStyle.NO_FORMAT, JsonFormatterTest.class.getName());
        entry.setLoggerName("some.library");
        entry.setInstant(NOW);
        return entry;
    }

    private static JsonNode line(ExtLogRecord entry) {
        return Lines.json(new JsonFormatter().format(entry));
    }
}
