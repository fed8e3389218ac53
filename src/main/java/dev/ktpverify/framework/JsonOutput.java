package dev.ktpverify.framework;

import dev.ktpverify.observability.JsonFormatter;
import io.quarkus.bootstrap.logging.InitialConfigurator;
import io.quarkus.logging.LoggingFilter;
import java.util.logging.Filter;
import java.util.logging.Handler;
import java.util.logging.LogRecord;

/**
 * Switches the log to {@link JsonFormatter}. An application can bring Quarkus a filter, but no formatter. So this is a filter
 * that lets everything pass. On the first record, before any is formatted, it gives the handlers their formatter. On with
 * {@code quarkus.log.console.filter=json}.
 *
 * <ul>
 *   <li>Figure: none; it decides what the log looks like.
 *   <li>Upstream: <a href="https://github.com/quarkusio/quarkus/issues/10796">quarkus #10796</a>, open: only an extension can
 *       bring a formatter.
 *   <li>Remove when an application can.
 * </ul>
 */
@LoggingFilter(name = "json")
public final class JsonOutput implements Filter {

    private boolean installed;

    @Override
    public synchronized boolean isLoggable(LogRecord entry) {
        if (!installed) {
            installed = true;
            for (Handler handler : InitialConfigurator.DELAYED_HANDLER.getHandlers()) {
                handler.setFormatter(new JsonFormatter());
            }
        }
        return true;
    }
}
