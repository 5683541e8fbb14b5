package dev.pilothouse.desktop.bridge;

import dev.pilothouse.model.JobRequest;
import dev.pilothouse.model.Run;
import dev.pilothouse.protocol.ClientMessage;
import dev.pilothouse.protocol.HostMessage;
import java.util.List;
import java.util.function.Consumer;

/** The runs of the host, for its connections. Thread-safe. */
public interface RunOperations {
    /** The runs that every client sees: those that are not over, and the newest that are. The newest first. */
    List<Run> shown();

    /** All runs, the newest first. */
    List<Run> all();

    /**
     * Starts a run. Never blocks.
     *
     * @param requester who wants it; its scope is the one that actions of the run need
     * @param answer receives exactly one reply, on any thread, and must not block
     */
    void start(ClientMessage.StartRun message, JobRequest requester, Consumer<HostMessage> answer);

    /** Carries out an action of a run. @param answer as for {@link #start} */
    void act(ClientMessage.ActOnRun message, JobRequest requester, Consumer<HostMessage> answer);
}
