package dev.pilothouse.desktop.bridge;

import dev.pilothouse.model.JobRequest;
import dev.pilothouse.protocol.ClientMessage;

/**
 * Jobs that fetch, pull and push for connections. Thread-safe; no method waits for git. A job is in the journal when the
 * method that starts it returns.
 */
public interface RemoteOperations {
    void fetch(ClientMessage.FetchRemote order, JobRequest requester) throws HostOperations.RefusedException;

    void pull(ClientMessage.PullRemote order, JobRequest requester) throws HostOperations.RefusedException;

    void abort(ClientMessage.AbortPull order, JobRequest requester) throws HostOperations.RefusedException;

    void push(ClientMessage.PushRemote order, JobRequest requester) throws HostOperations.RefusedException;
}
