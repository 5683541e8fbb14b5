package dev.pilothouse.session;

import com.github.difflib.DiffUtils;
import com.github.difflib.patch.AbstractDelta;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A unified diff with three lines of context. Immutable. Create it off the FX thread: a large text takes milliseconds.
 *
 * @param rows the lines to draw
 * @param added the number of added lines
 * @param removed the number of removed lines
 */
public record Diff(List<DiffRow> rows, int added, int removed) {
    private static final int CONTEXT = 3;
    /**
     * Limit on the differing lines of both texts together. Above it, a line-by-line comparison may take seconds, so the
     * diff shows them as fully replaced.
     */
    private static final int COMPARABLE_LINES = 20_000;

    public Diff {
        rows = List.copyOf(rows);
    }

    /** Compares two texts. {@code before} may be null for a new file. */
    public static Diff between(@Nullable String before, String after) {
        return between(before, after, COMPARABLE_LINES);
    }

    /** @param comparableLines the number of differing lines above which they are shown as replaced */
    static Diff between(@Nullable String before, String after, int comparableLines) {
        return new Building(lines(before), lines(after), comparableLines).build();
    }

    private static List<String> lines(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return List.of();
        }
        String body = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
        return List.of(body.split("\r?\n", -1));
    }

    private static final class Building {
        private final List<String> old;
        private final List<String> now;
        private final List<DiffRow> rows = new ArrayList<>();
        private final int comparableLines;
        private int added;
        private int removed;
        /** The first lines of both texts that have no row yet. */
        private int oldAt;

        private int newAt;

        Building(List<String> old, List<String> now, int comparableLines) {
            this.old = old;
            this.now = now;
            this.comparableLines = comparableLines;
        }

        Diff build() {
            // Equal lines at both ends need no comparison, so a small change of a long file stays cheap.
            int shorter = Math.min(old.size(), now.size());
            int start = 0;
            while (start < shorter && old.get(start).equals(now.get(start))) {
                start++;
            }
            int end = 0;
            while (end < shorter - start && old.get(old.size() - 1 - end).equals(now.get(now.size() - 1 - end))) {
                end++;
            }
            List<String> oldMiddle = old.subList(start, old.size() - end);
            List<String> newMiddle = now.subList(start, now.size() - end);
            if (oldMiddle.size() + newMiddle.size() > comparableLines) {
                step(start, old.size() - end, start, now.size() - end);
            } else {
                for (AbstractDelta<String> delta :
                        DiffUtils.diff(oldMiddle, newMiddle).getDeltas()) {
                    int oldFrom = start + delta.getSource().getPosition();
                    int newFrom = start + delta.getTarget().getPosition();
                    step(
                            oldFrom,
                            oldFrom + delta.getSource().size(),
                            newFrom,
                            newFrom + delta.getTarget().size());
                }
            }
            context(oldAt, old.size(), newAt, oldAt > 0 || newAt > 0, false);
            return new Diff(rows, added, removed);
        }

        private void step(int oldFrom, int oldTo, int newFrom, int newTo) {
            context(oldAt, oldFrom, newAt, oldAt > 0 || newAt > 0, true);
            change(oldFrom, oldTo, newFrom, newTo);
            oldAt = oldTo;
            newAt = newTo;
        }

        private void change(int oldFrom, int oldTo, int newFrom, int newTo) {
            for (int i = oldFrom; i < oldTo; i++) {
                rows.add(new DiffRow(DiffRow.Kind.REMOVED, i + 1, 0, old.get(i)));
                removed++;
            }
            for (int i = newFrom; i < newTo; i++) {
                rows.add(new DiffRow(DiffRow.Kind.ADDED, 0, i + 1, now.get(i)));
                added++;
            }
        }

        private void context(int oldFrom, int oldTo, int newFrom, boolean changeBefore, boolean changeAfter) {
            int length = oldTo - oldFrom;
            int lead = changeBefore ? Math.min(CONTEXT, length) : 0;
            int trail = changeAfter ? Math.min(CONTEXT, length - lead) : 0;
            int hidden = length - lead - trail;
            addEqual(oldFrom, newFrom, lead);
            if (hidden > 0 && changeBefore && changeAfter) {
                rows.add(new DiffRow(DiffRow.Kind.GAP, 0, hidden, ""));
            }
            addEqual(oldTo - trail, newFrom + length - trail, trail);
        }

        private void addEqual(int oldFrom, int newFrom, int count) {
            for (int i = 0; i < count; i++) {
                rows.add(new DiffRow(DiffRow.Kind.SAME, oldFrom + i + 1, newFrom + i + 1, old.get(oldFrom + i)));
            }
        }
    }
}
