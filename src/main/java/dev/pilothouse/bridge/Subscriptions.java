package dev.pilothouse.bridge;

import dev.pilothouse.model.SessionId;
import dev.pilothouse.protocol.ClientMessage;
import dev.pilothouse.protocol.HostMessage;
import dev.pilothouse.session.CachedSession;
import dev.pilothouse.session.Cursor;
import dev.pilothouse.session.SessionStore;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Subscribes to the open sessions and keeps them complete. Subscribes from the store's cursor, again after every
 * reconnect, and once after a gap. After a second gap it subscribes from the start, so that the host must send a whole
 * state. If that does not fit either, the host is faulty and {@link #updates} returns false.
 *
 * <p>Owns the number of openings and the ids of the subscriptions. Confined to the client-state lane; ends with its
 * {@link BridgeClient}.
 */
final class Subscriptions {

    static final int PAGE = 200;

    private static final Logger LOG = LoggerFactory.getLogger(Subscriptions.class);
    private static final int MAX_GAPS = 2;

    private final SessionStore store;
    private final Sender sender;
    private final LongSupplier numbers;
    private final Kept kept;
    private final Map<SessionId, Flow> flows = new LinkedHashMap<>();

    /** Loads a session's cached state; calls back on the lane, exactly once. */
    @FunctionalInterface
    interface Kept {
        void load(SessionId sessionId, Consumer<Optional<CachedSession>> then);
    }

    private static final class Flow {
        int openings;
        /** Its cached state is being read; the subscription follows from there. */
        boolean isLoading;

        long sub;
        /** Whether its state has arrived over this link. */
        boolean flows;

        int gaps;
        /** The start of the window for which earlier items were requested, 0 for no request. */
        long askedBefore;
    }

    /**
     * Starts without subscriptions.
     *
     * @param sender called on the lane
     * @param numbers returns a new number at each call
     * @param kept loads the cached state of a session that the store does not have
     */
    Subscriptions(SessionStore store, Sender sender, LongSupplier numbers, Kept kept) {
        this.store = store;
        this.sender = sender;
        this.numbers = numbers;
        this.kept = kept;
    }

    void open(SessionId sessionId) {
        Flow flow = flows.computeIfAbsent(sessionId, id -> new Flow());
        if (flow.openings++ == 0) {
            store.opened(sessionId);
            if (store.cursor(sessionId).equals(Cursor.START)) {
                flow.isLoading = true;
                kept.load(sessionId, found -> loaded(sessionId, flow, found));
            } else {
                subscribe(sessionId, flow);
            }
        }
    }

    private void loaded(SessionId sessionId, Flow flow, Optional<CachedSession> found) {
        flow.isLoading = false;
        if (flows.get(sessionId) == flow) {
            found.ifPresent(store::restore);
            subscribe(sessionId, flow);
        }
    }

    void close(SessionId sessionId) {
        Flow flow = flows.get(sessionId);
        if (flow == null || --flow.openings > 0) {
            return;
        }
        flows.remove(sessionId);
        if (flow.sub != 0) {
            sender.send(new ClientMessage.Unsubscribe(flow.sub));
        }
        store.closed(sessionId);
    }

    /** The link is up; the host has no subscriptions of it yet. */
    void connected() {
        flows.forEach((sessionId, flow) -> {
            flow.gaps = 0;
            if (!flow.isLoading) {
                subscribe(sessionId, flow);
            }
        });
    }

    /** The link is lost; its subscription ids are invalid. */
    void onLost() {
        flows.values().forEach(flow -> {
            flow.sub = 0;
            flow.flows = false;
            flow.askedBefore = 0;
        });
    }

    /** Whether every open session has been updated over this link. */
    boolean allFlow() {
        return flows.values().stream().allMatch(flow -> flow.flows);
    }

    private void subscribe(SessionId sessionId, Flow flow) {
        long sub = numbers.getAsLong();
        flow.askedBefore = 0;
        if (sender.send(new ClientMessage.Subscribe(sub, sessionId, store.cursor(sessionId)))) {
            flow.sub = sub;
            store.subscribed(sessionId, sub);
        }
    }

    /** @return false if the host's updates are inconsistent, so that the link is useless */
    boolean updates(HostMessage.Updates batch) {
        SessionStore.Folded folded =
                store.updates(batch.sub(), batch.gen(), batch.after(), batch.to(), batch.head(), batch.updates());
        if (folded == SessionStore.Folded.IGNORED) {
            return true;
        }
        SessionId sessionId = store.sessionOf(batch.sub()).orElseThrow();
        Flow flow = Objects.requireNonNull(flows.get(sessionId));
        if (folded == SessionStore.Folded.DONE) {
            flow.gaps = 0;
            flow.flows = true;
            return true;
        }
        flow.gaps++;
        LOG.info("Session {} has a gap before {} (number {})", sessionId, batch.after(), flow.gaps);
        if (flow.gaps > MAX_GAPS) {
            return false;
        }
        if (flow.gaps == MAX_GAPS) {
            store.reset(sessionId);
        }
        sender.send(new ClientMessage.Unsubscribe(batch.sub()));
        subscribe(sessionId, flow);
        return true;
    }

    void snapshot(HostMessage.Snapshot snapshot) {
        store.sessionOf(snapshot.sub()).map(flows::get).ifPresent(flow -> {
            flow.gaps = 0;
            flow.flows = true;
        });
        store.snapshot(snapshot.sub(), snapshot.gen(), snapshot.state());
    }

    /**
     * The host refused a subscription or a page. A refused subscription is requested again over the next link.
     *
     * @return false if there is no such subscription
     */
    boolean refused(long sub) {
        for (Flow flow : flows.values()) {
            if (sub != 0 && flow.sub == sub) {
                flow.askedBefore = 0;
                if (!flow.flows) {
                    flow.sub = 0;
                    flow.flows = true;
                }
                return true;
            }
        }
        return false;
    }

    void historyPage(HostMessage.HistoryPage page) {
        store.sessionOf(page.sub()).map(flows::get).ifPresent(flow -> {
            long before = flow.askedBefore;
            flow.askedBefore = 0;
            store.historyPage(page.sub(), page.asOf(), before, page.start(), page.items());
        });
    }

    void loadEarlier(SessionId sessionId) {
        Flow flow = flows.get(sessionId);
        long start = store.windowStart(sessionId);
        if (flow == null || flow.sub == 0 || flow.askedBefore != 0 || start <= 1 || store.isFull(sessionId)) {
            return;
        }
        // The person scrolls to earlier items, so the end is not on screen and loaded items must not be removed at
        // once.
        store.following(sessionId, false);
        if (sender.send(new ClientMessage.History(flow.sub, start, PAGE))) {
            flow.askedBefore = start;
        }
    }
}
