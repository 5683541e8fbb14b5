package dev.pilothouse.session;

import dev.pilothouse.model.SessionId;
import java.util.List;
import java.util.Optional;

/** Read access to a client's store of one host. Values are immutable and may be read on any thread. */
public interface SessionReader {

    HostView host();

    /** Whether the list of sessions has been received. Before that, an empty list has no meaning. */
    default boolean overviewKnown() {
        return true;
    }

    /** An open session, or the last known state of one that was open. Empty before its first snapshot. */
    Optional<SessionView> session(SessionId sessionId);

    /** Prompts that no connection accepted for a while and that wait for the person's confirmation, oldest first. */
    default List<PendingIntent> delayedIntents() {
        return List.of();
    }
}
