package dev.pilothouse.desktop.push;

import dev.pilothouse.desktop.journal.SessionFeed;
import dev.pilothouse.model.GoalStatus;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.NotificationKind;
import dev.pilothouse.model.PendingId;
import dev.pilothouse.model.PlainText;
import dev.pilothouse.model.Run;
import dev.pilothouse.model.RunId;
import dev.pilothouse.model.RunKind;
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
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Derives notifications from the changes of sessions, by comparison with their previous state. The state at the start
 * of the watch causes no notification. While a goal works in a session, the ends of its turns cause none, but the rest
 * of the goal does.
 *
 * <p>Owns the last seen state of each session and goal. Any thread.
 */
final class NotificationWatcher {
    private static final int LINE = 200;
    private static final Set<SessionPhase> BROKEN = EnumSet.of(SessionPhase.FAILED, SessionPhase.NEEDS_LOGIN);
    private static final Set<StopReason> NOT_DONE =
            EnumSet.of(StopReason.CANCELLED, StopReason.FAILED, StopReason.INTERRUPTED);

    private final Map<SessionId, Seen> sessions = new HashMap<>();
    private final Map<RunId, String> goals = new HashMap<>();
    /** The events of a session up to this number are covered by the notification of its goal. */
    private final Map<SessionId, Long> toldByGoal = new HashMap<>();

    private Supplier<List<Run>> runs = List::of;
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
        restart(before);
    }

    /** Takes the present state as the one before. */
    synchronized void restart(List<SessionFeed> before) {
        sessions.clear();
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
            // The need of a login is told below, and not again by the question how to log in.
            if (!before.open().contains(pending) && !open.isLogin()) {
                notifyIfDue(
                        feed,
                        now,
                        NotificationKind.NEEDS_YOU,
                        pending.value(),
                        open.pending().title(),
                        PushQuestion.of(open.pending()),
                        later -> isOpen(later, pending));
            }
        }
        SessionPhase phase = now.activity().phase();
        LastTurn turn = now.lastTurn();
        boolean toldByGoal = phase != SessionPhase.NEEDS_LOGIN && isToldByGoal(now);
        if (BROKEN.contains(phase) && !BROKEN.contains(before.phase()) && !toldByGoal) {
            notifyIfDue(feed, now, NotificationKind.FAILED, Long.toString(now.headSeq()), failure(now), later -> true);
        } else if (phase == SessionPhase.IDLE
                && turn != null
                && turn.seq() > before.lastTurn()
                && now.queued() == 0
                && !toldByGoal
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

    private boolean isToldByGoal(SessionSummary now) {
        return GoalStatus.isAtWork(runs.get(), now.sessionId())
                || now.headSeq() <= toldByGoal.getOrDefault(now.sessionId(), 0L);
    }

    /** Tells of the goals too, from their present state on. */
    synchronized void useRuns(Supplier<List<Run>> all) {
        runs = all;
        goals.clear();
        all.get().stream()
                .filter(run -> run.kind() == RunKind.GOAL)
                .forEach(goal -> goals.put(goal.runId(), GoalStatus.restOf(goal)));
    }

    /** The runs have changed. */
    synchronized void runsChanged(Function<SessionId, Optional<SessionFeed>> feeds) {
        Map<RunId, String> now = new HashMap<>();
        for (Run run : runs.get()) {
            if (run.kind() != RunKind.GOAL) {
                continue;
            }
            String rest = GoalStatus.restOf(run);
            now.put(run.runId(), rest);
            SessionId session = run.request().sessionId();
            if (session != null && GoalStatus.of(run) != GoalStatus.AT_WORK && !rest.equals(goals.get(run.runId()))) {
                feeds.apply(session)
                        .filter(feed -> feed.head().isKnown())
                        .ifPresent(feed -> rested(feed, run, feed.head().summary()));
            }
        }
        goals.clear();
        goals.putAll(now);
    }

    private void rested(SessionFeed feed, Run goal, SessionSummary now) {
        toldByGoal.put(now.sessionId(), now.headSeq());
        String which = goal.runId() + "-" + now.headSeq();
        // Other sentences may contain the agent's last lines.
        HostText sentence = goal.status().sentence();
        String why = sentence.code().word().startsWith("goal") ? " " + sentence.text() : "";
        switch (GoalStatus.of(goal)) {
            case MET -> notifyIfDue(feed, now, NotificationKind.DONE, which, "The goal is met." + why, later -> true);
            case NEEDS_YOU ->
                notifyIfDue(
                        feed, now, NotificationKind.NEEDS_YOU, which, "The goal waits for you." + why, later -> true);
            case NOT_MET ->
                notifyIfDue(feed, now, NotificationKind.FAILED, which, "The goal is not met." + why, later -> true);
            case AT_WORK, BY_PERSON -> {}
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
        notifyIfDue(feed, now, kind, which, text, null, open);
    }

    private void notifyIfDue(
            SessionFeed feed,
            SessionSummary now,
            NotificationKind kind,
            String which,
            String text,
            @Nullable PushQuestion question,
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
                        now.lastActive(),
                        question),
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
        toldByGoal.remove(sessionId);
    }
}
