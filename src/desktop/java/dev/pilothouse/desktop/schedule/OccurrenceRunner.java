package dev.pilothouse.desktop.schedule;

import dev.pilothouse.desktop.schedule.ScheduleRecord.Entry;
import dev.pilothouse.model.BranchName;
import dev.pilothouse.model.Cause;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.JobId;
import dev.pilothouse.model.JobRequest;
import dev.pilothouse.model.RequestId;
import dev.pilothouse.model.Schedule;
import dev.pilothouse.model.Schedule.OverlapRule;
import dev.pilothouse.model.ScheduleId;
import dev.pilothouse.model.ScheduleOccurrence.State;
import dev.pilothouse.model.ScheduleTask;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.TextCutter;
import dev.pilothouse.model.TurnId;
import dev.pilothouse.model.WorktreeRequest;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.IntentResult;
import dev.pilothouse.session.LastTurn;
import dev.pilothouse.session.OpenPending;
import dev.pilothouse.session.SessionPhase;
import dev.pilothouse.session.SessionSummary;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Starts the sessions of occurrences, reads their outcome, and archives old ones. Each request has an id that is made of
 * the schedule and the time, so that a repetition after a kill has the same outcome.
 *
 * <p>Confined to the thread of the schedules; replies arrive on any thread and come back to it.
 */
