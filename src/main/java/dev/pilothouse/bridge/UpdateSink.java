package dev.pilothouse.bridge;

import dev.pilothouse.model.JournaledUpdate;
import dev.pilothouse.session.SessionState;
import java.util.List;

/** Told what happens in a session that is followed. Called on the client-state lane. */
public interface UpdateSink {

    /** The next updates in the journal's order. Chunks that follow each other may have been merged on the way. */
    void updates(List<JournaledUpdate> updates);

    /**
     * The host cannot give the single updates after {@code after} any more, only what they have led to.
     *
     * @param state with all items that were touched after {@code after}; the next updates follow its seq. An item from
     *     before the host's newest ones may be newer than the state; the updates that made it so follow.
     */
    void skipped(long after, SessionState state);

    /** The session cannot be told completely, so nothing more is. @param reason a sentence for the person */
    void incomplete(String reason);
}
