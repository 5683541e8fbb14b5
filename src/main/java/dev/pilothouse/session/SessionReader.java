package dev.pilothouse.session;

import dev.pilothouse.model.SessionId;
import java.util.List;
import java.util.Optional;

/** The reading side of a client's store of one host. Values are immutable and may be read on any thread. */
public interface SessionReader {

    HostView host();

    /** Whether the list of sessions has come at all: before, an empty list says nothing. */
    default boolean overviewKnown() {
        return true;
    }

    /** An open session, or the last known state of one that was open. Empty before its first snapshot. */
    Optional<SessionView> session(SessionId sessionId);

    /** Prompts that no connection could take for a while and that wait for the person's word, the oldest first. */
    default List<PendingIntent> held() {
        return List.of();
    }
}
