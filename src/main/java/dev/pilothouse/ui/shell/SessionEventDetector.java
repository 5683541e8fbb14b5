package dev.pilothouse.ui.shell;

import dev.pilothouse.model.HostId;
import dev.pilothouse.model.PendingId;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.StopReason;
import dev.pilothouse.session.ConnectionState;
import dev.pilothouse.session.HostLink;
import dev.pilothouse.session.HostView;
import dev.pilothouse.session.OpenPending;
import dev.pilothouse.session.SessionPhase;
import dev.pilothouse.session.SessionSummary;
import dev.pilothouse.ui.status.SessionKey;
import dev.pilothouse.ui.status.SessionText;
import dev.pilothouse.ui.text.ActionText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds events in sessions by comparing their states with those of the previous call. The first state of a host counts
 * as known, so starting the app or pairing reports no events.
 *
 * <p>Owns the last state of each linked host. Confined to the FX thread. Ends with the shell.
 */
final class SessionEventDetector {
    private final Map<HostId, Map<SessionId, Known>> known = new HashMap<>();

    /**
     * One event. Immutable.
     *
     * @param what the question, or the session's last line; may be empty
     */
    record Happening(SessionKey session, Notice.Tone tone, String name, String what) {}

    private record Known(long lastTurn, Set<PendingId> open, SessionPhase phase) {
        static final Known NOTHING = new Known(0, Set.of(), SessionPhase.STARTING);
    }

    List<Happening> since(List<HostLink> links) {
        known.keySet().retainAll(links.stream().map(HostLink::hostId).collect(Collectors.toSet()));
        List<Happening> found = new ArrayList<>();
        for (HostLink link : links) {
            HostView host = link.reader().host();
            if (!(host.connection() instanceof ConnectionState.Live)) {
                // An unreachable host still has its old state.
                continue;
            }
            Map<SessionId, Known> before = known.get(link.hostId());
            Map<SessionId, Known> now = new HashMap<>();
            for (SessionSummary session : host.sessions()) {
                now.put(session.sessionId(), state(session));
                if (before != null) {
                    compare(
                            new SessionKey(link.hostId(), session.sessionId()),
                            session,
                            before.getOrDefault(session.sessionId(), Known.NOTHING),
                            found);
                }
            }
            known.put(link.hostId(), now);
        }
        return found;
    }

    private static Known state(SessionSummary session) {
        return new Known(
                session.lastTurn() == null ? 0 : session.lastTurn().seq(),
                session.open().stream().map(open -> open.pending().pendingId()).collect(Collectors.toSet()),
                session.activity().phase());
    }

    private static void compare(SessionKey key, SessionSummary session, Known before, List<Happening> found) {
        SessionPhase phase = session.activity().phase();
        for (OpenPending open : session.open()) {
            if (!before.open().contains(open.pending().pendingId())) {
                found.add(new Happening(
                        key,
                        Notice.Tone.NEEDS_YOU,
                        session.name(),
                        ActionText.asked(open.pending(), session.cwd()).sentence()));
                return;
            }
        }
        if (phase == SessionPhase.NEEDS_LOGIN && before.phase() != phase) {
            found.add(new Happening(key, Notice.Tone.NEEDS_YOU, session.name(), ""));
        } else if (session.lastTurn() != null && session.lastTurn().seq() > before.lastTurn()) {
            StopReason reason = session.lastTurn().reason();
            if (reason == StopReason.FAILED || reason == StopReason.INTERRUPTED) {
                found.add(new Happening(key, Notice.Tone.FAILED, session.name(), SessionText.lastLine(session)));
            } else if (reason != StopReason.CANCELLED) {
                found.add(new Happening(key, Notice.Tone.DONE, session.name(), SessionText.lastLine(session)));
            }
        } else if (phase == SessionPhase.FAILED && before.phase() != phase) {
            found.add(new Happening(key, Notice.Tone.FAILED, session.name(), SessionText.lastLine(session)));
        }
    }
}
