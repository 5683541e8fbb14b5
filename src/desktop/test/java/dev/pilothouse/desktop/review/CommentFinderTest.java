package dev.pilothouse.desktop.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.CommentAnchor;
import dev.pilothouse.model.CommentPlace.State;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommentFinderTest {
    private static CommentAnchor anchor(boolean old, int line, String... lines) {
        return new CommentAnchor("a", old, line, line + lines.length - 1, CommentAnchor.quote(List.of(lines)), "");
    }

    private static CommentFinder.Found find(List<String> file, CommentAnchor anchor) {
        return new CommentFinder(file).find(anchor);
    }

    private static List<String> numbered(int lines) {
        return new ArrayList<>(IntStream.rangeClosed(1, lines)
                .mapToObj(line -> "statement number " + line)
                .toList());
    }

    @Test
    void linesThatStayedAreFoundAtTheirPlace() {
        assertThat(find(numbered(9), anchor(false, 4, "statement number 4", "statement number 5")))
                .isEqualTo(new CommentFinder.Found(State.UNCHANGED, 4));
    }

    @Test
    void theNearestOfEqualLinesIsTaken() {
        List<String> file = numbered(30);
        file.set(2, "return result;");
        file.set(20, "return result;");

        assertThat(find(file, anchor(false, 15, "return result;")).line()).isEqualTo(21);
        assertThat(find(file, anchor(false, 6, "return result;")).line()).isEqualTo(3);
    }

    @Test
    void anIndentedLineNearItsPlaceIsTheSameLine() {
        List<String> file = numbered(9);
        file.set(5, "\t  statement  number 4");

        assertThat(find(file, anchor(false, 4, "statement number 4 ")))
                .as("the exact line is there as well")
                .isEqualTo(new CommentFinder.Found(State.UNCHANGED, 4));
        file.remove(3);
        assertThat(find(file, anchor(false, 4, "statement number 4 ")))
                .isEqualTo(new CommentFinder.Found(State.UNCHANGED, 5));
    }

    @Test
    void aChangedLineIsReportedWhereItWas() {
        List<String> file = numbered(9);
        file.set(3, "statement number four");

        assertThat(find(file, anchor(false, 4, "statement number 4")))
                .isEqualTo(new CommentFinder.Found(State.CHANGED, 4));
        assertThat(find(file.subList(0, 2), anchor(false, 4, "statement number 4")))
                .isEqualTo(new CommentFinder.Found(State.CHANGED, 2));
        assertThat(find(List.of(), anchor(false, 4, "x"))).isEqualTo(new CommentFinder.Found(State.CHANGED, 1));
    }

    @Test
    void aLineWithoutWordsIsNotSearchedForInTheWholeFile() {
        List<String> file = numbered(200);
        file.set(150, "}");

        assertThat(find(file, anchor(false, 4, "}")).state()).isEqualTo(State.CHANGED);
        file.set(10, "}");
        assertThat(find(file, anchor(false, 4, "}"))).isEqualTo(new CommentFinder.Found(State.UNCHANGED, 11));
    }

    @Test
    void aRemovedLineIsChangedOnlyWhenItIsBack() {
        assertThat(find(numbered(9), anchor(true, 4, "the removed line")))
                .isEqualTo(new CommentFinder.Found(State.UNCHANGED, 4));
        assertThat(find(numbered(9), anchor(true, 4, "statement number 7")).state())
                .isEqualTo(State.CHANGED);
    }

    @Test
    void aLineLongerThanTheQuoteIsFoundByItsBeginning() {
        String line = "data ".repeat(CommentAnchor.MAX_QUOTE);

        assertThat(find(List.of("", line), anchor(false, 1, line)))
                .isEqualTo(new CommentFinder.Found(State.UNCHANGED, 2));
    }

    @Test
    void aQuoteThatEndsBeforeASurrogatePairIsFoundByItsBeginning() {
        String line = "a".repeat(CommentAnchor.MAX_QUOTE - 1) + "😀 and more";
        List<String> quoted = CommentAnchor.quote(List.of(line));
        CommentAnchor anchor = new CommentAnchor("a.txt", false, 1, 1, quoted, "");

        assertThat(new CommentFinder(List.of(line)).find(anchor))
                .isEqualTo(new CommentFinder.Found(State.UNCHANGED, 1));
    }

    /** Random edits that leave the commented lines alone move them, and edits of the lines themselves are noticed. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void linesAreFollowedThroughRandomEdits(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            List<String> file = numbered(1 + random.nextInt(60));
            int first = random.nextInt(file.size());
            int count = 1 + random.nextInt(Math.min(4, file.size() - first));
            List<String> lines = List.copyOf(file.subList(first, first + count));
            CommentAnchor anchor = anchor(false, first + 1, lines.toArray(String[]::new));
            for (int edit = random.nextInt(12); edit > 0; edit--) {
                edit(random, file, lines, edit);
            }
            int now = Collections.indexOfSubList(file, lines);

            assertThat(find(file, anchor))
                    .as("lines %s of %s", lines, file)
                    .isEqualTo(new CommentFinder.Found(State.UNCHANGED, now + 1));

            file.set(now + random.nextInt(count), "another statement");
            assertThat(find(file, anchor).state()).isEqualTo(State.CHANGED);
        }
    }

    /** Inserts, replaces or deletes a line outside of these. */
    private static void edit(Random random, List<String> file, List<String> lines, int edit) {
        int at = random.nextInt(file.size() + 1);
        int from = Collections.indexOfSubList(file, lines);
        boolean inside = at > from && at < from + lines.size();
        boolean onLine = inside || at == from || at == file.size();
        switch (random.nextInt(3)) {
            case 0 -> {
                if (!inside) {
                    file.add(at, "inserted by edit " + edit);
                }
            }
            case 1 -> {
                if (!onLine) {
                    file.set(at, "replaced by edit " + edit);
                }
            }
            default -> {
                if (!onLine) {
                    file.remove(at);
                }
            }
        }
    }
}
