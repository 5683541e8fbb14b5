package dev.pilothouse.desktop.run;

import com.google.gson.JsonObject;
import dev.pilothouse.desktop.bridge.HostOperations.RefusedException;
import dev.pilothouse.desktop.bridge.RunOperations;
import dev.pilothouse.desktop.job.JobRegistry;
import dev.pilothouse.desktop.journal.IoErrorText;
import dev.pilothouse.desktop.journal.StateJournal;
import dev.pilothouse.desktop.rpc.JsonFields;
import dev.pilothouse.desktop.run.RunRecord.Marks;
import dev.pilothouse.desktop.run.RunRecord.Step;
import dev.pilothouse.desktop.run.RunRecord.StepKind;
import dev.pilothouse.desktop.usage.TurnUsage;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.Job;
import dev.pilothouse.model.JobId;
import dev.pilothouse.model.JobRequest;
import dev.pilothouse.model.PlainText;
import dev.pilothouse.model.Profile;
import dev.pilothouse.model.RequestId;
import dev.pilothouse.model.Run;
import dev.pilothouse.model.RunId;
import dev.pilothouse.model.RunKind;
import dev.pilothouse.model.RunMember;
import dev.pilothouse.model.RunMemberState;
import dev.pilothouse.model.RunState;
import dev.pilothouse.model.RunStatus;
import dev.pilothouse.model.RunStopReason;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.StopReason;
import dev.pilothouse.model.TextCutter;
import dev.pilothouse.model.TurnId;
import dev.pilothouse.model.UsageReport;
import dev.pilothouse.protocol.ClientMessage;
import dev.pilothouse.protocol.CodecException;
import dev.pilothouse.protocol.HostMessage;
import dev.pilothouse.protocol.StrictJson;
import dev.pilothouse.pulse.CrashReporter;
import dev.pilothouse.pulse.Lane;
import dev.pilothouse.pulse.NamedThreads;
import dev.pilothouse.session.IntentResult;
import dev.pilothouse.session.SessionPhase;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The runs of a host. An event of a run, the new state of its driver and its orders come to the disk together; the
 * orders take effect afterwards. An order that is not known to be carried out is given again, with the same id, when
 * the host has started again. So each event reaches the driver once, and each order takes effect once.
 *
 * <p>Events are not queued. They are found by comparing sessions and jobs with what the run has seen of them, so a kill
 * loses none.
 *
 * <p>Owns the journal, the lane {@code runs}, which drivers run on, and the threads {@code run-reader-n}. Thread-safe.
 * Ends with {@link #close()}.
 */
public final class RunRegistry implements RunOperations, AutoCloseable {
    /** Runs that are not over. */
    public static final int MAX_OPEN = 32;
    /** Characters of a driver's state. */
    public static final int MAX_STATE = 80_000;
    /** Tasks that wait for the lane. */
    public static final int LANE = 1_024;

    /** The part of it that a new run leaves to its driver. */
    private static final int STATE_GROWTH = 16_000;

    /** Finished runs that are kept, and for how long. */
    static final int MAX_FINISHED = 200;

    static final Duration KEPT = Duration.ofDays(30);
    /** Finished runs that every client sees. */
    static final int MAX_SHOWN = 50;
    /** Between two messages about runs. */
    static final Duration SHOWN_EVERY = Duration.ofMillis(250);

    /** A step that the host cannot carry out at the moment is tried again. */
    static final Duration RETRY = Duration.ofSeconds(2);

    static final int MAX_TRIES = 30;
    /** A clock that is set, or a machine that sleeps, delays a timer by this much at most. */
    static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    private static final int READERS = 2;
    private static final int MAX_READING = 64;
    private static final int MAX_PLANNING = 16;
    private static final long CLOSE_SECONDS = 5;
    private static final Logger LOG = LoggerFactory.getLogger(RunRegistry.class);

    /** Called when runs have changed, on the lane of the runs. Must not block. */
    public interface Listener {
        void onShown();
    }

    private final StateJournal<RunRecord> journal;
    private final List<HostText> damage;
    private final Clock clock;
    private final Lane lane;
    private final RunSessions sessions;
    private final JobRegistry jobs;
    private final Executor readers;
    private final StepExecutor executor;
    private final @Nullable ThreadPoolExecutor pool;
    private final Map<RunKind, RunDriver> drivers = new EnumMap<>(RunKind.class);
    private volatile Listener listener = () -> {};
    private volatile List<Run> published = List.of();
    /** The sessions of runs that are not over. Changed on the lane, read on any thread. */
    private final Map<SessionId, RunId> bySession = new ConcurrentHashMap<>();

    private final Map<JobId, RunId> byJob = new ConcurrentHashMap<>();
    /** The last observations, so that most changes of a session cost nothing. */
    private final Map<SessionId, RunSessions.Observation> seen = new ConcurrentHashMap<>();

    private final Set<RunId> due = ConcurrentHashMap.newKeySet();
    /** Before, what has changed is found by {@link #start}. */
    private volatile boolean started;

    private volatile boolean closed;

    // --- on the lane

    /** The oldest first. */
    private final Map<RunId, Live> runs = new LinkedHashMap<>();

    private final Map<RunId, Planning> planning = new HashMap<>();
    private final RunUsageCounter usage;
    private boolean shownDue;

    /** A run, with what only this process knows of it. */
    private static final class Live {
        private RunRecord stored;
        /** The steps that are being carried out. */
        private final Set<Long> underway = new HashSet<>();
        /** How often a step was tried in vain. */
        private final Map<Long, Integer> tries = new HashMap<>();
        /** When the next look for timers is due; null if none is. */
        private @Nullable Instant wakesAt;

        private Live(RunRecord stored) {
            this.stored = stored;
        }

        private RunId runId() {
            return stored.run().runId();
        }
    }

    /** A run that is being checked. */
    private record Planning(String digest, List<Consumer<HostMessage>> answers, List<RequestId> requests) {}

    /** Does something with the run, for its driver. */
    private interface Event {
        void happen(RunTransaction run, RunDriver driver) throws RefusedException;
    }

    private RunRegistry(
            StateJournal.Opening<RunRecord> opening,
            Clock clock,
            Lane lane,
            RunSessions sessions,
            JobRegistry jobs,
            @Nullable Executor readers) {
        this.journal = opening.journal();
        this.damage = opening.damage();
        this.clock = clock;
        this.lane = lane;
        this.sessions = sessions;
        this.jobs = jobs;
        this.pool = readers == null
                ? NamedThreads.pool(READERS, Duration.ofSeconds(30), MAX_READING, NamedThreads.numbered("run-reader"))
                : null;
        this.readers = readers == null ? Objects.requireNonNull(pool) : readers;
        this.usage = new RunUsageCounter(clock.instant());
        this.executor = new StepExecutor(sessions, jobs, this.readers, drivers, clock);
        opening.states().forEach(stored -> runs.put(stored.run().runId(), new Live(stored)));
        runs.values().forEach(this::index);
        publish();
    }

    /** Reads the journal. Nothing happens before {@link #start}. @param lane is closed with the registry */
    public static RunRegistry open(Path file, Clock clock, Lane lane, RunSessions sessions, JobRegistry jobs)
            throws IOException {
        return open(file, clock, lane, sessions, jobs, null);
    }

    /** @param readers null for threads of its own */
    static RunRegistry open(
            Path file, Clock clock, Lane lane, RunSessions sessions, JobRegistry jobs, @Nullable Executor readers)
            throws IOException {
        return new RunRegistry(
                StateJournal.open(
                        file,
                        RunRecord.CODEC,
                        RunRecord.VERSION,
                        stored -> stored.run().runId()),
                clock,
                lane,
                sessions,
                jobs,
                readers);
    }

    /** The damage of the journal that was found when it was opened. */
    public List<HostText> damage() {
        return damage;
    }

    /** Sets the driver of a kind. Before {@link #start}. */
    public void register(RunKind kind, RunDriver driver) {
        drivers.put(kind, driver);
    }

    public void listen(Listener told) {
        listener = told;
    }

    /**
     * Continues the runs that are not over.
     *
     * @param spent the turns of the ledger since a time; what open runs have spent is counted again
     */
    public void start(Spent spent) {
        lane.execute(() -> {
            started = true;
            count(spent);
            drop();
            List.copyOf(runs.values()).forEach(this::restart);
        });
        jobs.listen(new JobRegistry.Listener() {
            @Override
            public void onState(Job job) {
                RunId run = job.state().isOver() ? byJob.get(job.jobId()) : null;
                if (run != null) {
                    look(run);
                }
            }
        });
    }

    /** Reads turns from the ledger. */
    public interface Spent {
        void since(Instant start, Consumer<TurnUsage> each) throws IOException;
    }

    private void count(Spent spent) {
        List<Live> open = runs.values().stream()
                .filter(live -> !live.stored.run().state().isOver())
                .toList();
        Set<SessionId> theirs = new HashSet<>();
        open.forEach(live -> live.stored.marks().values().forEach(marks -> theirs.addAll(marks.sessions())));
        Instant start = open.stream()
                .map(live -> live.stored.run().request().at())
                .min(Instant::compareTo)
                .orElse(clock.instant());
        try {
            List<TurnUsage> turns = usage.count(spent, start, theirs);
            open.forEach(live -> live.stored = live.stored.withRun(counted(live.stored, turns)));
        } catch (IOException e) {
            LOG.warn("What runs have spent cannot be read: {}", e.toString());
        }
        publish();
        countWaiting();
    }

    private static Run counted(RunRecord stored, List<TurnUsage> turns) {
        Run run = stored.run();
        List<RunMember> members = new ArrayList<>();
        for (RunMember member : run.members()) {
            RunMember counted = member.withSpend(UsageReport.Total.NONE);
            for (TurnUsage turn : turns) {
                if (stored.marks(member.key()).sessions().contains(turn.sessionId())
                        && !turn.at().isBefore(run.request().at())) {
                    counted = counted.withSpend(counted.spend().plus(turn.total()));
                }
            }
            members.add(counted);
        }
        return withMembers(run, members);
    }

    private static Run withMembers(Run run, List<RunMember> members) {
        return new Run(
                run.runId(),
                run.kind(),
                run.title(),
                run.project(),
                run.request(),
                run.status(),
                members,
                run.notes(),
                run.facts());
    }

    private void restart(Live live) {
        if (live.stored.isAtRest()) {
            return;
        }
        if (!live.stored.run().state().isOver()) {
            noAgentRuns(live);
            look(live);
            if (live.stored.run().state() != RunState.STOPPING) {
                commit(live, (run, driver) -> driver.hostStarted(run));
            }
        }
        look(live);
    }

    /** The agents ended with the host, which is no event. The next prompt starts them. */
    private void noAgentRuns(Live live) {
        Map<String, Marks> marks = new HashMap<>(live.stored.marks());
        for (RunMember member : live.stored.run().members()) {
            boolean gone = Optional.ofNullable(member.sessionId())
                    .flatMap(sessions::observe)
                    .map(session -> session.phase() == SessionPhase.GONE)
                    .orElse(false);
            if (gone) {
                marks.put(member.key(), live.stored.marks(member.key()).withEnded(true));
            }
        }
        live.stored = live.stored.withMarks(marks);
    }

    // --- for the rest of the host

    /** A member whose session is being created. */
    public record Starting(RunId runId, String member) {}

    /** The member for which a request creates a session right now. The run does not know the session yet. Any thread. */
    public Optional<Starting> startingBy(RequestId requestId) {
        return executor.startingBy(requestId);
    }

    /** The run that a session belongs to, if that is not over. Any thread. */
    public Optional<RunId> runOf(SessionId sessionId) {
        return Optional.ofNullable(bySession.get(sessionId));
    }

    /** A session has changed. Any thread; returns at once. */
    public void sessionChanged(SessionId sessionId) {
        RunId run = bySession.get(sessionId);
        if (run == null) {
            return;
        }
        RunSessions.Observation now = sessions.observe(sessionId).orElse(null);
        RunSessions.Observation before = now == null ? seen.remove(sessionId) : seen.put(sessionId, now);
        if (now == null || !now.equals(before)) {
            look(run);
        }
    }

    /** A session was deleted. Any thread; returns at once. */
    public void sessionRemoved(SessionId sessionId) {
        seen.remove(sessionId);
        RunId run = bySession.get(sessionId);
        if (run != null) {
            look(run);
        }
    }

    /** A turn was recorded. Any thread; returns at once. */
    public void onUsage(TurnUsage turn) {
        if (!bySession.containsKey(turn.sessionId())) {
            return;
        }
        if (!usage.offer(turn)) {
            LOG.warn("The usage of a turn is not counted for its run: too much to do");
        } else if (!lane.tryExecute(this::countWaiting)) {
            later(Duration.ofSeconds(1), this::countWaiting);
        }
    }

    private void countWaiting() {
        if (!started) {
            return;
        }
        for (TurnUsage turn : usage.take()) {
            RunId runId = bySession.get(turn.sessionId());
            Live live = runId == null ? null : runs.get(runId);
            if (live != null) {
                spent(live, turn);
            }
        }
    }

    private void spent(Live live, TurnUsage turn) {
        Run run = live.stored.run();
        List<RunMember> members = run.members().stream()
                .map(member -> turn.sessionId().equals(member.sessionId())
                        ? member.withSpend(member.spend().plus(turn.total()))
                        : member)
                .toList();
        live.stored = live.stored.withRun(withMembers(run, members));
        changed();
    }

    private void look(RunId runId) {
        if (started
                && due.add(runId)
                && !closed
                && !lane.tryExecute(() -> {
                    due.remove(runId);
                    Live live = runs.get(runId);
                    if (live != null) {
                        look(live);
                    }
                })) {
            due.remove(runId);
            later(Duration.ofSeconds(1), () -> look(runId));
        }
    }

    private void later(Duration delay, Runnable task) {
        try {
            lane.schedule(delay, task);
        } catch (RejectedExecutionException e) {
            LOG.warn("The runs have too many timers");
        }
    }

    // --- requests

    @Override
    public List<Run> shown() {
        List<Run> shown = new ArrayList<>();
        int finished = 0;
        for (Run run : published) {
            if (!run.state().isOver() || finished++ < MAX_SHOWN) {
                shown.add(run);
            }
        }
        return shown;
    }

    @Override
    public List<Run> all() {
        return published;
    }

    @Override
    public void start(ClientMessage.StartRun message, JobRequest requester, Consumer<HostMessage> answer) {
        onLane(message, answer, () -> {
            RunOrder order = new RunOrder(message.runId(), message.kind(), parsed(message.parameters()), requester);
            start(message, order, answer);
        });
    }

    /**
     * Starts a run that another part of the host wants. Any thread; never blocks.
     *
     * @param answer receives the reason for a refusal, or nothing; on any thread
     */
    public void start(RunOrder order, Consumer<Optional<HostText>> answer) {
        ClientMessage.StartRun message = new ClientMessage.StartRun(
                new RequestId(order.runId().value()),
                order.runId(),
                order.kind(),
                StrictJson.write(order.parameters()));
        start(
                message,
                order.request(),
                reply -> answer.accept(
                        reply instanceof HostMessage.Failure failure
                                ? Optional.of(failure.sentence())
                                : Optional.empty()));
    }

    private interface Task {
        void run() throws RefusedException;
    }

    private void onLane(ClientMessage.Request message, Consumer<HostMessage> answer, Task task) {
        boolean taken = lane.tryExecute(() -> {
            try {
                task.run();
            } catch (RefusedException e) {
                answer.accept(failure(message.requestId(), e));
            } catch (RuntimeException e) {
                CrashReporter.report(Thread.currentThread(), e);
                answer.accept(new HostMessage.Failure(
                        message.requestId(), 0, ErrorCode.INTERNAL, HostText.of(HostTextCode.HOST_DEFECT)));
            }
        });
        if (!taken) {
            answer.accept(failure(
                    message.requestId(),
                    closed
                            ? new RefusedException(
                                    ErrorCode.SHUTTING_DOWN, HostText.of(HostTextCode.HOST_SHUTTING_DOWN))
                            : new RefusedException(ErrorCode.BUSY, HostText.of(HostTextCode.RUN_BUSY))));
        }
    }

    private static HostMessage failure(RequestId requestId, RefusedException e) {
        return new HostMessage.Failure(requestId, 0, e.code(), e.sentence());
    }

    private static HostMessage ack(RequestId requestId) {
        return new HostMessage.Ack(requestId, IntentResult.Outcome.ACCEPTED, null, 0);
    }

    private static JsonObject parsed(String parameters) throws RefusedException {
        if (parameters.length() > ClientMessage.StartRun.MAX_PARAMETERS) {
            throw new RefusedException(
                    ErrorCode.BAD_REQUEST,
                    HostText.of(
                            HostTextCode.RUN_PARAMETERS_TOO_LONG,
                            String.valueOf(ClientMessage.StartRun.MAX_PARAMETERS)));
        }
        try {
            return StrictJson.parseObject(parameters);
        } catch (CodecException e) {
            throw new IllegalArgumentException("The codec has checked that", e);
        }
    }

    private void start(ClientMessage.StartRun message, RunOrder order, Consumer<HostMessage> answer)
            throws RefusedException {
        String digest = RunIds.hash(order.kind() + "\n" + StrictJson.write(order.parameters()));
        Live known = runs.get(order.runId());
        if (known != null) {
            if (!known.stored.digest().equals(digest)) {
                throw new RefusedException(ErrorCode.CONFLICT, HostText.of(HostTextCode.RUN_ID_USED));
            }
            answer.accept(ack(message.requestId()));
            return;
        }
        Planning underway = planning.get(order.runId());
        if (underway != null) {
            if (!underway.digest().equals(digest) || underway.answers().size() >= MAX_PLANNING) {
                throw new RefusedException(ErrorCode.CONFLICT, HostText.of(HostTextCode.RUN_ID_USED));
            }
            underway.answers().add(answer);
            underway.requests().add(message.requestId());
            return;
        }
        RunDriver driver = drivers.get(order.kind());
        if (driver == null) {
            throw new RefusedException(ErrorCode.BAD_REQUEST, HostText.of(HostTextCode.RUN_KIND_UNKNOWN));
        }
        requireRoom();
        if (planning.size() >= MAX_PLANNING) {
            throw new RefusedException(ErrorCode.BUSY, HostText.of(HostTextCode.RUN_BUSY));
        }
        Planning begun =
                new Planning(digest, new ArrayList<>(List.of(answer)), new ArrayList<>(List.of(message.requestId())));
        planning.put(order.runId(), begun);
        try {
            readers.execute(() -> plan(order, driver));
        } catch (RejectedExecutionException e) {
            planning.remove(order.runId());
            throw new RefusedException(ErrorCode.BUSY, HostText.of(HostTextCode.RUN_BUSY));
        }
    }

    private void requireRoom() throws RefusedException {
        long open = runs.values().stream()
                .filter(live -> !live.stored.run().state().isOver())
                .count();
        if (open >= MAX_OPEN) {
            throw new RefusedException(ErrorCode.BUSY, HostText.of(HostTextCode.RUNS_FULL, MAX_OPEN));
        }
    }

    /** On a reader's thread. */
    private void plan(RunOrder order, RunDriver driver) {
        RunPlan plan = null;
        RefusedException refusal = null;
        try {
            plan = driver.plan(order);
        } catch (RefusedException e) {
            refusal = e;
        } catch (IOException e) {
            refusal = new RefusedException(
                    ErrorCode.BAD_REQUEST, HostText.of(HostTextCode.JOB_IO_FAILED, IoErrorText.sentence(e)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        } catch (RuntimeException e) {
            CrashReporter.report(Thread.currentThread(), e);
            refusal = new RefusedException(ErrorCode.INTERNAL, HostText.of(HostTextCode.HOST_DEFECT));
        }
        RunPlan planned = plan;
        RefusedException refused = refusal;
        later(Duration.ZERO, () -> planned(order, planned, refused));
    }

    private void planned(RunOrder order, @Nullable RunPlan plan, @Nullable RefusedException refusal) {
        Planning asked = Objects.requireNonNull(planning.remove(order.runId()));
        RefusedException failed = refusal;
        if (failed == null) {
            try {
                requireRoom();
                begin(order, asked.digest(), Objects.requireNonNull(plan));
            } catch (RefusedException e) {
                failed = e;
            }
        }
        for (int i = 0; i < asked.answers().size(); i++) {
            RequestId requestId = asked.requests().get(i);
            asked.answers().get(i).accept(failed == null ? ack(requestId) : failure(requestId, failed));
        }
    }

    private void begin(RunOrder order, String digest, RunPlan plan) throws RefusedException {
        if (plan.members().size() > Run.MAX_MEMBERS) {
            throw new IllegalArgumentException("too many members");
        }
        String state = StrictJson.write(plan.state());
        if (state.length() > MAX_STATE - STATE_GROWTH) {
            throw new RefusedException(
                    ErrorCode.BAD_REQUEST,
                    HostText.of(HostTextCode.RUN_PARAMETERS_TOO_LONG, String.valueOf(MAX_STATE - STATE_GROWTH)));
        }
        JobRequest by = order.request();
        Run run = new Run(
                order.runId(),
                order.kind(),
                TextCutter.line(PlainText.line(plan.title()), Run.MAX_TITLE),
                plan.project(),
                new JobRequest(by.deviceId(), by.deviceName(), by.scope(), plan.sessionId(), by.at()),
                RunStatus.RUNNING,
                plan.members(),
                List.of(),
                Map.of());
        Live live = new Live(new RunRecord(run, digest, state, 0, List.of(), Map.of(), Map.of(), Map.of(), List.of()));
        RunDriver driver = Objects.requireNonNull(drivers.get(order.kind()));
        RunTransaction begun = new RunTransaction(live.stored, surroundings(), clock.instant());
        plan.facts().forEach(begun::fact);
        new JsonFields(order.parameters())
                .text(StepExecutor.PROFILE)
                .filter(name -> !name.isEmpty() && name.length() <= Profile.MAX_NAME)
                .ifPresent(name -> begun.fact(StepExecutor.PROFILE, name));
        driver.started(begun);
        write(begun.result());
        live.stored = begun.result();
        runs.put(order.runId(), live);
        index(live);
        changed();
        proceed(live);
        look(live);
    }

    private void write(RunRecord stored) throws RefusedException {
        try {
            journal.add(stored);
        } catch (IOException e) {
            throw new RefusedException(
                    ErrorCode.JOURNAL_FAILED,
                    HostText.of(HostTextCode.DATA_FOLDER_UNWRITABLE, IoErrorText.sentence(e)));
        }
    }

    @Override
    public void act(ClientMessage.ActOnRun message, JobRequest requester, Consumer<HostMessage> answer) {
        onLane(message, answer, () -> {
            JsonObject parameters = parsed(message.parameters());
            Live live = runs.get(message.runId());
            if (live == null) {
                throw new RefusedException(
                        ErrorCode.NO_SUCH_RUN, HostText.of(HostTextCode.RUN_UNKNOWN, message.runId()));
            }
            if (!live.stored.actions().contains(message.requestId())) {
                act(live, message, requester, parameters);
            }
            answer.accept(ack(message.requestId()));
        });
    }

    private void act(Live live, ClientMessage.ActOnRun message, JobRequest requester, JsonObject parameters)
            throws RefusedException {
        if (live.stored.run().state().isOver()) {
            if (message.action().equals(ClientMessage.ActOnRun.STOP)) {
                return;
            }
            RunDriver driver = drivers.get(live.stored.run().kind());
            if (driver == null || !driver.actsAfterEnd(message.action())) {
                throw new RefusedException(ErrorCode.CLOSED, HostText.of(HostTextCode.RUN_OVER));
            }
            // The action opens the run again.
            requireRoom();
        }
        if (live.stored.run().state() == RunState.STOPPING) {
            if (message.action().equals(ClientMessage.ActOnRun.STOP)) {
                return;
            }
            throw new RefusedException(ErrorCode.CLOSED, HostText.of(HostTextCode.RUN_OVER));
        }
        RunTransaction run = new RunTransaction(live.stored, surroundings(), clock.instant());
        RunDriver driver = drivers.get(live.stored.run().kind());
        if (message.action().equals(ClientMessage.ActOnRun.STOP)) {
            String member = text(parameters, "member");
            if (member.isEmpty()) {
                stopAll(live, run, driver, requester);
            } else {
                stopOne(live, run, driver, member);
            }
        } else if (message.action().equals(ClientMessage.ActOnRun.ALLOW)) {
            allow(run, requester, parameters);
        } else if (driver == null) {
            throw new RefusedException(ErrorCode.BAD_REQUEST, HostText.of(HostTextCode.RUN_KIND_UNKNOWN));
        } else {
            driver.action(run, message.action(), parameters);
        }
        run.done(message.requestId());
        write(run.result());
        replaced(live, run.result());
    }

    /** Allows the command that a member asks about until the run ends, and answers all that ask about it now. */
    private static void allow(RunTransaction run, JobRequest requester, JsonObject parameters) throws RefusedException {
        String key = text(parameters, "member");
        String pendingId = text(parameters, "pending");
        List<String> commands = run.run().member(key).isEmpty()
                ? List.of()
                : run.observe(key).map(RunSessions.Observation::asked).orElse(List.of()).stream()
                        .filter(asked ->
                                pendingId.isEmpty() || asked.pendingId().value().equals(pendingId))
                        .map(RunSessions.Asked::command)
                        .distinct()
                        .toList();
        if (commands.size() != 1) {
            throw new RefusedException(ErrorCode.BAD_REQUEST, HostText.of(HostTextCode.RUN_NOTHING_TO_ALLOW));
        }
        if (!run.allow(commands.get(0), requester.deviceId(), requester.deviceName())) {
            throw new RefusedException(ErrorCode.BUSY, HostText.of(HostTextCode.RUN_ALLOWS_TOO_MUCH));
        }
        run.note(HostText.of(HostTextCode.RUN_ALLOWED, commands.get(0), requester.deviceName()));
        run.run().members().forEach(member -> run.answerAllowed(member.key()));
    }

    private static String text(JsonObject parameters, String name) {
        return parameters.has(name) && parameters.get(name).isJsonPrimitive()
                ? parameters.get(name).getAsString()
                : "";
    }

    private void stopOne(Live live, RunTransaction run, @Nullable RunDriver driver, String key)
            throws RefusedException {
        if (run.run().member(key).isEmpty()) {
            throw new RefusedException(ErrorCode.BAD_REQUEST, HostText.of(HostTextCode.RUN_MEMBER_UNKNOWN, key));
        }
        stop(live, run, key);
        if (driver != null) {
            driver.memberStopped(run, run.member(key));
        }
    }

    private void stopAll(Live live, RunTransaction run, @Nullable RunDriver driver, JobRequest requester) {
        run.runState(RunState.STOPPING, HostText.of(HostTextCode.RUN_STOPPED_BY, requester.deviceName()));
        run.dropSteps("", List.copyOf(live.underway));
        run.dropTimers();
        run.jobs().keySet().forEach(run::cancelJob);
        for (RunMember member : run.run().members()) {
            stop(live, run, member.key());
        }
        if (driver != null) {
            driver.stopping(run);
        }
    }

    /** Ends what a member does. A start that is under way cannot be taken back, so its session is closed after it. */
    private static void stop(Live live, RunTransaction run, String key) {
        run.dropSteps(key, List.copyOf(live.underway));
        if (run.isAdopted(key)) {
            run.takeBackAndCancel(key);
        } else {
            // Otherwise its next turn would begin with what waits.
            run.takeBack(key);
            run.closeSession(key);
        }
        if (!run.member(key).state().isOver()) {
            run.memberState(key, RunMemberState.STOPPED, HostText.of(HostTextCode.RUN_MEMBER_STOPPED));
        }
    }

    // --- events

    private RunTransaction.Surroundings surroundings() {
        return new RunTransaction.Surroundings() {
            @Override
            public boolean isTaken(SessionId sessionId, Run by) {
                RunId owner = bySession.get(sessionId);
                return owner != null && !owner.equals(by.runId());
            }

            @Override
            public Optional<RunSessions.Observation> observe(SessionId sessionId) {
                return sessions.observe(sessionId);
            }

            @Override
            public Optional<Job> job(JobId jobId) {
                return jobs.find(jobId);
            }
        };
    }

    /**
     * Lets the driver handle an event, and keeps the outcome with the event.
     *
     * @return false if it is not on disk; it is then found again later
     */
    private boolean commit(Live live, Event event) {
        RunTransaction run = new RunTransaction(live.stored, surroundings(), clock.instant());
        RunDriver driver = drivers.get(live.stored.run().kind());
        try {
            event.happen(run, driver == null ? NO_DRIVER : driver);
        } catch (RuntimeException | RefusedException e) {
            CrashReporter.report(Thread.currentThread(), e);
            run = new RunTransaction(live.stored, surroundings(), clock.instant());
            run.dropSteps(null, List.copyOf(live.underway));
            run.jobs().keySet().forEach(run::cancelJob);
            for (RunMember member : run.run().members()) {
                stop(live, run, member.key());
            }
            run.settle(RunStopReason.FAILED, HostText.of(HostTextCode.RUN_DEFECT));
        }
        RunRecord result = run.result();
        try {
            journal.add(result);
        } catch (IOException e) {
            LOG.warn("An event of the run {} waits for the disk: {}", live.runId(), e.toString());
            RunId runId = live.runId();
            later(Duration.ofSeconds(1), () -> look(runId));
            return false;
        }
        replaced(live, result);
        return true;
    }

    private static final RunDriver NO_DRIVER = new RunDriver() {
        @Override
        public RunPlan plan(RunOrder order) {
            throw new IllegalStateException("no driver");
        }

        @Override
        public void started(RunContext run) {}
    };

    /** The record is on disk. */
    private void replaced(Live live, RunRecord result) {
        live.stored = result;
        index(live);
        changed();
        proceed(live);
        settleStopped(live);
        drop();
    }

    private void settleStopped(Live live) {
        RunRecord stored = live.stored;
        if (stored.run().state() == RunState.STOPPING
                && stored.steps().isEmpty()
                && stored.jobs().isEmpty()) {
            commit(live, (run, driver) -> {
                driver.stopped(run);
                run.settle(RunStopReason.STOPPED, stored.run().status().sentence());
            });
        }
    }

    /** Keeps the indices of sessions and jobs. */
    private void index(Live live) {
        RunRecord stored = live.stored;
        RunId runId = live.runId();
        boolean over = stored.run().state().isOver();
        Set<SessionId> present = new HashSet<>();
        if (!over) {
            stored.run()
                    .members()
                    .forEach(member -> Optional.ofNullable(member.sessionId()).ifPresent(present::add));
        }
        bySession.entrySet().removeIf(entry -> entry.getValue().equals(runId) && !present.contains(entry.getKey()));
        present.forEach(sessionId -> bySession.putIfAbsent(sessionId, runId));
        byJob.values().removeIf(runId::equals);
        stored.jobs().values().forEach(jobId -> byJob.put(jobId, runId));
        seen.keySet().retainAll(bySession.keySet());
    }

    /** Finds what has happened since the last look. */
    private void look(Live live) {
        if (!live.stored.run().state().isOver()) {
            for (RunMember member : live.stored.run().members()) {
                if (!look(live, member.key())) {
                    return;
                }
            }
            lookAtJobs(live);
            lookAtTimers(live);
        } else if (!live.stored.jobs().isEmpty()) {
            lookAtJobs(live);
        }
        proceed(live);
        // A kill, or a full disk, may have come between the last step and this.
        settleStopped(live);
    }

    /** @return false if the disk has to be waited for */
    private boolean look(Live live, String key) {
        SessionId sessionId = live.stored.run().member(key).orElseThrow().sessionId();
        if (sessionId == null) {
            return true;
        }
        Optional<RunSessions.Observation> observed = sessions.observe(sessionId);
        Marks marks = live.stored.marks(key);
        if (observed.isEmpty()) {
            return marks.ended()
                    || commit(live, (run, driver) -> {
                        HostText reason = HostText.of(HostTextCode.RUN_SESSION_GONE);
                        run.marks(key, marks.withEnded(true));
                        if (!run.member(key).state().isOver()) {
                            run.memberState(key, RunMemberState.UNKNOWN, reason);
                        }
                        unlessStopping(run, () -> driver.sessionEnded(run, run.member(key), reason));
                    });
        }
        RunSessions.Observation now = observed.get();
        TurnId last = now.lastTurn();
        if (last != null && last.started() > marks.turn()) {
            for (RunSessions.EndedTurn turn :
                    sessions.endedTurns(sessionId, marks.turn() == 0 ? null : new TurnId(marks.turn()))) {
                if (!ended(live, key, turn)) {
                    return false;
                }
            }
        }
        return watch(live, key, now) && answerAllowed(live, key);
    }

    /** Answers questions about commands that a person has allowed for this run. */
    private boolean answerAllowed(Live live, String key) {
        if (live.stored.allowed().isEmpty() || live.stored.run().state() == RunState.STOPPING) {
            return true;
        }
        RunTransaction look = new RunTransaction(live.stored, surroundings(), clock.instant());
        return !look.answerAllowed(key) || commit(live, (run, driver) -> run.answerAllowed(key));
    }

    static void unlessStopping(RunTransaction run, Runnable task) {
        if (!isStopping(run)) {
            task.run();
        }
    }

    static boolean isStopping(RunTransaction run) {
        RunState state = run.run().state();
        return state == RunState.STOPPING || state.isOver();
    }

    private boolean ended(Live live, String key, RunSessions.EndedTurn turn) {
        return commit(live, (run, driver) -> {
            Marks marks = run.marks(key);
            run.marks(key, marks.withTurn(turn.turnId().started()));
            int prompt = promptOf(live.runId(), key, marks.prompts(), turn.cause());
            run.given(key, prompt);
            if (run.member(key).state() != RunMemberState.STOPPED) {
                run.memberState(key, stateAfter(turn.reason()), turn.sentence());
            }
            RunTurn told = new RunTurn(
                    turn.turnId(),
                    turn.reason(),
                    turn.sentence(),
                    TextCutter.tail(turn.message(), RunTurn.MAX_MESSAGE),
                    prompt,
                    turn.durationMillis(),
                    turn.at());
            unlessStopping(run, () -> driver.turnEnded(run, run.member(key), told));
        });
    }

    private static RunMemberState stateAfter(StopReason reason) {
        return switch (reason) {
            case CANCELLED -> RunMemberState.STOPPED;
            case FAILED, INTERRUPTED, REFUSAL -> RunMemberState.FAILED;
            default -> RunMemberState.DONE;
        };
    }

    private static int promptOf(RunId runId, String key, int prompts, @Nullable RequestId cause) {
        for (int number = prompts; cause != null && number > 0; number--) {
            if (RunIds.request(runId, StepKind.PROMPT, key, number).equals(cause)) {
                return number;
            }
        }
        return 0;
    }

    /** Compares a session with the state of its member. Only events for the driver need the disk; the rest can be seen again. */
    private boolean watch(Live live, String key, RunSessions.Observation now) {
        RunMember member = live.stored.run().member(key).orElseThrow();
        Marks marks = live.stored.marks(key);
        RunMemberState state = stateNow(live, member, now);
        boolean waited = member.state() == RunMemberState.WAITING;
        boolean waits = state == RunMemberState.WAITING;
        if (waited != waits) {
            if (!commit(live, (run, driver) -> {
                run.memberState(key, state, HostText.NONE);
                unlessStopping(run, () -> driver.waitingChanged(run, run.member(key)));
            })) {
                return false;
            }
        } else if (state != member.state()) {
            RunTransaction run = new RunTransaction(live.stored, surroundings(), clock.instant());
            run.memberState(key, state, HostText.NONE);
            live.stored = run.result();
            changed();
        }
        boolean down = now.turn() == null
                && (now.phase() == SessionPhase.GONE
                        || now.phase() == SessionPhase.NEEDS_LOGIN
                        || now.phase() == SessionPhase.FAILED && !now.failed());
        if (down == marks.ended()) {
            return true;
        }
        if (!down) {
            Map<String, Marks> all = new HashMap<>(live.stored.marks());
            all.put(key, live.stored.marks(key).withEnded(false));
            live.stored = live.stored.withMarks(all);
            return true;
        }
        return commit(live, (run, driver) -> {
            run.marks(key, run.marks(key).withEnded(true));
            HostText reason = now.phase() == SessionPhase.GONE || now.detail().isEmpty()
                    ? HostText.of(HostTextCode.RUN_SESSION_CLOSED)
                    : now.detail();
            if (!run.member(key).state().isOver()) {
                run.memberState(key, RunMemberState.FAILED, reason);
            }
            unlessStopping(run, () -> driver.sessionEnded(run, run.member(key), reason));
        });
    }

    private static RunMemberState stateNow(Live live, RunMember member, RunSessions.Observation now) {
        boolean stopped = member.state() == RunMemberState.STOPPED
                && live.stored.steps().stream()
                        .anyMatch(step -> step.member().equals(member.key())
                                && (step.kind() == StepKind.CLOSE
                                        || step.kind() == StepKind.TAKE_BACK
                                        || step.kind() == StepKind.CANCEL));
        if (stopped) {
            return member.state();
        } else if (now.waits()) {
            return RunMemberState.WAITING;
        } else if (now.turn() != null) {
            return RunMemberState.WORKING;
        } else if (member.state() == RunMemberState.WORKING || member.state() == RunMemberState.WAITING) {
            // The turn has not ended in a way that was seen, or there was none.
            return live.stored.marks(member.key()).prompts() > 0 ? RunMemberState.ACCEPTED : RunMemberState.STARTING;
        }
        return member.state();
    }

    private void lookAtJobs(Live live) {
        for (Map.Entry<String, JobId> open : live.stored.jobs().entrySet()) {
            String name = open.getKey();
            Optional<Job> job = jobs.find(open.getValue());
            boolean ordered = live.stored.steps().stream()
                    .anyMatch(step -> step.kind() == StepKind.JOB && step.name().equals(name));
            if (ordered || job.isPresent() && !job.get().state().isOver()) {
                continue;
            }
            boolean kept = commit(live, (run, driver) -> {
                run.jobOver(name);
                unlessStopping(run, () -> {
                    if (job.isPresent()) {
                        driver.jobOver(run, name, job.get());
                    } else {
                        driver.jobRefused(run, name, HostText.of(HostTextCode.JOB_UNKNOWN, open.getValue()));
                    }
                });
            });
            if (!kept) {
                return;
            }
        }
    }

    private void lookAtTimers(Live live) {
        Instant now = clock.instant();
        for (Map.Entry<String, Instant> timer : live.stored.timers().entrySet()) {
            boolean due = !timer.getValue().isAfter(now)
                    // The timer before may have taken this one back.
                    && timer.getValue().equals(live.stored.timers().get(timer.getKey()));
            if (due
                    && !commit(live, (run, driver) -> {
                        run.timer(timer.getKey(), null);
                        driver.timer(run, timer.getKey());
                    })) {
                return;
            }
        }
    }

    /** Looks again when the next timer is due. */
    private void scheduleTimer(Live live) {
        Optional<Instant> next = live.stored.timers().values().stream().min(Instant::compareTo);
        if (next.isEmpty() || live.stored.run().state().isOver()) {
            return;
        }
        Duration left = Duration.between(clock.instant(), next.get());
        Duration wait = left.isNegative() ? Duration.ZERO : left.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : left;
        RunId runId = live.runId();
        Instant at = clock.instant().plus(wait);
        if (live.wakesAt != null && !live.wakesAt.isAfter(at)) {
            return;
        }
        live.wakesAt = at;
        later(wait, () -> {
            if (at.equals(live.wakesAt)) {
                live.wakesAt = null;
            }
            look(runId);
        });
    }

    // --- steps

    /** Carries out what was ordered: one step of a member after the other. */
    private void proceed(Live live) {
        scheduleTimer(live);
        Set<String> busy = new HashSet<>();
        for (Step step : live.stored.steps()) {
            String line = step.kind().isOfSession()
                    ? "session " + step.member()
                    // A job is not cancelled before it is there.
                    : (step.kind() == StepKind.WORK ? "work " : "job ") + step.name();
            if (busy.add(line) && live.underway.add(step.number())) {
                execute(live, step);
            }
        }
    }

    private void execute(Live live, Step step) {
        RunId runId = live.runId();
        boolean taken = executor.execute(
                live.stored, step, outcome -> later(Duration.ZERO, () -> executed(runId, step, outcome)));
        if (!taken) {
            live.underway.remove(step.number());
            later(RETRY, () -> look(runId));
        }
    }

    private void executed(RunId runId, Step step, StepExecutor.Outcome outcome) {
        Live live = runs.get(runId);
        if (live == null || closed) {
            return;
        }
        if (outcome.isPassing() && live.tries.merge(step.number(), 1, Integer::sum) < MAX_TRIES) {
            later(RETRY, () -> {
                live.underway.remove(step.number());
                proceed(live);
            });
            return;
        }
        executor.over(runId, step);
        boolean dropped = live.stored.steps().stream().noneMatch(each -> each.number() == step.number());
        if (dropped && step.kind() != StepKind.START) {
            live.underway.remove(step.number());
            return;
        }
        boolean kept = commit(live, (run, driver) -> StepExecutor.carriedOut(run, driver, step, outcome));
        // Only now: a step whose outcome is not on disk is carried out again.
        live.underway.remove(step.number());
        live.tries.remove(step.number());
        if (kept) {
            look(live);
            settleStopped(live);
        }
    }

    // --- showing and keeping

    private void changed() {
        publish();
        if (!shownDue) {
            shownDue = true;
            later(SHOWN_EVERY, () -> {
                shownDue = false;
                listener.onShown();
            });
        }
    }

    private void publish() {
        List<Run> all = new ArrayList<>();
        runs.values().forEach(live -> all.add(live.stored.run()));
        Collections.reverse(all);
        published = List.copyOf(all);
    }

    /** Removes finished runs beyond the limits, and shortens the journal when it is long. */
    private void drop() {
        Instant oldest = clock.instant().minus(KEPT);
        long finished =
                runs.values().stream().filter(live -> live.stored.isAtRest()).count();
        List<RunId> dropped = new ArrayList<>();
        for (Live live : runs.values()) {
            Instant ended = live.stored.run().status().endedAt();
            if (live.stored.isAtRest() && (finished > MAX_FINISHED || ended == null || ended.isBefore(oldest))) {
                dropped.add(live.runId());
                finished--;
            }
        }
        if (!dropped.isEmpty()) {
            dropped.forEach(runs::remove);
            byJob.values().removeIf(dropped::contains);
            changed();
        }
        if (journal.isLong(runs.size())) {
            journal.shorten(runs.values().stream().map(live -> live.stored).toList());
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (pool != null) {
            pool.shutdownNow();
            try {
                if (!pool.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                    LOG.warn("Something that a run reads did not end in time");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        lane.close();
        try {
            journal.close();
        } catch (IOException e) {
            LOG.warn("The journal of runs did not close: {}", e.toString());
        }
    }
}
