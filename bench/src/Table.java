package dev.ktpverify.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** A table in Markdown whose columns are aligned for a terminal too. */
final class Table {

    private final List<List<String>> rows = new ArrayList<>();

    Table(List<String> head) {
        rows.add(head);
        rows.add(head.stream().map(cell -> "---").toList());
    }

    void row(List<String> cells) {
        rows.add(cells);
    }

    @Override
    public String toString() {
        int[] widths = IntStream.range(0, rows.get(0).size())
                .map(column -> rows.stream()
                        .mapToInt(row -> row.get(column).length())
                        .max()
                        .orElseThrow())
                .toArray();
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            text.append('|');
            for (int column = 0; column < widths.length; column++) {
                text.append(String.format(" %-" + widths[column] + "s |", row.get(column)));
            }
            text.append('\n');
        }
        return text.toString();
    }
}
