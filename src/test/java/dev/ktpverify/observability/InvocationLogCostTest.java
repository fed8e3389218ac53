package dev.ktpverify.observability;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ktpverify.Mode;
import dev.ktpverify.model.IdSelfieOutcome;
import dev.ktpverify.model.IdSelfieResult;
import dev.ktpverify.model.Verdict;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.logging.Logger;
import org.jboss.logmanager.handlers.FileHandler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a line costs: everything that the log does for one invocation, from its beginning to the flushed line in a file.
 * The median of the
 * thread's own time, for a busy machine's pauses are not the log's.
 */
class InvocationLogCostTest {

    private static final int WARM_UP = 20_000;
    private static final int MEASURED = 20_000;
    private static final double MOST_MILLIS = 0.1;

    @Test
    void logAndMetricsOfAnInvocationTakeLessThanATenthOfAMillisecond(@TempDir Path dir) throws IOException {
        Path file = dir.resolve("log");
        FileHandler handler = new FileHandler(new JsonFormatter(), file.toFile());
        handler.setAutoFlush(true);
        Logger logger = Logger.getLogger(InvocationLog.class.getName());
        logger.addHandler(handler);
        logger.setUseParentHandlers(false);
        try {
            InvocationLog log = new InvocationLog("ktp-verify", "1", Mode.PRODUCTION);
            ThreadMXBean threads = ManagementFactory.getThreadMXBean();
            long[] nanos = new long[MEASURED];
            for (int i = -WARM_UP; i < MEASURED; i++) {
                long start = threads.getCurrentThreadCpuTime();
                invocation(log);
                if (i >= 0) {
                    nanos[i] = threads.getCurrentThreadCpuTime() - start;
                }
            }
            Arrays.sort(nanos);
            double millis = nanos[MEASURED / 2] / 1e6;
            System.out.printf(
                    "log: median %.4f ms, 99 %% within %.4f ms, %d bytes a line%n",
                    millis, nanos[MEASURED * 99 / 100] / 1e6, Files.size(file) / (WARM_UP + MEASURED));
            assertTrue(millis < MOST_MILLIS, () -> millis + " ms");
        } finally {
            logger.removeHandler(handler);
            logger.setUseParentHandlers(true);
            handler.close();
        }
    }

    private static void invocation(InvocationLog log) {
        InvocationRecord entry = log.begin("8f5ac7de-01b2-4c3d-9e4f-a5b6c7d8e9f0", "JKJaXmPLvHcESHA=", "order-17");
        entry.operation("id_selfie");
        entry.idempotency(IdempotencyState.FRESH);
        entry.asked(1, 0, List.of(640L));
        IdSelfieResult result = new IdSelfieResult(
                "SFBw1091761941576552448", null, "01", null, null, null, null, null, null, null, null);
        entry.verdict(new Verdict<>(IdSelfieOutcome.MATCH, result, "TID07ecf99645e8452087c38252d1fccdca"));
        log.end(entry, 200);
    }
}
