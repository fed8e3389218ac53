package dev.ktpverify.observability;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ktpverify.verification.Charge;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.logging.Logger;
import org.jboss.logmanager.handlers.FileHandler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a line costs: everything that the journal does for one invocation, from its beginning to the flushed line in a file.
 * The median, for a busy machine's pauses are not the journal's.
 */
class JournalCostTest {

    private static final int WARM_UP = 20_000;
    private static final int MEASURED = 20_000;
    private static final double MOST_MILLIS = 0.1;

    @Test
    void logAndMetricsOfAnInvocationTakeLessThanATenthOfAMillisecond(@TempDir Path dir) throws IOException {
        Path file = dir.resolve("log");
        FileHandler handler = new FileHandler(new JsonLines(), file.toFile());
        handler.setAutoFlush(true);
        Logger logger = Logger.getLogger(Journal.class.getName());
        logger.addHandler(handler);
        logger.setUseParentHandlers(false);
        try {
            Journal journal = new Journal("ktp-verify", "1");
            long[] nanos = new long[MEASURED];
            for (int i = -WARM_UP; i < MEASURED; i++) {
                long start = System.nanoTime();
                invocation(journal);
                if (i >= 0) {
                    nanos[i] = System.nanoTime() - start;
                }
            }
            Arrays.sort(nanos);
            double millis = nanos[MEASURED / 2] / 1e6;
            System.out.printf(
                    "journal: median %.4f ms, 99 %% within %.4f ms, %d bytes a line%n",
                    millis, nanos[MEASURED * 99 / 100] / 1e6, Files.size(file) / (WARM_UP + MEASURED));
            assertTrue(millis < MOST_MILLIS, () -> millis + " ms");
        } finally {
            logger.removeHandler(handler);
            logger.setUseParentHandlers(true);
            handler.close();
        }
    }

    private static void invocation(Journal journal) {
        journal.begin("8f5ac7de-01b2-4c3d-9e4f-a5b6c7d8e9f0", "JKJaXmPLvHcESHA=", "order-17");
        journal.operation("id_selfie");
        journal.idempotency("fresh");
        journal.asked(1, 0, List.of(640L));
        journal.verdict(
                "MATCH", Charge.CHARGED, false, "SFBw1091761941576552448", "TID07ecf99645e8452087c38252d1fccdca");
        journal.end(200);
    }
}
