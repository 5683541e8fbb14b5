package dev.pilothouse.desktop.bridge;

import dev.pilothouse.desktop.journal.SessionFeed;
import dev.pilothouse.protocol.BridgeCodec;
import dev.pilothouse.protocol.HostMessage;
import dev.pilothouse.protocol.UpdateFrames;
import dev.pilothouse.session.Cursor;
import dev.pilothouse.session.SessionState;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One subscription of one connection: the position up to which its client is up to date. It holds a cursor and no
 * updates. Later updates are read from the feed when the socket has room, if necessary from the journal's file.
 *
 * <p>Owns a {@link SessionFeed.Look}, which keeps the session in memory if the host has room; otherwise the session is
 * served from disk. Confined to the connection's writer thread, which may wait for the disk in {@link #next}.
 * {@link #ask}, {@link #end} and {@link #close} may be called from any thread and never block.
 */
final class ClientSubscription implements AutoCloseable {
    /** A client without any updates receives them from the start if there are at most this many, else a snapshot. */
    private static final long SHORT = 500;
    /** Smaller windows in characters are not tried; the snapshot then has no items. */
    private static final long SMALLEST = 64 * 1024;

    private final long sub;
    private final SessionFeed feed;
    private final LiveBatchCache batches;
    private final SessionFeed.Look hold;
    private final Cursor cursor;
    /** Guarded by itself. */
    private final ArrayDeque<Page> pages = new ArrayDeque<>();

    /** Characters of a snapshot's window. Divided by four when a snapshot does not fit into a frame; 0 for no items. */
    private long windowWeight = SessionWindow.MAX_WEIGHT;

    private boolean begun;
    private long told;
    private long sentGen;
    private long knownHead;
    private boolean needsSnapshot;
    private boolean greeted;
    /** Whether the session at rest is being loaded, so that there is nothing to send before. */
    private boolean comes;

    /** The head up to which the first page is consistent; empty without a page. */
    private Optional<SessionFeed.Loaded> cut = Optional.empty();

    private volatile boolean ended;

    private record Page(long beforeBorn, int limit) {}

    /** @param batches shared by all connections */
    ClientSubscription(long sub, SessionFeed feed, LiveBatchCache batches, Cursor cursor) {
        this.sub = sub;
        this.feed = feed;
        this.batches = batches;
        this.cursor = cursor;
        this.told = cursor.seq();
        this.hold = feed.hold();
    }

    /**
     * Decides between updates and a snapshot at the first head with a state, because a session at rest may load with
     * fewer updates.
     */
    private void begin(SessionFeed.Loaded head) {
        if (!begun) {
            begun = true;
            boolean start = cursor.seq() == 0 && head.seq() <= SHORT && feed.hasAll();
            needsSnapshot = !start && !feed.canContinue(cursor, head);
        }
    }

    /** Whether the client was told what a damaged journal does not have any more. */
    private boolean isLost(SessionFeed.Head head) {
        return greeted
                && head instanceof SessionFeed.Loaded
                && sentGen != head.generations().current()
                && !head.generations().isGood(new Cursor(sentGen, told), head.seq());
    }

    long sub() {
        return sub;
    }

    /** The number of pages still to send. */
    private int pages() {
        synchronized (pages) {
            return pages.size();
        }
    }

    /**
     * Ends the subscription as {@link #close} does. Any thread. A page that the writer is creating is counted once:
     * either here, or in the turn that sends it.
     *
     * @return the number of page requests that will not be answered
     */
    int end() {
        close();
        synchronized (pages) {
            int unanswered = pages.size();
            pages.clear();
            return unanswered;
        }
    }

    SessionFeed feed() {
        return feed;
    }

    /**
     * The next message of a subscription.
     *
     * @param frame the encoded message, possibly from a shared cache
     * @param answersPage whether it answers one {@code history}
     */
    record Turn(HostMessage message, Supplier<byte[]> frame, boolean answersPage) {
        static Optional<Turn> of(HostMessage message, boolean answersPage) {
            return Optional.of(new Turn(message, () -> BridgeCodec.encode(message), answersPage));
        }
    }

    /** Queues a request for older items. Their number is bounded by the connection's reply slots. */
    void ask(long beforeBorn, int limit) {
        synchronized (pages) {
            pages.add(new Page(beforeBorn, limit));
        }
    }

    /** The next message of this subscription; empty if there is nothing to send. */
    Optional<Turn> next() {
        SessionFeed.Head now = feed.head();
        if (!(now instanceof SessionFeed.Loaded head)) {
            return atRest(now);
        }
        comes = false;
        begin(head);
        needsSnapshot |= isLost(head);
        knownHead = head.seq();
        if (needsSnapshot) {
            needsSnapshot = false;
            greeted = true;
            told = head.state().seq();
            cut = Optional.empty();
            sentGen = head.generations().current();
            return Turn.of(
                    new HostMessage.Snapshot(sub, sentGen, SessionWindow.newest(head.state(), windowWeight)), false);
        }
        if (cut.isEmpty() && pages() > 0) {
            // Fixed once. Updates up to it are sent before the page, later ones after it.
            cut = Optional.of(head);
        }
        SessionFeed.Loaded until = cut.orElse(head);
        if (told < until.state().seq() || !greeted) {
            return updates(until, head.state().seq());
        }
        return page(until.state());
    }

    /** The answer to the first request for older items; empty if there is none, or if the subscription has ended. */
    private Optional<Turn> page(SessionState state) {
        cut = Optional.empty();
        Page page;
        synchronized (pages) {
            page = pages.poll();
        }
        return page == null
                ? Optional.empty()
                : Turn.of(SessionWindow.page(sub, state, page.beforeBorn(), page.limit()), true);
    }

    /**
     * Serves a session at rest: an empty batch for a client at its head, else a snapshot or a page from disk. If the
     * host has room, the session is loaded instead.
     */
    private Optional<Turn> atRest(SessionFeed.Head head) {
        if (greeted && !needsSnapshot && pages() == 0 && told >= head.seq()) {
            return Optional.empty();
        }
        long gen = head.generations().current();
        if (!greeted && cursor.seq() == head.seq() && head.generations().isGood(cursor, head.seq())) {
            begun = true;
            greeted = true;
            return Turn.of(HostMessage.Updates.upToHead(sub, genToSend(gen), told, told, List.of()), false);
        }
        comes = feed.requestLoad();
        if (comes) {
            return Optional.empty();
        }
        Optional<SessionState> read = batches.read(feed, () -> ended);
        if (ended) {
            return Optional.empty();
        }
        if (feed.head() != head) {
            return next();
        }
        if (read.isEmpty() || read.get().seq() != head.seq()) {
            // Loads the session, because only a loaded session can report the damage to its journal.
            comes = true;
            feed.need();
            return Optional.empty();
        }
        SessionState state = read.get();
        if (needsSnapshot || !greeted || told < state.seq()) {
            begun = true;
            greeted = true;
            needsSnapshot = false;
            told = state.seq();
            knownHead = told;
            sentGen = gen;
            cut = Optional.empty();
            return Turn.of(new HostMessage.Snapshot(sub, gen, SessionWindow.newest(state, windowWeight)), false);
        }
        return page(state);
    }

    /** Also sends one empty batch, so that a client at the head learns that it is up to date. */
    private Optional<Turn> updates(SessionFeed.Loaded until, long head) {
        long gen = until.generations().current();
        Optional<LiveBatchCache.Batch> read =
                batches.next(feed, gen, told, until.state().seq());
        if (read.isEmpty()) {
            needsSnapshot = true;
            return next();
        }
        greeted = true;
        long after = told;
        LiveBatchCache.Batch batch = read.get();
        told = batch.to();
        HostMessage.Updates message = new HostMessage.Updates(sub, genToSend(gen), after, told, head, batch.updates());
        return Optional.of(new Turn(message, () -> UpdateFrames.frame(message, batch.text(feed)), false));
    }

    /**
     * Prepares a smaller message in place of one that does not fit into a frame. Updates are replaced by a snapshot, a
     * snapshot by one with fewer items.
     *
     * @return false if there is nothing smaller
     */
    boolean shrink(HostMessage tooLarge) {
        if (tooLarge instanceof HostMessage.Snapshot) {
            if (windowWeight == 0) {
                return false;
            }
            windowWeight = windowWeight > SMALLEST ? windowWeight / 4 : 0;
        } else if (!(tooLarge instanceof HostMessage.Updates)) {
            return false;
        }
        needsSnapshot = true;
        return true;
    }

    /** Returns the generation the first time, and again only when it has changed. */
    private long genToSend(long gen) {
        if (gen == sentGen) {
            return HostMessage.Updates.SAME_GEN;
        }
        sentGen = gen;
        return gen;
    }

    /** Whether the next message is overdue rather than just written, so that waiting for more updates gains nothing. */
    boolean isCatchingUp() {
        return needsSnapshot || !greeted || pages() > 0 || told < knownHead;
    }

    /** Whether {@link #next} has a message to send. */
    boolean hasMore() {
        SessionFeed.Head head = feed.head();
        return (head instanceof SessionFeed.Loaded || !comes)
                && (needsSnapshot || !greeted || pages() > 0 || told < head.seq() || isLost(head));
    }

    /** Ends this subscription. Idempotent. */
    @Override
    public void close() {
        ended = true;
        hold.close();
    }
}
