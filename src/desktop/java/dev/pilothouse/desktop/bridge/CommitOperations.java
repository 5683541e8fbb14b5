package dev.pilothouse.desktop.bridge;

import dev.pilothouse.model.JobRequest;
import dev.pilothouse.protocol.ClientMessage;
import dev.pilothouse.protocol.HostMessage;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Commits of sessions' working trees, for the host's connections. Thread-safe; no method waits for git. */
public interface CommitOperations {
    /**
     * Reads what a commit would be.
     *
     * @param cancelled checked while git runs
     * @param answer receives exactly one reply, on any thread
     */
    void read(ClientMessage.ReadCommit question, BooleanSupplier cancelled, Consumer<HostMessage> answer);

    /** Stages or unstages files or a hunk. @param answer receives exactly one reply, on any thread */
    void stage(ClientMessage.StageFiles order, BooleanSupplier cancelled, Consumer<HostMessage> answer);

    /** Starts the job that puts a change back after a snapshot. The journal has it when this returns. */
    void reject(ClientMessage.RejectChange order, JobRequest requester) throws HostOperations.RefusedException;

    /** Starts the job that commits. The journal has it when this returns. */
    void commit(ClientMessage.MakeCommit order, JobRequest requester) throws HostOperations.RefusedException;

    /** Starts the job that asks an agent for a message. The journal has it when this returns. */
    void suggest(ClientMessage.SuggestCommit order, JobRequest requester) throws HostOperations.RefusedException;
}
