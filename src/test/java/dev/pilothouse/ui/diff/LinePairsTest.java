package dev.pilothouse.ui.diff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.session.Diff;
import java.util.List;
import org.junit.jupiter.api.Test;

class LinePairsTest {
    private static String sides(String before, String after) {
        List<LinePairs.Pair> pairs = LinePairs.of(Diff.between(before, after).rows());
        StringBuilder text = new StringBuilder();
        pairs.forEach(
                pair -> text.append(pair.before() == null ? "-" : pair.before().text())
                        .append('|')
                        .append(pair.after() == null ? "-" : pair.after().text())
                        .append('\n'));
        return text.toString();
    }

    @Test
    void aChangedLineStandsBesideItsNewForm() {
        assertThat(sides("a\nb\nc\n", "a\nB\nc\n")).isEqualTo("a|a\nb|B\nc|c\n");
    }

    @Test
    void whatOnlyCameOrWentLeavesTheOtherSideEmpty() {
        assertThat(sides("a\nb\n", "a\nB\nnew\n")).isEqualTo("a|a\nb|B\n-|new\n");
        assertThat(sides("a\nold\n", "a\n")).isEqualTo("a|a\nold|-\n");
    }

    @Test
    void theChangedPartOfALineIsFound() {
        assertThat(LinePairs.change("if (pool.size() < max) {", "while (pool.size() < max) {"))
                .isEqualTo(new LinePairs.Change(0, 2, 5));
        assertThat(LinePairs.change("return a;", "return b;")).isEqualTo(new LinePairs.Change(7, 8, 8));
    }

    @Test
    void linesThatHaveNothingInCommonAreNotMarked() {
        assertThat(LinePairs.change("import java.util.List;", "}")).isNull();
        assertThat(LinePairs.change("    x", "    y")).isNull();
    }

    @Test
    void aLineThatOnlyGrewIsMarkedWhereItGrew() {
        assertThat(LinePairs.change("aaa", "aaaa")).isEqualTo(new LinePairs.Change(3, 3, 4));
    }
}
