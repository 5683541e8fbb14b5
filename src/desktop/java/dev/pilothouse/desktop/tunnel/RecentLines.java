package dev.pilothouse.desktop.tunnel;

import dev.pilothouse.desktop.process.Line;
import dev.pilothouse.model.PlainText;
import dev.pilothouse.model.TextCutter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Keeps the last lines of a program in bounded memory. Any thread. */
final class RecentLines {
    private static final int LINES = 60;
    private static final int LENGTH = 1_000;

    private final Deque<String> lines = new ArrayDeque<>();

    /** @return the stored line: shortened, and without terminal control characters */
    String add(Line line) {
        String text = line.match(Line.Text::text, Line.TooLong::head);
        String kept = PlainText.line(TextCutter.head(text, LENGTH));
        synchronized (this) {
            if (lines.size() == LINES) {
                lines.removeFirst();
            }
            lines.addLast(kept);
        }
        return kept;
    }

    synchronized List<String> copy() {
        return List.copyOf(lines);
    }
}
