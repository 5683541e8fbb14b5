package dev.pilothouse.ui.shell;

import dev.pilothouse.model.GoalStatus;
import dev.pilothouse.model.HostId;
import dev.pilothouse.model.PendingId;
import dev.pilothouse.model.Run;
import dev.pilothouse.model.RunId;
import dev.pilothouse.model.RunKind;
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
import dev.pilothouse.ui.text.HostTexts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds events in sessions by comparing their states with those of the previous call. The first state of a host counts
 * as known, so starting the app or pairing reports no events. While a goal works in a session, the ends of its turns are
 * no events, but the rest of the goal is one.
 *
 * <p>Owns the last state of each linked host. Confined to the FX thread. Ends with the shell.
 */
final class SessionEventDetector {
    private final Map<HostId, Map<SessionId, Known>> known = new HashMap<>();
    private final Map<HostId, List<Run>> goals = new HashMap<>();

    /**
     * One event. Immutable.
     *
     * @param what the question, the session's last line, or why a goal rests; may be empty
     * @param goal null unless a goal rests
     */
    record Happening(
            SessionKey session,
            Notice.Tone tone,
            String name,
            String what,
            @Nullable GoalStatus goal) {
        Happening(SessionKey session, Notice.Tone tone, String name, String what) {
            this(session, tone, name, what, null);
        }
    }

    private record Known(long lastTurn, Set<PendingId> open, SessionPhase phase) {
        static final Known NOTHING = new Known(0, Set.of(), SessionPhase.STARTING);
    }

    List<Happening> since(List<HostLink> links) {
        Set<HostId> linked = links.stream().map(HostLink::hostId).collect(Collectors.toSet());
        known.keySet().retainAll(linked);
        goals.keySet().retainAll(linked);
        List<Happening> found = new ArrayList<>();
        for (HostLink link : links) {
            HostView host = link.reader().host();
            if (!(host.connection() instanceof ConnectionState.Live)) {
                // An unreachable host still has its old state.
                continue;
            }
            Map<SessionId, Known> before = known.get(link.hostId());
            List<Run> goalsNow = host.runs().stream()
                    .filter(run -> run.kind() == RunKind.GOAL)
                    .toList();
            List<Run> goalsBefore = goals.getOrDefault(link.hostId(), goalsNow);
            Map<RunId, String> restsBefore =
                    goalsBefore.stream().collect(Collectors.toMap(Run::runId, GoalStatus::restOf, (one, other) -> one));
            Map<SessionId, Known> now = new HashMap<>();
            for (SessionSummary session : host.sessions()) {
                now.put(session.sessionId(), state(session));
                if (before != null) {
                    SessionKey key = new SessionKey(link.hostId(), session.sessionId());
                    boolean ofGoal = GoalStatus.isAtWork(goalsBefore, session.sessionId())
                            || GoalStatus.isAtWork(goalsNow, session.sessionId());
                    compare(key, session, before.getOrDefault(session.sessionId(), Known.NOTHING), ofGoal, found);
                    rested(key, session.name(), restsBefore, goalsNow, found);
                }
            }
            goals.put(link.hostId(), goalsNow);
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

    private static void rested(
            SessionKey key, String name, Map<RunId, String> before, List<Run> goalsNow, List<Happening> found) {
        for (Run goal : goalsNow) {
            GoalStatus status = GoalStatus.of(goal);
            if (!key.sessionId().equals(goal.request().sessionId())
                    || GoalStatus.restOf(goal).equals(before.get(goal.runId()))) {
                continue;
            }
            Notice.Tone tone = switch (status) {
                case MET -> Notice.Tone.DONE;
                case NEEDS_YOU -> Notice.Tone.NEEDS_YOU;
                case NOT_MET -> Notice.Tone.FAILED;
                case AT_WORK, BY_PERSON -> null;
            };
            if (tone != null) {
                found.add(new Happening(
                        key, tone, name, HostTexts.text(goal.status().sentence()), status));
            }
        }
    }

    /** @param ofGoal whether a goal tells instead of the ends of the session's turns */
    private static void compare(
            SessionKey key, SessionSummary session, Known before, boolean ofGoal, List<Happening> found) {
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
        } else if (ofGoal) {
            return;
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
