package dev.ktpverify;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_FIELD_INJECTION;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import dev.ktpverify.credentials.Secret;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The package table of the design, and what the style forbids. */
class ArchitectureTest {

    private static final String ROOT = "dev.ktpverify";
    private static final String PROVIDER = ROOT + ".provider";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);

    /** Who may use whom, besides itself and the settings in the root package. */
    private static final Map<String, List<String>> MAY_USE = Map.ofEntries(
            Map.entry("model", List.of()),
            Map.entry("framework", List.of("observability")),
            Map.entry("observability", List.of("model")),
            Map.entry("credentials", List.of("observability")),
            Map.entry("sandbox", List.of()),
            Map.entry("provider", List.of("sandbox", "credentials", "framework", "model")),
            Map.entry("invocation", List.of("provider", "credentials", "observability", "model")),
            Map.entry("table", List.of()),
            Map.entry("budget", List.of("table", "invocation", "provider", "credentials", "observability", "model")),
            Map.entry(
                    "idempotency", List.of("table", "invocation", "provider", "credentials", "observability", "model")),
            Map.entry(
                    "verification",
                    List.of(
                            "budget",
                            "idempotency",
                            "invocation",
                            "provider",
                            "credentials",
                            "observability",
                            "model")),
            Map.entry("api", List.of("verification", "invocation", "observability", "model")),
            Map.entry(
                    "lambda",
                    List.of(
                            "api",
                            "verification",
                            "idempotency",
                            "invocation",
                            "provider",
                            "credentials",
                            "observability",
                            "framework",
                            "sandbox",
                            "model")));

    /** All that other packages see of the provider's. */
    private static final Set<String> PROVIDERS_OFFER =
            Set.of("ProviderClient", "FirstConnection", "Attempts", "ProviderException");

    /**
     * Who keeps the secret, reads it or takes it as an argument, outside its package. Verifier only passes it from one call to
     * another, which leaves no trace in its own class file.
     */
    private static final Set<String> HAVE_THE_SECRET = Set.of(
            "verification.HealthCheck",
            "invocation.Invocation",
            "idempotency.Idempotency",
            "budget.Budgets",
            "provider.ProviderClient",
            "provider.GuardedCall",
            "provider.ProviderRequests",
            "provider.Attempt",
            "provider.CredentialsHeaders");

    /** What the log is written by is made of the log manager's own classes. */
    private static final String LOG_FORMAT = "dev\\.ktpverify\\.(observability\\.JsonFormatter|framework\\.JsonOutput)";

    private static final ArchRule NO_GRAB_BAGS = noClasses()
            .should()
            .haveNameMatching(".*(Utils?|Helper|Manager)(\\$.*)?")
            .because("a class is named after its role");
    private static final List<ArchRule> HABITS = List.of(
            NO_CLASSES_SHOULD_USE_FIELD_INJECTION,
            NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS,
            noClasses()
                    .that(describe("do not format the log", c -> !c.getName().matches(LOG_FORMAT)))
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("java.util.logging.."),
            NO_GRAB_BAGS);

    /** A sub-package is another package: it would have its own line of the table. */
    private static ArchRule stayWithin(String role, List<String> mayUse) {
        List<String> packages = new ArrayList<>(List.of(ROOT, ROOT + "." + role));
        mayUse.forEach(used -> packages.add(ROOT + "." + used));
        return classes()
                .that()
                .resideInAPackage(ROOT + "." + role)
                .should()
                .onlyDependOnClassesThat(
                        resideOutsideOfPackage(ROOT + "..").or(resideInAnyPackage(packages.toArray(String[]::new))));
    }

    static Stream<String> roles() {
        return MAY_USE.keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("roles")
    void aRoleUsesOnlyWhatTheTableAllows(String role) {
        stayWithin(role, MAY_USE.get(role)).check(CLASSES);
    }

    @ParameterizedTest
    @MethodSource("roles")
    void eachLineOfTheTableIsNeeded(String role) {
        for (String used : MAY_USE.get(role)) {
            List<String> others =
                    MAY_USE.get(role).stream().filter(o -> !o.equals(used)).toList();
            assertTrue(stayWithin(role, others).evaluate(CLASSES).hasViolation(), role + " does not use " + used);
        }
    }

    @Test
    void theTableKnowsEveryPackage() {
        Set<String> packages = CLASSES.stream()
                .map(JavaClass::getPackageName)
                .filter(p -> !p.equals(ROOT))
                .map(p -> p.substring(ROOT.length() + 1))
                .collect(toSet());
        assertEquals(MAY_USE.keySet(), packages);
    }

    @Test
    void theRootUsesNoRole() {
        classes()
                .that()
                .resideInAPackage(ROOT)
                .should()
                .onlyDependOnClassesThat(resideOutsideOfPackage(ROOT + "..").or(resideInAPackage(ROOT)))
                .check(CLASSES);
    }

    @Test
    void othersSeeOnlyWhatTheProviderPackageOffers() {
        Set<String> seen = CLASSES.stream()
                .filter(c -> !c.getPackageName().equals(PROVIDER))
                .flatMap(c -> c.getDirectDependenciesFromSelf().stream())
                .map(Dependency::getTargetClass)
                .filter(c -> c.getPackageName().equals(PROVIDER))
                .map(JavaClass::getSimpleName)
                .collect(toSet());
        assertEquals(PROVIDERS_OFFER, seen);
    }

    @Test
    void theSecretPassesThroughFewHands() {
        Set<String> hands = CLASSES.get(Secret.class).getDirectDependenciesToSelf().stream()
                .map(Dependency::getOriginClass)
                .filter(c -> !c.getPackageName().equals(ROOT + ".credentials"))
                .map(ArchitectureTest::name)
                .collect(toSet());
        assertEquals(HAVE_THE_SECRET, hands);
    }

    /** Whoever has the secret in its hands and is not named here hands it on unread. */
    @ParameterizedTest
    @CsvSource({
        "apiId, provider.CredentialsHeaders",
        "apiSecret, provider.CredentialsHeaders",
        "fingerprintKey, verification.HealthCheck",
        "keyedHash, idempotency.Idempotency budget.Budgets invocation.Invocation",
        "fingerprintFault, idempotency.Idempotency budget.Budgets"
    })
    void theSecretIsReadByWhoNeedsIt(String field, String readers) {
        Set<String> reading = CLASSES.get(Secret.class).getMethod(field).getAccessesToSelf().stream()
                .map(JavaAccess::getOriginOwner)
                .filter(c -> !c.getPackageName().equals(ROOT + ".credentials"))
                .map(ArchitectureTest::name)
                .collect(toSet());
        assertEquals(Set.of(readers.split(" ")), reading);
    }

    @Test
    void everyFieldOfTheSecretIsLookedAt() {
        assertEquals(4, Secret.class.getRecordComponents().length);
    }

    @Test
    void theSecretIsReadFromSecretsManagerInItsPackageAlone() {
        stayIn(ROOT + ".credentials.SecretReader", ROOT + ".credentials");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ProviderApi", "GuardedCall"})
    void theRawRestInterfaceStaysInItsPackage(String raw) {
        stayIn(PROVIDER + "." + raw, PROVIDER);
    }

    private static void stayIn(String type, String itsPackage) {
        ArchRule onlyItsPackage = classes()
                .that()
                .haveFullyQualifiedName(type)
                .should()
                .onlyHaveDependentClassesThat()
                .resideInAPackage(itsPackage);
        onlyItsPackage.check(CLASSES);
        assertTrue(CLASSES.get(type).getDirectDependenciesToSelf().size() > 0);
    }

    @Test
    void onlyLambdaAndTheFrameworksRepairsKnowLambda() {
        Set<String> knowing = CLASSES.stream()
                .filter(c -> c.getDirectDependenciesFromSelf().stream()
                        .anyMatch(d -> d.getTargetClass().getPackageName().startsWith("com.amazonaws.")))
                .map(JavaClass::getPackageName)
                .collect(toSet());
        assertEquals(Set.of(ROOT + ".lambda", ROOT + ".framework"), knowing);
    }

    /** The class that stands in a file of its own. */
    private static String name(JavaClass c) {
        return c.getName().substring(ROOT.length() + 1).replaceFirst("\\$.*", "");
    }

    @Test
    void thereAreNoCycles() {
        slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void nobodyBreaksTheHabits() {
        HABITS.forEach(rule -> rule.check(CLASSES));
    }

    /** Breaks every habit. */
    static class BadUtils {
        @Inject
        String injected;

        void speak() {
            System.out.println(Logger.getLogger("bad").getName());
        }
    }

    @Test
    void whoBreaksTheHabitsIsFound() {
        JavaClasses bad = new ClassFileImporter().importClasses(BadUtils.class);
        for (ArchRule rule : HABITS) {
            assertTrue(rule.evaluate(bad).hasViolation(), rule.getDescription());
        }
    }
}
