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

/**
 * The newest small batch of each session, read, merged and encoded once for all clients that go from the same cursor to the
 * same head, as those who keep up do. Two that ask at the same moment may both make it: nobody waits for another's work.
 *
 * <p>Owns one batch of at most {@value #MAX_SHARED} characters for each session, as long as somebody else holds its feed;
 * any thread. Reading may wait for the disk, as {@link SessionFeed#read} does. Reads sessions at rest, {@value #READERS} at
 * a time.
 */
final class LiveBatches {
    static final int MAX_SHARED = 4 * 1024;
    /** Longer batches are of clients that catch up, each from where it was. */
    private static final int MAX_UPDATES = 64;
    /** Characters of one batch, before merging. */
    private static final long WEIGHT = 256 * 1024;

    /** Sessions that are read from the disk at the same time, since each is whole in memory for a moment. */
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
        private volatile String text;

        private Batch(long gen, long after, long upTo, List<JournaledUpdate> read) {
            this.gen = gen;
            this.after = after;
            this.upTo = upTo;
            this.to = read.isEmpty() ? after : read.get(read.size() - 1).seq();
            this.updates = List.copyOf(UpdateMerge.merge(read));
        }

        /** How far it leads: not up to where it was asked for if that is too much at once. */
        long to() {
            return to;
        }

        List<JournaledUpdate> updates() {
            return updates;
        }

        /** The updates as JSON. From here on others share it, if it is small. */
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
     * The whole state of a session at rest, read from the disk for the moment. Waits while others read.
     *
     * @param stop whether nobody waits for it any more
     * @return empty if it cannot be read, or nobody waits
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
     * @param after where the client stands
     * @param upTo the seq of a head that was shown
     * @return empty if it cannot be read (any more)
     */
    Optional<Batch> next(SessionFeed feed, long gen, long after, long upTo) {
        Batch known = newest.get(feed);
        if (known != null && known.after == after && known.upTo == upTo && known.gen == gen) {
            return Optional.of(known);
        }
        return feed.read(after, upTo, WEIGHT).map(read -> new Batch(gen, after, upTo, read));
    }
}
