package dev.pilothouse.desktop.reviewer;

import java.util.List;

/**
 * A judge's choice among attempts. Immutable.
 *
 * @param label of the best attempt; empty if none is good
 * @param reasons each one line, 1 to {@value #MAX_REASONS}
 */
public record Verdict(String label, List<String> reasons) {
    public static final int MAX_REASONS = 5;
    /** Characters of one reason. */
    public static final int MAX_REASON = 500;

    public Verdict {
        reasons = List.copyOf(reasons);
    }
}
