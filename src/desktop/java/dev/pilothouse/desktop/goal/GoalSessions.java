package dev.pilothouse.desktop.goal;

import dev.pilothouse.model.SessionId;
import dev.pilothouse.session.SessionSummary;
import java.nio.file.Path;
import java.util.Optional;

/** The sessions of the host, for its goals. Thread-safe. */
public interface GoalSessions {
    Optional<SessionSummary> find(SessionId sessionId);

    /** The directory of a session; empty if its agent runs elsewhere. */
    Optional<Path> directory(SessionId sessionId);

    /** Whether it belongs to a run that is not over. */
    boolean isTaken(SessionId sessionId);

    /**
     * The mode or option that lets the agent act without asking for permission. Reads the disk if the session is at
     * rest.
     *
     * @return its name; empty if the agent asks
     */
    Optional<String> unattended(SessionId sessionId);

    /** Whether it is the only session in a worktree that the host has made. Runs git. */
    boolean isIsolated(SessionId sessionId);
}
