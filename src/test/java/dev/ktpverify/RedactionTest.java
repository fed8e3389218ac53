package dev.ktpverify;

import static java.util.Map.entry;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.ktpverify.credentials.Secret;
import dev.ktpverify.invocation.IdempotencyKey;
import dev.ktpverify.model.Charge;
import dev.ktpverify.model.Failure;
import dev.ktpverify.model.IdNameOutcome;
import dev.ktpverify.model.IdNameQuestion;
import dev.ktpverify.model.IdNameResult;
import dev.ktpverify.model.Result;
import dev.ktpverify.model.Verdict;
import dev.ktpverify.observability.InvocationRecord;
import java.lang.reflect.Constructor;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What an object says of itself ends up in logs. Each record and exception there is gets built with canaries, and a
 * component that is not named here as harmless must not show; a new record is found and held to that by itself.
 */
class RedactionTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.ktpverify");
    private static final String CANARY = "C4N4RY-";
    private static final BigDecimal NUMBER = new BigDecimal("73.81529");

    /** What the provider or we made up, and no person did; ReferenceIdTest looks at what passes for such an id. */
    private static final Set<String> HARMLESS =
            Set.of("status", "outcome", "result", "orderNo", "requestId", "referenceId");
    /** Likewise, where the name alone does not say so. */
    private static final Map<String, Set<String>> HARMLESS_IN = Map.ofEntries(
            entry("Fault", Set.of("field", "message")), // StrictJsonObject shows no name that could be a value
            entry("Hint", Set.of("field")), // a name of ours
            entry("ErrorAnswer", Set.of("reason")), // ProviderReason chose it
            entry("Invocation", Set.of("id")), // Lambda's
            entry("Other", Set.of("name", "magic")), // Picture's own list of formats
            entry("Counter", Set.of("id")), // a day and a keyed hash
            entry("Reply", Set.of("type", "body")), // the sandbox's own words
            entry("TestNumber", Set.of("digits", "answer", "idName", "idSelfie")),
            entry("File", Set.of("headers", "body")), // a part of the application: the sandbox's page
            entry("TableUnavailableException", Set.of("message")), // StoreDownTest looks at each
            entry("CredentialsUnavailableException", Set.of("message"))); // CredentialsStoreTest looks at each
    /** Likewise, of a line of the log: InvocationIdsTest and InvocationRecordTest look at what may be in each. */
    private static final Map<String, Set<String>> HARMLESS_IN_LINES = Map.of(
            "InvocationIds", Set.of("traceId", "gatewayId", "correlationId"),
            "Ending", Set.of("providerRequestId", "cause"),
            "Count", Set.of("name", "unit"));

    private static Stream<Class<?>> classes(Class<?> base) {
        return CLASSES.stream()
                .filter(c -> c.isAssignableTo(base))
                .map(JavaClass::reflect)
                .filter(c -> !Modifier.isAbstract(c.getModifiers()));
    }

    @Test
    void noRecordShowsWhatItHolds() {
        List<Class<?>> records = classes(Record.class).toList();
        assertTrue(records.containsAll(List.of(IdNameQuestion.class, Secret.class)), records::toString);
        assertTrue(records.size() >= 18, () -> records.size() + " " + records);
        assertAll(records.stream().map(type -> () -> assertRedacted(type)));
    }

    @Test
    void noExceptionShowsWhatItHolds() {
        List<Class<?>> exceptions = classes(Throwable.class).toList();
        assertTrue(exceptions.size() >= 7, exceptions::toString);
        assertAll(exceptions.stream().map(type -> () -> assertRedacted(type)));
    }

    @Test
    void nothingElseSpeaksForItself() {
        List<String> speakers = CLASSES.stream()
                .filter(c -> !c.isRecord() && !c.isEnum() && !c.isAssignableTo(Throwable.class))
                .filter(c -> c.tryGetMethod("toString").isPresent())
                .map(JavaClass::getName)
                .sorted()
                .toList();
        assertEquals(List.of(IdempotencyKey.class.getName(), InvocationRecord.class.getName()), speakers);
    }

    @Test
    void aKeyDoesNotShowItself() throws ReflectiveOperationException {
        assertRedacted(IdempotencyKey.class);
    }

    /** It is a line of the log. What is a word of ours or has the form of an id is told by InvocationRecordTest. */
    @Test
    void aLineShowsNothingElseOfAnAnswer() throws ReflectiveOperationException {
        InvocationRecord entry = (InvocationRecord)
                built(InvocationRecord.class, InvocationRecord.class.getDeclaredConstructors()[0]);
        entry.operation("harmless");
        entry.asked(1, 0, List.of(1L));
        entry.failed(Failure.ANSWER_LOST, CANARY + " or something else: " + NUMBER + "@");
        entry.error("harmless", Charge.UNKNOWN, false, CANARY + "@");
        String error = entry.toString();
        entry.secretFault("harmless");
        IdNameResult result = new IdNameResult(CANARY + "@", CANARY, CANARY, CANARY);
        entry.verdict(new Verdict<>(IdNameOutcome.MATCH, result, CANARY + "@"));
        for (String shown : List.of(error, entry.toString())) {
            assertTrue(shown.contains("harmless"), shown);
            assertFalse(shown.contains(CANARY) || shown.contains(NUMBER.toString()), shown);
        }
    }

    record Leaky(String name) {}

    record Redacted(String name) {
        @Override
        public String toString() {
            return "Redacted[]";
        }
    }

    @Test
    void aRecordThatShowsWhatItHoldsIsFound() throws ReflectiveOperationException {
        assertTrue(shown(Leaky.class).contains(CANARY), shown(Leaky.class));
        assertFalse(shown(Redacted.class).contains(CANARY));
    }

    private static void assertRedacted(Class<?> type) throws ReflectiveOperationException {
        String shown = shown(type);
        assertFalse(shown.contains(CANARY) || shown.contains(NUMBER.toString()), shown);
    }

    private static String shown(Class<?> type) throws ReflectiveOperationException {
        StringBuilder shown = new StringBuilder();
        for (Constructor<?> constructor : type.getDeclaredConstructors()) {
            shown.append(built(type, constructor)).append('\n');
        }
        return shown.toString();
    }

    private static Object built(Class<?> type, Constructor<?> constructor) throws ReflectiveOperationException {
        Set<String> harmless = HARMLESS_IN.getOrDefault(
                type.getSimpleName(), HARMLESS_IN_LINES.getOrDefault(type.getSimpleName(), Set.of()));
        Object[] arguments = Arrays.stream(constructor.getParameters())
                .map(p -> HARMLESS.contains(p.getName()) || harmless.contains(p.getName()) ? harmless(p) : value(p))
                .toArray();
        constructor.setAccessible(true);
        return constructor.newInstance(arguments);
    }

    private static Object harmless(Parameter parameter) {
        return parameter.getType() == String.class ? "harmless" : value(parameter);
    }

    private static Object value(Parameter parameter) {
        Class<?> type = parameter.getType();
        if (type == String.class) {
            return CANARY + parameter.getName();
        } else if (type == BigDecimal.class) {
            return NUMBER;
        } else if (type == int.class) {
            return 1;
        } else if (type == long.class) {
            return 1L;
        } else if (type == boolean.class || type == Boolean.class) {
            return true;
        } else if (type == List.class) {
            return List.of(); // of records, which are looked at by themselves
        } else if (type == Duration.class) {
            return Duration.ZERO;
        } else if (type == Instant.class) {
            return Instant.EPOCH;
        } else if (type.isEnum()) {
            return type.getEnumConstants()[0];
        } else if (type == Object.class || type == Result.class) {
            return new IdNameResult("harmless", CANARY, "harmless", CANARY); // a result, in its own words
        } else if (type.isAssignableFrom(IdNameOutcome.class)) {
            return IdNameOutcome.MATCH;
        } else if (type.isRecord()) {
            try {
                return built(type, type.getDeclaredConstructors()[0]);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }
        return null;
    }
}
