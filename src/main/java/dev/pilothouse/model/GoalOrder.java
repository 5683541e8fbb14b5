package dev.pilothouse.model;

import java.util.List;
import java.util.Objects;

/**
 * A goal of a session: its text, the check that decides whether it is met, and its limits.
 *
 * @param commands the check: lines for the shell of the host; empty for none of one's own
 * @param repositoryCheck without commands: whether the check of the repository decides
 * @param checkMinutes the time limit of the check; 0: the host's
 * @param reviewer the id of the agent that judges the goal once the commands have passed; empty for none. Without
 *     commands and a reviewer, a person decides
 * @param reviewerModel empty for the agent's own choice
 * @param limits zeros: the usual ones
 */
public record GoalOrder(
        String text,
        List<String> commands,
        boolean repositoryCheck,
        int checkMinutes,
        String reviewer,
        String reviewerModel,
        GoalLimits limits) {
    public static final int MAX_TEXT = 8_000;

    public GoalOrder {
        commands = List.copyOf(commands);
        Objects.requireNonNull(reviewer, "reviewer");
        Objects.requireNonNull(reviewerModel, "reviewerModel");
    }

    /** A goal without a reviewer. */
    public GoalOrder(String text, List<String> commands, boolean repositoryCheck, int checkMinutes, GoalLimits limits) {
        this(text, commands, repositoryCheck, checkMinutes, "", "", limits);
    }

    public boolean hasCommands() {
        return repositoryCheck || !commands.isEmpty();
    }

    public boolean hasReviewer() {
        return !reviewer.isEmpty();
    }

    /** Whether something other than a person decides. */
    public boolean hasCheck() {
        return hasCommands() || hasReviewer();
    }

    public GoalOrder withLimits(GoalLimits other) {
        return new GoalOrder(text, commands, repositoryCheck, checkMinutes, reviewer, reviewerModel, other);
    }

    public GoalOrder withReviewer(String agent, String model) {
        return new GoalOrder(text, commands, repositoryCheck, checkMinutes, agent, model, limits);
    }
}
