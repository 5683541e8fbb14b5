package dev.pilothouse.desktop.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Values of one figure, one for each round in order. Immutable; any thread. The median is reported, since one disturbed
 * round must not move it; minimum and maximum show the noise.
 */
record Series(List<Double> values) {
    Series {
        values = List.copyOf(values);
        if (values.isEmpty()) {
            throw new IllegalArgumentException("a series has at least one value");
        }
        if (values.stream().anyMatch(value -> !Double.isFinite(value))) {
            throw new IllegalArgumentException("a value is a finite number: " + values);
        }
    }

    static Series of(double... values) {
        return new Series(Arrays.stream(values).boxed().toList());
    }

    /** One figure of each round's outcome. */
    static <T> Series of(List<T> outcomes, ToDoubleFunction<? super T> figure) {
        return new Series(outcomes.stream().map(figure::applyAsDouble).toList());
    }

    /** The median; of an even number of values the mean of the two in the middle. */
    double median() {
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    double min() {
        return Collections.min(values);
    }

    double max() {
        return Collections.max(values);
    }

    /** The difference from a baseline, round by round as in {@link #over}. */
    Series minus(Series baseline) {
        requireSameRounds(baseline);
        List<Double> differences = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            differences.add(values.get(i) - baseline.values.get(i));
        }
        return new Series(differences);
    }

    private void requireSameRounds(Series baseline) {
        if (values.size() != baseline.values.size()) {
            throw new IllegalArgumentException(
                    values.size() + " rounds cannot be compared with " + baseline.values.size());
        }
    }

    /**
     * The ratio to a baseline, round by round. Both values of a ratio were measured next to each other, so a slower
     * machine slows both.
     *
     * @throws IllegalArgumentException if the rounds do not match or a value of the baseline is 0
     */
    Series over(Series baseline) {
        requireSameRounds(baseline);
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            ratios.add(values.get(i) / baseline.values.get(i));
        }
        return new Series(ratios);
    }
}
