package dev.pilothouse.desktop.push;

import dev.pilothouse.desktop.journal.SessionFeed;
import dev.pilothouse.model.PendingId;
import dev.pilothouse.model.PlainText;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.StopReason;
import dev.pilothouse.session.LastTurn;
import dev.pilothouse.session.OpenPending;
import dev.pilothouse.session.SessionPhase;
import dev.pilothouse.session.SessionSummary;
import dev.pilothouse.session.WatchLabel;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Derives notifications from the changes of sessions, by comparison with their previous state. The state at the start
 * of the watch causes no notification.
 *
 * <p>Owns the last seen state of each session. Any thread.
 */
final class NotificationWatcher {
    private static final int LINE = 200;
    private static final Set<SessionPhase> BROKEN = EnumSet.of(SessionPhase.FAILED, SessionPhase.NEEDS_LOGIN);
    private static final Set<StopReason> NOT_DONE =
            EnumSet.of(StopReason.CANCELLED, StopReason.FAILED, StopReason.INTERRUPTED);

    private final Map<SessionId, Seen> sessions = new HashMap<>();
    private final Told told;

    /** Receives notifications; never blocks. */
    interface Told {
        void enqueue(PushNotification notice, BooleanSupplier open);
    }

    private record Seen(Set<PendingId> open, long lastTurn, SessionPhase phase, WatchLabel label) {
        static final Seen NOTHING = new Seen(Set.of(), 0, SessionPhase.STARTING, WatchLabel.NONE);

        static Seen of(SessionSummary now) {
            Set<PendingId> open =
                    now.open().stream().map(each -> each.pending().pendingId()).collect(Collectors.toSet());
            long turn = now.lastTurn() == null ? 0 : now.lastTurn().seq();
            return new Seen(open, turn, now.activity().phase(), now.label());
        }
    }

    /** @param before the sessions at the start of the host */
    NotificationWatcher(List<SessionFeed> before, Told told) {
        this.told = told;
        for (SessionFeed feed : before) {
            if (feed.head().isKnown()) {
                sessions.put(feed.sessionId(), Seen.of(feed.head().summary()));
            }
        }
    }

    /** A session has changed, and the change is on disk. */
    synchronized void changed(SessionFeed feed) {
        if (!feed.head().isKnown()) {
            return;
        }
        SessionSummary now = feed.head().summary();
        Seen before = sessions.getOrDefault(now.sessionId(), Seen.NOTHING);
        sessions.put(now.sessionId(), Seen.of(now));
        for (OpenPending open : now.open()) {
            PendingId pending = open.pending().pendingId();
            if (!before.open().contains(pending)) {
                notifyIfDue(
                        feed,
                        now,
                        NotificationKind.NEEDS_YOU,
                        pending.value(),
                        open.pending().title(),
                        later -> isOpen(later, pending));
            }
        }
        SessionPhase phase = now.activity().phase();
        LastTurn turn = now.lastTurn();
        if (BROKEN.contains(phase) && !BROKEN.contains(before.phase())) {
            notifyIfDue(feed, now, NotificationKind.FAILED, Long.toString(now.headSeq()), failure(now), later -> true);
        } else if (phase == SessionPhase.IDLE
                && turn != null
                && turn.seq() > before.lastTurn()
                && now.queued() == 0
                && !NOT_DONE.contains(turn.reason())) {
            notifyIfDue(feed, now, NotificationKind.DONE, Long.toString(turn.seq()), "Done.", later -> true);
        }
        if (now.label() != WatchLabel.NONE && before.label() == WatchLabel.NONE) {
            String words = now.label() == WatchLabel.STUCK ? "It seems to be stuck." : "It has been quiet for a while.";
            notifyIfDue(
                    feed,
                    now,
                    NotificationKind.QUIET,
                    Long.toString(now.headSeq()),
                    words,
                    later -> later.label() != WatchLabel.NONE);
        }
    }

    private static String failure(SessionSummary now) {
        if (now.activity().phase() == SessionPhase.NEEDS_LOGIN) {
            return "The agent needs a login.";
        }
        // Its detail may contain the agent's last lines, which belong to the transcript.
        return "It failed.";
    }

    private static boolean isOpen(SessionSummary later, PendingId pending) {
        return later.open().stream().anyMatch(open -> open.pending().pendingId().equals(pending));
    }

    private void notifyIfDue(
            SessionFeed feed,
            SessionSummary now,
            NotificationKind kind,
            String which,
            String text,
            Predicate<SessionSummary> open) {
        String id = now.sessionId() + "-" + kind.name().toLowerCase(Locale.ROOT) + "-" + which;
        told.enqueue(
                new PushNotification(
                        id,
                        kind,
                        now.sessionId().value(),
                        line(folder(now.cwd()) + " (" + now.agentName() + ")"),
                        line(now.name()),
                        line(text),
                        now.lastLines(),
                        now.lastActive()),
                () -> open.test(feed.head().summary()));
    }

    /** Returns the last part of a path of this or another machine. */
    private static String folder(String path) {
        return path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
    }

    private static String line(String text) {
        String flat = PlainText.line(text);
        return flat.codePointCount(0, flat.length()) <= LINE
                ? flat
                : flat.substring(0, flat.offsetByCodePoints(0, LINE - 1)) + "…";
    }

    synchronized void removed(SessionId sessionId) {
        sessions.remove(sessionId);
    }
}
