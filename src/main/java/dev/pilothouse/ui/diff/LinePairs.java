package dev.pilothouse.ui.diff;

import java.util.ArrayList;
import java.util.List;

/**
 * Lines of a difference as pairs of old and new, for drawing side by side and for marking what has changed within a line.
 * Stateless; any thread may call it.
 */
public final class LinePairs {
    /** Lines that share less than this part of the longer one are two lines, not one that was changed. */
    private static final double ALIKE = 0.3;

    /**
     * What stands side by side. Immutable.
     *
     * @param before the old line, or null
     * @param after the new line, or null; a gap and a line that has not changed stand on both sides
     */
    public record Pair(DiffRow before, DiffRow after) {}

    /**
     * The part of two lines in which they differ. Immutable.
     *
     * @param from where it begins in both
     * @param oldTo where it ends in the old line
     * @param newTo where it ends in the new line
     */
    public record Change(int from, int oldTo, int newTo) {}

    private LinePairs() {}

    /** The lines in order, each once: the n-th line that went stands beside the n-th that came in its place. */
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

    /** Where two lines differ, or null if they have too little in common for that to say anything. */
    public static Change change(String before, String after) {
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
