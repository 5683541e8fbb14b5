package dev.pilothouse.desktop.search;

import dev.pilothouse.desktop.journal.SessionFeed;
import dev.pilothouse.model.JournaledUpdate;
import dev.pilothouse.session.SessionReducer;
import dev.pilothouse.session.SessionState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * A session as a search sees it. One that is at rest is read from its journal and folded by the searching thread, and
 * forgotten again: looking for a word brings no session back to life.
 *
 * @param lastActive no item of the session is younger
 */
record SearchedSession(SessionFeed feed, SessionFeed.Head head, Instant lastActive) {
    /** Characters of updates that are read at a time. */
    private static final long SLICE = 1 << 20;

    static SearchedSession of(SessionFeed feed) {
        SessionFeed.Head head = feed.head();
        return new SearchedSession(feed, head, head.summary().lastActive());
    }

    /** The whole state; empty if it cannot be read, or nobody waits for it any more. May wait for the disk. */
    Optional<SessionState> state(BooleanSupplier stop) {
        if (head.isLoaded()) {
            return Optional.of(head.state());
        }
        SessionState state = SessionState.empty(feed.sessionId());
        while (state.seq() < head.seq()) {
            if (stop.getAsBoolean()) {
                return Optional.empty();
            }
            Optional<List<JournaledUpdate>> slice = feed.read(state.seq(), head.seq(), SLICE);
            if (slice.isEmpty() || slice.get().isEmpty()) {
                return Optional.empty();
            }
            state = SessionReducer.applyAll(state, slice.get());
        }
        return Optional.of(state);
    }
}
