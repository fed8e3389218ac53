package dev.ktpverify.observability;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jboss.logging.Logger;

/** Says at start that a value of {@code AWS_LAMBDA_LOG_LEVEL} is no level. */
@ApplicationScoped
class LogLevelCheck {

    private static final Logger LOG = Logger.getLogger(LogLevelCheck.class);

    void onStart(@Observes StartupEvent start) {
        check(System.getenv(LambdaLogLevel.VARIABLE));
    }

    static void check(String value) {
        if (value != null && LambdaLogLevel.level(value).isEmpty()) {
            LOG.warn("AWS_LAMBDA_LOG_LEVEL has no level of Lambda's, so INFO is taken;"
                    + " set it to TRACE, DEBUG, INFO, WARN, ERROR or FATAL");
        }
    }
}
