package dev.pilothouse.ui.viewer;

import dev.pilothouse.model.FilePart;
import dev.pilothouse.model.PlainText;
import dev.pilothouse.ui.markdown.CodeHighlighter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The lines of a text that are in memory: pages around those on screen. The least recently used page leaves when there
 * are {@value #MAX_PAGES}. Confined to the FX thread, except for {@link #page}, which is pure.
 */
final class ViewedLines {
    static final int PAGE = 200;
    static final int MAX_PAGES = 60;

    private final Map<Long, List<Line>> pages = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, List<Line>> eldest) {
            return size() > MAX_PAGES;
        }
    };
    private long count;

    /**
     * A line.
     *
     * @param text as it is in the file
     * @param shown with spaces for tabs, and with hidden characters by their code point
     * @param colours ranges of the shown text
     */
    record Line(String text, String shown, List<CodeHighlighter.Colour> colours) {
        /** The place in the shown text of a position in the text. */
        int shownAt(int position) {
            return Math.min(
                    shown.length(),
                    ViewedLines.shown(text.substring(0, position)).length());
        }
    }

    /** The number of lines, as far as it is known. */
    long count() {
        return count;
    }

    /** Learns the number of lines from a part. */
    void count(FilePart part) {
        Long known = part.file().lineCount();
        long here = part.offset() + part.lines().size();
        count = known != null ? known : Math.max(count, part.more() ? here + PAGE : here);
    }

    /** The number of lines cannot be larger than this. */
    void limit(long most) {
        count = Math.min(count, most);
    }

    Optional<Line> line(long number) {
        List<Line> page = pages.get(number / PAGE);
        int at = (int) (number % PAGE);
        return page == null || at >= page.size() ? Optional.empty() : Optional.of(page.get(at));
    }

    boolean has(long page) {
        return pages.containsKey(page);
    }

    void put(long page, List<Line> lines) {
        pages.put(page, lines);
    }

    void clear() {
        pages.clear();
        count = 0;
    }

    /** Prepares the lines of a page for drawing. Slow, so call it off the FX thread. */
    static List<Line> page(List<String> lines, String language, CodeHighlighter highlighter) {
        List<String> shown = lines.stream().map(ViewedLines::shown).toList();
        String whole = String.join("\n", shown);
        List<CodeHighlighter.Colour> colours;
        synchronized (highlighter) {
            colours = highlighter.colours(language, whole);
        }
        List<Line> made = new ArrayList<>();
        int start = 0;
        int next = 0;
        for (int i = 0; i < lines.size(); i++) {
            int end = start + shown.get(i).length();
            List<CodeHighlighter.Colour> here = new ArrayList<>();
            for (int c = next; c < colours.size() && colours.get(c).from() < end; c++) {
                CodeHighlighter.Colour colour = colours.get(c);
                int from = Math.max(start, colour.from());
                int to = Math.min(end, colour.to());
                if (from < to) {
                    here.add(new CodeHighlighter.Colour(from - start, to - start, colour.kind()));
                }
                next = colour.to() <= end ? c + 1 : c;
            }
            made.add(new Line(lines.get(i), shown.get(i), here));
            start = end + 1;
        }
        return made;
    }

    private static String shown(String line) {
        return PlainText.exact(line.replace("\t", "    "));
    }
}
