package dev.pilothouse.desktop.bridge;

import dev.pilothouse.desktop.journal.SessionFeed;
import dev.pilothouse.model.JournaledUpdate;
import dev.pilothouse.protocol.UpdateFrames;
import dev.pilothouse.session.SessionState;
import dev.pilothouse.session.UpdateMerge;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Caches the newest small batch of each session. It is read, merged and encoded once for all clients that go from the
 * same cursor to the same head, as up-to-date clients do. Two concurrent calls may both create it: neither waits for
 * the other.
 *
 * <p>Owns one batch of at most {@value #MAX_SHARED} characters per session while its feed is strongly reachable.
 * Thread-safe. Reading may wait for the disk, as {@link SessionFeed#read} does. Also reads sessions at rest,
 * {@value #READERS} at a time.
 */
final class LiveBatchCache {
    static final int MAX_SHARED = 4 * 1024;
    /** Longer batches belong to clients that catch up, each from a different cursor. */
    private static final int MAX_UPDATES = 64;
    /** Characters of one batch, before merging. */
    private static final long WEIGHT = 256 * 1024;

    /** The number of sessions read from disk concurrently. Each is completely in memory during the read. */
    private static final int READERS = 2;

    private final Semaphore readers = new Semaphore(READERS);
    private final Map<SessionFeed, Batch> newest = Collections.synchronizedMap(new WeakHashMap<>());

    /** The merged updates after {@code after} up to {@link #to()}. */
    final class Batch {
        private final long gen;
        private final long after;
        private final long upTo;
        private final long to;
        private final List<JournaledUpdate> updates;
        private volatile @Nullable String text;

        private Batch(long gen, long after, long upTo, List<JournaledUpdate> read) {
            this.gen = gen;
            this.after = after;
            this.upTo = upTo;
            this.to = read.isEmpty() ? after : read.get(read.size() - 1).seq();
            this.updates = List.copyOf(UpdateMerge.merge(read));
        }

        /** The seq of the last update. It is below the requested one if the batch would be too large. */
        long to() {
            return to;
        }

        List<JournaledUpdate> updates() {
            return updates;
        }

        /** The updates as JSON. A small batch is shared from then on. */
        String text(SessionFeed feed) {
            String made = text;
            if (made == null) {
                made = UpdateFrames.updates(after, updates);
                if (made.length() <= MAX_SHARED && upTo - after <= MAX_UPDATES) {
                    text = made;
                    newest.put(feed, this);
                }
            }
            return made;
        }
    }

    /**
     * Reads the whole state of a session at rest from disk. Waits while others read.
     *
     * @param stop whether the caller no longer needs the result
     * @return empty if it cannot be read, or after {@code stop}
     */
    Optional<SessionState> read(SessionFeed feed, BooleanSupplier stop) {
        readers.acquireUninterruptibly();
        try {
            return feed.readState(stop);
        } finally {
            readers.release();
        }
    }

    /**
     * The next batch of a client.
     *
     * @param gen the generation of the head
     * @param after the client's cursor
     * @param upTo the seq of a published head
     * @return empty if it cannot be read, or no longer
     */
    Optional<Batch> next(SessionFeed feed, long gen, long after, long upTo) {
        Batch known = newest.get(feed);
        if (known != null && known.after == after && known.upTo == upTo && known.gen == gen) {
            return Optional.of(known);
        }
        return feed.read(after, upTo, WEIGHT).map(read -> new Batch(gen, after, upTo, read));
    }
}
