package dev.pilothouse.desktop.host;

import dev.pilothouse.desktop.agent.AgentEvent;
import dev.pilothouse.desktop.agent.AgentLauncher;
import dev.pilothouse.desktop.agent.FakeAgent;
import dev.pilothouse.desktop.agent.FakeAgents;
import dev.pilothouse.desktop.bridge.PermissionCheck;
import dev.pilothouse.desktop.bridge.Submission;
import dev.pilothouse.desktop.journal.BlobStore;
import dev.pilothouse.desktop.journal.FullableDisk;
import dev.pilothouse.desktop.journal.JournalFileSystem;
import dev.pilothouse.desktop.journal.SessionFeed;
import dev.pilothouse.desktop.journal.SessionJournal;
import dev.pilothouse.desktop.journal.Syncer;
import dev.pilothouse.desktop.process.CachedProcessTable;
import dev.pilothouse.desktop.usage.TurnUsage;
import dev.pilothouse.desktop.usage.UsageRecorder;
import dev.pilothouse.model.Cause;
import dev.pilothouse.model.DeviceId;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.JournaledUpdate;
import dev.pilothouse.model.RequestId;
import dev.pilothouse.model.ReviewComment;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.SessionUpdate;
import dev.pilothouse.model.WorktreeRequest;
import dev.pilothouse.model.WorktreeSpec;
import dev.pilothouse.protocol.BridgeCodec;
import dev.pilothouse.pulse.ManualClock;
import dev.pilothouse.pulse.ManualLane;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.IntentResult;
import dev.pilothouse.session.SessionReducer;
import dev.pilothouse.session.SessionState;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * A session on a {@link ManualLane} with an agent in memory and a real journal, whose fsync runs at once or when the
 * test runs it.
 */
