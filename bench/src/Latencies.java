package dev.ktpverify.bench;

import java.util.Arrays;

/** How long answers took, in the order of their events. */
record Latencies(long[] nanos) {

    /** The first answer's time, in milliseconds. */
    double first() {
        return nanos[0] / 1e6;
    }

    /** These from one on and before another. */
    Latencies part(int from, int to) {
        return new Latencies(Arrays.copyOfRange(nanos, from, to));
    }

    int count() {
        return nanos.length;
    }

    /** What Lambda bills for an answer, in the mean: each is rounded up to a whole millisecond. */
    double billedMillis() {
        return Arrays.stream(nanos).mapToDouble(one -> Math.ceil(one / 1e6)).average().orElse(0);
    }

    /** The time that so many percent of the answers did not exceed, in milliseconds (nearest rank). */
    double percentile(double percent) {
        long[] sorted = nanos.clone();
        Arrays.sort(sorted);
        return sorted[(int) Math.ceil(percent / 100 * sorted.length) - 1] / 1e6;
    }
}
