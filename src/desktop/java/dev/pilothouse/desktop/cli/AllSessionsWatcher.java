package dev.pilothouse.desktop.cli;

import com.google.gson.JsonObject;
import dev.pilothouse.bridge.UpdateSink;
import dev.pilothouse.model.JournaledUpdate;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.protocol.UpdateKinds;
import dev.pilothouse.session.HostView;
import dev.pilothouse.session.SessionGateway;
import dev.pilothouse.session.SessionState;
import dev.pilothouse.session.SessionSummary;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Prints the updates of all sessions of a host from now on. Follows only sessions that have something new, because a
 * connection has a limited number of subscriptions: {@value #MAX_FOLLOWED} at a time, and the ones that rest give their
 * places up. Owns the subscriptions. {@link #look} and {@link #close} belong to the command's thread, and printing to
 * the client-state lane.
 */
final class AllSessionsWatcher implements AutoCloseable {
    private static final int MAX_FOLLOWED = 48;

    private final HostConnection host;
    private final Terminal terminal;
    private final boolean json;
    private final @Nullable String until;
    /** The seq up to which each session is printed. A session of the start begins at its head, a new one at 0. */
    private final Map<SessionId, AtomicLong> printed = new HashMap<>();
    /** The oldest subscription first. */
    private final Map<SessionId, SessionGateway.Subscription> followed = new LinkedHashMap<>();

    private boolean started;
    private volatile boolean over;
    /** Confined to the client-state lane. */
    private final Map<SessionId, TextUpdatePrinter> printers = new HashMap<>();
    /** The session whose text was printed last. Confined to the client-state lane. */
    private @Nullable SessionId last;

    /** @param until the kind of update that ends it; null for none */
    AllSessionsWatcher(HostConnection host, Terminal terminal, boolean json, @Nullable String until) {
        this.host = host;
        this.terminal = terminal;
        this.json = json;
        this.until = until;
    }

    boolean isOver() {
        return over;
    }

    /** Follows the sessions that have something new. */
    void look(HostView view) {
        Set<SessionId> known = new HashSet<>();
        for (SessionSummary session : view.sessions()) {
            SessionId sessionId = session.sessionId();
            known.add(sessionId);
            AtomicLong seq = printed.computeIfAbsent(sessionId, id -> new AtomicLong(started ? 0 : session.headSeq()));
            if (session.headSeq() > seq.get() && !followed.containsKey(sessionId) && makeRoom(view)) {
                followed.put(sessionId, host.client().follow(sessionId, seq.get(), new Sink(sessionId, seq)));
            }
        }
        started = true;
        for (SessionId gone : Set.copyOf(printed.keySet())) {
            if (!known.contains(gone)) {
                printed.remove(gone);
                SessionGateway.Subscription subscription = followed.remove(gone);
                if (subscription != null) {
                    subscription.close();
                }
                deleted(gone);
            }
        }
    }

    /** Ends the oldest subscription of a session of which everything is printed. @return false if there is none */
    private boolean makeRoom(HostView view) {
        if (followed.size() < MAX_FOLLOWED) {
            return true;
        }
        Map<SessionId, Long> heads = new HashMap<>();
        view.sessions().forEach(session -> heads.put(session.sessionId(), session.headSeq()));
        for (SessionId sessionId : followed.keySet()) {
            AtomicLong seq = printed.get(sessionId);
            if (seq != null && seq.get() >= heads.getOrDefault(sessionId, 0L)) {
                SessionGateway.Subscription resting = followed.remove(sessionId);
                if (resting != null) {
                    resting.close();
                }
                return true;
            }
        }
        return false;
    }

    private void deleted(SessionId sessionId) {
        if (json) {
            JsonObject object = new JsonObject();
            object.addProperty("sessionId", sessionId.value());
            object.addProperty("kind", "deleted");
            terminal.json(object);
        } else {
            terminal.line("- session " + sessionId + " was deleted");
        }
    }

    private void print(SessionId sessionId, JournaledUpdate update) {
        if (json) {
            new JsonUpdatePrinter(terminal, sessionId).print(update);
            return;
        }
        TextUpdatePrinter printer =
                printers.computeIfAbsent(sessionId, id -> new TextUpdatePrinter(terminal, sessionId));
        if (!sessionId.equals(last)) {
            if (last != null && printers.get(last) != null) {
                printers.get(last).end();
            }
            terminal.line("== " + sessionId);
            last = sessionId;
        }
        printer.print(update);
        if (printers.size() > MAX_FOLLOWED) {
            printers.keySet().removeIf(each -> !each.equals(sessionId));
        }
    }

    @Override
    public void close() {
        followed.values().forEach(SessionGateway.Subscription::close);
        followed.clear();
    }

    /** Called on the client-state lane. */
    private final class Sink implements UpdateSink {
        private final SessionId sessionId;
        private final AtomicLong seq;

        Sink(SessionId sessionId, AtomicLong seq) {
            this.sessionId = sessionId;
            this.seq = seq;
        }

        @Override
        public void updates(List<JournaledUpdate> updates) {
            for (JournaledUpdate update : updates) {
                if (over) {
                    return;
                } else if (update.seq() > seq.get()) {
                    print(sessionId, update);
                    seq.set(update.seq());
                    over = UpdateKinds.of(update.update()).equals(until);
                }
            }
        }

        @Override
        public void skipped(long from, SessionState state) {
            terminal.note("The updates " + (from + 1) + " to " + state.seq() + " of " + sessionId
                    + " are printed as the items that they led to.");
            updates(ItemUpdates.of(state, from));
            seq.accumulateAndGet(state.seq(), Math::max);
        }

        @Override
        public void incomplete(String reason) {
            terminal.note("Not all of " + sessionId + " can be printed: " + Terminal.plainLine(reason));
        }
    }
}
