package dev.pilothouse.ui.diff;

import dev.pilothouse.session.DiffRow;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Pairs the old and new lines of a diff. The pairs are used to draw lines side by side and to mark the changed part of
 * a line. Stateless; any thread may call it.
 */
public final class LinePairs {
    /** The minimum share of the longer line that two lines must have in common to count as one changed line. */
    private static final double ALIKE = 0.3;

    /**
     * Two lines drawn side by side. Immutable.
     *
     * @param before the old line
     * @param after the new line; an unchanged line and a gap are on both sides
     */
    public record Pair(@Nullable DiffRow before, @Nullable DiffRow after) {}

    /**
     * The differing part of two lines. Immutable.
     *
     * @param from the start offset in both lines
     * @param oldTo the end offset in the old line, exclusive
     * @param newTo the end offset in the new line, exclusive
     */
    public record Change(int from, int oldTo, int newTo) {}

    private LinePairs() {}

    /** Returns each line once, in order. The n-th removed line is paired with the n-th line added in its place. */
    public static List<Pair> of(List<DiffRow> rows) {
        List<Pair> pairs = new ArrayList<>();
        int at = 0;
        while (at < rows.size()) {
            DiffRow row = rows.get(at);
            if (row.kind() == DiffRow.Kind.SAME || row.kind() == DiffRow.Kind.GAP) {
                pairs.add(new Pair(row, row));
                at++;
                continue;
            }
            int removed = at;
            while (removed < rows.size() && rows.get(removed).kind() == DiffRow.Kind.REMOVED) {
                removed++;
            }
            int added = removed;
            while (added < rows.size() && rows.get(added).kind() == DiffRow.Kind.ADDED) {
                added++;
            }
            for (int i = 0; i < Math.max(removed - at, added - removed); i++) {
                pairs.add(new Pair(
                        at + i < removed ? rows.get(at + i) : null,
                        removed + i < added ? rows.get(removed + i) : null));
            }
            at = added;
        }
        return pairs;
    }

    /** Returns the part in which two lines differ, or null if they have too little in common. */
    public static @Nullable Change change(String before, String after) {
        int shorter = Math.min(before.length(), after.length());
        int from = 0;
        while (from < shorter && before.charAt(from) == after.charAt(from)) {
            from++;
        }
        int end = 0;
        while (end < shorter - from
                && before.charAt(before.length() - 1 - end) == after.charAt(after.length() - 1 - end)) {
            end++;
        }
        int shared = before.substring(0, from).strip().length() + end;
        int longer = Math.max(before.strip().length(), after.strip().length());
        return shared < longer * ALIKE ? null : new Change(from, before.length() - end, after.length() - end);
    }
}
