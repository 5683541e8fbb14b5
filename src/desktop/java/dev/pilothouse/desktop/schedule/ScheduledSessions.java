package dev.pilothouse.desktop.schedule;

import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.Cause;
import dev.pilothouse.model.DeviceId;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.JobId;
import dev.pilothouse.model.JobRequest;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.IntentResult;
import dev.pilothouse.session.SessionSummary;
import java.util.Optional;
import java.util.function.Consumer;

/** The sessions of the host, as schedules use them. Thread-safe. */
public interface ScheduledSessions {
    /** Whether sessions may be started with the rights of the device. */
    boolean maySteer(DeviceId deviceId);

    /** Why there is no such agent on the host; empty if there is one. */
    Optional<HostText> unknown(AgentId agentId);

    /**
     * Submits an intent with the rights of the device of its cause. Never blocks.
     *
     * @param reply receives exactly one result, on any thread, and must not block
     */
    void submit(Intent intent, Cause cause, Consumer<IntentResult> reply);

    Optional<SessionSummary> find(SessionId sessionId);

    /** The limit of a budget that is used up for sessions in the directory. Reads the disk. */
    Optional<HostText> usedUp(String directory);

    /** Starts the job that removes the worktree of a session if nothing would be lost. Never blocks. */
    void removeWorktree(SessionSummary session, JobId jobId, JobRequest requester);
}
