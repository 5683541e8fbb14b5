package dev.pilothouse.desktop.git;

import dev.pilothouse.model.DiffHunk;
import dev.pilothouse.model.PlainText;
import dev.pilothouse.model.TextCutter;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads one page of hunks from a unified diff of one file. Hidden characters are shown by code point. Pure.
 *
 * <p>A page has at most {@value #LINES} lines. A hunk that does not fit continues on the next page under its own line
 * numbers.
 */
final class HunkReader {
    static final int LINES = 1_000;
    static final int CHARACTERS = 200_000;
    static final int LINE_CHARACTERS = 2_000;
    private static final int HEADING = 200;
    private static final Pattern HEAD =
            Pattern.compile("@@ -(\\d{1,9})(?:,\\d{1,9})? \\+(\\d{1,9})(?:,\\d{1,9})? @@ ?(.*)");

    /** @param more whether there is a next page */
    record Page(List<DiffHunk> hunks, boolean more) {}

    private final int page;
    private final List<DiffHunk> hunks = new ArrayList<>();
    private List<String> lines = new ArrayList<>();
    private String heading = "";
    private int oldStart;
    private int newStart;
    private int oldAt;
    private int newAt;
    private int current;
    private int linesOfPage;
    private int charactersOfPage;

    private HunkReader(int page) {
        this.page = page;
    }

    /** @param page from 0 */
    static Page read(String diff, int page) {
        return new HunkReader(page).readLines(diff);
    }

    private Page readLines(String diff) {
        boolean inHunk = false;
        int from = 0;
        while (from < diff.length()) {
            int end = diff.indexOf('\n', from);
            String line = diff.substring(from, end < 0 ? diff.length() : end);
            from = end < 0 ? diff.length() : end + 1;
            Matcher head = line.startsWith("@@ ") ? HEAD.matcher(line) : null;
            if (head != null && head.matches()) {
                close();
                oldAt = Integer.parseInt(head.group(1));
                newAt = Integer.parseInt(head.group(2));
                heading = TextCutter.line(PlainText.line(head.group(3)), HEADING);
                open();
                inHunk = true;
            } else if (inHunk && !line.isEmpty() && " +-".indexOf(line.charAt(0)) >= 0) {
                if (!add(line)) {
                    return new Page(hunks, true);
                }
            } else if (inHunk && !line.startsWith("\\")) {
                // The head of another file of a rename pair.
                inHunk = false;
            }
        }
        close();
        return new Page(hunks, false);
    }

    /** @return false if the line belongs to the page after the wanted one */
    private boolean add(String line) {
        String shown = cleaned(line);
        if (linesOfPage >= LINES || charactersOfPage + shown.length() > CHARACTERS && linesOfPage > 0) {
            close();
            if (current == page) {
                return false;
            }
            current++;
            linesOfPage = 0;
            charactersOfPage = 0;
            heading = "";
            open();
        }
        linesOfPage++;
        charactersOfPage += shown.length();
        if (current == page) {
            lines.add(shown);
        }
        char kind = line.charAt(0);
        oldAt += kind == '+' ? 0 : 1;
        newAt += kind == '-' ? 0 : 1;
        return true;
    }

    private void open() {
        oldStart = oldAt;
        newStart = newAt;
        lines = new ArrayList<>();
    }

    private void close() {
        if (!lines.isEmpty()) {
            hunks.add(new DiffHunk(oldStart, newStart, heading, lines));
            lines = new ArrayList<>();
        }
    }

    static String cleaned(String line) {
        String text = line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
        // Cut first: a line of a generated file may have megabytes.
        String exact = PlainText.exact(TextCutter.head(text, LINE_CHARACTERS));
        return text.length() > LINE_CHARACTERS ? exact + "\u2026" : exact;
    }
}
