package dev.ktpverify.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One start of a command, from its first byte of code to its last answer. */
final class Start implements AutoCloseable {

    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(40);
    private static final long LOOK_EVERY_MILLIS = 20;

    private static final int USUAL_MEGABYTES = 512;

    private final Command command;
    private final Share share;
    private final RuntimeApi runtime;
    private final FunctionProcess process;
    private final Path log;
    private final int sampleEvery;
    private final List<Double> resident = new ArrayList<>();
    private double processorMillisToFirstAnswer;

    /**
     * @param event what is asked
     * @param requests how often
     * @param sampleEvery after how many answers to look at the memory each time
     * @param megabytes the memory that it is to have its share of a processor by, once it has started; 0 for all processors
     */
    Start(Command command, StandIns standIns, Event event, int requests, int sampleEvery, int megabytes)
            throws IOException {
        this.share = megabytes == 0 ? null : new Share(megabytes);
        this.command = command;
        this.sampleEvery = sampleEvery;
        this.runtime = new RuntimeApi(standIns, event, requests, command.asksProvider(), this::throttle, this::sample);
        this.log = Files.createTempFile("bench-", ".log");
        Map<String, String> places = new HashMap<>(standIns.places());
        places.put("runtime", "127.0.0.1:" + runtime.port());
        synchronized (this) {
            this.process = new FunctionProcess(command, places, megabytes == 0 ? USUAL_MEGABYTES : megabytes, log);
        }
    }

    /** As on Lambda, where INIT is not throttled. */
    private synchronized void throttle() {
        if (share != null) {
            share.hold(process.processes());
        }
    }

    private synchronized void sample(int answered) {
        if (answered == 1) {
            processorMillisToFirstAnswer = process.processorMillis();
        }
        if (answered % sampleEvery == 0) {
            resident.add(process.residentMegabytes());
        }
    }

    /**
     * Waits until all events are answered and the function asks for another one.
     *
     * @throws BenchException if it answers wrongly, ends, or takes longer than Lambda would let it
     */
    void await() throws IOException, InterruptedException {
        int answered = -1;
        long lastProgress = System.nanoTime();
        while (!runtime.idle()) {
            if (runtime.answered() > answered) {
                answered = runtime.answered();
                lastProgress = System.nanoTime();
            }
            if (!process.isAlive()) {
                throw failed("it ended with status " + process.exitStatus() + " after " + answered + " answers");
            }
            if (System.nanoTime() - lastProgress > PATIENCE) {
                throw failed(runtime.firstPoll() == 0 ? "it never asked for an event" : "no answer " + (answered + 1));
            }
            Thread.sleep(LOOK_EVERY_MILLIS);
        }
        if (runtime.fault() != null) {
            throw failed(runtime.fault());
        }
    }

    private BenchException failed(String what) throws IOException {
        String why = runtime.fault() == null ? what : runtime.fault();
        return BenchException.failed(command.name() + ": " + why + "\n--- the end of its log\n" + process.logTail());
    }

    /** From the start of the process until it first asked for an event, in milliseconds. */
    double initMillis() {
        return (runtime.firstPoll() - process.started()) / 1e6;
    }

    /** The milliseconds from each event to its answer. */
    Latencies latencies() {
        return new Latencies(runtime.nanos());
    }

    /** The resident memory each time that it was looked at, in MB. */
    synchronized List<Double> residentMegabytes() {
        return List.copyOf(resident);
    }

    /** The most memory that was resident up to now, in MB. */
    double peakMegabytes() {
        return process.peakMegabytes();
    }

    /** The processor time until the first answer, in milliseconds. */
    synchronized double processorMillisToFirstAnswer() {
        return processorMillisToFirstAnswer;
    }

    /** The processor time since the first answer, in milliseconds. */
    synchronized double processorMillisSinceFirstAnswer() {
        return process.processorMillis() - processorMillisToFirstAnswer;
    }

    @Override
    public void close() throws IOException {
        process.close();
        runtime.close();
        if (share != null) {
            share.close();
        }
        Files.deleteIfExists(log);
    }
}
