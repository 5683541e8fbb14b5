package dev.pilothouse.ui.transcript;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What the person has opened and asked for beyond what is shown at first. Immutable.
 *
 * @param rows ids of tool calls, groups and thoughts that are open
 * @param unfolded ids of output that is shown whole
 * @param fetched large content that was fetched, by its blob's id
 * @param earlierThan the start of the window before which items were asked for, 0 for none; as soon as they are there the
 *     window starts elsewhere
 * @param sideBySide whether differences show old beside new
 */
public record Opened(
        Set<String> rows, Set<String> unfolded, Map<String, String> fetched, long earlierThan, boolean sideBySide) {
    public static final Opened NOTHING = new Opened(Set.of(), Set.of(), Map.of(), 0, false);

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
        return new Opened(changed, unfolded, fetched, earlierThan, sideBySide);
    }

    Opened withUnfolded(String row) {
        Set<String> changed = new HashSet<>(unfolded);
        changed.add(row);
        return new Opened(rows, changed, fetched, earlierThan, sideBySide);
    }

    Opened withFetched(String blob, String text) {
        // One at a time: each may be a megabyte.
        return new Opened(rows, unfolded, Map.of(blob, text), earlierThan, sideBySide);
    }

    Opened withEarlierThan(long windowStart) {
        return new Opened(rows, unfolded, fetched, windowStart, sideBySide);
    }

    Opened withSideBySide(boolean now) {
        return new Opened(rows, unfolded, fetched, earlierThan, now);
    }
}
