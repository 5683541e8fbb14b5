package dev.pilothouse.ui.diff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.session.DiffRow;
import dev.pilothouse.session.DiffRow.Kind;
import dev.pilothouse.ui.markdown.CodeHighlighter;
import dev.pilothouse.ui.markdown.CodeHighlighter.Colour;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DiffHighlighterTest {
    private final CodeHighlighter highlighter = new CodeHighlighter();

    private Map<DiffRow, List<Colour>> of(DiffRow... rows) {
        return DiffHighlighter.of(List.of(rows), "java", highlighter);
    }

    @Test
    void theOldAndTheNewLinesAreReadSeparately() {
        DiffRow removed = new DiffRow(Kind.REMOVED, 1, 0, "/* the comment");
        DiffRow added = new DiffRow(Kind.ADDED, 0, 1, "return 1;");
        DiffRow same = new DiffRow(Kind.SAME, 2, 2, "ends */ class A");

        Map<DiffRow, List<Colour>> colours = of(removed, added, same);

        assertThat(colours.get(removed)).extracting(Colour::kind).containsExactly(CodeHighlighter.Kind.COMMENT);
        assertThat(colours.get(added)).contains(new Colour(0, 6, CodeHighlighter.Kind.KEYWORD));
        assertThat(colours.get(same)).contains(new Colour(8, 13, CodeHighlighter.Kind.KEYWORD));
    }

    @Test
    void rangesCountTabsAsSpaces() {
        DiffRow row = new DiffRow(Kind.ADDED, 0, 1, "\treturn;");

        assertThat(of(row).get(row)).contains(new Colour(4, 10, CodeHighlighter.Kind.KEYWORD));
    }

    @Test
    void aGapEndsAComment() {
        DiffRow open = new DiffRow(Kind.SAME, 1, 1, "/* open");
        DiffRow after = new DiffRow(Kind.SAME, 9, 9, "return;");

        Map<DiffRow, List<Colour>> colours = of(open, new DiffRow(Kind.GAP, 0, 7, ""), after);

        assertThat(colours.get(after)).contains(new Colour(0, 6, CodeHighlighter.Kind.KEYWORD));
    }

    @Test
    void aVeryLongLineHasNoColoursAndItsNeighboursHave() {
        DiffRow before = new DiffRow(Kind.SAME, 1, 1, "return;");
        DiffRow data = new DiffRow(Kind.SAME, 2, 2, "int a = 1; ".repeat(200));
        DiffRow after = new DiffRow(Kind.SAME, 3, 3, "return;");

        assertThat(of(before, data, after).keySet()).containsExactlyInAnyOrder(before, after);
        assertThat(DiffHighlighter.of(List.of(before), "nothing", highlighter)).isEmpty();
    }
}
