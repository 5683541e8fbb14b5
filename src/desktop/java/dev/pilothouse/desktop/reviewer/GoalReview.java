package dev.pilothouse.desktop.reviewer;

import java.util.List;

/**
 * A reviewer's judgement of a goal. Immutable.
 *
 * @param reasons each one line, at most {@value #MAX_REASONS}; at least one if the goal is not met
 */
public record GoalReview(boolean met, List<String> reasons) {
    public static final int MAX_REASONS = 10;
    /** Characters of one reason. */
    public static final int MAX_REASON = 1_000;

    public GoalReview {
        reasons = List.copyOf(reasons);
    }
}
