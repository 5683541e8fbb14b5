package dev.pilothouse.model;

import java.util.List;

/** The teams without a task that the program ships. Their texts are for agents. */
public enum ShippedPreset {
    LEAD_WITH_WORKERS(
            "lead-with-workers",
            "Divide the task, give each part to a worker, check the results, and report. Workers have worktrees of"
                    + " their own, so name the files that each may change.",
            true,
            new Worker("worker-1", ""),
            new Worker("worker-2", ""),
            new Worker("worker-3", "")),
    REVIEW_SQUAD(
            "review-squad",
            "Let each reviewer look at the changes from its side, then remove duplicates, check each finding yourself,"
                    + " and report the findings by severity. Change no files.",
            false,
            new Worker("correctness", "Look for defects: wrong results, races, missing cases. Change no files."),
            new Worker("security", "Look for security problems: input from outside, secrets, rights. Change no files."),
            new Worker("simplicity", "Look for code that is not needed or hard to read. Change no files."));

    private final String key;
    private final String instructions;
    private final boolean ownWorktrees;
    private final List<Worker> workers;

    /** A worker. @param instructions may be empty */
    public record Worker(String name, String instructions) {}

    ShippedPreset(String key, String instructions, boolean ownWorktrees, Worker... workers) {
        this.key = key;
        this.instructions = instructions;
        this.ownWorktrees = ownWorktrees;
        this.workers = List.of(workers);
    }

    /** The name of the preset in parameters and commands. */
    public String key() {
        return key;
    }

    /** The instructions of the lead. */
    public String instructions() {
        return instructions;
    }

    /** Whether each worker has a new worktree. The lead has none. */
    public boolean ownWorktrees() {
        return ownWorktrees;
    }

    public List<Worker> workers() {
        return workers;
    }
}
