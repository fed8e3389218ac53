package dev.ktpverify.observability;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ktpverify.Mode;
import dev.ktpverify.model.Charge;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.logging.Logger;
import org.jboss.logmanager.ExtHandler;
import org.jboss.logmanager.ExtLogRecord;

/** The lines that a log without a container writes, as the function would print them. */
public final class Lines {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Lines() {}

    /** A log of its own, in an invocation that has begun. */
    public static InvocationLog log() {
        InvocationLog log = new InvocationLog("ktp-verify", "1", Mode.PRODUCTION);
        log.begin("11111111-2222-3333-4444-555555555555", null, null);
        return log;
    }

    /** The one line that an invocation ends with, after it was told a verdict or an error. */
    public static JsonNode end(InvocationLog log, InvocationRecord entry, int httpStatus) {
        List<JsonNode> lines = written(() -> log.end(entry, httpStatus));
        if (lines.size() != 1) {
            throw new AssertionError("not one line: " + lines);
        }
        return lines.get(0);
    }

    /** The line of an invocation that is told nothing more than an unknown outcome. */
    public static JsonNode endUnknown(InvocationLog log, InvocationRecord entry) {
        entry.error("OUTCOME_UNKNOWN", Charge.UNKNOWN, false, null);
        return end(log, entry, 502);
    }

    /** The line of an invocation that is told nothing more than an error. */
    public static JsonNode endWithError(InvocationLog log, InvocationRecord entry) {
        entry.error("SOME_STATUS", Charge.FREE, false, null);
        return end(log, entry, 400);
    }

    static List<JsonNode> written(Runnable action) {
        return of(InvocationLog.class, action);
    }

    /** What the class logs meanwhile. */
    public static List<JsonNode> of(Class<?> speaker, Runnable action) {
        List<JsonNode> lines = new ArrayList<>();
        Logger logger = Logger.getLogger(speaker.getName());
        ExtHandler handler = handler(entry -> lines.add(json(new JsonFormatter().format(entry))));
        logger.addHandler(handler);
        boolean parents = logger.getUseParentHandlers();
        logger.setUseParentHandlers(false);
        try {
            action.run();
        } finally {
            logger.removeHandler(handler);
            logger.setUseParentHandlers(parents);
        }
        return lines;
    }

    static JsonNode json(String line) {
        if (line.indexOf('\n') != line.length() - 1) {
            throw new AssertionError("not one line: " + line);
        }
        try {
            return JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON: " + line, e);
        }
    }

    private static ExtHandler handler(Consumer<ExtLogRecord> publish) {
        return new ExtHandler() {
            @Override
            protected void doPublish(ExtLogRecord entry) {
                publish.accept(entry);
            }
        };
    }
}
