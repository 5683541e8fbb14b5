package dev.pilothouse.ui.transcript;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The rows that the user has opened, and the content that the user has requested. Immutable.
 *
 * @param rows the ids of open tool calls, groups and thoughts
 * @param unfolded the ids of outputs that are shown in full
 * @param fetched fetched large content, by its blob id
 * @param earlierThan the start of the window when earlier items were requested, 0 for none; when they arrive, the
 *     window has another start
 * @param sideBySide whether diffs show old and new side by side
 */
public record RowExpansion(
        Set<String> rows, Set<String> unfolded, Map<String, String> fetched, long earlierThan, boolean sideBySide) {
    public static final RowExpansion NOTHING = new RowExpansion(Set.of(), Set.of(), Map.of(), 0, false);

    public RowExpansion {
        rows = Set.copyOf(rows);
        unfolded = Set.copyOf(unfolded);
        fetched = Map.copyOf(fetched);
    }

    RowExpansion toggled(String row) {
        Set<String> changed = new HashSet<>(rows);
        if (!changed.remove(row)) {
            changed.add(row);
        }
        return new RowExpansion(changed, unfolded, fetched, earlierThan, sideBySide);
    }

    RowExpansion withUnfolded(String row) {
        Set<String> changed = new HashSet<>(unfolded);
        changed.add(row);
        return new RowExpansion(rows, changed, fetched, earlierThan, sideBySide);
    }

    RowExpansion withFetched(String blob, String text) {
        // Keep only one, because each may be a megabyte long.
        return new RowExpansion(rows, unfolded, Map.of(blob, text), earlierThan, sideBySide);
    }

    RowExpansion withEarlierThan(long windowStart) {
        return new RowExpansion(rows, unfolded, fetched, windowStart, sideBySide);
    }

    RowExpansion withSideBySide(boolean now) {
        return new RowExpansion(rows, unfolded, fetched, earlierThan, now);
    }
}
