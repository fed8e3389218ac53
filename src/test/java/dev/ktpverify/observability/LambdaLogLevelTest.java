package dev.ktpverify.observability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.ServiceLoader;
import java.util.Set;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EmptySource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** AWS_LAMBDA_LOG_LEVEL sets the level, and no value of it keeps the function from starting. */
class LambdaLogLevelTest {

    @ParameterizedTest
    @ValueSource(strings = {"TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL", "debug", " INFO "})
    void lambdasLevels(String value) {
        LambdaLogLevel source = new LambdaLogLevel(() -> value);
        assertEquals(value.trim().toUpperCase(Locale.ROOT), source.getValue("quarkus.log.level"));
        assertEquals(Set.of("quarkus.log.level"), source.getPropertyNames());
        assertNull(source.getValue("quarkus.log.console.level"));
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(strings = {"LOUD", "0", "SEVERE", "ALL", "${x}"})
    void anythingElseLeavesTheLevelAsItIs(String value) {
        LambdaLogLevel source = new LambdaLogLevel(() -> value);
        assertNull(source.getValue("quarkus.log.level"));
        assertEquals(Set.of(), source.getPropertyNames());
    }

    @Test
    void isFoundByTheConfiguration() {
        List<ConfigSource> sources = ServiceLoader.load(ConfigSource.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(LambdaLogLevel.class::isInstance)
                .toList();
        assertEquals(1, sources.size());
        assertTrue(sources.get(0).getOrdinal() > 250 && sources.get(0).getOrdinal() < 300);
        assertEquals("AWS_LAMBDA_LOG_LEVEL", sources.get(0).getName());
    }

    @ParameterizedTest
    @EmptySource
    @ValueSource(strings = {"LOUD", "SEVERE", "${x}"})
    void aValueThatIsNoLevelIsTold(String value) {
        List<JsonNode> told = told(value);
        assertEquals(1, told.size());
        assertEquals("WARN", told.get(0).get("level").textValue());
        String message = told.get(0).get("message").textValue();
        assertTrue(message.contains("set it to"), message);
        assertTrue(value.isEmpty() || !message.contains(value), message);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"})
    void aLevelIsNot(String value) {
        assertEquals(List.of(), told(value));
    }

    private static List<JsonNode> told(String value) {
        return Lines.of(LambdaLogLevel.class, () -> LambdaLogLevel.check(value));
    }
}
