package dev.pilothouse.session;

import dev.pilothouse.model.AgentInfo;
import dev.pilothouse.model.ConfigError;
import dev.pilothouse.model.HostId;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.Job;
import dev.pilothouse.model.JobId;
import dev.pilothouse.model.JournaledUpdate;
import dev.pilothouse.model.MachineStatus;
import dev.pilothouse.model.PairingRequest;
import dev.pilothouse.model.RepositorySummary;
import dev.pilothouse.model.RequestId;
import dev.pilothouse.model.Run;
import dev.pilothouse.model.RunId;
import dev.pilothouse.model.ScheduleId;
import dev.pilothouse.model.ScheduleStatus;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.SharingInfo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A client's state of one host. Its only writer is the client; all readers read from here.
 *
 * <p>Owns the overview, the mirrors of open sessions and of the last {@value #KEPT_CLOSED} closed ones, and the overlay
 * of intents without visible effect. The methods of {@link SessionReader} may be called on any thread and return
 * immutable values. All others are confined to the client-state lane, which also calls the listener. Holds no
 * resources, so there is nothing to close.
 */
public final class SessionStore implements SessionReader {

    /** Number of closed sessions whose state is kept, so that reopening them is cheap. */
    static final int KEPT_CLOSED = 8;

    private static final int WINDOW_OF_CLOSED = 200;

    /** More than any host shows. */
    private static final int MAX_JOBS = 1_000;

    private static final int MAX_SCHEDULES = 256;

    private static final int MAX_RUNS = 500;

    /** The result of folding a batch of updates. */
    public enum Folded {
        DONE,
        /** The batch belongs to a subscription that has ended. */
        IGNORED,
        /** The batch does not follow the current state; the caller must subscribe again. */
        GAP
    }

    /**
     * The published state of a session.
     *
     * @param folded the state from the updates alone
     * @param gen the generation that its seq belongs to
     */
    private record Shown(SessionView view, SessionState folded, long gen) {}

    private final StoreListener listener;
    private final Map<SessionId, Shown> views = new ConcurrentHashMap<>();
    private volatile HostView host;
    private volatile boolean overviewKnown;
    private volatile List<PendingIntent> delayedIntents = List.of();

    private final HostId hostId;
    private String hostName;
    private ConnectionState connection = new ConnectionState.Offline();
    private Scope scope = Scope.VIEW;
    private MachineStatus condition = MachineStatus.GOOD;
    private SharingInfo sharing = new SharingInfo(false, List.of());
    private List<AgentInfo> agents = List.of();
    private List<ConfigError> agentProblems = List.of();
    private List<SessionSummary> sessions = List.of();
    private List<PairingRequest> asking = List.of();
    private List<Job> jobs = List.of();
    private List<ScheduleStatus> schedules = List.of();
    private List<Run> runs = List.of();
    private Map<SessionId, RepositorySummary> repositories = Map.of();

    private final Map<SessionId, SessionSummary> summaries = new LinkedHashMap<>();
    /** Immutable; replaced when a mark moves, which is rare. Shared by all views of the host. */
    private Map<SessionId, Long> seen = Map.of();

    private boolean seenKnown;
    private final Map<SessionId, SessionMirror> open = new HashMap<>();
    private final Map<SessionId, SessionMirror> closed = new LinkedHashMap<>();
    private final UnconfirmedIntents unconfirmed = new UnconfirmedIntents();

    /**
     * Makes an empty store.
     *
     * @param hostName the name to show until the host sends its name
     */
    public SessionStore(HostId hostId, String hostName, StoreListener listener) {
        this.listener = Objects.requireNonNull(listener, "listener");
        this.hostId = Objects.requireNonNull(hostId, "hostId");
        this.hostName = Objects.requireNonNull(hostName, "hostName");
        this.host = view();
    }

    @Override
    public HostView host() {
        return host;
    }

    @Override
    public boolean overviewKnown() {
        return overviewKnown;
    }

    @Override
    public Optional<SessionView> session(SessionId sessionId) {
        return Optional.ofNullable(views.get(sessionId)).map(Shown::view);
    }

    /**
     * The state behind {@link #session}, with the cursor to resume from. Thread-safe; both values are from the same
     * moment.
     */
    public Optional<CachedSession> cachedSession(SessionId sessionId) {
        return Optional.ofNullable(views.get(sessionId)).map(shown -> new CachedSession(shown.gen(), shown.folded()));
    }

    @Override
    public List<PendingIntent> delayedIntents() {
        return delayedIntents;
    }

    // --- state of the previous run

    /** Shows the cached state of the host until the host sends its own. */
    public void restore(CachedHost kept) {
        if (overviewKnown) {
            return;
        }
        hostName = kept.hostName();
        scope = kept.scope();
        sharing = kept.sharing();
        agents = kept.agents();
        kept.sessions().forEach(summary -> summaries.put(summary.sessionId(), summary));
        publishOverview(false);
    }

    /** Resumes an open session from its cached state, unless newer state has arrived. */
    public void restore(CachedSession kept) {
        SessionMirror mirror = open.get(kept.state().sessionId());
        if (mirror != null && mirror.state() == null) {
            mirror.replace(kept.gen(), kept.state());
            publish(mirror, false);
        }
    }

    // --- the host

    public void connection(ConnectionState newConnection) {
        connection = newConnection;
        publishHost(newConnection instanceof ConnectionState.Lost || newConnection instanceof ConnectionState.Refused);
    }

    public void welcome(String newHostName, Scope newScope, SharingInfo newSharing, List<AgentInfo> newAgents) {
        hostName = newHostName;
        scope = newScope;
        sharing = newSharing;
        agents = newAgents;
        agentProblems = List.of();
        condition = MachineStatus.GOOD;
        asking = List.of();
        // The host sends its jobs and runs after the overview, and nothing if it has none.
        jobs = List.of();
        schedules = List.of();
        runs = List.of();
        publishHost(false);
    }

    public void agents(List<AgentInfo> newAgents, List<ConfigError> newProblems) {
        agents = newAgents;
        agentProblems = newProblems;
        publishHost(false);
    }

    public void sharing(SharingInfo newSharing) {
        sharing = newSharing;
        publishHost(false);
    }

    public void condition(MachineStatus newCondition) {
        condition = newCondition;
        publishHost(true);
    }

    public void scope(Scope newScope) {
        scope = newScope;
        publishHost(false);
    }

    /** Sets the complete list of devices that wait for approval. */
    public void asking(List<PairingRequest> newAsking) {
        asking = newAsking;
        publishHost(true);
    }

    /** @param changed empty for a session without a repository */
    public void repositoriesChanged(Map<SessionId, Optional<RepositorySummary>> changed) {
        Map<SessionId, RepositorySummary> all = new HashMap<>(repositories);
        changed.forEach((sessionId, summary) -> {
            if (summary.isPresent() && summaries.containsKey(sessionId)) {
                all.put(sessionId, summary.get());
            } else {
                all.remove(sessionId);
            }
        });
        if (!all.equals(repositories)) {
            repositories = Map.copyOf(all);
            publishHost(false);
        }
    }

    /**
     * Folds a message about jobs.
     *
     * @param all whether to drop the jobs known before
     */
    public void jobsChanged(boolean all, List<Job> changed, List<JobId> removed) {
        Map<JobId, Job> byId = new LinkedHashMap<>();
        if (!all) {
            jobs.forEach(job -> byId.put(job.jobId(), job));
        }
        boolean critical = false;
        for (Job job : changed) {
            Job before = byId.get(job.jobId());
            critical |= before == null || before.state() != job.state();
            byId.put(
                    job.jobId(), before == null ? job : job.with(before.output().plus(job.output())));
        }
        removed.forEach(byId::remove);
        jobs = byId.values().stream().limit(MAX_JOBS).toList();
        publishHost(critical);
    }

    /**
     * Folds a message about runs.
     *
     * @param all whether to drop the runs known before
     */
    public void runsChanged(boolean all, List<Run> changed, List<RunId> removed) {
        Map<RunId, Run> byId = new LinkedHashMap<>();
        if (!all) {
            runs.forEach(run -> byId.put(run.runId(), run));
        }
        boolean critical = false;
        for (Run run : changed) {
            Run before = byId.put(run.runId(), run);
            critical |= before == null || before.state() != run.state();
        }
        removed.forEach(byId::remove);
        runs = byId.values().stream().limit(MAX_RUNS).toList();
        publishHost(critical);
    }

    /**
     * Folds a message about schedules.
     *
     * @param all whether to drop the schedules known before
     */
    public void schedulesChanged(boolean all, List<ScheduleStatus> changed, List<ScheduleId> removed) {
        Map<ScheduleId, ScheduleStatus> byId = new LinkedHashMap<>();
        if (!all) {
            schedules.forEach(known -> byId.put(known.schedule().id(), known));
        }
        changed.forEach(now -> byId.put(now.schedule().id(), now));
        removed.forEach(byId::remove);
        schedules = byId.values().stream().limit(MAX_SCHEDULES).toList();
        publishHost(false);
    }

    private void publishHost(boolean critical) {
        host = view();
        listener.hostChanged(critical);
    }

    private HostView view() {
        return new HostView(
                hostId,
                hostName,
                connection,
                scope,
                sharing,
                agents,
                agentProblems,
                sessions,
                seen,
                asking,
                condition,
                jobs,
                schedules,
                runs,
                repositories);
    }

    // --- the overview

    /** Sets the complete list of sessions; missing ones were deleted. */
    public void overview(List<SessionSummary> sessions) {
        boolean critical = false;
        Set<SessionId> present = new HashSet<>();
        for (SessionSummary summary : sessions) {
            present.add(summary.sessionId());
            critical |= UrgentChanges.between(summaries.get(summary.sessionId()), summary);
        }
        List<SessionId> gone = new ArrayList<>();
        for (SessionId known : union(summaries.keySet(), open.keySet(), closed.keySet())) {
            if (!present.contains(known)) {
                gone.add(known);
            }
        }
        summaries.clear();
        for (SessionSummary summary : sessions) {
            summaries.put(summary.sessionId(), summary);
        }
        if (!seenKnown) {
            // A device that is new to the host does not mark earlier turns as unread.
            seenKnown = true;
            Map<SessionId, Long> heads = new HashMap<>();
            summaries.values().forEach(summary -> heads.put(summary.sessionId(), summary.headSeq()));
            seen = Map.copyOf(heads);
        }
        gone.forEach(this::drop);
        this.sessions = List.copyOf(summaries.values());
        host = view();
        // Only now: a thread that sees this set reads the sessions.
        overviewKnown = true;
        listener.hostChanged(critical);
        open.values().forEach(mirror -> publish(mirror, false));
    }

    public void overviewChanged(List<SessionSummary> changed, List<SessionId> removed) {
        boolean critical = false;
        for (SessionSummary summary : changed) {
            critical |= UrgentChanges.between(summaries.put(summary.sessionId(), summary), summary);
        }
        for (SessionId sessionId : removed) {
            summaries.remove(sessionId);
            drop(sessionId);
        }
        publishOverview(critical);
        for (SessionSummary summary : changed) {
            SessionMirror mirror = open.get(summary.sessionId());
            if (mirror != null && mirror.state() != null) {
                publish(mirror, false);
            }
        }
    }

    private static Set<SessionId> union(Set<SessionId> a, Set<SessionId> b, Set<SessionId> c) {
        Set<SessionId> all = new HashSet<>(a);
        all.addAll(b);
        all.addAll(c);
        return all;
    }

    private void publishOverview(boolean critical) {
        sessions = List.copyOf(summaries.values());
        publishHost(critical);
    }

    /** Removes a session that was deleted on the host. The host ends its subscription; an open mirror stays, empty. */
    private void drop(SessionId sessionId) {
        if (seen.containsKey(sessionId)) {
            Map<SessionId, Long> others = new HashMap<>(seen);
            others.remove(sessionId);
            seen = Map.copyOf(others);
        }
        if (repositories.containsKey(sessionId)) {
            repositoriesChanged(Map.of(sessionId, Optional.empty()));
        }
        closed.remove(sessionId);
        unconfirmed.dropSession(sessionId);
        publishHeld();
        SessionMirror mirror = open.get(sessionId);
        if (mirror != null) {
            mirror.unsubscribed();
            mirror.clear();
        }
        if (views.remove(sessionId) != null) {
            listener.sessionChanged(sessionId, true);
        }
    }

    // --- seen marks

    /** Restores the seen marks of the previous run. */
    public void restoreSeen(Map<SessionId, Long> marks) {
        applySeen(marks);
        seenKnown = true;
        publishOverview(false);
    }

    private void applySeen(Map<SessionId, Long> marks) {
        Map<SessionId, Long> all = new HashMap<>(seen);
        all.putAll(marks);
        seen = Map.copyOf(all);
    }

    /**
     * Marks the session as seen up to its current head.
     *
     * @return whether the mark changed
     */
    public boolean markSeen(SessionId sessionId) {
        SessionSummary summary = summaries.get(sessionId);
        SessionMirror mirror = open.get(sessionId);
        long head = Math.max(
                summary == null ? 0 : summary.headSeq(),
                mirror == null || mirror.state() == null ? 0 : mirror.state().seq());
        if (head <= seen.getOrDefault(sessionId, 0L)) {
            return false;
        }
        applySeen(Map.of(sessionId, head));
        publishOverview(false);
        return true;
    }

    // --- sessions

    /** Adds a mirror for a session that is now open. */
    public void opened(SessionId sessionId) {
        if (open.containsKey(sessionId)) {
            return;
        }
        SessionMirror kept = closed.remove(sessionId);
        SessionMirror mirror = kept == null ? new SessionMirror(sessionId) : kept;
        mirror.following(true);
        open.put(sessionId, mirror);
    }

    /** Removes the mirror of a session that is no longer open. Its last state is kept for a while. */
    public void closed(SessionId sessionId) {
        SessionMirror mirror = open.remove(sessionId);
        if (mirror == null) {
            return;
        }
        mirror.unsubscribed();
        unconfirmed.closed(sessionId);
        if (mirror.state() == null) {
            return;
        }
        mirror.shrink(WINDOW_OF_CLOSED);
        closed.put(sessionId, mirror);
        publish(mirror, false);
        if (closed.size() > KEPT_CLOSED) {
            SessionId oldest = closed.keySet().iterator().next();
            closed.remove(oldest);
            views.remove(oldest);
            listener.sessionChanged(oldest, false);
        }
    }

    /** Drops the states of closed sessions, of which there are up to {@value #KEPT_CLOSED}. */
    public void releaseMemory() {
        List<SessionId> all = List.copyOf(closed.keySet());
        closed.clear();
        for (SessionId sessionId : all) {
            views.remove(sessionId);
            listener.sessionChanged(sessionId, false);
        }
    }

    /** The cursor to resume an open session from. */
    public Cursor cursor(SessionId sessionId) {
        SessionMirror mirror = open.get(sessionId);
        return mirror == null ? Cursor.START : mirror.cursor();
    }

    /**
     * Clears the state of an open session, so that the next subscription starts from the beginning. Readers keep the
     * last state.
     */
    public void reset(SessionId sessionId) {
        SessionMirror mirror = open.get(sessionId);
        if (mirror != null) {
            mirror.clear();
        }
    }

    /** Sets the subscription of an open session; batches of other subscriptions are ignored. */
    public void subscribed(SessionId sessionId, long sub) {
        SessionMirror mirror = open.get(sessionId);
        if (mirror != null) {
            mirror.subscribed(sub);
        }
    }

    /** Whether the client holds as much of an open session as it may. */
    public boolean isFull(SessionId sessionId) {
        SessionMirror mirror = open.get(sessionId);
        return mirror != null
                && mirror.state() != null
                && mirror.state().transcript().isFull();
    }

    /** The start of an open session's window: 1 if it holds the whole transcript, 0 if the session has no state yet. */
    public long windowStart(SessionId sessionId) {
        SessionMirror mirror = open.get(sessionId);
        return mirror == null || mirror.state() == null
                ? 0
                : mirror.state().transcript().windowStart();
    }

    public void snapshot(long sub, long gen, SessionState state) {
        SessionMirror mirror = mirrorOf(sub);
        if (mirror == null || !mirror.sessionId().equals(state.sessionId()) || state.info() == null) {
            return;
        }
        boolean critical = mirror.state() == null
                || !mirror.state().open().equals(state.open())
                || !Objects.equals(mirror.state().lastTurn(), state.lastTurn());
        mirror.replace(gen, state);
        unconfirmed.replaced(state);
        publish(mirror, critical);
        publishHeld();
    }

    /**
     * Folds a batch of updates.
     *
     * @param gen 0 for the generation of the subscription's previous message
     * @param head the newest seq of the session on the host
     */
    public Folded updates(long sub, long gen, long after, long to, long head, List<JournaledUpdate> updates) {
        SessionMirror mirror = mirrorOf(sub);
        if (mirror == null) {
            return Folded.IGNORED;
        }
        if (!mirror.fold(gen, after, to, updates)) {
            return Folded.GAP;
        }
        mirror.setHead(Math.max(head, to));
        unconfirmed.folded(mirror.sessionId(), to, updates);
        publish(mirror, UrgentChanges.of(updates));
        publishHeld();
        return Folded.DONE;
    }

    /**
     * Sets whether the end of an open session is on screen. If so, the oldest items of a long transcript are removed.
     * If not, all items stay until the transcript exceeds a {@linkplain Transcript#isFull() full} one by half.
     */
    public void following(SessionId sessionId, boolean following) {
        SessionMirror mirror = open.get(sessionId);
        if (mirror != null) {
            SessionState before = mirror.state();
            mirror.following(following);
            if (mirror.state() != before) {
                publish(mirror, false);
            }
        }
    }

    /** @param before the start of the window when the page was requested */
    public void historyPage(long sub, long asOf, long before, long start, List<Item> items) {
        SessionMirror mirror = mirrorOf(sub);
        if (mirror != null && mirror.prepend(asOf, before, start, items)) {
            publish(mirror, false);
        }
    }

    /** The open session that a subscription feeds, or empty if the subscription has ended. */
    public Optional<SessionId> sessionOf(long sub) {
        return Optional.ofNullable(mirrorOf(sub)).map(SessionMirror::sessionId);
    }

    private @Nullable SessionMirror mirrorOf(long sub) {
        for (SessionMirror mirror : open.values()) {
            if (mirror.isFedBy(sub)) {
                return mirror;
            }
        }
        return null;
    }

    private void publish(SessionMirror mirror, boolean critical) {
        SessionState state = mirror.state();
        if (state == null) {
            return;
        }
        SessionSummary summary = summaries.get(mirror.sessionId());
        long head = Math.max(mirror.head(), summary == null ? 0 : summary.headSeq());
        long behind = Math.max(0, head - state.seq());
        SessionView view =
                new SessionView(withJournalFailure(state, summary), behind, unconfirmed.of(mirror.sessionId()));
        views.put(mirror.sessionId(), new Shown(view, state, mirror.gen()));
        listener.sessionChanged(mirror.sessionId(), critical);
    }

    /**
     * Takes the FAILED activity from the overview. A session whose journal cannot be written gets no updates, so only
     * the overview reports the failure. It applies only if its head equals the state's seq.
     */
    private static SessionState withJournalFailure(SessionState state, @Nullable SessionSummary summary) {
        return summary != null
                        && summary.headSeq() == state.seq()
                        && summary.activity().phase() == SessionPhase.FAILED
                        && state.activity() != null
                        && state.activity().phase() != SessionPhase.FAILED
                ? state.withActivity(summary.activity())
                : state;
    }

    // --- intents

    public void submitted(PendingIntent intent) {
        unconfirmed.add(intent);
        publish(unconfirmed.sessionOf(intent.requestId()), false);
        publishHeld();
    }

    /**
     * The host has stored the intent on disk.
     *
     * @param seq seq of the resulting update, 0 if no session was updated
     */
    public void accepted(RequestId requestId, long seq) {
        SessionId sessionId = unconfirmed.sessionOf(requestId);
        SessionMirror mirror = sessionId == null ? null : open.get(sessionId);
        long folded =
                mirror == null || mirror.state() == null ? -1 : mirror.state().seq();
        unconfirmed.accepted(requestId, seq, folded);
        publish(sessionId, false);
    }

    /** Sets the stage of an intent after it was sent, held or confirmed. */
    public void setStage(RequestId requestId, PendingIntent.Stage stage) {
        unconfirmed.setStage(requestId, stage);
        publish(unconfirmed.sessionOf(requestId), stage == PendingIntent.Stage.HELD);
        publishHeld();
    }

    private void publishHeld() {
        List<PendingIntent> now = unconfirmed.delayed();
        if (!now.equals(delayedIntents)) {
            delayedIntents = now;
            publishHost(true);
        }
    }

    /** Refused intents that the person has not dismissed, in the order of creation. */
    public List<PendingIntent> refusals() {
        return unconfirmed.refusals();
    }

    /** @param text a sentence for the person */
    public void refused(RequestId requestId, HostText text) {
        SessionId sessionId = unconfirmed.sessionOf(requestId);
        unconfirmed.refused(requestId, text);
        publish(sessionId, true);
        publishHeld();
    }

    public void dismissed(RequestId requestId) {
        SessionId sessionId = unconfirmed.sessionOf(requestId);
        unconfirmed.remove(requestId);
        publish(sessionId, false);
        publishHeld();
    }

    private void publish(@Nullable SessionId sessionId, boolean critical) {
        if (sessionId == null) {
            return;
        }
        SessionMirror mirror = open.containsKey(sessionId) ? open.get(sessionId) : closed.get(sessionId);
        if (mirror != null) {
            publish(mirror, critical);
        }
    }
}
