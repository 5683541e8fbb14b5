package dev.pilothouse.desktop.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;

/**
 * Runs variants in turn, round after round, so that each meets the same conditions: first warm-up rounds, which are
 * discarded, then the measured ones. Every other round runs backwards, so that no variant always follows the same one.
 *
 * <p>Bounded in time: except for the first measured one, no round begins that would pass the deadline at the rate so
 * far. Confined to one thread.
 */
final class Rounds {
    private final int most;
    private final long deadline;
    private final LongSupplier ticker;

    /**
     * Makes rounds for one benchmark.
     *
     * @param most measured rounds; 1 skips the warm-up
     * @param deadline on the clock
     */
    Rounds(int most, long deadline, LongSupplier ticker) {
        this.most = most;
        this.deadline = deadline;
        this.ticker = ticker;
    }

    /** Whether only one round runs. It shows that everything works; its figures are not reliable. */
    boolean quick() {
        return most == 1;
    }

    /** Whether the run only checks that everything works, so that long parts should be cut short. */
    boolean isQuick() {
        return most == 1;
    }

    /** One of the compared variants. */
    record Variant<T>(String name, Callable<T> run) {}

    /** The outcomes of each round, by the name of the variant; the same number for each. */
    static final class Outcomes<T> {
        private final Map<String, List<T>> byName = new LinkedHashMap<>();

        List<T> of(String name) {
            return Collections.unmodifiableList(byName.get(name));
        }
    }

    /**
     * Runs the variants.
     *
     * @param warmUps rounds before the first that counts
     * @param share of the remaining time, from 0 to 1, for a benchmark that calls this more than once
     */
    <T> Outcomes<T> run(int warmUps, double share, List<Variant<T>> variants) throws Exception {
        long start = ticker.getAsLong();
        long end = start + (long) ((deadline - start) * share);
        Outcomes<T> outcomes = new Outcomes<>();
        variants.forEach(variant -> outcomes.byName.put(variant.name(), new ArrayList<>()));
        long longest = 0;
        // The warm-up may not use the time for measuring.
        for (int i = 0; i < warmUps && most > 1 && fits(longest, start + (end - start) / 2); i++) {
            longest = Math.max(longest, round(i, variants, new Outcomes<>()));
        }
        longest = 0;
        for (int i = 0; i < most && (i == 0 || fits(longest, end)); i++) {
            longest = Math.max(longest, round(i, variants, outcomes));
        }
        return outcomes;
    }

    private boolean fits(long longest, long end) {
        return ticker.getAsLong() + longest <= end;
    }

    private <T> long round(int number, List<Variant<T>> variants, Outcomes<T> outcomes) throws Exception {
        List<Variant<T>> order = new ArrayList<>(variants);
        if (number % 2 == 1) {
            Collections.reverse(order);
        }
        long start = ticker.getAsLong();
        for (Variant<T> variant : order) {
            T outcome = variant.run().call();
            outcomes.byName
                    .computeIfAbsent(variant.name(), name -> new ArrayList<>())
                    .add(outcome);
        }
        return ticker.getAsLong() - start;
    }
}
