package dev.ktpverify.simulation;

import dev.ktpverify.support.TestConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jboss.logmanager.Level;
import org.jboss.logmanager.Logger;

/** Many worlds from one seed, several at a time. */
final class Worlds {

    /** Verifications of a world: few, so that a failure can be told again quickly. */
    static final int SIZE = 2500;

    private final Coverage coverage = new Coverage();
    private final AtomicInteger charges = new AtomicInteger();

    /**
     * Runs worlds until there were so many verifications.
     *
     * @param seed of the first world; the next has the next seed
     * @param verifications how many, in whole worlds
     * @throws AssertionError with the seed and the story of a world in which a promise was broken
     */
    void run(long seed, int verifications) {
        quietly(() -> {
            runAll(seed, verifications);
            return null;
        });
    }

    private void runAll(long seed, int verifications) {
        TestConfig.with(Map.of()); // its classes are made at first use, which two threads at once do not survive
        ExecutorService threads =
                Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
        AtomicBoolean failed = new AtomicBoolean();
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i * SIZE < verifications; i++) {
                long own = seed + i;
                all.add(threads.submit((Callable<Void>) () -> {
                    if (!failed.get()) {
                        run(own, failed);
                    }
                    return null;
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof AssertionError wrong ? wrong : new AssertionError(e.getCause());
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        } finally {
            threads.shutdownNow();
        }
    }

    private void run(long seed, AtomicBoolean failed) {
        World world = new World(seed, SIZE, coverage, false);
        try {
            world.run();
            charges.addAndGet(world.auditor.charges());
        } catch (AssertionError wrong) {
            failed.set(true);
            throw new AssertionError("world " + seed + ": " + told(seed, wrong), wrong);
        }
    }

    /** The same world once more, this time with its story. */
    private static String told(long seed, AssertionError wrong) {
        World again = new World(seed, SIZE, new Coverage(), true);
        try {
            again.run();
            return wrong.getMessage() + "; the second time it was not so: the simulation is broken";
        } catch (Violation violation) {
            return violation.getMessage() + "\n" + again.setting.summary() + "\n" + again.story.of(violation.ask);
        } catch (AssertionError other) {
            return other.getMessage() + "\n" + again.setting.summary();
        }
    }

    /**
     * Runs worlds one after the other until a promise is broken.
     *
     * @return after how many verifications that was, and what was found; nothing if it was not within the most
     */
    static Map.Entry<Integer, String> firstViolation(long seed, int most) {
        return quietly(() -> {
            for (int before = 0; before < most; before += SIZE) {
                World world = new World(seed + before / SIZE, SIZE, new Coverage(), false);
                try {
                    world.run();
                } catch (Violation found) {
                    return Map.entry(before + world.started(), found.getMessage());
                }
            }
            return null;
        });
    }

    /** Each failure writes lines, by the million. */
    private static <T> T quietly(Supplier<T> action) {
        Logger log = Logger.getLogger("dev.ktpverify");
        java.util.logging.Level before = log.getLevel();
        log.setLevel(Level.OFF);
        try {
            return action.get();
        } finally {
            log.setLevel(before);
        }
    }

    /** The whole story of one world. */
    static String story(long seed, int verifications) {
        return quietly(() -> {
            World world = new World(seed, verifications, new Coverage(), true);
            world.run();
            return world.story.whole();
        });
    }

    Coverage coverage() {
        return coverage;
    }

    int charges() {
        return charges.get();
    }
}
