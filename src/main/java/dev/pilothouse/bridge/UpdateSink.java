package dev.pilothouse.bridge;

import dev.pilothouse.model.JournaledUpdate;
import dev.pilothouse.session.SessionState;
import java.util.List;

/** Receives the updates of a followed session. Called on the client-state lane. */
public interface UpdateSink {

    /** The next updates in the journal's order. Consecutive chunks may have been merged. */
    void updates(List<JournaledUpdate> updates);

    /**
     * The host no longer has the single updates after {@code after}, only the resulting state.
     *
     * @param state with all items that changed after {@code after}; the next updates follow its seq. An item that is
     *     older than the host's newest ones may be newer than the state; the updates that changed it follow.
     */
    void skipped(long after, SessionState state);

    /**
     * The session cannot be delivered completely, so no further updates follow.
     *
     * @param reason a sentence for the person
     */
    void incomplete(String reason);
}
