package dev.ktpverify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A reader of the documents finds what they link to, and the tests that they name. */
class DocumentsTest {

    private static final Path TOP = Path.of("").toAbsolutePath();
    /** A link's target, and its anchor if it has one. */
    private static final Pattern LINK = Pattern.compile("]\\((?!https?:)([^)#\\s]*)(?:#([^)\\s]+))?\\)");

    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");
    /** {@code SomeTest}, {@code SomeTest.method}, or {@code .method} of the test that the same line names before it. */
    private static final Pattern NAMED = Pattern.compile("`(\\w+(?:Test|IT))?(?:\\.(\\w+))?`");

    static Stream<Path> documents() throws IOException {
        try (Stream<Path> pages = Files.list(TOP.resolve("docs"))) {
            List<Path> found = new ArrayList<>(
                    pages.filter(page -> page.toString().endsWith(".md")).toList());
            List.of(
                            "README.md",
                            "CHANGELOG.md",
                            "CONTRIBUTING.md",
                            "SECURITY.md",
                            "docs/clients/README.md",
                            "terraform/README.md")
                    .forEach(name -> found.add(TOP.resolve(name)));
            return found.stream().map(TOP::relativize).sorted();
        }
    }

    @ParameterizedTest
    @MethodSource("documents")
    void everyRelativeLinkAndAnchorLeadsSomewhere(Path document) throws IOException {
        List<String> broken = new ArrayList<>();
        for (MatchResult link : matches(LINK, Files.readString(document))) {
            Path target = link.group(1).isEmpty()
                    ? document
                    : TOP.relativize(
                            TOP.resolve(document).resolveSibling(link.group(1)).normalize());
            boolean found = Files.exists(target)
                    && (link.group(2) == null || anchors(target).contains(link.group(2)));
            if (!found) {
                broken.add(link.group());
            }
        }
        assertEquals(List.of(), broken);
    }

    @ParameterizedTest
    @MethodSource("documents")
    void everyTestThatIsNamedExists(Path document) throws IOException {
        Map<String, Path> tests = tests();
        List<String> missing = new ArrayList<>();
        for (String line : Files.readAllLines(document)) {
            String test = null;
            for (MatchResult named : matches(NAMED, line)) {
                test = named.group(1) == null ? test : named.group(1);
                if (test != null && !exists(tests.get(test), named.group(2))) {
                    missing.add(test + " " + named.group());
                }
            }
        }
        assertEquals(List.of(), missing);
    }

    @ParameterizedTest
    @MethodSource("documents")
    void theReadmeLeadsToEveryDocument(Path document) throws IOException {
        String target = document.toString().replace('\\', '/');
        assertTrue(
                target.equals("README.md")
                        || Files.readString(Path.of("README.md")).contains("](" + target + ")"),
                target);
    }

    private static List<MatchResult> matches(Pattern pattern, String text) {
        return pattern.matcher(text).results().toList();
    }

    /** As GitHub makes them of headings. */
    private static List<String> anchors(Path document) throws IOException {
        return matches(HEADING, Files.readString(document)).stream()
                .map(heading -> heading.group(1).toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N} _-]", ""))
                .map(heading -> heading.replace(' ', '-'))
                .toList();
    }

    private static Map<String, Path> tests() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src", "test", "java"))) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .collect(Collectors.toMap(
                            file -> file.getFileName().toString().replace(".java", ""), file -> file));
        }
    }

    private static boolean exists(Path test, String method) throws IOException {
        if (test == null || method == null) {
            return test != null;
        }
        Matcher declared = Pattern.compile("\\bvoid " + method + "\\(").matcher(Files.readString(test));
        return declared.find();
    }
}
