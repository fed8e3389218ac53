package dev.ktpverify.observability;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import org.jboss.logging.Logger;

/**
 * The one line of an invocation, and all that it can hold: no field is here that is not named in these records.
 *
 * @param operation {@code id_name} or {@code id_selfie}, null for no such route
 * @param httpStatus the HTTP status code of the answer
 * @param ending what the caller was told
 * @param work what it took
 * @param ids what it can be found by
 * @param function the function's name
 * @param version the application's version
 */
record RequestLine(
        String operation, int httpStatus, Ending ending, Work work, Ids ids, String function, String version) {

    Logger.Level level() {
        return ending.advice().level();
    }

    /** The line in short, for people. */
    String message() {
        return (operation == null ? "refused" : operation) + ": " + ending.word();
    }

    /** Everything but timestamp and level, which are the log record's. */
    void write(JsonGenerator json, long epochMillis) throws IOException {
        writeFields(json);
        Metrics.write(json, this, epochMillis);
    }

    private void writeFields(JsonGenerator json) throws IOException {
        json.writeStringField("message", message());
        ids.write(json);
        Json.text(json, "operation", operation);
        json.writeNumberField("http_status", httpStatus);
        ending.write(json);
        work.write(json);
        Json.text(json, "version", version);
    }

    /** For logs in text: the same without metrics. */
    @Override
    public String toString() {
        return Json.line(this::writeFields);
    }
}
