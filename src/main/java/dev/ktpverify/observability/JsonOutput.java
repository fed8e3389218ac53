package dev.ktpverify.observability;

import io.quarkus.bootstrap.logging.InitialConfigurator;
import io.quarkus.logging.LoggingFilter;
import java.util.logging.Filter;
import java.util.logging.Handler;
import java.util.logging.LogRecord;

/**
 * Switches to {@link JsonLines}. An application can bring Quarkus a filter and no formatter, so this is a filter that lets
 * everything pass; on the first record, before any is formatted, it gives the handlers their formatter. On with
 * {@code quarkus.log.console.filter=json}.
 */
@LoggingFilter(name = "json")
public final class JsonOutput implements Filter {

    private boolean installed;

    @Override
    public synchronized boolean isLoggable(LogRecord entry) {
        if (!installed) {
            installed = true;
            for (Handler handler : InitialConfigurator.DELAYED_HANDLER.getHandlers()) {
                handler.setFormatter(new JsonLines());
            }
        }
        return true;
    }
}
