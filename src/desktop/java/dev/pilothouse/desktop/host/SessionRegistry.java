package dev.pilothouse.desktop.host;

import dev.pilothouse.desktop.agent.AgentAdapter;
import dev.pilothouse.desktop.agent.AgentLauncher;
import dev.pilothouse.desktop.bridge.Submission;
import dev.pilothouse.desktop.journal.BlobStore;
import dev.pilothouse.desktop.journal.DataFolder;
import dev.pilothouse.desktop.journal.HostJournal;
import dev.pilothouse.desktop.journal.IoErrorText;
import dev.pilothouse.desktop.journal.SessionFeed;
import dev.pilothouse.desktop.journal.SessionJournal;
import dev.pilothouse.desktop.runner.RemoteStart;
import dev.pilothouse.desktop.worktree.WorktreeProvider;
import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.Cause;
import dev.pilothouse.model.DeviceId;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.NoteLevel;
import dev.pilothouse.model.RequestId;
import dev.pilothouse.model.ReviewComment;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.TextCutter;
import dev.pilothouse.model.WorktreeRequest;
import dev.pilothouse.pulse.Lane;
import dev.pilothouse.pulse.LaneFactory;
import dev.pilothouse.pulse.NamedThreads;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.IntentResult;
import dev.pilothouse.session.SessionSummary;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sessions of a host. Creates, loads and deletes them.
 *
 * <p>Owns the sessions and the lane {@code host}, on which they are created and deleted one at a time. Thread-safe.
 * Ends with {@link #close()}, which ends all agents first.
 */
final class SessionRegistry implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SessionRegistry.class);
    private static final int HOST_LANE = 256;
    static final int SESSION_LANE = 512;
    private static final int MAX_SESSIONS = 1_000;
    private static final int MAX_AGENT_SESSION_ID = 500;
    private static final long RETIRE_MILLIS = 5_000;
    private static final long AGENTS_MILLIS = 10_000;
    private static final String ID_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789";

    /** Called when a session has left the list. */
    interface RemovalListener {
        void onRemoved(SessionId sessionId);
    }

    private record Key(DeviceId deviceId, RequestId requestId) {}

    private final DataFolder folder;
    private final HostJournal journal;
    private final LaneFactory lanes;
    private final HostSession.Services services;
    private final RemovalListener removals;
    private final Lane lane;
    private final SecureRandom random = new SecureRandom();
    private final Map<SessionId, HostSession> sessions = new ConcurrentHashMap<>();
    /** Running requests with their repetitions. Confined to the host lane. */
    private final Map<Key, List<Submission>> underway = new HashMap<>();
    /** The newest deletion at an agent. Confined to the host lane. */
    private CompletableFuture<Void> deletions = CompletableFuture.completedFuture(null);

    SessionRegistry(
            DataFolder folder,
            HostJournal journal,
            LaneFactory lanes,
            HostSession.Services services,
            RemovalListener removals) {
        this.folder = folder;
        this.journal = journal;
        this.lanes = lanes;
        this.services = services;
        this.removals = removals;
        this.lane = lanes.open("host", HOST_LANE);
        services.questions().use(sessions::values);
    }

    /**
     * Adds all stored sessions to the list. A session with a matching index is added without reading its journal; the
     * others are read concurrently on their lanes. An unreadable session is left unchanged and reported.
     */
    void load() throws IOException {
        Map<SessionId, CompletableFuture<HostSession.Loading>> all = new LinkedHashMap<>();
        for (SessionId sessionId : folder.sessions()) {
            if (journal.isDeleted(sessionId)) {
                discard(sessionId);
            } else {
                all.put(sessionId, load(sessionId));
            }
        }
        List<HostJournal.Entry> unknown = new ArrayList<>();
        all.forEach((sessionId, loading) -> onCreated(sessionId, loading, unknown));
        if (!unknown.isEmpty()) {
            record(unknown);
        }
        settleDeletions();
    }

    /** On failure the next start reads these outcomes from the sessions again. */
    private void record(List<HostJournal.Entry> learned) {
        try {
            journal.addAll(learned);
        } catch (IOException e) {
            LOG.warn("The host's journal cannot be written: {}", e.toString());
            learned.forEach(journal::apply);
        }
    }

    private CompletableFuture<HostSession.Loading> load(SessionId sessionId) {
        Lane sessionLane = lanes.open("session-" + sessionId, SESSION_LANE);
        return HostSession.load(sessionId, HostSession.Files.of(folder, sessionId), sessionLane, services)
                .whenComplete((loading, failure) -> {
                    if (failure != null) {
                        sessionLane.close();
                    }
                });
    }

    private void onCreated(
            SessionId sessionId, CompletableFuture<HostSession.Loading> coming, List<HostJournal.Entry> unknown) {
        HostSession.Loading loading;
        try {
            loading = coming.join();
        } catch (CompletionException e) {
            LOG.error("Session {} cannot be loaded; its files are kept and it is not shown", sessionId, e.getCause());
            return;
        }
        loading.damage().ifPresent(damage -> LOG.warn("Session {}: {}", sessionId, damage.text()));
        if (neverCreated(sessionId, loading.beginning())) {
            LOG.info("Session {} was never created; its partial files are removed", sessionId);
            loading.session().close();
            discard(sessionId);
            return;
        }
        if (loading.beginning() != SessionJournal.Beginning.READABLE) {
            LOG.warn(
                    "Session {}: {}", sessionId, loading.session().feed().head().trouble());
        }
        sessions.put(sessionId, loading.session());
        register(loading, unknown);
    }

    /** Whether this is the rest of an unacknowledged creation, and cannot have been more. */
    private boolean neverCreated(SessionId sessionId, SessionJournal.Beginning beginning) {
        boolean nothing =
                beginning == SessionJournal.Beginning.NOTHING || beginning == SessionJournal.Beginning.MISSING;
        return nothing && !journal.isCreated(sessionId) && folder.holdsJournalAlone(sessionId);
    }

    private void discard(SessionId sessionId) {
        try {
            folder.deleteSession(sessionId);
        } catch (IOException e) {
            LOG.warn("Files of session {} remain until the next start: {}", sessionId, e.toString());
        }
    }

    /** If a host was killed between the two writes, only the session's journal contains the outcome. */
    private void register(HostSession.Loading loading, List<HostJournal.Entry> unknown) {
        Cause cause = loading.createdBy();
        Instant createdAt = loading.session().feed().head().summary().createdAt();
        if (cause != null && journal.find(cause.deviceId(), cause.requestId()).isEmpty()) {
            unknown.add(new HostJournal.Entry(
                    cause, HostJournal.Deed.CREATED, loading.session().feed().sessionId(), createdAt));
        }
    }

    /** The number of sessions with more than their summary in memory. */
    int loaded() {
        return (int) sessions.values().stream().filter(HostSession::isLoaded).count();
    }

    private void record(HostJournal.Deed deed, Cause cause, SessionId sessionId) throws IOException {
        journal.add(entry(deed, cause, sessionId));
    }

    private HostJournal.Entry entry(HostJournal.Deed deed, Cause cause, SessionId sessionId) {
        return new HostJournal.Entry(cause, deed, sessionId, services.clock().instant());
    }

    List<SessionFeed> feeds() {
        List<SessionFeed> feeds = new ArrayList<>();
        for (HostSession session : sessions.values()) {
            if (session.feed().head().isKnown()) {
                feeds.add(session.feed());
            }
        }
        return feeds;
    }

    Optional<SessionFeed> feed(SessionId sessionId) {
        return Optional.ofNullable(sessions.get(sessionId))
                .map(HostSession::feed)
                .filter(feed -> feed.head().isKnown());
    }

    Optional<BlobStore> blobs(SessionId sessionId) {
        return Optional.ofNullable(sessions.get(sessionId)).map(HostSession::blobs);
    }

    /** Checks all sessions for silence. */
    void checkProgress() {
        sessions.values().forEach(HostSession::checkProgress);
    }

    // --- intents

    void submit(Submission submission) {
        SessionId sessionId = submission.intent().target().orElse(null);
        if (sessionId == null || submission.intent() instanceof Intent.DeleteSession) {
            if (!lane.tryExecute(() -> handle(submission))) {
                submission.refuse(ErrorCode.BUSY, HostText.of(HostTextCode.HOST_BUSY));
            }
            return;
        }
        HostSession session = sessions.get(sessionId);
        if (session == null && submission.isForbidden()) {
            submission.forbid();
        } else if (session == null) {
            submission.refuse(ErrorCode.NO_SUCH_SESSION, HostText.of(HostTextCode.SESSION_UNKNOWN, sessionId));
        } else {
            session.submit(submission);
        }
    }

    /** Adds findings of an agent to the review of a session, once for the cause. See {@link HostSession#addFindings}. */
    void addFindings(
            SessionId sessionId,
            List<ReviewComment> findings,
            Cause cause,
            IntConsumer then,
            Consumer<HostText> failed) {
        HostSession session = sessions.get(sessionId);
        if (session == null) {
            failed.accept(HostText.of(HostTextCode.SESSION_UNKNOWN, sessionId));
        } else {
            session.addFindings(findings, cause, then, failed);
        }
    }

    private void handle(Submission submission) {
        Key key = key(submission.cause());
        Optional<HostJournal.Entry> done = journal.find(key.deviceId(), key.requestId());
        List<Submission> same = underway.get(key);
        if (done.isPresent()) {
            if (submission.conflicts(done.get().cause().digest())) {
                return;
            }
            if (done.get().deed() == HostJournal.Deed.CREATED
                    && isLost(done.get().sessionId())) {
                submission.refuse(
                        ErrorCode.NO_SUCH_SESSION,
                        HostText.of(HostTextCode.SESSION_FILES_GONE, done.get().sessionId()));
            } else {
                submission.repeatOutcome(
                        IntentResult.Outcome.ACCEPTED,
                        done.get().sessionId(),
                        firstSeq(done.get().deed()));
            }
        } else if (submission.isForbidden()) {
            submission.forbid();
        } else if (same != null) {
            // Empty while a deletion of an earlier run of the host is continued.
            if (same.isEmpty() || !submission.conflicts(same.get(0).cause().digest())) {
                same.add(submission);
            }
        } else {
            underway.put(key, new ArrayList<>(List.of(submission)));
            execute(submission);
        }
    }

    /** Whether the session is missing without having been deleted. */
    private boolean isLost(SessionId sessionId) {
        return !sessions.containsKey(sessionId) && !journal.isDeleted(sessionId);
    }

    private void execute(Submission submission) {
        try {
            if (submission.intent() instanceof Intent.CreateSession create) {
                create(submission, create);
            } else {
                delete(submission, (Intent.DeleteSession) submission.intent());
            }
        } catch (RuntimeException e) {
            refuse(submission.cause(), ErrorCode.INTERNAL, HostText.of(HostTextCode.HOST_DEFECT));
            throw e;
        }
    }

    private static long firstSeq(HostJournal.Deed deed) {
        return deed == HostJournal.Deed.CREATED ? 1 : 0;
    }

    private static Key key(Cause cause) {
        return new Key(cause.deviceId(), cause.requestId());
    }

    private List<Submission> finished(Cause cause) {
        List<Submission> all = underway.remove(key(cause));
        return all == null ? List.of() : all;
    }

    private void refuse(Cause cause, ErrorCode code, HostText sentence) {
        finished(cause).forEach(submission -> submission.refuse(code, sentence));
    }

    /** Records the outcome in the host's journal, then replies to all requests. */
    private void created(Cause cause, SessionId sessionId) {
        try {
            record(HostJournal.Deed.CREATED, cause, sessionId);
        } catch (IOException e) {
            // The session's journal contains its cause, from which the next start restores the outcome.
            LOG.warn("The host's journal cannot be written: {}", e.toString());
            journal.apply(entry(HostJournal.Deed.CREATED, cause, sessionId));
        }
        record(cause, HostJournal.Deed.CREATED, sessionId);
    }

    private void record(Cause cause, HostJournal.Deed deed, SessionId sessionId) {
        long seq = firstSeq(deed);
        List<Submission> all = finished(cause);
        for (Submission submission : all) {
            // The request took effect once, however often it was sent.
            if (submission == all.get(0)) {
                submission.accept(IntentResult.Outcome.ACCEPTED, sessionId, seq);
            } else {
                submission.repeatOutcome(IntentResult.Outcome.ACCEPTED, sessionId, seq);
            }
        }
    }

    private static HostText journalFailed(IOException e) {
        return journalFailed(IoErrorText.sentence(e));
    }

    private static HostText journalFailed(HostText reason) {
        return HostText.of(HostTextCode.DATA_FOLDER_UNWRITABLE, reason);
    }

    private void create(Submission submission, Intent.CreateSession intent) {
        Cause cause = submission.cause();
        HostText fault = intent.firstPrompt() == null
                ? HostText.NONE
                : PromptAssembler.textFault(intent.firstPrompt(), List.of());
        if (!fault.isEmpty()) {
            refuse(cause, ErrorCode.BAD_REQUEST, fault);
            return;
        }
        if (sessions.size() >= MAX_SESSIONS) {
            refuse(cause, ErrorCode.BUSY, HostText.of(HostTextCode.SESSIONS_FULL, MAX_SESSIONS));
            return;
        }
        if (intent.forkOf() != null) {
            Optional<SessionSummary> source = source(intent.forkOf());
            HostText unforkable = source.map(found -> forkFailure(intent, found))
                    .orElseGet(() -> HostText.of(HostTextCode.SESSION_UNKNOWN, String.valueOf(intent.forkOf())));
            if (!unforkable.isEmpty()) {
                refuse(cause, source.isEmpty() ? ErrorCode.NO_SUCH_SESSION : ErrorCode.BAD_REQUEST, unforkable);
                return;
            }
            begin(cause, fork(intent, source.get()), source.get().cwd(), null);
            return;
        }
        HostText taken =
                intent.agentSessionId() == null ? HostText.NONE : idFailure(intent.agentId(), intent.agentSessionId());
        if (!taken.isEmpty()) {
            refuse(cause, ErrorCode.BAD_REQUEST, taken);
            return;
        }
        String place = services.launcher().placeOf(intent.agentId());
        String cwd = place.isEmpty() ? directory(intent.cwd()) : RemoteStart.directory(intent.cwd());
        if (cwd == null) {
            refuse(
                    cause,
                    ErrorCode.NO_SUCH_DIRECTORY,
                    HostText.of(HostTextCode.NO_ABSOLUTE_PATH, TextCutter.line(intent.cwd(), 200)));
            return;
        }
        WorktreeRequest wanted = intent.worktree();
        if (wanted == null) {
            begin(cause, intent, cwd, null);
            return;
        }
        if (intent.agentSessionId() != null || !place.isEmpty()) {
            refuse(
                    cause,
                    ErrorCode.BAD_REQUEST,
                    intent.agentSessionId() != null
                            ? HostText.of(HostTextCode.CONTINUED_WITHOUT_WORKTREE)
                            : HostText.of(HostTextCode.NO_WORKTREE_ELSEWHERE));
            return;
        }
        services.worktrees()
                .prepare(
                        Path.of(cwd),
                        wanted,
                        prepared -> lane.schedule(Duration.ZERO, () -> {
                            if (prepared instanceof WorktreeProvider.Preparation.Ready ready) {
                                begin(cause, intent, cwd, ready);
                            } else {
                                WorktreeProvider.Preparation.Refused refused =
                                        (WorktreeProvider.Preparation.Refused) prepared;
                                refuse(cause, refused.code(), refused.text());
                            }
                        }));
    }

    private Optional<SessionSummary> source(SessionId sessionId) {
        return feed(sessionId).map(feed -> feed.head().summary());
    }

    private static HostText forkFailure(Intent.CreateSession intent, SessionSummary source) {
        if (intent.agentSessionId() != null || intent.worktree() != null) {
            return HostText.of(HostTextCode.FORK_ALONE);
        }
        if (!source.agentId().equals(intent.agentId())) {
            return HostText.of(HostTextCode.FORK_OTHER_AGENT, source.name());
        }
        return source.agentSessionId().isEmpty()
                ? HostText.of(HostTextCode.FORK_NOT_BEGUN, source.name())
                : HostText.NONE;
    }

    /** The agent finds the session that it forks in the directory of that session. */
    private static Intent.CreateSession fork(Intent.CreateSession intent, SessionSummary source) {
        return new Intent.CreateSession(
                intent.agentId(),
                source.cwd(),
                intent.mode(),
                intent.model(),
                intent.firstPrompt(),
                source.agentSessionId(),
                null,
                intent.profile(),
                intent.forkOf());
    }

    /** @param worktree to create first; null if the session works in {@code directory} itself */
    private void begin(
            Cause cause,
            Intent.CreateSession intent,
            String directory,
            WorktreeProvider.Preparation.@Nullable Ready worktree) {
        SessionId sessionId = newId();
        Lane sessionLane = lanes.open("session-" + sessionId, SESSION_LANE);
        AgentRun run = new AgentRun(sessionLane);
        AgentLauncher.Launch launch = services.launcher()
                .launch(
                        new AgentLauncher.LaunchRequest(
                                sessionId,
                                intent.agentId(),
                                directory,
                                intent.agentSessionId(),
                                intent.mode(),
                                intent.model(),
                                intent.agentSessionId() != null && intent.forkOf() == null,
                                cause.requestId(),
                                intent.profile(),
                                intent.forkOf() != null,
                                null),
                        run.inbox());
        if (launch instanceof AgentLauncher.Launch.Refused refused) {
            sessionLane.close();
            refuse(cause, refused.code(), refused.sentence());
            return;
        }
        AgentLauncher.Launch.Prepared prepared = (AgentLauncher.Launch.Prepared) launch;
        run.agreed(prepared);
        try {
            folder.createSession(sessionId);
            HostSession session =
                    HostSession.create(sessionId, HostSession.Files.of(folder, sessionId), sessionLane, services);
            folder.forceSession(sessionId);
            sessions.put(sessionId, session);
            Intent.CreateSession made = new Intent.CreateSession(
                    intent.agentId(),
                    worktree == null ? directory : worktree.cwd().toString(),
                    intent.mode(),
                    intent.model(),
                    intent.firstPrompt(),
                    intent.agentSessionId(),
                    intent.worktree(),
                    intent.profile(),
                    intent.forkOf());
            HostSession.Beginning beginning = beginning(cause, session, prepared.adapter());
            if (worktree == null) {
                String source = Optional.ofNullable(intent.forkOf())
                        .flatMap(this::source)
                        .map(SessionSummary::name)
                        .orElse("");
                session.begin(made, cause, prepared.agentName(), source, run, prepared.adapter(), beginning);
            } else {
                // Only to check the agent. Another adapter starts in the worktree.
                services.workers().execute(prepared.adapter()::close);
                session.beginInWorktree(made, cause, prepared.agentName(), worktree.spec(), beginning);
            }
        } catch (IOException e) {
            LOG.error("The session could not be made", e);
            prepared.adapter().close();
            sessionLane.close();
            discard(sessionId);
            refuse(cause, ErrorCode.JOURNAL_FAILED, journalFailed(e));
        }
    }

    /** The job that creates a session's worktree has ended. @param fault empty if it succeeded */
    void onWorktree(SessionId sessionId, HostText fault) {
        HostSession session = sessions.get(sessionId);
        if (session != null) {
            session.onWorktree(fault);
        }
    }

    /** Adds a note of the host to a session, if it exists. */
    void note(SessionId sessionId, NoteLevel level, String code, HostText text) {
        HostSession session = sessions.get(sessionId);
        if (session != null) {
            session.note(level, code, text);
        }
    }

    /** A budget was changed, or has begun again, so that turns may start. */
    void onBudget() {
        sessions.values().forEach(HostSession::onBudget);
    }

    private HostText idFailure(AgentId agentId, String id) {
        if (id.isBlank() || id.length() > MAX_AGENT_SESSION_ID) {
            return HostText.of(HostTextCode.AGENT_SESSION_ID_INVALID);
        }
        Optional<HostText> here = feeds().stream()
                .map(feed -> feed.head().summary())
                .filter(summary -> summary.agentId().equals(agentId)
                        && summary.agentSessionId().equals(id))
                .findFirst()
                .map(summary -> HostText.of(HostTextCode.SESSION_HERE_ALREADY, summary.name()));
        // A session reports its agent session only once its agent is ready; a second request may come earlier.
        return here.orElseGet(() -> sessions.values().stream().anyMatch(session -> session.isTakingOver(agentId, id))
                ? HostText.of(HostTextCode.SESSION_BEING_TAKEN_OVER)
                : HostText.NONE);
    }

    /** The agents' own ids of all sessions. */
    Set<String> agentSessionIds() {
        return feeds().stream()
                .map(feed -> feed.head().summary().agentSessionId())
                .collect(Collectors.toUnmodifiableSet());
    }

    private HostSession.Beginning beginning(Cause cause, HostSession session, AgentAdapter adapter) {
        SessionId sessionId = session.feed().sessionId();
        // A timer task has a reserved place in a full queue, so the requester always gets the outcome.
        return new HostSession.Beginning() {
            @Override
            public void onDisk(long seq) {
                lane.schedule(Duration.ZERO, () -> created(cause, sessionId));
            }

            @Override
            public void failed(HostText reason) {
                lane.schedule(Duration.ZERO, () -> onCreateFailed(cause, session, adapter, journalFailed(reason)));
            }
        };
    }

    /** Removes a session whose first updates are not on disk, then refuses all requests for it. */
    private void onCreateFailed(Cause cause, HostSession session, AgentAdapter adapter, HostText sentence) {
        SessionId sessionId = session.feed().sessionId();
        remove(sessionId, session, sentence, () -> {
            discard(sessionId);
            refuse(cause, ErrorCode.JOURNAL_FAILED, sentence);
        });
        services.workers().execute(adapter::close);
    }

    /** Removes a session from the list, ends it, and then runs {@code ended} on the host's lane. */
    private void remove(SessionId sessionId, HostSession session, HostText text, Runnable ended) {
        sessions.remove(sessionId);
        session.hide();
        removals.onRemoved(sessionId);
        services.workers().execute(() -> {
            end(List.of(session), text);
            // Repeated, because a concurrent change may have been published after the first notification.
            removals.onRemoved(sessionId);
            services.questions().sessionRemoved(sessionId);
            lane.schedule(Duration.ZERO, ended);
        });
    }

    private static @Nullable String directory(String cwd) {
        try {
            Path path = Path.of(cwd);
            return path.isAbsolute() ? path.normalize().toString() : null;
        } catch (InvalidPathException e) {
            return null;
        }
    }

    private SessionId newId() {
        StringBuilder id = new StringBuilder("s");
        for (int i = 0; i < 12; i++) {
            id.append(ID_LETTERS.charAt(random.nextInt(ID_LETTERS.length())));
        }
        return new SessionId(id.toString());
    }

    private void delete(Submission submission, Intent.DeleteSession intent) {
        Cause cause = submission.cause();
        SessionId sessionId = intent.sessionId();
        HostSession session = sessions.get(sessionId);
        if (session == null) {
            refuse(cause, ErrorCode.NO_SUCH_SESSION, HostText.of(HostTextCode.SESSION_UNKNOWN, sessionId));
            return;
        }
        // An agent that never ran has nothing to delete.
        if (!intent.atAgent()
                || session.feed().head().summary().agentSessionId().isEmpty()) {
            delete(cause, sessionId, session);
            return;
        }
        if (journal.deleting().stream().anyMatch(entry -> entry.sessionId().equals(sessionId))) {
            refuse(cause, ErrorCode.BUSY, HostText.of(HostTextCode.DELETE_UNDERWAY));
            return;
        }
        try {
            record(HostJournal.Deed.DELETING, cause, sessionId);
        } catch (IOException e) {
            refuse(cause, ErrorCode.JOURNAL_FAILED, journalFailed(e));
            return;
        }
        deleteAtAgent(cause, sessionId, session);
    }

    private void delete(Cause cause, SessionId sessionId, HostSession session) {
        remove(sessionId, session, HostText.of(HostTextCode.SESSION_DELETED), () -> deleted(cause, sessionId));
    }

    /** Ends the agent and lets it delete its session, one session after the other. The session stays in the list. */
    private void deleteAtAgent(Cause cause, SessionId sessionId, HostSession session) {
        deletions = deletions
                .handle((done, bug) -> null)
                .thenCompose(free -> session.closeForDeletion())
                .handleAsync((doomed, failure) -> deletionFailure(doomed, failure), services.workers())
                .thenAccept(failure ->
                        lane.schedule(Duration.ZERO, () -> onDeletedAtAgent(cause, sessionId, session, failure)));
    }

    /** On a worker. @return why the agent has not deleted its session; empty if it has */
    private Optional<HostText> deletionFailure(SessionCore.@Nullable Doomed doomed, @Nullable Throwable failure) {
        if (doomed == null) {
            Throwable cause = failure instanceof CompletionException wrapped ? wrapped.getCause() : failure;
            return Optional.of(
                    cause instanceof HostSession.UnusableException unusable
                            ? unusable.sentence()
                            : HostText.of(HostTextCode.HOST_DEFECT));
        }
        try {
            doomed.running().ifPresent(AgentAdapter::close);
            return services.launcher().deleteSession(doomed.request());
        } catch (RuntimeException bug) {
            LOG.error("The agent's session could not be deleted", bug);
            return Optional.of(HostText.of(HostTextCode.HOST_DEFECT));
        }
    }

    private void onDeletedAtAgent(Cause cause, SessionId sessionId, HostSession session, Optional<HostText> failure) {
        if (sessions.get(sessionId) != session) {
            // Another request has deleted it here meanwhile.
            record(cause, HostJournal.Deed.DELETED, sessionId);
            return;
        }
        if (failure.isEmpty()) {
            delete(cause, sessionId, session);
            return;
        }
        HostText kept = HostText.of(HostTextCode.DELETE_KEPT, failure.get());
        try {
            record(HostJournal.Deed.KEPT, cause, sessionId);
        } catch (IOException e) {
            // The next start asks the agent once more.
            LOG.warn("The host's journal cannot be written: {}", e.toString());
            journal.apply(entry(HostJournal.Deed.KEPT, cause, sessionId));
        }
        session.warn("notDeletedAtAgent", kept);
        refuse(cause, ErrorCode.AGENT_FAILED, kept);
    }

    /** Continues the deletions at agents that the end of the host has interrupted. */
    private void settleDeletions() {
        List<HostJournal.Entry> interrupted = List.copyOf(journal.deleting());
        if (!interrupted.isEmpty()) {
            // Before all requests, so that one that is sent again joins its deletion.
            lane.execute(() -> interrupted.forEach(this::settleDeletion));
        }
    }

    private void settleDeletion(HostJournal.Entry entry) {
        HostSession session = sessions.get(entry.sessionId());
        if (session == null) {
            journal.apply(entry(HostJournal.Deed.KEPT, entry.cause(), entry.sessionId()));
        } else {
            underway.put(key(entry.cause()), new ArrayList<>());
            deleteAtAgent(entry.cause(), entry.sessionId(), session);
        }
    }

    /**
     * Deletes the files of a session that has left the list. They are deleted after the outcome is recorded, or before
     * it if the disk is full.
     */
    private void deleted(Cause cause, SessionId sessionId) {
        boolean recorded = recordDeleted(cause, sessionId);
        try {
            folder.deleteSession(sessionId);
        } catch (IOException e) {
            if (!recorded) {
                LOG.error("Session {} could be neither removed nor marked as deleted", sessionId, e);
                refuse(cause, ErrorCode.JOURNAL_FAILED, journalFailed(e));
                return;
            }
            LOG.warn("Files of the deleted session {} remain until the next start: {}", sessionId, e.toString());
        }
        if (!recorded && !recordDeleted(cause, sessionId)) {
            // The session is deleted. Only the outcome for repeated requests is lost when this host ends.
            journal.apply(entry(HostJournal.Deed.DELETED, cause, sessionId));
        }
        record(cause, HostJournal.Deed.DELETED, sessionId);
    }

    private boolean recordDeleted(Cause cause, SessionId sessionId) {
        try {
            record(HostJournal.Deed.DELETED, cause, sessionId);
            return true;
        } catch (IOException e) {
            LOG.warn("The host's journal cannot be written: {}", e.toString());
            return false;
        }
    }

    /** Ends sessions with their agents concurrently. Blocks for a bounded time. */
    private void end(List<HostSession> ending, HostText text) {
        List<CompletableFuture<Optional<AgentAdapter>>> retired =
                ending.stream().map(session -> session.retire(text)).toList();
        List<CompletableFuture<Void>> agents = new ArrayList<>();
        for (CompletableFuture<Optional<AgentAdapter>> adapter : retired) {
            agents.add(adapter.thenCompose(SessionRegistry::endAgent));
        }
        await(retired, RETIRE_MILLIS);
        await(agents, AGENTS_MILLIS);
        ending.forEach(HostSession::close);
    }

    /** On a thread per agent: each waits for its processes, and none may wait for the others. */
    private static CompletableFuture<Void> endAgent(Optional<AgentAdapter> adapter) {
        return adapter.map(agent ->
                        CompletableFuture.runAsync(agent::close, task -> NamedThreads.start("host-ending", task)))
                .orElseGet(() -> CompletableFuture.completedFuture(null));
    }

    private static void await(List<? extends CompletableFuture<?>> all, long millis) {
        try {
            CompletableFuture.allOf(all.toArray(new CompletableFuture<?>[0])).get(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            LOG.warn("A session did not end cleanly", e.getCause());
        } catch (TimeoutException e) {
            LOG.warn("A session took too long to end");
        }
    }

    @Override
    public void close() {
        lane.close();
        List<HostSession> all = List.copyOf(sessions.values());
        end(all, HostText.of(HostTextCode.HOST_STOPPED));
    }
}