final class OccurrenceRunner {
    private static final DateTimeFormatter SHOWN = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);
    private static final DateTimeFormatter IN_BRANCH = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT);
    private static final int MAX_DETAIL = 300;

    /** A change of a record on the thread of the schedules. */
    interface Change extends UnaryOperator<ScheduleRecord> {}

    /** Runs changes later. */
    interface Changes {
        /** @return whether the change will run */
        boolean later(ScheduleId id, Change change);
    }

    private final ScheduledSessions sessions;
    private final Clock clock;
    private final Changes changes;
    /** Requests without a reply. Any thread. */
    private final Set<RequestId> open = ConcurrentHashMap.newKeySet();
    /** Requests about existing sessions that took effect, and are not repeated in this run of the host. */
    private final Set<RequestId> done = new HashSet<>();

    OccurrenceRunner(ScheduledSessions sessions, Clock clock, Changes changes) {
        this.sessions = sessions;
        this.clock = clock;
        this.changes = changes;
    }

    // --- the outcome

    /** Ends occurrences whose first turn is over. */
    ScheduleRecord settle(ScheduleRecord record) {
        ScheduleRecord settled = record;
        for (Entry entry : record.entries()) {
            SessionId sessionId = entry.shown().sessionId();
            if (entry.state() == State.RUNNING && sessionId != null) {
                settled = settle(settled, entry, sessions.find(sessionId));
            }
        }
        return settled;
    }

    private ScheduleRecord settle(ScheduleRecord record, Entry entry, Optional<SessionSummary> found) {
        Instant now = clock.instant();
        if (found.isEmpty()) {
            return record.settle(entry.due(), State.CANCELLED, now, HostText.of(HostTextCode.SCHEDULE_SESSION_GONE));
        }
        SessionSummary session = found.get();
        if (session.activity().turn() != null) {
            return record;
        }
        SessionPhase phase = session.activity().phase();
        LastTurn turn = session.lastTurn();
        if (turn != null) {
            return settle(record, entry, session, turn);
        }
        return switch (phase) {
            case FAILED ->
                record.settle(
                        entry.due(),
                        State.FAILED,
                        now,
                        HostText.of(HostTextCode.SCHEDULE_AGENT_FAILED).above(detail(session)));
            case NEEDS_LOGIN ->
                record.settle(entry.due(), State.FAILED, now, HostText.of(HostTextCode.SCHEDULE_NEEDS_LOGIN));
            case GONE ->
                record.settle(entry.due(), State.INTERRUPTED, now, HostText.of(HostTextCode.SCHEDULE_HOST_ENDED));
            case STARTING, IDLE, WORKING, WAITING -> record;
        };
    }

    private static String detail(SessionSummary session) {
        return TextCutter.line(session.activity().detail(), MAX_DETAIL);
    }

    private static ScheduleRecord settle(ScheduleRecord record, Entry entry, SessionSummary session, LastTurn turn) {
        Instant due = entry.due();
        Instant at = turn.at();
        return switch (turn.reason()) {
            case END_TURN, OTHER ->
                record.settle(due, State.DONE, at, entry.shown().reason());
            case CANCELLED -> record.settle(due, State.CANCELLED, at, HostText.NONE);
            case MAX_TOKENS, MAX_TURN_REQUESTS ->
                record.settle(due, State.FAILED, at, HostText.of(HostTextCode.SCHEDULE_TURN_LIMIT));
            case REFUSAL -> record.settle(due, State.FAILED, at, HostText.of(HostTextCode.SCHEDULE_TURN_REFUSED));
            case FAILED ->
                record.settle(
                        due,
                        State.FAILED,
                        at,
                        HostText.of(HostTextCode.SCHEDULE_TURN_FAILED).above(detail(session)));
            case INTERRUPTED ->
                session.activity().phase() == SessionPhase.FAILED
                        ? record.settle(
                                due,
                                State.FAILED,
                                at,
                                HostText.of(HostTextCode.SCHEDULE_AGENT_FAILED).above(detail(session)))
                        : record.settle(due, State.INTERRUPTED, at, HostText.of(HostTextCode.SCHEDULE_HOST_ENDED));
        };
    }

    // --- the start

    /** Refuses new starts for which the device has no right or a budget is used up. Reads the disk. */
    ScheduleRecord admit(ScheduleRecord before, ScheduleRecord planned) {
        ScheduleRecord admitted = planned;
        for (Entry entry : planned.entries()) {
            boolean isNew = entry.state() == State.STARTING
                    && before.find(entry.due())
                            .filter(old -> old.state() == State.STARTING)
                            .isEmpty();
            if (isNew) {
                admitted = admit(admitted, entry);
            }
        }
        return admitted;
    }

    private ScheduleRecord admit(ScheduleRecord record, Entry entry) {
        Instant now = clock.instant();
        if (!sessions.maySteer(record.owner().deviceId())) {
            HostText why =
                    HostText.of(HostTextCode.SCHEDULE_NO_RIGHTS, record.owner().deviceName());
            return record.set(entry.due(), State.SKIPPED, now, why)
                    .with(new ScheduleRecord.Progress(record.progress().handled(), true, why, 0));
        }
        return sessions.usedUp(record.schedule().task().directory())
                .map(limit ->
                        record.set(entry.due(), State.SKIPPED, now, HostText.of(HostTextCode.SCHEDULE_BUDGET, limit)))
                .orElse(record);
    }

    /** Sends the requests that the record needs, once each. */
    void act(ScheduleRecord record) {
        record.entries().stream()
                .filter(entry -> entry.state() == State.STARTING)
                .forEach(entry -> create(record, entry));
        if (record.schedule().overlap() == OverlapRule.CANCEL && record.queued().isPresent()) {
            record.active().ifPresent(active -> cancel(record, active));
        }
        clean(record);
    }

    private static RequestId requestId(ScheduleRecord record, Entry entry, String suffix) {
        return new RequestId(record.id() + "-" + entry.due().toEpochMilli() + suffix);
    }

    /** The name of the device that is shown with a request is that of the schedule. */
    private static Cause cause(ScheduleRecord record, Entry entry, RequestId requestId) {
        return new Cause(requestId, entry.deviceId(), record.schedule().title());
    }

    /** @param then receives the result on the thread of the schedules */
    private void submit(ScheduleRecord record, Entry entry, RequestId id, Intent intent, Consumer<IntentResult> then) {
        if (!open.add(id)) {
            return;
        }
        sessions.submit(intent, cause(record, entry, id), result -> {
            boolean comes = changes.later(record.id(), current -> {
                open.remove(id);
                then.accept(result);
                return current;
            });
            if (!comes) {
                // The next tick repeats it, or the start that it belongs to.
                open.remove(id);
                open.remove(requestId(record, entry, ""));
            }
        });
    }

    private void create(ScheduleRecord record, Entry entry) {
        RequestId id = requestId(record, entry, "");
        if (!open.add(id)) {
            return;
        }
        sessions.submit(intent(record.schedule(), entry), cause(record, entry, id), result -> {
            if (!changes.later(record.id(), current -> created(current, entry, id, result))) {
                open.remove(id);
            }
        });
    }

    private static Intent.CreateSession intent(Schedule schedule, Entry entry) {
        ScheduleTask task = schedule.task();
        return new Intent.CreateSession(
                task.agentId(),
                task.directory(),
                task.mode().isEmpty() ? null : task.mode(),
                task.model().isEmpty() ? null : task.model(),
                task.prompt(),
                null,
                task.worktree() ? new WorktreeRequest(branch(schedule, entry.due()), "") : null,
                task.profile().isEmpty() ? null : task.profile());
    }

    private static String branch(Schedule schedule, Instant due) {
        return "schedule/" + BranchName.suggest(schedule.title(), "run", Set.of()) + "-" + at(schedule, due, IN_BRANCH);
    }

    private static String at(Schedule schedule, Instant due, DateTimeFormatter format) {
        return format.format(due.atZone(ZoneId.of(schedule.timing().zone())));
    }

    /** The session exists or is refused. */
    private ScheduleRecord created(ScheduleRecord record, Entry entry, RequestId id, IntentResult result) {
        Instant now = clock.instant();
        if (result instanceof IntentResult.Refused refused) {
            open.remove(id);
            if (refused.code() == ErrorCode.SHUTTING_DOWN) {
                // The next start of the host repeats it.
                return record;
            }
            boolean gone = refused.code() == ErrorCode.NO_SUCH_SESSION;
            return record.settle(entry.due(), gone ? State.CANCELLED : State.FAILED, now, refused.sentence());
        }
        SessionId sessionId = ((IntentResult.Accepted) result).sessionId();
        if (sessionId == null) {
            open.remove(id);
            return record.settle(entry.due(), State.FAILED, now, HostText.of(HostTextCode.HOST_DEFECT));
        }
        String name = record.schedule().title() + " · " + at(record.schedule(), entry.due(), SHOWN);
        submit(
                record,
                entry,
                requestId(record, entry, "-n"),
                new Intent.RenameSession(sessionId, name),
                named -> submit(
                        record,
                        entry,
                        requestId(record, entry, "-g"),
                        Intent.Organise.group(sessionId, record.schedule().title()),
                        grouped -> begun(record.id(), entry, id, sessionId)));
        return record;
    }

    /** The name and the group are in the session's journal, so the start need not be repeated. */
    private void begun(ScheduleId scheduleId, Entry entry, RequestId id, SessionId sessionId) {
        boolean comes = changes.later(scheduleId, current -> {
            open.remove(id);
            return current.change(
                    entry.due(),
                    old -> new Entry(
                            old.shown()
                                    .with(
                                            State.RUNNING,
                                            clock.instant(),
                                            old.shown().reason())
                                    .with(sessionId),
                            old.deviceId(),
                            false));
        });
        if (!comes) {
            open.remove(id);
        }
    }

    private void cancel(ScheduleRecord record, Entry active) {
        SessionId sessionId = active.shown().sessionId();
        Optional<SessionSummary> session = sessionId == null ? Optional.empty() : sessions.find(sessionId);
        TurnId turn = session.map(found -> found.activity().turn()).orElse(null);
        if (sessionId != null && turn != null) {
            once(record, active, "-x", new Intent.Cancel(sessionId, turn));
        }
    }

    /** @return whether the request has taken effect before */
    private boolean once(ScheduleRecord record, Entry entry, String suffix, Intent intent) {
        RequestId id = requestId(record, entry, suffix);
        if (done.contains(id)) {
            return true;
        }
        submit(record, entry, id, intent, result -> {
            if (!(result instanceof IntentResult.Refused refused) || refused.code() != ErrorCode.BUSY) {
                done.add(id);
            }
        });
        return false;
    }

    // --- old sessions

    /** Archives the sessions beyond the number to keep, one step at a time. */
    private void clean(ScheduleRecord record) {
        List<Entry> withSession = record.entries().stream()
                .filter(entry -> entry.shown().sessionId() != null)
                .toList();
        withSession.stream()
                .skip(record.schedule().keep())
                .filter(entry -> !entry.cleaned() && !entry.state().isOpen())
                .forEach(entry -> clean(record, entry));
    }

    /** Whether nothing is open and no session waits to be archived. */
    boolean isSettled(ScheduleRecord record) {
        return record.entries().stream().noneMatch(entry -> entry.state().isOpen())
                && record.entries().stream()
                        .filter(entry -> entry.shown().sessionId() != null)
                        .skip(record.schedule().keep())
                        .allMatch(Entry::cleaned);
    }

    private void clean(ScheduleRecord record, Entry entry) {
        SessionId sessionId = entry.shown().sessionId();
        Optional<SessionSummary> found = sessionId == null ? Optional.empty() : sessions.find(sessionId);
        if (sessionId == null || found.isEmpty()) {
            cleaned(record, entry);
            return;
        }
        SessionSummary session = found.get();
        SessionPhase phase = session.activity().phase();
        // Closing the session withdraws this question.
        boolean asksForLogin = session.open().stream().anyMatch(OpenPending::isLogin);
        boolean inUse = session.organisation().pinned()
                || session.activity().turn() != null
                || !session.open().stream().allMatch(OpenPending::isLogin)
                || session.queued() > 0;
        if (inUse) {
            return;
        }
        boolean ended = phase == SessionPhase.GONE
                || phase == SessionPhase.FAILED
                || (phase == SessionPhase.NEEDS_LOGIN && !asksForLogin);
        if (!ended) {
            if (once(record, entry, "-c", new Intent.CloseSession(sessionId))) {
                // A person has started it again.
                cleaned(record, entry);
            }
            return;
        }
        if (!session.organisation().archived()) {
            if (once(record, entry, "-a", Intent.Organise.archive(sessionId, true))) {
                cleaned(record, entry);
            }
            return;
        }
        if (record.schedule().task().worktree()) {
            sessions.removeWorktree(
                    session,
                    new JobId(requestId(record, entry, "-w").value()),
                    new JobRequest(entry.deviceId(), record.schedule().title(), Scope.STEER, null, clock.instant()));
        }
        cleaned(record, entry);
    }

    private void cleaned(ScheduleRecord record, Entry entry) {
        changes.later(record.id(), current -> {
            List.of("-x", "-c", "-a").forEach(suffix -> done.remove(requestId(record, entry, suffix)));
            return current.change(entry.due(), old -> new Entry(old.shown(), old.deviceId(), true));
        });
    }
}
