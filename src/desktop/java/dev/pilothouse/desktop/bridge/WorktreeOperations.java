package dev.pilothouse.desktop.bridge;

import dev.pilothouse.model.JobRequest;
import dev.pilothouse.protocol.ClientMessage;
import dev.pilothouse.protocol.HostMessage;
import java.util.function.Consumer;

/** The worktrees of the host's repositories, for its connections. Thread-safe; no method waits for git. */
public interface WorktreeOperations {
    /** Reads the branches of a repository. @param answer receives exactly one reply, on any thread */
    void references(ClientMessage.ListReferences question, Consumer<HostMessage> answer);

    /** Lists worktrees, and the snapshots of removed ones. @param answer receives exactly one reply, on any thread */
    void list(ClientMessage.ListWorktrees question, Consumer<HostMessage> answer);

    /** Starts the job that removes a worktree after a snapshot. The journal has it when this returns. */
    void remove(ClientMessage.RemoveWorktree order, JobRequest requester) throws HostOperations.RefusedException;

    /** Starts the job that brings a removed worktree back. The journal has it when this returns. */
    void restore(ClientMessage.RestoreWorktree order, JobRequest requester) throws HostOperations.RefusedException;
}
