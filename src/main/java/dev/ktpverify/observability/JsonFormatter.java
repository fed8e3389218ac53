package dev.ktpverify.observability;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.temporal.ChronoUnit;
import java.util.logging.Level;
import org.jboss.logmanager.ExtFormatter;
import org.jboss.logmanager.ExtLogRecord;

/**
 * One JSON object on one line for each log record, with {@code timestamp} and {@code level} as Lambda reads them; in a
 * request with its ids, too.
 */
public final class JsonFormatter extends ExtFormatter {

    private static final JsonFactory FACTORY = new JsonFactory();

    /** Quarkus puts Lambda's request id there, on the thread that fetches events. */
    private static final String MDC_REQUEST_ID = "AWSRequestId";

    /** What is to be done about a line that is of no invocation: in the MDC of whoever writes it. */
    public static final String NEXT = "next";

    /** Static, for no container makes a formatter; one is enough, for an environment has one invocation at a time. */
    private static volatile InvocationIds invocation;

    /** The invocation that lines belong to from now on, on whichever thread they are written; null for none. */
    static void within(InvocationIds ids) {
        invocation = ids;
    }

    /** Something that writes the fields of an object. */
    @FunctionalInterface
    interface Fields {
        void write(JsonGenerator json) throws IOException;
    }

    /** An object on one line. */
    static String line(Fields fields) {
        StringWriter line = new StringWriter(1024);
        try (JsonGenerator json = FACTORY.createGenerator(line)) {
            json.writeStartObject();
            fields.write(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a string has room
        }
        return line.toString();
    }

    /** Writes a field; null is left out. */
    static void text(JsonGenerator json, String name, String value) throws IOException {
        if (value != null) {
            json.writeStringField(name, value);
        }
    }

    @Override
    public String format(ExtLogRecord entry) {
        Object[] parameters = entry.getParameters();
        boolean isInvocation =
                parameters != null && parameters.length == 1 && parameters[0] instanceof InvocationRecord;
        return line(json -> {
                    json.writeStringField(
                            "timestamp",
                            entry.getInstant().truncatedTo(ChronoUnit.MILLIS).toString());
                    json.writeStringField("level", level(entry.getLevel()));
                    if (isInvocation) {
                        ((InvocationRecord) parameters[0])
                                .write(json, entry.getInstant().toEpochMilli());
                    } else {
                        writeOther(json, entry);
                    }
                })
                + "\n";
    }

    private void writeOther(JsonGenerator json, ExtLogRecord entry) throws IOException {
        text(json, "message", formatMessage(entry));
        text(json, "logger", entry.getLoggerName());
        InvocationIds ids = invocation;
        if (ids != null) {
            ids.writeShort(json);
        } else {
            text(json, "request_id", entry.getMdc(MDC_REQUEST_ID));
        }
        text(json, NEXT, entry.getMdc(NEXT));
        if (entry.getThrown() != null) {
            json.writeStringField("error", entry.getThrown().getClass().getName());
            json.writeStringField("stack_trace", trace(entry.getThrown()));
        }
    }

    private static String trace(Throwable thrown) {
        StringWriter trace = new StringWriter();
        thrown.printStackTrace(new PrintWriter(trace));
        return trace.toString();
    }

    /** Lambda's word for a level of JBoss's or the JDK's scale. */
    static String level(Level level) {
        int value = level.intValue();
        if (value >= org.jboss.logmanager.Level.FATAL.intValue()) {
            return "FATAL";
        } else if (value >= org.jboss.logmanager.Level.ERROR.intValue()) {
            return "ERROR";
        } else if (value >= org.jboss.logmanager.Level.WARN.intValue()) {
            return "WARN";
        } else if (value >= org.jboss.logmanager.Level.INFO.intValue()) {
            return "INFO";
        }
        return value >= org.jboss.logmanager.Level.DEBUG.intValue() ? "DEBUG" : "TRACE";
    }
}
