package dev.pilothouse.desktop.reviewer;

import dev.pilothouse.desktop.agent.AgentLauncher;
import dev.pilothouse.desktop.agent.PermissionModeDetector;
import dev.pilothouse.desktop.bridge.HostOperations.RefusedException;
import dev.pilothouse.desktop.git.RepositoryReader;
import dev.pilothouse.desktop.git.TreeCheckout;
import dev.pilothouse.desktop.reviewer.ReviewPreparer.NotReviewableException;
import dev.pilothouse.desktop.reviewer.ReviewPreparer.Prepared;
import dev.pilothouse.model.AgentInfo;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.RunId;
import dev.pilothouse.model.TextCutter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Prepares the agent that judges a goal: a copy of the files, in which the host refuses to change something, and its
 * prompt. Thread-safe; blocks for git and the disk.
 */
public final class GoalReviewPreparer {
    private final AgentLauncher agents;
    private final ReviewPreparer preparer;

    /**
     * The parts of a review that are ready.
     *
     * @param folder its directory
     * @param mode in which it only reads; empty if its agent names none
     */
    public record Review(String folder, String mode, String prompt) {}

    public GoalReviewPreparer(AgentLauncher agents, TreeCheckout copies, RepositoryReader reader) {
        this.agents = agents;
        this.preparer = new ReviewPreparer(copies, reader);
    }

    /** The agent with an id. @throws RefusedException if the host has none, or it cannot read the files */
    public AgentInfo agent(String id) throws RefusedException {
        AgentInfo agent = agents.agents().stream()
                .filter(each -> each.agentId().value().equals(id))
                .findFirst()
                .orElseThrow(() -> new RefusedException(
                        ErrorCode.BAD_REQUEST, HostText.of(HostTextCode.REVIEWER_UNKNOWN, TextCutter.line(id, 100))));
        if (agent.isElsewhere()) {
            throw new RefusedException(
                    ErrorCode.BAD_REQUEST, HostText.of(HostTextCode.REVIEWER_ELSEWHERE, agent.name()));
        }
        return agent;
    }

    /** The commit with which the files of a directory will be compared. */
    public String base(Path directory) throws RefusedException {
        try {
            return preparer.head(directory);
        } catch (NotReviewableException e) {
            throw new RefusedException(ErrorCode.NO_REPOSITORY, e.sentence());
        }
    }

    /**
     * Makes the copy of a run the present one.
     *
     * @param base see {@link #base}; empty for the commit of the base branch
     * @param checks the commands that passed; may be empty
     * @throws RefusedException if the directory or the agent cannot be used
     */
    public synchronized Review prepare(
            RunId runId, Path directory, String base, String agent, String goal, List<String> checks)
            throws IOException, RefusedException {
        AgentInfo reviewer = agent(agent);
        try {
            Prepared prepared = preparer.goal(
                    directory,
                    ReviewDriver.idOf(runId),
                    base,
                    goal,
                    checks,
                    () -> Thread.currentThread().isInterrupted());
            return new Review(
                    prepared.place().toString(),
                    PermissionModeDetector.readOnly(reviewer.modes()).orElse(""),
                    prepared.prompt());
        } catch (NotReviewableException e) {
            throw new RefusedException(ErrorCode.NO_REPOSITORY, e.sentence());
        }
    }

    /** The prompt after an answer that is no judgement. */
    public static String correction() {
        return ReviewerPrompt.goalCorrection();
    }

    /** Removes the copy of a run. */
    public synchronized void remove(RunId runId) throws IOException {
        preparer.remove(ReviewDriver.idOf(runId));
    }
}
