package dev.ktpverify.observability;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.temporal.ChronoUnit;
import java.util.logging.Level;
import org.jboss.logmanager.ExtFormatter;
import org.jboss.logmanager.ExtLogRecord;

/**
 * One JSON object on one line for each log record, with {@code timestamp} and {@code level} as Lambda reads them; in a
 * request with its ids, too.
 */
public final class JsonLines extends ExtFormatter {

    /** Quarkus puts Lambda's request id there, on the thread that fetches events. */
    private static final String MDC_REQUEST_ID = "AWSRequestId";

    /** Static, for no container makes a formatter; one is enough, for an environment has one invocation at a time. */
    private static volatile Ids invocation;

    /** The invocation that lines belong to from now on, on whichever thread they are written; null for none. */
    static void within(Ids ids) {
        invocation = ids;
    }

    @Override
    public String format(ExtLogRecord entry) {
        Object[] parameters = entry.getParameters();
        boolean isRequest = parameters != null && parameters.length == 1 && parameters[0] instanceof RequestLine;
        return Json.line(json -> {
                    json.writeStringField(
                            "timestamp",
                            entry.getInstant().truncatedTo(ChronoUnit.MILLIS).toString());
                    json.writeStringField("level", level(entry.getLevel()));
                    if (isRequest) {
                        ((RequestLine) parameters[0])
                                .write(json, entry.getInstant().toEpochMilli());
                    } else {
                        writeOther(json, entry);
                    }
                })
                + "\n";
    }

    private void writeOther(JsonGenerator json, ExtLogRecord entry) throws IOException {
        Json.text(json, "message", formatMessage(entry));
        Json.text(json, "logger", entry.getLoggerName());
        Ids ids = invocation;
        if (ids != null) {
            ids.writeShort(json);
        } else {
            Json.text(json, "request_id", entry.getMdc(MDC_REQUEST_ID));
        }
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
