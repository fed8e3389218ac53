package dev.ktpverify.bench;

import java.util.List;

/** One figure of several starts. */
record Series(List<Double> values) {

    void add(double value) {
        values.add(value);
    }

    /** The value in the middle, or the mean of the two. */
    double median() {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    /** Median and extremes, as a table has them. */
    String format(Figure figure) {
        return figure.format(median()) + " ("
                + figure.format(
                        values.stream().mapToDouble(Double::doubleValue).min().orElseThrow()) + " to "
                + figure.format(
                        values.stream().mapToDouble(Double::doubleValue).max().orElseThrow()) + ")";
    }
}
