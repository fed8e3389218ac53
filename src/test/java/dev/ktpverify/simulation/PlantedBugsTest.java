package dev.ktpverify.simulation;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The simulation is able to fail: each planted bug is found. {@code -Dtest.bug=} plants them all, else some. */
class PlantedBugsTest {

    private static final int MOST = 100_000;
    private static final Path DOCUMENT = Path.of("docs", "simulation.md");

    static List<PlantedBug> planted() {
        String some = System.getProperty("test.bug", "SENT");
        return PlantedBugs.ALL.stream().filter(bug -> bug.name().contains(some)).toList();
    }

    @ParameterizedTest
    @MethodSource("planted")
    void isFound(PlantedBug bug) throws ReflectiveOperationException {
        Method search = Class.forName(Worlds.class.getName(), true, bug.planted())
                .getDeclaredMethod("firstViolation", long.class, int.class);
        search.setAccessible(true);
        Map.Entry<?, ?> found = (Map.Entry<?, ?>) search.invoke(null, 1L, MOST);

        assertNotNull(found, bug.name());
        System.out.println("| " + bug.name() + " | " + found.getKey() + " | " + found.getValue() + " |");
    }

    @Test
    void theDocumentListsThem() throws IOException {
        String document = Files.readString(DOCUMENT);
        for (PlantedBug bug : PlantedBugs.ALL) {
            assertTrue(document.contains("| " + bug.name() + " |"), bug.name());
        }
    }
}
