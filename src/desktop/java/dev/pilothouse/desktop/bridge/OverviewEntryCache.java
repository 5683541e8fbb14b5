package dev.pilothouse.desktop.bridge;

import dev.pilothouse.desktop.journal.SessionFeed;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.protocol.OverviewFrames;
import dev.pilothouse.pulse.CrashReporter;
import dev.pilothouse.session.SessionSummary;
import java.lang.ref.WeakReference;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Caches the overview entries of all sessions. Each is created and encoded once for all clients. Owns one entry per
 * session while its feed is strongly reachable, and no transcript. Thread-safe.
 */
final class OverviewEntryCache {
    private static final int MAX_REPORTED = 256;

    private final Map<SessionFeed, Entry> entries = Collections.synchronizedMap(new WeakHashMap<>());
    /** Sessions whose entry could not be created, each reported once. Guarded by itself. */
    private final Set<SessionId> reported = new LinkedHashSet<>();

    private final Consumer<RuntimeException> defects;

    OverviewEntryCache() {
        this(defect -> CrashReporter.report(Thread.currentThread(), defect));
    }

    /** @param defects called once per session whose entry cannot be created, on the thread that requested it */
    OverviewEntryCache(Consumer<RuntimeException> defects) {
        this.defects = defects;
    }

    /** The entry of one session and the head that it was created from. */
    static final class Entry {
        /** Weak, so that the entry does not keep the state of a session in memory that has gone to rest. */
        private final WeakReference<SessionFeed.Head> head;

        private final long tick;
        private final SessionSummary summary;
        private volatile @Nullable String text;

        private Entry(SessionFeed.Head head, long tick) {
            this.head = new WeakReference<>(head);
            this.tick = tick;
            this.summary = OverviewEntryTrimmer.of(head.summary());
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

        Instant lastActive() {
            return summary.lastActive();
        }

        /** Whether the session has changed since. */
        boolean isBehind(SessionFeed feed) {
            return !isOf(feed.head());
        }

        private boolean isOf(SessionFeed.Head other) {
            return head.get() == other;
        }
    }

    /**
     * The entry that {@code make} returns. A session without a first update has none. If {@code make} fails, only that
     * entry is omitted, and the failure is reported once per session.
     */
    Optional<Entry> entryIfReadable(SessionFeed feed, Function<SessionFeed, Entry> make) {
        if (!feed.head().isKnown()) {
            return Optional.empty();
        }
        return readable(feed.sessionId(), feed, make);
    }

    /** The encoded entries, without those that cannot be encoded. */
    List<String> texts(List<Entry> some) {
        return some.stream()
                .flatMap(entry -> readable(entry.summary().sessionId(), entry, Entry::text).stream())
                .toList();
    }

    private <T, R> Optional<R> readable(SessionId sessionId, T of, Function<T, R> make) {
        try {
            return Optional.of(make.apply(of));
        } catch (RuntimeException e) {
            if (isNew(sessionId)) {
                defects.accept(new IllegalStateException("the overview's entry of session " + sessionId, e));
            }
            return Optional.empty();
        }
    }

    private boolean isNew(SessionId sessionId) {
        synchronized (reported) {
            if (reported.size() >= MAX_REPORTED) {
                reported.clear();
            }
            return reported.add(sessionId);
        }
    }

    /** The entry of the current head. */
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

    /**
     * The entry sent to other clients at this tick, else the newest. It may be outdated; the newer one is then still to
     * be sent.
     */
    Entry entryAt(SessionFeed feed, long tick) {
        Entry known = entries.get(feed);
        return known != null && known.tick == tick ? known : newest(feed, tick);
    }
}
