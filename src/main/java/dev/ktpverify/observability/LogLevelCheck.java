package dev.ktpverify.observability;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Set;
import org.jboss.logging.Logger;

/** Says at start what a value of {@code AWS_LAMBDA_LOG_LEVEL} does that its author may not have meant. */
@ApplicationScoped
class LogLevelCheck {

    private static final Logger LOG = Logger.getLogger(LogLevelCheck.class);
    private static final Set<String> ABOVE_INFO = Set.of("WARN", "ERROR", "FATAL");

    void onStart(@Observes StartupEvent start) {
        check(System.getenv(LambdaLogLevel.VARIABLE));
    }

    static void check(String value) {
        String level = LambdaLogLevel.level(value).orElse(null);
        if (value != null && level == null) {
            LOG.warn("AWS_LAMBDA_LOG_LEVEL has no level of Lambda's, so INFO is taken;"
                    + " set it to TRACE, DEBUG, INFO, WARN, ERROR or FATAL");
        } else if (level != null && ABOVE_INFO.contains(level)) {
            LOG.warn("AWS_LAMBDA_LOG_LEVEL is above INFO, so most verifications leave neither a line nor metrics;"
                    + " set it to INFO, or alarms and reconciliation see too little");
        }
    }
}
