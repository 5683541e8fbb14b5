package dev.pilothouse.desktop.schedule;

import dev.pilothouse.desktop.bridge.ScheduleOperations;
import dev.pilothouse.desktop.journal.IoErrorText;
import dev.pilothouse.desktop.schedule.ScheduleTimings.InvalidTimingException;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.JobRequest;
import dev.pilothouse.model.PlainText;
import dev.pilothouse.model.Schedule;
import dev.pilothouse.model.ScheduleId;
import dev.pilothouse.model.ScheduleOccurrence;
import dev.pilothouse.model.ScheduleOccurrence.State;
import dev.pilothouse.model.ScheduleStatus;
import dev.pilothouse.model.ScheduleTask;
import dev.pilothouse.model.ScheduleTiming;
import dev.pilothouse.protocol.ClientMessage;
import dev.pilothouse.protocol.HostMessage;
import dev.pilothouse.pulse.NamedThreads;
import dev.pilothouse.session.IntentResult;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The schedules of a host. The wall clock is read at each tick, so that a clock that is set, and a machine that slept,
 * need no special care. What is due is on disk before its session is requested.
 *
 * <p>Owns the thread {@code schedules}, to which all changes are confined. Thread-safe. Ends with {@link #close()};
 * what is open continues at the next start.
 */
public final class ScheduleService implements ScheduleOperations, AutoCloseable {
    static final int MAX = 64;
    private static final int WAITING = 128;
    private static final Duration LONGEST_QUIET = Duration.ofHours(1);
    private static final Logger LOG = LoggerFactory.getLogger(ScheduleService.class);

    private final ScheduleStore store;
    private final ScheduledSessions sessions;
    private final OccurrenceRunner occurrences;
    private final Clock clock;
    private final Executor worker;
    private final Runnable end;
    private final AtomicBoolean ticking = new AtomicBoolean();
    private volatile Runnable onChange = () -> {};
    private volatile List<ScheduleStatus> statuses = List.of();
    private volatile List<ScheduleStatus> newest = List.of();
    /** Null if the next tick must look. */
    private volatile @Nullable Quiet quiet;

    // Confined to the worker.
    private final Map<ScheduleId, ScheduleRecord> records = new LinkedHashMap<>();
    private final Map<ScheduleId, ScheduleTimings> timings = new HashMap<>();
    /** The record that a status was made of. */
    private final Map<ScheduleId, ScheduleRecord> published = new HashMap<>();

    /** A span of the wall clock in which ticks need not look. */
    private record Quiet(Instant from, Instant until) {
        boolean holds(Instant now) {
            return !now.isBefore(from) && now.isBefore(until);
        }
    }

    private ScheduleService(Path data, ScheduledSessions sessions, Clock clock, Executor worker, Runnable end) {
        this.sessions = sessions;
        this.store = new ScheduleStore(data);
        this.clock = clock;
        this.worker = worker;
        this.end = end;
        this.occurrences = new OccurrenceRunner(sessions, clock, this::later);
    }

    /**
     * Reads the schedules.
     *
     * @param notices receives a sentence for each file that cannot be read
     */
    public static ScheduleService open(Path data, ScheduledSessions sessions, Clock clock, List<HostText> notices)
            throws IOException {
        ThreadPoolExecutor worker =
                NamedThreads.pool(1, Duration.ofSeconds(30), WAITING, NamedThreads.factory("schedules"));
        return open(data, sessions, clock, worker, worker::shutdownNow, notices);
    }

    /** @param worker runs one task at a time */
    static ScheduleService open(
            Path data, ScheduledSessions sessions, Clock clock, Executor worker, Runnable end, List<HostText> notices)
            throws IOException {
        ScheduleService service = new ScheduleService(data, sessions, clock, worker, end);
        for (ScheduleRecord record : service.store.read(notices)) {
            try {
                service.timings.put(
                        record.id(), ScheduleTimings.of(record.schedule().timing(), record.start()));
                service.records.put(record.id(), record);
            } catch (InvalidTimingException e) {
                notices.add(HostText.of(HostTextCode.SCHEDULE_UNREADABLE, record.id(), e.sentence()));
            }
        }
        service.publish();
        return service;
    }

    /** @param changed called on the thread of the schedules after a change; must not block */
    public void onChange(Runnable changed) {
        onChange = changed;
    }

    /** Starts what is due. To be called about once a second, from any thread. Does nothing if there are no schedules. */
    public void tick() {
        Quiet now = quiet;
        if (statuses.isEmpty() || now != null && now.holds(clock.instant())) {
            return;
        }
        if (ticking.compareAndSet(false, true)) {
            try {
                worker.execute(() -> {
                    ticking.set(false);
                    advance();
                });
            } catch (RejectedExecutionException busy) {
                // The next tick tries again.
                ticking.set(false);
            }
        }
    }

    /** Runs a change of a record on the thread. @return whether it will run */
    private boolean later(ScheduleId id, OccurrenceRunner.Change change) {
        try {
            worker.execute(() -> {
                ScheduleRecord record = records.get(id);
                if (record != null) {
                    replace(record, change.apply(record));
                    publish();
                }
            });
            return true;
        } catch (RejectedExecutionException busy) {
            return false;
        }
    }

    private void advance() {
        for (ScheduleRecord record : List.copyOf(records.values())) {
            try {
                advance(record);
            } catch (RuntimeException bug) {
                LOG.error("The schedule {} could not be advanced", record.id(), bug);
            }
        }
        publish();
        quiet = quiet();
    }

    /** The time in which nothing is due and nothing is open; null if something is. */
    private @Nullable Quiet quiet() {
        Instant now = clock.instant();
        Instant until = now.plus(LONGEST_QUIET);
        for (ScheduleRecord record : records.values()) {
            if (!occurrences.isSettled(record)) {
                return null;
            }
            ScheduleTimings times = timings.get(record.id());
            Optional<Instant> next = times == null || record.progress().paused()
                    ? Optional.empty()
                    : times.next(record.progress().handled());
            until = next.filter(until::isAfter).isPresent() ? next.get() : until;
        }
        return new Quiet(now, until);
    }

    private void advance(ScheduleRecord record) {
        ScheduleRecord settled = occurrences.settle(record);
        ScheduleTimings times = timings.get(record.id());
        ScheduleRecord planned = times == null ? settled : SchedulePlanner.plan(settled, times, clock.instant());
        ScheduleRecord admitted = occurrences.admit(settled, planned);
        if (replace(record, admitted)) {
            occurrences.act(admitted);
        }
    }

    /** @return whether the record is on disk */
    private boolean replace(ScheduleRecord before, ScheduleRecord after) {
        if (before.equals(after)) {
            return true;
        }
        try {
            store.write(after);
            records.put(after.id(), after);
            return true;
        } catch (IOException e) {
            LOG.warn("The schedule {} cannot be saved, so it starts nothing: {}", after.id(), e.toString());
            return false;
        }
    }

    private void publish() {
        Map<ScheduleId, ScheduleStatus> known = new HashMap<>();
        statuses.forEach(status -> known.put(status.schedule().id(), status));
        Map<ScheduleId, ScheduleStatus> shown = new HashMap<>();
        newest.forEach(status -> shown.put(status.schedule().id(), status));
        List<ScheduleStatus> all = new ArrayList<>();
        List<ScheduleStatus> brief = new ArrayList<>();
        boolean changed = records.size() != statuses.size();
        for (ScheduleRecord record : records.values()) {
            ScheduleStatus same = published.get(record.id()) == record ? known.get(record.id()) : null;
            ScheduleStatus before = shown.get(record.id());
            if (same != null && before != null) {
                all.add(same);
                brief.add(before);
                continue;
            }
            changed = true;
            ScheduleStatus status = status(record);
            all.add(status);
            brief.add(status.withNewest());
            published.put(record.id(), record);
        }
        if (changed) {
            quiet = null;
            published.keySet().retainAll(records.keySet());
            statuses = List.copyOf(all);
            newest = List.copyOf(brief);
            onChange.run();
        }
    }

    private ScheduleStatus status(ScheduleRecord record) {
        ScheduleRecord.Progress progress = record.progress();
        ScheduleTimings times = timings.get(record.id());
        return new ScheduleStatus(
                record.schedule(),
                progress.paused(),
                progress.pausedBecause(),
                times == null || progress.paused() ? List.of() : times.next(progress.handled(), ScheduleStatus.NEXT),
                record.entries().stream().map(ScheduleRecord.Entry::shown).toList());
    }

    // --- requests

    @Override
    public List<ScheduleStatus> shown() {
        return newest;
    }

    @Override
    public HostMessage list(ClientMessage.ListSchedules question) {
        ScheduleId id = question.id();
        if (id == null) {
            return new HostMessage.Schedules(question.requestId(), newest);
        }
        return statuses.stream()
                .filter(status -> status.schedule().id().equals(id))
                .findFirst()
                .<HostMessage>map(status -> new HostMessage.Schedules(question.requestId(), List.of(status)))
                .orElseGet(() -> unknown(question, id));
    }

    private static HostMessage unknown(ClientMessage.Request request, ScheduleId id) {
        return refusal(request, ErrorCode.BAD_REQUEST, HostText.of(HostTextCode.SCHEDULE_UNKNOWN, id));
    }

    private static HostMessage refusal(ClientMessage.Request request, ErrorCode code, HostText text) {
        return new HostMessage.Failure(request.requestId(), code, text);
    }

    @Override
    public HostMessage preview(ClientMessage.PreviewSchedule question) {
        Instant now = clock.instant();
        try {
            return new HostMessage.ScheduleTimes(question.requestId(), times(question.timing(), now));
        } catch (InvalidTimingException e) {
            return refusal(question, ErrorCode.BAD_REQUEST, e.sentence());
        }
    }

    private static List<Instant> times(ScheduleTiming timing, Instant now) throws InvalidTimingException {
        List<Instant> times = ScheduleTimings.of(timing, now).next(now, ScheduleStatus.NEXT);
        if (times.isEmpty()) {
            throw new InvalidTimingException(HostText.of(HostTextCode.SCHEDULE_OVER));
        }
        return times;
    }

    @Override
    public void save(ClientMessage.SaveSchedule command, JobRequest requester, Consumer<HostMessage> answer) {
        inTurn(command, answer, () -> save(command, requester));
    }

    @Override
    public void act(ClientMessage.ActOnSchedule command, Consumer<HostMessage> answer) {
        inTurn(command, answer, () -> act(command));
    }

    private interface Reply {
        HostMessage make() throws IOException;
    }

    private void inTurn(ClientMessage.Request request, Consumer<HostMessage> answer, Reply reply) {
        try {
            worker.execute(() -> {
                HostMessage made = replied(request, reply);
                publish();
                answer.accept(made);
                tick();
            });
        } catch (RejectedExecutionException busy) {
            answer.accept(refusal(request, ErrorCode.BUSY, HostText.of(HostTextCode.SCHEDULES_BUSY)));
        }
    }

    private static HostMessage replied(ClientMessage.Request request, Reply reply) {
        try {
            return reply.make();
        } catch (IOException e) {
            LOG.warn("A schedule could not be saved: {}", e.toString());
            return refusal(
                    request,
                    ErrorCode.JOURNAL_FAILED,
                    HostText.of(HostTextCode.DATA_FOLDER_UNWRITABLE, IoErrorText.sentence(e)));
        } catch (RuntimeException bug) {
            // The device must get a reply.
            LOG.error("A request about schedules failed", bug);
            return refusal(request, ErrorCode.INTERNAL, HostText.of(HostTextCode.HOST_DEFECT));
        }
    }

    private static HostMessage done(ClientMessage.Request request) {
        return new HostMessage.Ack(request.requestId(), IntentResult.Outcome.ACCEPTED, null, 0);
    }

    private HostMessage save(ClientMessage.SaveSchedule command, JobRequest requester) throws IOException {
        Schedule schedule = command.schedule();
        ScheduleRecord before = records.get(schedule.id());
        Instant now = clock.instant();
        if (!isComplete(schedule)) {
            return refusal(
                    command,
                    ErrorCode.BAD_REQUEST,
                    HostText.of(
                            HostTextCode.SCHEDULE_INCOMPLETE,
                            Schedule.MAX_TITLE,
                            ScheduleTask.MAX_PROMPT,
                            Schedule.MAX_KEEP));
        }
        Optional<HostText> unknown = sessions.unknown(schedule.task().agentId());
        if (unknown.isPresent()) {
            return refusal(command, ErrorCode.UNKNOWN_AGENT, unknown.get());
        }
        if (before == null && records.size() >= MAX) {
            return refusal(command, ErrorCode.BUSY, HostText.of(HostTextCode.SCHEDULES_FULL, MAX));
        }
        boolean sameTimes = before != null && before.schedule().timing().equals(schedule.timing());
        Instant start = before != null && sameTimes ? before.start() : now;
        ScheduleTimings times;
        try {
            if (!sameTimes) {
                times(schedule.timing(), now);
            }
            times = ScheduleTimings.of(schedule.timing(), start);
        } catch (InvalidTimingException e) {
            return refusal(command, ErrorCode.BAD_REQUEST, e.sentence());
        }
        ScheduleRecord.Progress progress = before == null
                ? new ScheduleRecord.Progress(now, false, HostText.NONE, 0)
                : sameTimes ? before.progress() : before.progress().handledUntil(now);
        ScheduleRecord saved = new ScheduleRecord(
                schedule,
                new ScheduleRecord.Owner(requester.deviceId(), requester.deviceName()),
                start,
                progress,
                before == null ? List.of() : before.entries());
        store.write(saved);
        records.put(saved.id(), saved);
        timings.put(saved.id(), times);
        return done(command);
    }

    private static boolean isComplete(Schedule schedule) {
        ScheduleTask task = schedule.task();
        return !schedule.title().isBlank()
                && schedule.title().length() <= Schedule.MAX_TITLE
                && schedule.title().equals(PlainText.line(schedule.title()))
                && !task.prompt().isBlank()
                && task.prompt().length() <= ScheduleTask.MAX_PROMPT
                && task.mode().length() <= ScheduleTask.MAX_NAME
                && task.model().length() <= ScheduleTask.MAX_NAME
                && task.profile().length() <= ScheduleTask.MAX_NAME
                && isAbsolute(task.directory())
                && schedule.keep() >= 1
                && schedule.keep() <= Schedule.MAX_KEEP;
    }

    private static boolean isAbsolute(String directory) {
        try {
            return directory.length() <= ScheduleTask.MAX_DIRECTORY
                    // An agent that runs elsewhere has a directory there. Its session checks it.
                    && (directory.startsWith("/") || Path.of(directory).isAbsolute());
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private HostMessage act(ClientMessage.ActOnSchedule command) throws IOException {
        ScheduleRecord record = records.get(command.id());
        if (record == null) {
            return unknown(command, command.id());
        }
        Instant now = clock.instant();
        switch (command.action()) {
            case PAUSE ->
                change(record.with(new ScheduleRecord.Progress(record.progress().handled(), true, HostText.NONE, 0)));
            case RESUME -> {
                if (record.progress().paused()) {
                    change(record.with(new ScheduleRecord.Progress(now, false, HostText.NONE, 0)));
                }
            }
            case RUN -> {
                if (record.active().isPresent()) {
                    return refusal(command, ErrorCode.BUSY, HostText.of(HostTextCode.SCHEDULE_OVERLAP));
                }
                return run(command, record, now);
            }
            case REMOVE -> {
                store.delete(record.id());
                records.remove(record.id());
                timings.remove(record.id());
            }
        }
        return done(command);
    }

    private HostMessage run(ClientMessage.ActOnSchedule command, ScheduleRecord record, Instant now)
            throws IOException {
        Instant due = Instant.ofEpochMilli(now.toEpochMilli());
        ScheduleRecord added = occurrences.admit(
                record, record.add(new ScheduleOccurrence(due, State.STARTING, now, HostText.NONE, null)));
        change(added);
        Optional<ScheduleRecord.Entry> started = added.find(due);
        if (started.isPresent() && started.get().state() == State.SKIPPED) {
            return refusal(command, ErrorCode.BUSY, started.get().shown().reason());
        }
        occurrences.act(added);
        return done(command);
    }

    private void change(ScheduleRecord record) throws IOException {
        store.write(record);
        records.put(record.id(), record);
    }

    @Override
    public void close() {
        end.run();
    }
}
