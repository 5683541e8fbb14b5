package dev.pilothouse.ui.transcript;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Which rows the person has opened. Immutable.
 *
 * @param rows ids of tool calls, groups and thoughts that are open
 * @param unfolded ids of output that is shown whole
 * @param fetched large content that was fetched, by its blob's id
 */
public record Opened(Set<String> rows, Set<String> unfolded, Map<String, String> fetched) {
    public static final Opened NOTHING = new Opened(Set.of(), Set.of(), Map.of());

    public Opened {
        rows = Set.copyOf(rows);
        unfolded = Set.copyOf(unfolded);
        fetched = Map.copyOf(fetched);
    }

    Opened toggled(String row) {
        Set<String> changed = new HashSet<>(rows);
        if (!changed.remove(row)) {
            changed.add(row);
        }
        return new Opened(changed, unfolded, fetched);
    }

    Opened withUnfolded(String row) {
        Set<String> changed = new HashSet<>(unfolded);
        changed.add(row);
        return new Opened(rows, changed, fetched);
    }

    Opened withFetched(String blob, String text) {
        // One at a time: each may be a megabyte.
        return new Opened(rows, unfolded, Map.of(blob, text));
    }
}
