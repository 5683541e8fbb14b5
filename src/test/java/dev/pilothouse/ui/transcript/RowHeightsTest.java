package dev.pilothouse.ui.transcript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowHeightsTest {

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void sumsAndPlacesAreThoseOfAPlainList(long seed) {
        Random random = new Random(seed);
        RowHeights heights = new RowHeights();
        List<Double> plain = new ArrayList<>();
        for (int step = 0; step < 600; step++) {
            int dice = random.nextInt(100);
            int at = plain.isEmpty() ? 0 : random.nextInt(plain.size() + 1);
            if (dice < 20) {
                int count = random.nextInt(60);
                heights.insert(at, count);
                for (int i = 0; i < count; i++) {
                    plain.add(at, Double.NaN);
                }
            } else if (dice < 30) {
                int count = Math.min(plain.size() - at, random.nextInt(30));
                heights.remove(at, count);
                plain.subList(at, at + count).clear();
            } else if (dice < 90 && at < plain.size()) {
                double height = random.nextInt(5) == 0 ? Double.NaN : 1 + random.nextInt(80);
                heights.set(at, height);
                plain.set(at, height);
            } else if (dice == 99) {
                heights.clear();
                plain.replaceAll(height -> Double.NaN);
            }
            compare(heights, plain, random);
        }
    }

    private static void compare(RowHeights heights, List<Double> plain, Random random) {
        double guess = plain.stream()
                .filter(height -> !height.isNaN())
                .mapToDouble(Double::doubleValue)
                .average()
                .orElse(40);
        double[] known = plain.stream()
                .mapToDouble(height -> height.isNaN() ? guess : height)
                .toArray();
        int at = plain.isEmpty() ? 0 : random.nextInt(plain.size());
        double before = 0;
        for (int i = 0; i < at; i++) {
            before += known[i];
        }
        assertThat(heights.size()).isEqualTo(plain.size());
        assertThat(heights.before(at)).isCloseTo(before, within(1e-6));
        if (!plain.isEmpty()) {
            assertThat(heights.getOrGuess(at)).isCloseTo(known[at], within(1e-9));
            assertThat(heights.at(before + known[at] / 2)).isEqualTo(at);
            assertThat(heights.at(1e12)).isEqualTo(plain.size() - 1);
        }
    }
}
