package dev.ktpverify.simulation;

import java.util.ArrayList;
import java.util.List;

/** What happened, for people; empty unless it is wanted. */
final class Story {

    private record Line(long at, Ask ask, String text) {}

    private static final int MOST = 60;

    private final Time time;
    private final boolean wanted;
    private final List<Line> lines = new ArrayList<>();

    Story(Time time, boolean wanted) {
        this.time = time;
        this.wanted = wanted;
    }

    void add(Environment environment, String text) {
        if (wanted) {
            Ask ask = environment.serves == null ? null : environment.serves.ask;
            lines.add(new Line(time.now(), ask, "environment " + environment.number + ": " + text));
        }
    }

    void add(Invoked invoked, String text) {
        if (wanted && invoked != null) {
            lines.add(new Line(time.now(), invoked.ask, "invocation " + invoked.number + ": " + text));
        }
    }

    /** All of it. */
    String whole() {
        StringBuilder whole = new StringBuilder();
        lines.forEach(
                line -> whole.append(line.at).append(" ms ").append(line.text).append('\n'));
        return whole.toString();
    }

    /** What has to do with one question: the last of it. */
    String of(Ask ask) {
        List<String> told = lines.stream()
                .filter(line -> line.ask != null && line.ask.identity().equals(ask.identity()))
                .map(line -> "  %,d ms  %s".formatted(line.at, line.text))
                .toList();
        return String.join("\n", told.subList(Math.max(0, told.size() - MOST), told.size()));
    }
}
