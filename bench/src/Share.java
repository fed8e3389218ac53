package dev.ktpverify.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * The part of a processor that Lambda gives a function by its memory, held by a control group. Source: the Lambda developer guide,
 * "Configure Lambda function memory": 1,769 MB are one virtual processor.
 */
final class Share implements AutoCloseable {

    private static final int MEGABYTES_OF_ONE = 1769;
    /** Lambda's is not documented; measurements of others found 20 ms. */
    private static final int PERIOD_MICROS = 20_000;

    private static final Path ROOT = Path.of("/sys/fs/cgroup");
    private static final String NAME = "ktp-verify-bench";

    private final Path group;

    /**
     * Makes the control group, of either version of Linux's.
     *
     * @param megabytes the function's memory
     * @throws BenchException if this machine does not allow it
     */
    Share(int megabytes) {
        boolean second = Files.exists(ROOT.resolve("cgroup.controllers"));
        long quota = Math.max(1_000, (long) PERIOD_MICROS * megabytes / MEGABYTES_OF_ONE);
        group = (second ? ROOT : ROOT.resolve("cpu")).resolve(NAME);
        try {
            if (second) {
                Files.writeString(ROOT.resolve("cgroup.subtree_control"), "+cpu");
            }
            Files.createDirectories(group);
            if (second) {
                Files.writeString(group.resolve("cpu.max"), quota + " " + PERIOD_MICROS);
            } else {
                Files.writeString(group.resolve("cpu.cfs_period_us"), String.valueOf(PERIOD_MICROS));
                Files.writeString(group.resolve("cpu.cfs_quota_us"), String.valueOf(quota));
            }
        } catch (IOException e) {
            throw BenchException.usage("--memory needs control groups, which this machine does not allow: " + e);
        }
    }

    /** From now on these processes have no more than the share, all together. */
    void hold(Stream<ProcessHandle> processes) {
        processes.forEach(process -> {
            try {
                Files.writeString(group.resolve("cgroup.procs"), String.valueOf(process.pid()));
            } catch (IOException e) {
                throw BenchException.failed("a process cannot be put into its control group: " + e);
            }
        });
    }

    /** Removes the group, which nobody is in any more. */
    @Override
    public void close() throws IOException {
        Files.deleteIfExists(group);
    }
}
