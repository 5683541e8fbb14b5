package dev.pilothouse.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.ToolCall;
import dev.pilothouse.model.ToolContent;
import dev.pilothouse.model.ToolKind;
import dev.pilothouse.model.ToolStatus;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FileDiffTest {
    private static ToolCall edit(ToolContent... content) {
        return new ToolCall(
                "t", "Edit", ToolKind.EDIT, ToolStatus.PENDING, List.of(), List.of(content), null, null, 1, 0);
    }

    private static ToolContent.Diff newFile(String path, int lines, String line) {
        return new ToolContent.Diff(
                path, null, IntStream.range(0, lines).mapToObj(i -> line + i).collect(Collectors.joining("\n")));
    }

    private static int characters(List<FileDiff> changes) {
        return changes.stream()
                .flatMap(change -> Stream.concat(
                        Stream.of(change.path()), change.diff().rows().stream().map(DiffRow::text)))
                .mapToInt(String::length)
                .sum();
    }

    @Test
    void anExcerptHasFortyRowsAndCountsTheRest() {
        List<FileDiff> changes = FileDiff.excerptsOf(edit(newFile("a.txt", 30, "x"), newFile("b.txt", 30, "x")));

        assertThat(changes).extracting(change -> change.diff().rows().size()).containsExactly(30, 10);
        assertThat(changes).extracting(FileDiff::more).containsExactly(0, 20);
        assertThat(changes).extracting(change -> change.diff().added()).containsExactly(30, 30);
    }

    @Test
    void anExcerptOfLongLinesIsAsShort() {
        List<FileDiff> changes = FileDiff.excerptsOf(edit(newFile("min.js", 30, "x".repeat(100_000))));

        assertThat(characters(changes)).isBetween(3_000, 4_096 + 10);
        assertThat(changes.get(0).more() + changes.get(0).diff().rows().size()).isEqualTo(30);
    }

    @Test
    void anExcerptOfManyFilesIsAsShort() {
        List<FileDiff> changes = FileDiff.excerptsOf(edit(Stream.generate(() -> newFile("p".repeat(1_000), 1, "x"))
                .limit(200)
                .toArray(ToolContent[]::new)));

        assertThat(characters(changes)).isLessThan(6_000);
    }

    @Test
    void aSmallChangeOfALongFileIsFound() {
        String before = IntStream.range(0, 50_000).mapToObj(String::valueOf).collect(Collectors.joining("\n"));
        List<FileDiff> changes = FileDiff.excerptsOf(
                edit(new ToolContent.Diff("big.txt", before, before.replace("\n40000\n", "\nforty thousand\n"))));

        assertThat(changes.get(0).diff().rows())
                .contains(
                        new DiffRow(DiffRow.Kind.REMOVED, 40_001, 0, "40000"),
                        new DiffRow(DiffRow.Kind.ADDED, 0, 40_001, "forty thousand"))
                .hasSize(8);
    }
}
