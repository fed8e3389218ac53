package dev.ktpverify.observability;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.logging.Logger;
import org.jboss.logmanager.ExtHandler;
import org.jboss.logmanager.ExtLogRecord;

/** The lines that a journal without a container writes, as the function would print them. */
public final class Lines {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Lines() {}

    /** A journal of its own, in an invocation that has begun. */
    public static Journal journal() {
        Journal journal = new Journal("ktp-verify", "1");
        journal.begin("11111111-2222-3333-4444-555555555555", null, null);
        return journal;
    }

    /** The one line that the journal ends with, after a verdict or error was told. */
    public static JsonNode end(Journal journal, int httpStatus) {
        List<JsonNode> lines = written(() -> journal.end(httpStatus));
        if (lines.size() != 1) {
            throw new AssertionError("not one line: " + lines);
        }
        return lines.get(0);
    }

    /** The line of a journal that is told nothing more than an unknown outcome. */
    public static JsonNode endUnknown(Journal journal) {
        journal.error("OUTCOME_UNKNOWN", Told.UNKNOWN, false, null);
        return end(journal, 502);
    }

    /** The line of a journal that is told nothing more than an error. */
    public static JsonNode endWithError(Journal journal) {
        journal.error("SOME_STATUS", Told.FREE, false, null);
        return end(journal, 400);
    }

    private enum Told {
        FREE,
        UNKNOWN
    }

    static List<JsonNode> written(Runnable action) {
        return of(Journal.class, action);
    }

    /** What the class logs meanwhile. */
    static List<JsonNode> of(Class<?> speaker, Runnable action) {
        List<JsonNode> lines = new ArrayList<>();
        Logger logger = Logger.getLogger(speaker.getName());
        ExtHandler handler = handler(entry -> lines.add(json(new JsonLines().format(entry))));
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
