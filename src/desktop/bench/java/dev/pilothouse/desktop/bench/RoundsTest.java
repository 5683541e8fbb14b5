package dev.pilothouse.desktop.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RoundsTest {
    private final List<String> ran = new ArrayList<>();
    private long now;

    private Rounds.Variant<Integer> variant(String name, long takes) {
        return new Rounds.Variant<>(name, () -> {
            ran.add(name);
            now += takes;
            return ran.size();
        });
    }

    private Rounds rounds(int most, long deadline) {
        return new Rounds(most, deadline, () -> now);
    }

    @Test
    void everyOtherRoundRunsBackwards() throws Exception {
        rounds(3, 1_000).run(0, 1, List.of(variant("a", 1), variant("b", 1)));
        assertThat(ran).containsExactly("a", "b", "b", "a", "a", "b");
    }

    @Test
    void outcomesOfWarmingUpDoNotCount() throws Exception {
        Rounds.Outcomes<Integer> outcomes = rounds(2, 1_000).run(3, 1, List.of(variant("a", 1)));
        assertThat(ran).hasSize(5);
        assertThat(outcomes.of("a")).containsExactly(4, 5);
    }

    @Test
    void noRoundBeginsThatWouldPassTheDeadline() throws Exception {
        Rounds.Outcomes<Integer> outcomes = rounds(100, 35).run(0, 1, List.of(variant("a", 10)));
        assertThat(outcomes.of("a")).hasSize(3);
    }

    @Test
    void oneRoundIsMeasuredHoweverLateItIs() throws Exception {
        now = 50;
        Rounds.Outcomes<Integer> outcomes = rounds(5, 10).run(2, 1, List.of(variant("a", 10), variant("b", 10)));
        assertThat(outcomes.of("a")).hasSize(1);
        assertThat(outcomes.of("b")).hasSize(1);
    }

    @Test
    void warmingUpLeavesHalfOfTheTimeToMeasure() throws Exception {
        Rounds.Outcomes<Integer> outcomes = rounds(100, 101).run(100, 1, List.of(variant("a", 10)));
        assertThat(outcomes.of("a")).hasSize(5);
    }

    @Test
    void aShareLeavesTimeForWhatComesAfter() throws Exception {
        Rounds rounds = rounds(100, 101);
        rounds.run(0, 0.5, List.of(variant("a", 10)));
        assertThat(now).isEqualTo(50);
        rounds.run(0, 1, List.of(variant("b", 10)));
        assertThat(now).isEqualTo(100);
    }
}
