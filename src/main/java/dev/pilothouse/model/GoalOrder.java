package dev.pilothouse.model;

import java.util.List;

/**
 * A goal of a session: its text, the check that decides whether it is met, and its limits.
 *
 * @param commands the check: lines for the shell of the host; empty for none of one's own
 * @param repositoryCheck without commands: whether the check of the repository decides. Without both, a person decides
 * @param checkMinutes the time limit of the check; 0: the host's
 * @param limits zeros: the usual ones
 */
public record GoalOrder(
        String text, List<String> commands, boolean repositoryCheck, int checkMinutes, GoalLimits limits) {
    public static final int MAX_TEXT = 8_000;

    public GoalOrder {
        commands = List.copyOf(commands);
    }

    public boolean hasCheck() {
        return repositoryCheck || !commands.isEmpty();
    }

    public GoalOrder withLimits(GoalLimits other) {
        return new GoalOrder(text, commands, repositoryCheck, checkMinutes, other);
    }
}
