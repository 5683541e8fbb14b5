package dev.pilothouse.desktop.reviewer;

import dev.pilothouse.desktop.agent.AgentLauncher;
import dev.pilothouse.desktop.agent.PermissionModeDetector;
import dev.pilothouse.desktop.bridge.HostOperations.RefusedException;
import dev.pilothouse.desktop.git.KeptException;
import dev.pilothouse.desktop.git.RepositoryReader;
import dev.pilothouse.desktop.git.RepositoryReader.Reference;
import dev.pilothouse.desktop.git.RepositoryReader.UnreadableException;
import dev.pilothouse.desktop.git.TreeCheckout;
import dev.pilothouse.desktop.git.WorkingTree;
import dev.pilothouse.model.AgentInfo;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.PlainText;
import dev.pilothouse.model.RunId;
import dev.pilothouse.model.TextCutter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Prepares the agent that judges attempts: a copy of the project, in which the host refuses to change something, and a
 * prompt with the attempts under labels. Thread-safe; blocks for git and the disk.
 */
public final class JudgePreparer {
    private final AgentLauncher agents;
    private final TreeCheckout copies;
    private final RepositoryReader reader;

    /**
     * An attempt.
     *
     * @param check the result of the check and its last lines; empty if there was none
     */
    public record Attempt(String label, WorkingTree tree, String check) {}

    /** @param mode in which the agent only reads; empty if it names none */
    public record Prepared(String folder, String mode, String prompt) {}

    public JudgePreparer(AgentLauncher agents, TreeCheckout copies, RepositoryReader reader) {
        this.agents = agents;
        this.copies = copies;
        this.reader = reader;
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

    /**
     * Makes the copy, and the prompt.
     *
     * @param directory of the project
     * @param base the commit from which all attempts began
     */
    public synchronized Prepared prepare(
            RunId runId,
            Path directory,
            String base,
            String agent,
            String task,
            List<Attempt> attempts,
            BooleanSupplier cancelled)
            throws IOException, RefusedException {
        String mode = PermissionModeDetector.readOnly(agent(agent).modes()).orElse("");
        try {
            TreeCheckout.Copy copy = copies.make(directory, ReviewDriver.idOf(runId), cancelled);
            StringBuilder evidence = new StringBuilder();
            for (Attempt attempt : attempts) {
                byte[] bytes = reader.patch(attempt.tree(), new Reference("", base), "", path -> false, cancelled)
                        .bytes();
                int most = ReviewerPrompt.MAX_PATCH / attempts.size();
                String patch =
                        PlainText.exact(new String(bytes, 0, Math.min(bytes.length, 4 * most), StandardCharsets.UTF_8));
                evidence.append(ReviewerPrompt.attempt(attempt.label(), attempt.check(), patch, most));
            }
            return new Prepared(copy.place().toString(), mode, ReviewerPrompt.judge(task, evidence.toString()));
        } catch (UnreadableException e) {
            throw new RefusedException(ErrorCode.NO_REPOSITORY, e.sentence());
        } catch (KeptException e) {
            throw new RefusedException(ErrorCode.NO_REPOSITORY, e.sentence());
        }
    }

    /** The prompt after an answer that is no verdict. */
    public static String correction(String fault) {
        return ReviewerPrompt.judgeCorrection(fault);
    }

    /** Removes the copy of a run. */
    public synchronized void remove(RunId runId) throws IOException {
        copies.remove(ReviewDriver.idOf(runId));
    }
}
