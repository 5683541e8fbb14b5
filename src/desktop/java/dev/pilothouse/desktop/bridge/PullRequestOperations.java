package dev.pilothouse.desktop.bridge;

import dev.pilothouse.model.JobRequest;
import dev.pilothouse.protocol.ClientMessage;
import dev.pilothouse.protocol.HostMessage;
import java.util.function.Consumer;

/** Pull requests of sessions' branches, for the host's connections. Thread-safe; no method waits for a forge. */
public interface PullRequestOperations {
    /** Reads the pull request of a branch. @param answer receives exactly one reply, on any thread */
    void read(ClientMessage.ReadPullRequest question, Consumer<HostMessage> answer);

    /** Reads the last lines of its failed checks. @param answer receives exactly one reply, on any thread */
    void failedChecks(ClientMessage.ReadFailedChecks question, Consumer<HostMessage> answer);

    /** Starts the job that creates one. The journal has it when this returns. */
    void create(ClientMessage.CreatePullRequest order, JobRequest requester) throws HostOperations.RefusedException;
}
