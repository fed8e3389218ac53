package dev.ktpverify.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who must act is told as loud as the error table's HTTP code says, and where to read on exists. */
class AdviceTest {

    /** 5xx that nobody of ours can mend, the provider's rate limit, and the limit that the operator chose. */
    private static final Set<String> WAIT = Set.of("PROVIDER_OUTAGE", "UNKNOWN_CHARGE", "STORE", "BUDGET");

    @ParameterizedTest
    @EnumSource
    void everyFailureOfOursOrTheProvidersHasANextStep(Failure failure) {
        Advice advice = failure.advice();
        boolean callers = failure.httpStatus() < 429;
        assertEquals(callers, advice == Advice.NOTHING, failure + " " + advice);
        assertEquals(callers, advice.next() == null);
    }

    @ParameterizedTest
    @EnumSource
    void whatMayHaveBeenChargedSaysSo(Failure failure) {
        boolean bug = failure.name().startsWith("BUG");
        if (failure.charge() == Charge.UNKNOWN && !bug) {
            assertEquals(Advice.UNKNOWN_CHARGE, failure.advice());
        } else {
            assertFalse(failure.advice() == Advice.UNKNOWN_CHARGE, failure::name);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aWarningCanWaitAndAnErrorCannot(Advice advice) {
        Logger.Level expected = advice == Advice.NOTHING
                ? Logger.Level.INFO
                : WAIT.contains(advice.name()) ? Logger.Level.WARN : Logger.Level.ERROR;
        assertEquals(expected, advice.level());
    }

    @ParameterizedTest
    @EnumSource
    void theRunbookHasTheSection(Advice advice) throws IOException {
        if (advice == Advice.NOTHING) {
            assertNull(advice.next());
            return;
        }
        assertTrue(runbook().toLowerCase(Locale.ROOT).contains("## " + section(advice) + "\n"), section(advice));
    }

    /** Whoever is woken by 5xx has {@code status} and {@code cause}: they lead to the section that the line's next step names. */
    @ParameterizedTest
    @EnumSource
    void theRunbookSaysWhereToGoForA5xx(Failure failure) throws IOException {
        if (failure.httpStatus() < 500) {
            return;
        }
        String table = runbook().split("\n## api-5xx\n")[1].split("\n## ")[0];
        List<String> sections = table.lines()
                .map(line -> line.split(" *\\| *"))
                .filter(row -> row.length == 4 && has(row[1], failure.status()))
                .filter(row -> row[2].equals("any") || has(row[2], failure.name()))
                .map(row -> row[3])
                .toList();
        String section = section(failure.advice());
        assertEquals(List.of("[" + section + "](#" + section.replace(' ', '-') + ")"), sections);
    }

    private static boolean has(String cell, String word) {
        return List.of(cell.split(", ")).contains(word);
    }

    private static String section(Advice advice) {
        return advice.next().substring(advice.next().indexOf("runbook: ") + "runbook: ".length());
    }

    private static String runbook() throws IOException {
        return Files.readString(Path.of("docs", "runbook.md"));
    }

    /** These credentials work, so another secret is of no use. */
    @Test
    void whatTheContractLacksIsAskedOfTheProvider() {
        for (Failure failure : List.of(Failure.NO_PERMISSION, Failure.NOT_FOUND)) {
            String next = failure.advice().next();
            assertTrue(next.startsWith("ask the provider to enable this verification for the account, "), next);
        }
    }

    /** A crash has the section "errors"; what was answered is another case, with another thing to do. */
    @Test
    void aBugThatWasAnsweredIsLookedUpAmongTheBugs() throws IOException {
        assertEquals("report it with this line, see runbook: bugs", Advice.BUG.next());
        Set<String> naming = new TreeSet<>();
        try (Stream<Path> sources = Files.walk(Path.of("src", "main", "java"))) {
            for (Path source : sources.filter(Files::isRegularFile).toList()) {
                if (Files.readString(source).contains("runbook: errors")) {
                    naming.add(source.getFileName().toString());
                }
            }
        }
        assertEquals(Set.of("BatchEventException.java"), naming);
    }
}