final class SessionRig {
    private final Path folder;
    private final SessionId sessionId = new SessionId("s1");
    private final ManualClock clock = new ManualClock();
    /** The wall clock: the monotonic one plus the offset of {@link #setForward}. */
    private final Clock wall = new Clock() {
        @Override
        public Instant instant() {
            return clock.instant().plus(setForward);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    };

    private Duration setForward = Duration.ZERO;
    private ReaderMemoryBudget looks = new ReaderMemoryBudget(1 << 20);
    private final FakeWorktrees worktrees = new FakeWorktrees();
    private final SessionQuestions questions = new SessionQuestions();
    private final List<TurnUsage> used = new ArrayList<>();
    private boolean overBudget;
    private int budgetAsked;
    private double cancelsAt = Double.MAX_VALUE;
    private final FakeAgents launches = new FakeAgents(FakeAgent::manual);
    private final List<IntentResult> results = new ArrayList<>();
    private final List<Syncer.Target> held = new ArrayList<>();
    private final FullableDisk disk = new FullableDisk();
    private DevicePermissions rights = (device, needed) -> true;
    private FileUndo undo = FileUndo.NONE;
    private DeviceId device = new DeviceId("d1");
    private boolean holding;
    private boolean failing;
    private int requests;
    private ManualLane lane;
    private HostSession session;

    private SessionRig(Path folder) {
        this.folder = folder;
    }

    static SessionRig on(Path folder) {
        return new SessionRig(folder);
    }

    /** The services of a host whose devices have all permissions. */
    static HostSession.Services services(
            Syncer sync,
            AgentLauncher launcher,
            Executor workers,
            Clock clock,
            SessionLog.Listener listener,
            JournalFileSystem disk) {
        return new HostSession.Services(
                sync,
                launcher,
                workers,
                clock,
                listener,
                disk,
                new CachedProcessTable(),
                clock,
                (device, needed) -> true,
                ReaderMemoryBudget.ofHeap(),
                FileUndo.NONE,
                FakeWorktrees.NONE,
                new SessionQuestions(),
                UsageRecorder.NONE);
    }

    private final UsageRecorder usage = new UsageRecorder() {
        @Override
        public Optional<HostText> add(TurnUsage turn) {
            used.add(turn);
            return Optional.empty();
        }

        @Override
        public boolean isReached(SessionId session, Supplier<String> project) {
            return overBudget;
        }

        @Override
        public Optional<HostText> reachedByCost(
                SessionId session, Supplier<String> project, double cost, String currency) {
            return cost >= cancelsAt ? Optional.of(HostText.untranslated("1.00 USD")) : Optional.empty();
        }

        @Override
        public void ask(SessionId session, String project) {
            budgetAsked++;
        }
    };

    /** Sets a budget that cancels turns. @param cost of the running turn at which it is reached */
    void budgetCancelsAt(double cost) {
        cancelsAt = cost;
    }

    /** Sets whether the session's budget is reached. */
    void overBudget(boolean now) {
        overBudget = now;
        session.onBudget();
        run();
    }

    /** Sets whether the budget is reached while the lane has no place. @return how many of its tasks that ran */
    int overBudgetWhileFull(boolean now) {
        AtomicInteger ran = new AtomicInteger();
        while (lane.tryExecute(ran::incrementAndGet)) {
            // Until it is full.
        }
        overBudget = now;
        session.onBudget();
        int waited = ran.get();
        run();
        return waited;
    }

    /** How often the session has asked for a higher budget. */
    int budgetAsked() {
        return budgetAsked;
    }

    /** The usage of each ended turn, in their order. */
    List<TurnUsage> used() {
        return used;
    }

    private HostSession.Services services() {
        SessionLog.Listener listener = new SessionLog.Listener() {
            @Override
            public void onChanged(SessionFeed feed, boolean critical) {}

            @Override
            public void onBroken() {}
        };
        return new HostSession.Services(
                this::request,
                launches,
                Runnable::run,
                wall,
                listener,
                disk,
                new CachedProcessTable(),
                clock,
                rights,
                looks,
                undo,
                worktrees,
                questions,
                usage);
    }

    /**
     * Limits the memory of sessions that are open only for reading. To be set before the session is made or started
     * again.
     */
    ReaderMemoryBudget looksMayTake(long bytes) {
        looks = new ReaderMemoryBudget(bytes);
        return looks;
    }

    /** Sets the wall clock forward, as after the machine's sleep or by hand; no time passes on the lane. */
    void setForward(Duration by) {
        setForward = setForward.plus(by);
    }

    /** Sets the snapshots of files. To be set before the session is made. */
    void undo(FileUndo now) {
        undo = now;
    }

    /** Sets the rights of devices. To be set before the session is made or loaded. */
    void rights(DevicePermissions now) {
        rights = now;
    }

    /** Makes later calls create and submit as this device. */
    void as(DeviceId other) {
        device = other;
    }

    /** The disk of the journal. */
    FullableDisk disk() {
        return disk;
    }

    private void request(Syncer.Target target) {
        if (failing) {
            target.onSyncFailed(new IOException("no disk"));
        } else if (holding) {
            held.add(target);
        } else {
            sync(target);
        }
    }

    private static void sync(Syncer.Target target) {
        try {
            target.sync();
            target.onSynced();
        } catch (IOException e) {
            target.onSyncFailed(e);
        }
    }

    void holdDisk() {
        holding = true;
    }

    /** Targets that wait for the blocked fsync. */
    List<Syncer.Target> held() {
        return List.copyOf(held);
    }

    void failDisk() {
        failing = true;
    }

    void releaseDisk() {
        holding = false;
        held.forEach(SessionRig::sync);
        held.clear();
    }

    private Path journal() {
        return folder.resolve("journal.jsonl");
    }

    private HostSession.Files files() {
        return new HostSession.Files(journal(), folder.resolve("index.jsonl"), new BlobStore(folder.resolve("blobs")));
    }

    /** Makes the session; its agent is started and has emitted nothing yet. */
    IntentResult.Accepted create(String firstPrompt) {
        return createAs(new Intent.CreateSession(FakeAgents.ID, folder.toString(), null, null, firstPrompt));
    }

    IntentResult.Accepted createAs(Intent.CreateSession intent) {
        lane = new ManualLane("session-s1", 1024, clock);
        AgentRun run = new AgentRun(lane);
        AgentLauncher.LaunchRequest request = new AgentLauncher.LaunchRequest(
                sessionId,
                FakeAgents.ID,
                folder.toString(),
                intent.agentSessionId(),
                intent.mode(),
                intent.model(),
                intent.agentSessionId() != null,
                null);
        AgentLauncher.Launch.Prepared prepared = (AgentLauncher.Launch.Prepared) launches.launch(request, run.inbox());
        run.agreed(prepared);
        Cause cause = cause("create");
        List<Long> onDisk = new ArrayList<>();
        try {
            session = HostSession.create(sessionId, files(), lane, services());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        session.begin(intent, cause, "Fake", "", run, prepared.adapter(), beginning(onDisk));
        run();
        return new IntentResult.Accepted(cause.requestId(), IntentResult.Outcome.ACCEPTED, sessionId, onDisk.get(0));
    }

    /** Makes a session whose agent waits for a worktree. */
    void createInWorktree(String firstPrompt, WorktreeSpec worktree) {
        lane = new ManualLane("session-s1", 1024, clock);
        try {
            session = HostSession.create(sessionId, files(), lane, services());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        session.beginInWorktree(
                new Intent.CreateSession(
                        FakeAgents.ID,
                        folder.toString(),
                        null,
                        null,
                        firstPrompt,
                        null,
                        new WorktreeRequest(worktree.branch(), "")),
                cause("create"),
                "Fake",
                worktree,
                beginning(new ArrayList<>()));
        run();
    }

    /** Adds findings of an agent to the review. @return the number of those that were left out */
    int addFindings(List<ReviewComment> findings, Cause cause) {
        List<Integer> left = new ArrayList<>();
        session.addFindings(findings, cause, left::add, reason -> {
            throw new AssertionError(reason.text());
        });
        run();
        return left.get(0);
    }

    FakeWorktrees worktrees() {
        return worktrees;
    }

    SessionQuestions questions() {
        return questions;
    }

    /** The job that creates the worktree ends. @param fault empty if it succeeded */
    void worktreeEnds(String fault) {
        session.onWorktree(HostText.untranslated(fault));
        run();
    }

    /** @param onDisk gets the first seq, or 0 where there is none */
    private static HostSession.Beginning beginning(List<Long> onDisk) {
        return new HostSession.Beginning() {
            @Override
            public void onDisk(long seq) {
                onDisk.add(seq);
            }

            @Override
            public void failed(HostText reason) {
                onDisk.add(0L);
            }
        };
    }

    /** Kills the host and starts it again on the same folder; the session is opened. */
    void reload() {
        restart();
        session.feed().hold();
        run();
    }

    /** Like {@link #reload}, but the session is not opened. */
    void restart() {
        lane = new ManualLane("session-s1", 1024, clock);
        CompletableFuture<HostSession.Loading> loading = HostSession.load(sessionId, files(), lane, services());
        run();
        session = loading.join().session();
    }

    private Cause cause(String request) {
        return new Cause(new RequestId(request), device, "Test device");
    }

    void submit(Intent intent) {
        submitAs("request-" + ++requests, Scope.STEER, intent);
    }

    /** Answers to the intent that was submitted last. */
    List<IntentResult> answersOfLast() {
        return results.stream()
                .filter(result -> result instanceof IntentResult.Accepted accepted
                        ? accepted.requestId().value().equals("request-" + requests)
                        : ((IntentResult.Refused) result).requestId().value().equals("request-" + requests))
                .toList();
    }

    void submitAs(String request, Scope scope, Intent intent) {
        submitAs(request, scope::covers, intent);
    }

    void submitAs(String request, PermissionCheck permit, Intent intent) {
        Cause known = cause(request);
        submit(
                new Cause(known.requestId(), known.deviceId(), known.deviceName(), BridgeCodec.digest(intent)),
                permit,
                intent);
    }

    /** Submits without an intent digest, as in the journal of a host that stored none. */
    void submitWithoutDigest(String request, Intent intent) {
        submit(cause(request), Scope.STEER::covers, intent);
    }

    private void submit(Cause cause, PermissionCheck permit, Intent intent) {
        session.submit(new Submission(intent, cause, permit, results::add, accepted -> {}));
    }

    private IntentResult outcome(Intent intent) {
        results.clear();
        submit(intent);
        run();
        if (results.size() != 1) {
            throw new AssertionError("not one outcome: " + results);
        }
        return results.get(0);
    }

    IntentResult.Accepted accepted(Intent intent) {
        IntentResult result = outcome(intent);
        if (result instanceof IntentResult.Accepted accepted) {
            return accepted;
        }
        throw new AssertionError("refused: " + result);
    }

    IntentResult.Refused refused(Intent intent) {
        IntentResult result = outcome(intent);
        if (result instanceof IntentResult.Refused refused) {
            return refused;
        }
        throw new AssertionError("not refused: " + result);
    }

    List<IntentResult> results() {
        return results;
    }

    /** Runs the lane until it is quiet. */
    void run() {
        lane.elapse(Duration.ZERO);
        lane.failures().stream().findFirst().ifPresent(failure -> {
            throw new AssertionError("a task of the lane failed", failure);
        });
    }

    /** Advances the lane's time. */
    void elapse(Duration time) {
        lane.elapse(time);
        run();
    }

    /** Emits an event of an agent that the session has already replaced or ended. */
    void late(FakeAgent agent, AgentEvent event) {
        AgentRun gone = new AgentRun(lane);
        gone.prepared(agent, session);
        lane.execute(() -> session.onEvent(gone, event));
        run();
    }

    FakeAgent agent() {
        return launches.last();
    }

    FakeAgents launches() {
        return launches;
    }

    ManualClock clock() {
        return clock;
    }

    SessionId sessionId() {
        return sessionId;
    }

    HostSession session() {
        return session;
    }

    SessionState state() {
        return stateOf(session.feed());
    }

    static SessionState stateOf(SessionFeed feed) {
        return ((SessionFeed.Loaded) feed.head()).state();
    }

    /** The updates in the journal's file. */
    List<JournaledUpdate> updates() {
        List<JournaledUpdate> updates = new ArrayList<>();
        try (SessionJournal reading = SessionJournal.open(JournalFileSystem.REAL, journal(), updates::add)
                .journal()) {
            return updates;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** The fold of the updates in the journal's file. */
    SessionState stateOfFile() {
        return SessionReducer.applyAll(SessionState.empty(sessionId), updates());
    }

    Path index() {
        return files().index();
    }

    Path journalFile() {
        return journal();
    }

    Cause causeOfLast() {
        List<JournaledUpdate> updates = updates();
        return updates.get(updates.size() - 1).cause();
    }

    /** The texts of all message chunks, in order. */
    List<String> chunks() {
        return updates().stream()
                .map(JournaledUpdate::update)
                .filter(SessionUpdate.AgentMessageChunk.class::isInstance)
                .map(update -> ((SessionUpdate.AgentMessageChunk) update).text())
                .toList();
    }
}
