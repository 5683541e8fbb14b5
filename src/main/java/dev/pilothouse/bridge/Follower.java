package dev.pilothouse.bridge;

import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.JournaledUpdate;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.protocol.HostMessage;
import dev.pilothouse.session.Cursor;
import dev.pilothouse.session.Item;
import dev.pilothouse.session.SessionState;
import dev.pilothouse.session.Transcript;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One reader of a session's unfolded updates, and its position. A seq is a valid cursor only together with the
 * journal's generation, which a new client does not have. So it first subscribes from the start, takes the generation
 * from the reply, and subscribes again from the requested seq.
 *
 * <p>A snapshot holds only the newest items. The earlier ones are fetched in pages before the sink gets any of them.
 * Updates that arrive meanwhile are ignored: afterwards the follower subscribes again from the snapshot's seq. Confined
 * to the client-state lane; ends when it is removed.
 */
final class Follower {

    /** The request to send to the host next. */
    enum Need {
        NOTHING,
        /** Subscribe again from {@link #cursor}. */
        SUBSCRIPTION,
        /** A page of the items before {@link #pageBefore}. */
        PAGE
    }

    /** Maximum number of characters held while pages are being fetched. */
    static final long MAX_WEIGHT = 64L * 1024 * 1024;

    /** A snapshot whose earlier items are being fetched. */
    private static final class Paging {
        private final HostMessage.Snapshot snapshot;
        /** The newest page first. */
        private final Deque<Transcript> pages = new ArrayDeque<>();

        private long before;
        private long weight;

        Paging(HostMessage.Snapshot snapshot) {
            this.snapshot = snapshot;
            this.before = snapshot.state().transcript().windowStart();
        }
    }

    private final SessionId sessionId;
    private final long begin;
    private final UpdateSink sink;
    private final long maxWeight;
    private Cursor cursor = Cursor.START;
    private boolean knowsGeneration;
    private long sub;
    /** Null while no earlier items are being fetched. */
    private @Nullable Paging paging;

    Follower(SessionId sessionId, long after, UpdateSink sink) {
        this(sessionId, after, sink, MAX_WEIGHT);
    }

    /** @param maxWeight about how many characters of earlier items may be held */
    Follower(SessionId sessionId, long after, UpdateSink sink, long maxWeight) {
        this.sessionId = sessionId;
        this.begin = Math.max(0, after);
        this.sink = sink;
        this.maxWeight = maxWeight;
    }

    SessionId sessionId() {
        return sessionId;
    }

    Cursor cursor() {
        return cursor;
    }

    long sub() {
        return sub;
    }

    /** @param newSub 0 for none */
    void subscribed(long newSub) {
        sub = newSub;
        paging = null;
    }

    long pageBefore() {
        return Objects.requireNonNull(paging).before;
    }

    Need updates(HostMessage.Updates batch) {
        if (paging != null) {
            return Need.NOTHING;
        }
        if (!knowsGeneration) {
            knowsGeneration = true;
            cursor = new Cursor(batch.gen(), begin);
            if (begin > 0) {
                return Need.SUBSCRIPTION;
            }
        }
        if (batch.after() != cursor.seq()) {
            return Need.SUBSCRIPTION;
        }
        publish(batch.updates());
        long gen = batch.gen() == HostMessage.Updates.SAME_GEN ? cursor.gen() : batch.gen();
        cursor = new Cursor(gen, batch.to());
        return Need.NOTHING;
    }

    Need snapshot(HostMessage.Snapshot snapshot) {
        if (paging != null) {
            // The follower subscribes again after the last page.
            return Need.NOTHING;
        }
        if (!knowsGeneration) {
            knowsGeneration = true;
            cursor = new Cursor(snapshot.gen(), begin);
            if (begin <= snapshot.state().seq()) {
                return Need.SUBSCRIPTION;
            }
        }
        SessionState state = snapshot.state();
        if (state.seq() > cursor.seq() && state.transcript().windowStart() > 1) {
            paging = new Paging(snapshot);
            return Need.PAGE;
        }
        if (state.seq() > cursor.seq()) {
            sink.skipped(cursor.seq(), state);
        }
        cursor = new Cursor(snapshot.gen(), state.seq());
        return Need.NOTHING;
    }

    Need historyPage(HostMessage.HistoryPage page) {
        Paging held = paging;
        if (held == null) {
            return Need.NOTHING;
        }
        if (page.start() >= held.before) {
            return abandon(held, "The host does not give the items before seq " + held.before + ".");
        }
        Transcript touched = Transcript.of(
                page.items().stream().filter(item -> item.rev() > cursor.seq()).toList(), page.start());
        held.pages.addFirst(touched);
        held.weight += touched.weight();
        held.before = page.start();
        if (held.weight > maxWeight) {
            return abandon(
                    held,
                    "What happened after seq " + cursor.seq() + " is too much to be told in order. Begin after"
                            + " a later seq; that of the newest update is "
                            + held.snapshot.state().seq() + ".");
        }
        return page.start() > 1 ? Need.PAGE : paged(held);
    }

    /** The host ended the subscription. Ignores a deleted session, which the overview reports. */
    void refused(ErrorCode code, String text) {
        if (code != ErrorCode.NO_SUCH_SESSION) {
            sink.incomplete(text);
        }
    }

    /** All items have been received. */
    private Need paged(Paging held) {
        HostMessage.Snapshot snapshot = held.snapshot;
        List<Item> items = new ArrayList<>();
        held.pages.forEach(page -> items.addAll(page.items()));
        snapshot.state().transcript().items().stream()
                .filter(item -> item.rev() > cursor.seq())
                .forEach(items::add);
        paging = null;
        sink.skipped(cursor.seq(), snapshot.state().withTranscript(Transcript.of(items, 1)));
        cursor = new Cursor(snapshot.gen(), snapshot.state().seq());
        return Need.SUBSCRIPTION;
    }

    /** Drops the held items; the sink's owner ends the subscription. */
    private Need abandon(Paging held, String reason) {
        held.pages.clear();
        held.before = 1;
        sink.incomplete(reason);
        return Need.NOTHING;
    }

    private void publish(List<JournaledUpdate> updates) {
        List<JournaledUpdate> wanted =
                updates.stream().filter(update -> update.seq() > begin).toList();
        if (!wanted.isEmpty()) {
            sink.updates(wanted);
        }
    }
}
