package dev.pilothouse.ui.diff;

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
     * Limit on the lines of both texts together. Above it, a line-by-line comparison may take seconds, so the diff
     * shows the old text as fully replaced.
     */
    private static final int COMPARABLE_LINES = 20_000;

    public Diff {
        rows = List.copyOf(rows);
    }

    /** Compares two texts. {@code before} may be null for a new file. */
    public static Diff between(@Nullable String before, String after) {
        List<String> old = lines(before);
        List<String> now = lines(after);
        return new Building(old, now).build();
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
        private int added;
        private int removed;

        Building(List<String> old, List<String> now) {
            this.old = old;
            this.now = now;
        }

        Diff build() {
            if (old.size() + now.size() > COMPARABLE_LINES) {
                change(0, old.size(), 0, now.size());
                return new Diff(rows, added, removed);
            }
            int oldAt = 0;
            int newAt = 0;
            for (AbstractDelta<String> delta : DiffUtils.diff(old, now).getDeltas()) {
                int oldFrom = delta.getSource().getPosition();
                int newFrom = delta.getTarget().getPosition();
                context(oldAt, oldFrom, newAt, oldAt > 0 || newAt > 0, true);
                int oldTo = oldFrom + delta.getSource().size();
                int newTo = newFrom + delta.getTarget().size();
                change(oldFrom, oldTo, newFrom, newTo);
                oldAt = oldTo;
                newAt = newTo;
            }
            context(oldAt, old.size(), newAt, oldAt > 0 || newAt > 0, false);
            return new Diff(rows, added, removed);
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
