package dev.pilothouse.ui.diff;

import dev.pilothouse.session.DiffRow;
import dev.pilothouse.ui.markdown.CodeHighlighter;
import dev.pilothouse.ui.markdown.CodeHighlighter.Colour;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Highlights the code in the lines of a diff. The old and the new lines are read separately, because each are code on
 * their own. Stateless.
 */
public final class DiffHighlighter {
    /** Characters that are read together. A comment that goes on beyond them is not recognized. */
    private static final int CHARACTERS = 12_000;

    private static final int LINE = 1_000;
    /** A line with more is data instead of code. */
    private static final int COLOURS_OF_A_LINE = 100;

    private final String language;
    private final CodeHighlighter highlighter;
    private final Map<DiffRow, List<Colour>> found = new HashMap<>();

    private DiffHighlighter(String language, CodeHighlighter highlighter) {
        this.language = language;
        this.highlighter = highlighter;
    }

    /**
     * Returns the highlighted ranges of each line as it is drawn; lines without any are missing. Slow, so call it off the
     * FX thread.
     *
     * @param rows in their order; a gap ends what is read together
     * @param language see {@link CodeHighlighter#languageOf}
     */
    public static Map<DiffRow, List<Colour>> of(List<DiffRow> rows, String language, CodeHighlighter highlighter) {
        DiffHighlighter colours = new DiffHighlighter(language, highlighter);
        synchronized (highlighter) {
            colours.read(rows, DiffRow.Kind.REMOVED);
            // Last, so that unchanged lines have the colours of the new code.
            colours.read(rows, DiffRow.Kind.ADDED);
        }
        return colours.found;
    }

    private void read(List<DiffRow> rows, DiffRow.Kind side) {
        List<DiffRow> together = new ArrayList<>();
        int characters = 0;
        for (DiffRow row : rows) {
            boolean shown = row.kind() == side || row.kind() == DiffRow.Kind.SAME;
            int length = row.text().length();
            if (row.kind() == DiffRow.Kind.GAP || shown && (length > LINE || characters + length > CHARACTERS)) {
                colour(together);
                together.clear();
                characters = 0;
            }
            if (shown && length <= LINE) {
                together.add(row);
                characters += length + 1;
            }
        }
        colour(together);
    }

    private void colour(List<DiffRow> rows) {
        if (rows.isEmpty()) {
            return;
        }
        List<String> lines = rows.stream().map(DiffLines::shownText).toList();
        List<Colour> all = highlighter.colours(language, String.join("\n", lines));
        int start = 0;
        int next = 0;
        for (int i = 0; i < rows.size(); i++) {
            int end = start + lines.get(i).length();
            List<Colour> here = new ArrayList<>();
            for (int c = next; c < all.size() && all.get(c).from() < end; c++) {
                int from = Math.max(start, all.get(c).from());
                int to = Math.min(end, all.get(c).to());
                if (from < to) {
                    here.add(new Colour(from - start, to - start, all.get(c).kind()));
                }
                next = all.get(c).to() <= end ? c + 1 : c;
            }
            if (!here.isEmpty() && here.size() <= COLOURS_OF_A_LINE) {
                found.put(rows.get(i), List.copyOf(here));
            }
            start = end + 1;
        }
    }
}
