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
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The package table of the design, and what the style forbids. */
class ArchitectureTest {

    private static final String ROOT = "dev.ktpverify";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);

    /** Who may use whom, besides itself, the settings in the root package and observability. */
    private static final Map<String, List<String>> MAY_USE = Map.of(
            "api", List.of("verification"),
            "verification", List.of("provider", "credentials"),
            "provider", List.of("credentials"),
            "credentials", List.of(),
            "lambda", List.of("api"),
            "framework", List.of(),
            "observability", List.of());

    private static final DescribedPredicate<JavaClass> PROVIDERS_OFFER =
            describe("ProviderClient, FirstConnection, Attempts, its bodies, replies and exceptions", c -> c.getName()
                    .matches(
                            "dev\\.ktpverify\\.provider\\.(ProviderClient|FirstConnection|ProviderStatus|Attempts|Reply"
                                    + "|\\w+Body|\\w+Reply|\\w+Exception)(\\$\\w+)?"));

    /** What the log is written by is made of the log manager's own classes. */
    private static final String LOG_FORMAT = "dev\\.ktpverify\\.(observability\\.JsonLines|framework\\.JsonOutput)";

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

    private static ArchRule stayWithin(String role, List<String> mayUse) {
        List<String> packages = new ArrayList<>(List.of(ROOT, ROOT + ".observability..", ROOT + "." + role + ".."));
        mayUse.forEach(used -> packages.add(ROOT + "." + used + ".."));
        return classes()
                .that()
                .resideInAPackage(ROOT + "." + role + "..")
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
        List<String> unknown = CLASSES.stream()
                .map(JavaClass::getPackageName)
                .distinct()
                .filter(p -> !p.equals(ROOT))
                .filter(p -> !MAY_USE.containsKey(p.substring(ROOT.length() + 1).split("\\.")[0]))
                .toList();
        assertEquals(List.of(), unknown);
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
    void verificationSeesOnlyWhatTheProviderPackageOffers() {
        classes()
                .that()
                .resideInAPackage(ROOT + ".verification..")
                .should()
                .onlyDependOnClassesThat(
                        resideOutsideOfPackage(ROOT + ".provider..").or(PROVIDERS_OFFER))
                .check(CLASSES);
    }

    @Test
    void verificationSeesOfCredentialsOnlyThatThereAreNone() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".verification..")
                .and()
                .doNotHaveSimpleName("FreshRecords") // which hashes under the key in the secret
                .and()
                .doNotHaveSimpleName("Health") // which asks whether there are any
                .should()
                .dependOnClassesThat(resideInAPackage(ROOT + ".credentials..")
                        .and(describe("is not its exception", c -> !c.getSimpleName()
                                .equals("CredentialsUnavailableException"))))
                .check(CLASSES);
    }

    @Test
    void theRawRestInterfaceStaysInItsPackage() {
        ArchRule onlyTheProviderPackage = classes()
                .that()
                .haveFullyQualifiedName(ROOT + ".provider.ProviderApi")
                .should()
                .onlyHaveDependentClassesThat()
                .resideInAPackage(ROOT + ".provider");
        onlyTheProviderPackage.check(CLASSES);
        assertTrue(CLASSES.get(ROOT + ".provider.ProviderApi")
                        .getDirectDependenciesToSelf()
                        .size()
                > 0);
    }

    @Test
    void thereAreNoCycles() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(CLASSES);
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
