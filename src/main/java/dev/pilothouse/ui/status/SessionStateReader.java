package dev.pilothouse.ui.status;

import dev.pilothouse.model.HostId;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.session.HostLink;
import dev.pilothouse.session.Hosts;
import dev.pilothouse.session.SessionGateway;
import dev.pilothouse.session.SessionState;
import dev.pilothouse.session.SessionView;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * A short subscription that reads the state of a session, which need not be on screen.
 *
 * <p>Owns its subscriptions. Confined to the FX thread. Ends when the state has arrived, or with {@link #close()}.
 */
public final class SessionStateReader implements Hosts.Listener, AutoCloseable {
    private final HostLink link;
    private final SessionId sessionId;
    private final Executor fx;
    private final Consumer<SessionState> seen;
    private SessionGateway.Subscription open = () -> {};
    private Hosts.Subscription listening = () -> {};
    private boolean over;

    private SessionStateReader(HostLink link, SessionId sessionId, Executor fx, Consumer<SessionState> seen) {
        this.link = link;
        this.sessionId = sessionId;
        this.fx = fx;
        this.seen = seen;
    }

    /** @param seen gets the state once, possibly before this method returns */
    public static SessionStateReader at(
            Hosts hosts, HostLink link, SessionId sessionId, Executor fx, Consumer<SessionState> seen) {
        SessionStateReader glance = new SessionStateReader(link, sessionId, fx, seen);
        glance.read();
        if (!glance.over) {
            glance.listening = hosts.listen(glance);
            glance.open = link.sessions().open(sessionId);
        }
        return glance;
    }

    private void read() {
        Optional<SessionState> state =
                link.reader().session(sessionId).map(SessionView::state).filter(known -> known.info() != null);
        if (!over && state.isPresent()) {
            close();
            seen.accept(state.get());
        }
    }

    @Override
    public void sessionChanged(HostId hostId, SessionId changed, boolean critical) {
        if (hostId.equals(link.hostId()) && changed.equals(sessionId)) {
            fx.execute(this::read);
        }
    }

    @Override
    public void linksChanged(List<HostLink> changed) {
        // The link does not change, or it delivers nothing more.
    }

    @Override
    public void hostChanged(HostId hostId, boolean critical) {
        // Only the session matters.
    }

    @Override
    public void pairing(String hostName, String code) {
        // Only the session matters.
    }

    @Override
    public void close() {
        over = true;
        listening.close();
        open.close();
    }
}
