package dev.pilothouse.desktop.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class SeriesTest {

    @Test
    void theMedianIsTheMiddleValueWhateverTheOrder() {
        assertThat(Series.of(9, 1, 5).median()).isEqualTo(5);
    }

    @Test
    void theMedianOfAnEvenNumberIsTheMeanOfTheTwoInTheMiddle() {
        assertThat(Series.of(4, 100, 2, 1).median()).isEqualTo(3);
    }

    @Test
    void oneDisturbedRoundMovesTheMaximumAndNotTheMedian() {
        Series series = Series.of(10, 11, 9_000, 10, 9);
        assertThat(series.median()).isEqualTo(10);
        assertThat(series.min()).isEqualTo(9);
        assertThat(series.max()).isEqualTo(9_000);
    }

    @Test
    void aRatioIsTakenRoundByRound() {
        // The machine was three times slower in the second round, for both.
        Series ours = Series.of(10, 30, 12);
        Series baseline = Series.of(20, 60, 20);
        assertThat(ours.over(baseline)).isEqualTo(Series.of(0.5, 0.5, 0.6));
    }

    @Test
    void roundsThatDoNotMatchAreNotCompared() {
        assertThatThrownBy(() -> Series.of(1, 2).over(Series.of(1))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aBaselineOfNothingGivesNoRatio() {
        assertThatThrownBy(() -> Series.of(1).over(Series.of(0))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aSeriesWithoutValuesIsRefused() {
        assertThatThrownBy(() -> Series.of()).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void oneFigureIsTakenOfEachOutcomeInOrder() {
        assertThat(Series.of(List.of("a", "ccc", "bb"), String::length)).isEqualTo(Series.of(1, 3, 2));
    }
}
