package dev.ktpverify.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Thousands of verifications in virtual time; see docs/simulation.md. */
class SimulationTest {

    private static final long SEED = Long.getLong("test.seed", 1);
    private static final int VERIFICATIONS = Integer.getInteger("test.simulated", 20_000);
    private static final Path TABLE = Path.of("target", "simulation.md");

    /** What a record can be for a verification that finds it, each to be met by these at least. */
    private static final Map<String, List<String>> MUST_BE_MET = Map.of(
            "none", List.of("claim, written", "advance to SENT, refused"),
            "CLAIMED, its own", List.of("claim, written", "advance to SENT, written", "advance to FREED, written"),
            "CLAIMED, leased", List.of("claim, refused"),
            "CLAIMED, lease over", List.of("claim, written"),
            "SENT, its own",
                    List.of("advance to DONE, written", "advance to FREED, written", "advance to UNKNOWN, written"),
            "SENT, leased", List.of("claim, refused"),
            "SENT, lease over", List.of("claim, refused"),
            "DONE, another's", List.of("claim, refused", "advance to SENT, refused"),
            "FREED, another's", List.of("claim, written"),
            "UNKNOWN, another's", List.of("claim, refused"));

    @Test
    void noPromiseIsBroken() throws IOException {
        Worlds worlds = new Worlds();
        long began = System.nanoTime();
        worlds.run(SEED, VERIFICATIONS);
        long seconds = (System.nanoTime() - began) / 1_000_000_000;

        System.out.println(VERIFICATIONS + " verifications from seed " + SEED + " in " + seconds + " s, "
                + worlds.charges() + " charges: no promise was broken");
        Map<String, Map<String, Long>> met = worlds.coverage().counts();
        Files.writeString(TABLE, table(met));
        MUST_BE_MET.forEach((state, events) ->
                assertTrue(met.get(state).keySet().containsAll(events), () -> state + " met " + met.get(state)));
        met.forEach((state, events) -> {
            boolean others = !state.endsWith("its own") && !state.endsWith("expired");
            boolean advanced = events.keySet().stream().anyMatch(event -> event.matches("advance.*written"));
            assertTrue(!others || !advanced, () -> "a step was taken where " + state + ": " + events);
        });
    }

    @Test
    void oneSeedIsOneStory() {
        String story = Worlds.story(SEED, 500);
        assertEquals(story, Worlds.story(SEED, 500));
        assertNotEquals(story, Worlds.story(SEED + 1, 500));
        assertTrue(story.lines().count() > 1000, story);
    }

    private static String table(Map<String, Map<String, Long>> met) {
        TreeSet<String> events = new TreeSet<>();
        met.values().forEach(row -> events.addAll(row.keySet()));
        StringBuilder table = new StringBuilder(
                "| record | " + String.join(" | ", events) + " |\n|" + " --- |".repeat(events.size() + 1) + "\n");
        met.forEach((state, row) -> {
            table.append("| ").append(state);
            events.forEach(event -> table.append(" | ").append(row.containsKey(event) ? row.get(event) : ""));
            table.append(" |\n");
        });
        return table.toString();
    }
}
