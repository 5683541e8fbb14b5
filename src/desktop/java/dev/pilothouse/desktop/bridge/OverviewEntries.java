package dev.pilothouse.desktop.bridge;

import dev.pilothouse.desktop.journal.SessionFeed;
import dev.pilothouse.protocol.OverviewFrames;
import dev.pilothouse.session.SessionSummary;
import java.lang.ref.WeakReference;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * The overview's entries of all sessions, each made and encoded once however many clients are told of it. Owns one entry
 * for each session, as long as somebody else holds its feed, and no transcript; any thread.
 */
final class OverviewEntries {
    private final Map<SessionFeed, Entry> entries = Collections.synchronizedMap(new WeakHashMap<>());

    /** What one session's entry says, and of which head. */
    static final class Entry {
        /** Weak: a session that has gone to rest since must not stay in memory for what was told of it. */
        private final WeakReference<SessionFeed.Head> head;

        private final long tick;
        private final SessionSummary summary;
        private volatile String text;

        private Entry(SessionFeed.Head head, long tick) {
            this.head = new WeakReference<>(head);
            this.tick = tick;
            this.summary = head.summary();
        }

        SessionSummary summary() {
            return summary;
        }

        String text() {
            String made = text;
            if (made == null) {
                made = OverviewFrames.entry(summary);
                text = made;
            }
            return made;
        }

        /** Whether the session has gone on since. */
        boolean isBehind(SessionFeed feed) {
            return !isOf(feed.head());
        }

        private boolean isOf(SessionFeed.Head other) {
            return head.get() == other;
        }
    }

    /** The entry of the present head. */
    Entry newest(SessionFeed feed, long tick) {
        SessionFeed.Head head = feed.head();
        Entry known = entries.get(feed);
        if (known != null && known.isOf(head)) {
            return known;
        }
        Entry made = new Entry(head, tick);
        entries.put(feed, made);
        return made;
    }

    /** The entry that others were told at this tick, else the newest. It may be behind: then there is more to tell. */
    Entry atTick(SessionFeed feed, long tick) {
        Entry known = entries.get(feed);
        return known != null && known.tick == tick ? known : newest(feed, tick);
    }
}
