package dev.pilothouse.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DiffTest {
    private static String numbers(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(String::valueOf).collect(Collectors.joining("\n")) + "\n";
    }

    @Test
    void aChangedLineStandsBetweenThreeLinesOfContext() {
        Diff diff = Diff.between(numbers(1, 20), numbers(1, 9) + "ten\n" + numbers(11, 20));

        assertThat(diff.rows())
                .containsExactly(
                        new DiffRow(DiffRow.Kind.SAME, 7, 7, "7"),
                        new DiffRow(DiffRow.Kind.SAME, 8, 8, "8"),
                        new DiffRow(DiffRow.Kind.SAME, 9, 9, "9"),
                        new DiffRow(DiffRow.Kind.REMOVED, 10, 0, "10"),
                        new DiffRow(DiffRow.Kind.ADDED, 0, 10, "ten"),
                        new DiffRow(DiffRow.Kind.SAME, 11, 11, "11"),
                        new DiffRow(DiffRow.Kind.SAME, 12, 12, "12"),
                        new DiffRow(DiffRow.Kind.SAME, 13, 13, "13"));
        assertThat(diff.added()).isEqualTo(1);
        assertThat(diff.removed()).isEqualTo(1);
    }

    @Test
    void whatLiesBetweenTwoChangesIsCounted() {
        Diff diff = Diff.between(numbers(1, 30), "new\n" + numbers(1, 30) + "last\n");

        assertThat(diff.rows()).contains(new DiffRow(DiffRow.Kind.GAP, 0, 24, ""));
    }

    @Test
    void aNewFileIsAllAdded() {
        Diff diff = Diff.between(null, "a\nb\n");

        assertThat(diff.rows())
                .containsExactly(
                        new DiffRow(DiffRow.Kind.ADDED, 0, 1, "a"), new DiffRow(DiffRow.Kind.ADDED, 0, 2, "b"));
    }

    @Test
    void equalTextsHaveNoRows() {
        assertThat(Diff.between("a\r\nb", "a\nb\n").rows()).isEmpty();
    }
}
