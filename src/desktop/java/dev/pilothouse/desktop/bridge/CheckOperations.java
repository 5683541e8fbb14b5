package dev.pilothouse.desktop.bridge;

import dev.pilothouse.model.JobRequest;
import dev.pilothouse.protocol.ClientMessage;

/** Checks in sessions' directories, for the host's connections. Thread-safe. */
public interface CheckOperations {
    /** Starts the job that runs a check. The journal has it when this returns. */
    void run(ClientMessage.RunCheck order, JobRequest requester) throws HostOperations.RefusedException;
}
