package dev.ktpverify.observability;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jboss.logging.Logger;

/**
 * Lambda's own log level, {@code AWS_LAMBDA_LOG_LEVEL}, as {@code quarkus.log.level}. A value that is none of Lambda's is
 * passed over, for it must not keep the function from starting. Found as a service by the configuration.
 */
public final class LambdaLogLevel implements ConfigSource {

    static final String VARIABLE = "AWS_LAMBDA_LOG_LEVEL";
    private static final String PROPERTY = "quarkus.log.level";
    /** Above application.properties (250), below the environment (300), where QUARKUS_LOG_LEVEL says it more exactly. */
    private static final int ORDINAL = 290;
    /** Lambda's words, from its page on log-level filtering; Quarkus has the same ones. */
    private static final Set<String> WORDS = Set.of("TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL");

    private final Supplier<String> variable;

    public LambdaLogLevel() {
        this(() ->
                System.getenv(VARIABLE)); // asked each time: an image is built in another environment than it runs in
    }

    LambdaLogLevel(Supplier<String> variable) {
        this.variable = variable;
    }

    /** The level that a variable's value stands for, empty for anything that is not one of Lambda's. */
    static Optional<String> level(String value) {
        return Optional.ofNullable(value)
                .map(given -> given.trim().toUpperCase(Locale.ROOT))
                .filter(WORDS::contains);
    }

    /** Says at start that the variable's value is no level. */
    public static void check() {
        check(System.getenv(VARIABLE));
    }

    static void check(String value) {
        if (value != null && level(value).isEmpty()) {
            Logger.getLogger(LambdaLogLevel.class) // not before the configuration is there: this class is a part of it
                    .warn("AWS_LAMBDA_LOG_LEVEL has no level of Lambda's, so INFO is taken;"
                            + " set it to TRACE, DEBUG, INFO, WARN, ERROR or FATAL");
        }
    }

    @Override
    public String getValue(String property) {
        return PROPERTY.equals(property) ? level(variable.get()).orElse(null) : null;
    }

    @Override
    public Map<String, String> getProperties() {
        return level(variable.get()).map(level -> Map.of(PROPERTY, level)).orElse(Map.of());
    }

    @Override
    public Set<String> getPropertyNames() {
        return getProperties().keySet();
    }

    @Override
    public int getOrdinal() {
        return ORDINAL;
    }

    @Override
    public String getName() {
        return VARIABLE;
    }
}
