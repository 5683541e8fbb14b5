package dev.pilothouse.desktop.search;

import dev.pilothouse.desktop.journal.SessionFeed;
import dev.pilothouse.session.SessionState;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * A session as a search sees it. One that is at rest is read from its journal and folded by the searching thread, and
 * forgotten again: looking for a word brings no session back to life.
 *
 * @param lastActive no item of the session is younger
 */
record SearchedSession(SessionFeed feed, SessionFeed.Head head, Instant lastActive) {
    static SearchedSession of(SessionFeed feed) {
        SessionFeed.Head head = feed.head();
        return new SearchedSession(feed, head, head.summary().lastActive());
    }

    /** The whole state; empty if it cannot be read, or nobody waits for it any more. May wait for the disk. */
    Optional<SessionState> state(BooleanSupplier stop) {
        return head.isLoaded() ? Optional.of(head.state()) : feed.readState(stop);
    }
}
