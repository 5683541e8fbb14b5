package dev.pilothouse.desktop.search;

import dev.pilothouse.desktop.journal.SessionFeed;
import dev.pilothouse.session.SessionState;
import dev.pilothouse.session.SessionSummary;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * A session as a search sees it. The searching thread reads an unloaded session from its journal, folds it and discards
 * the result: a search does not load sessions.
 *
 * @param newest no item of the session is newer
 */
record SearchedSession(SessionFeed feed, SessionFeed.Head head, Instant newest) {
    static SearchedSession of(SessionFeed feed) {
        SessionFeed.Head head = feed.head();
        return new SearchedSession(feed, head, newest(head.summary()));
    }

    /** An end of the agent is no activity, but adds items. Its time is that of the present activity. */
    private static Instant newest(SessionSummary summary) {
        Instant active = summary.lastActive();
        Instant since = summary.activity().since();
        return since.isAfter(active) ? since : active;
    }

    /** Returns the whole state; empty if it cannot be read, or the search was stopped. May wait for the disk. */
    Optional<SessionState> state(BooleanSupplier stop) {
        return head instanceof SessionFeed.Loaded loaded ? Optional.of(loaded.state()) : feed.readState(stop);
    }
}
