package dev.ktpverify.observability;

import dev.ktpverify.KtpVerifyConfig;
import dev.ktpverify.Mode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Writes one line for each invocation, with its metrics. What is counted between two invocations, as the first reading of the
 * secret, is in the next line.
 */
@Singleton
public class InvocationLog {

    private static final Logger LOG = Logger.getLogger(InvocationLog.class);
    private static final String FUNCTION_NAME = "AWS_LAMBDA_FUNCTION_NAME";
    private static final String TRACE_HEADER = "com.amazonaws.xray.traceHeader"; // set by the Lambda loop

    private final String function;
    private final String version;
    private final Mode mode;
    private boolean coldStart = true;
    private int secretReads;

    /** The function is the one that Lambda names in the environment, which a native image must not read at build time. */
    @Inject
    InvocationLog(@ConfigProperty(name = "quarkus.application.version") String version, KtpVerifyConfig config) {
        this(null, version, Mode.of(config));
    }

    /**
     * @param function the function's name, a dimension of its metrics; null for the one in the environment
     * @param version the application's version
     * @param mode whose charges the lines tell of, if any
     */
    InvocationLog(String function, String version, Mode mode) {
        this.function = function;
        this.version = version;
        this.mode = mode;
    }

    /**
     * An invocation begins: from now on every line of the log has its ids.
     *
     * @param requestId Lambda's id
     * @param gatewayId API Gateway's id of the request, null if there is none
     * @param correlationId the caller's {@code X-Correlation-Id}, null if there is none
     */
    public InvocationRecord begin(String requestId, String gatewayId, String correlationId) {
        InvocationIds ids = InvocationIds.of(requestId, System.getProperty(TRACE_HEADER), gatewayId, correlationId);
        JsonFormatter.within(ids);
        return new InvocationRecord(ids, mode.isLive());
    }

    /** The secret was read. */
    public synchronized void secretRead() {
        secretReads++;
    }

    /**
     * The answer is there: writes the line, unless the caller was told nothing, as by the pages of dev mode.
     *
     * @param httpStatus the answer's HTTP status code
     */
    public synchronized void end(InvocationRecord entry, int httpStatus) {
        if (entry.hasEnding()) {
            entry.complete(functionName(), version, httpStatus, coldStart, secretReads);
            LOG.logf(entry.level(), "%s", entry);
            coldStart = false;
            secretReads = 0;
        }
        JsonFormatter.within(null);
    }

    private String functionName() {
        return function == null ? System.getenv().getOrDefault(FUNCTION_NAME, "ktp-verify") : function;
    }
}
