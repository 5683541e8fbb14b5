package dev.pilothouse.model;

/** The outcome of a job of the kind {@link JobKind#COMMIT_SUGGEST}, which is in its evidence. */
public final class CommitSuggestion {
    /** The evidence that has the message. */
    public static final String MESSAGE = "message";

    private CommitSuggestion() {}

    /** The message; empty if there is none. */
    public static String of(Job job) {
        return job.kind() == JobKind.COMMIT_SUGGEST && job.state() == JobState.DONE
                ? job.status().evidence().getOrDefault(MESSAGE, "")
                : "";
    }
}
