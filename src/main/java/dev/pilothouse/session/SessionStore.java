package dev.pilothouse.session;

import dev.pilothouse.model.AgentInfo;
import dev.pilothouse.model.HostCondition;
import dev.pilothouse.model.HostId;
import dev.pilothouse.model.JournaledUpdate;
import dev.pilothouse.model.PairingRequest;
import dev.pilothouse.model.RequestId;
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

/**
 * What a client knows of one host: its single writer and its readers' one source.
 *
 * <p>Owns the overview, the mirrors of sessions that are open or were open lately (the last {@value #KEPT_CLOSED}), and
 * the overlay of intents without visible effect. The methods of {@link SessionReader} may be called on any thread and
 * give immutable values; all others are confined to the client-state lane, on which the listener is called too. Has
 * nothing to close: it ends when nobody refers to it any more.
 */
public final class SessionStore implements SessionReader {

    /** Sessions that nobody looks at any more whose state is kept, so that coming back is cheap. */
    static final int KEPT_CLOSED = 8;

    private static final int WINDOW_OF_CLOSED = 200;

    /** What became of a batch of updates. */
    public enum Folded {
        DONE,
        /** It belongs to a subscription that is over. */
        IGNORED,
        /** It does not follow what is there: subscribe again. */
        GAP
    }

    /**
     * What readers see of a session.
     *
     * @param folded the state as the updates give it
     * @param gen the generation that its seq counts in
     */
    private record Shown(SessionView view, SessionState folded, long gen) {}

    private final StoreListener listener;
    private final Map<SessionId, Shown> views = new ConcurrentHashMap<>();
    private volatile HostView host;
    private volatile boolean overviewKnown;
    private volatile List<PendingIntent> held = List.of();

    private final HostId hostId;
    private String hostName;
    private ConnectionState connection = new ConnectionState.Offline();
    private Scope scope = Scope.VIEW;
    private HostCondition condition = HostCondition.GOOD;
    private SharingInfo sharing = new SharingInfo(false, List.of());
    private List<AgentInfo> agents = List.of();
    private List<SessionSummary> sessions = List.of();
    private List<PairingRequest> asking = List.of();

    private final Map<SessionId, SessionSummary> summaries = new LinkedHashMap<>();
    /** Immutable and replaced when a mark moves, which is rare: every view of the host shares it. */
    private Map<SessionId, Long> seen = Map.of();

    private boolean seenKnown;
    private final Map<SessionId, Mirror> open = new HashMap<>();
    private final Map<SessionId, Mirror> closed = new LinkedHashMap<>();
    private final Unconfirmed unconfirmed = new Unconfirmed();

    /**
     * Makes a store that knows nothing but whom it mirrors.
     *
     * @param hostName what to show until the host tells its name
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

    /** The state behind {@link #session} with where to go on from it. Any thread; the two are of one moment. */
    public Optional<KeptSession> kept(SessionId sessionId) {
        return Optional.ofNullable(views.get(sessionId)).map(shown -> new KeptSession(shown.gen(), shown.folded()));
    }

    @Override
    public List<PendingIntent> held() {
        return held;
    }

    // --- what was known when this device ran last

    /** Shows what was kept of the host, until the host itself tells. */
    public void restore(KeptHost kept) {
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

    /** Goes on from what was kept of an open session, unless something newer has come. */
    public void restore(KeptSession kept) {
        Mirror mirror = open.get(kept.state().sessionId());
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
        condition = HostCondition.GOOD;
        asking = List.of();
        publishHost(false);
    }

    public void agents(List<AgentInfo> newAgents) {
        agents = newAgents;
        publishHost(false);
    }

    public void sharing(SharingInfo newSharing) {
        sharing = newSharing;
        publishHost(false);
    }

    public void condition(HostCondition newCondition) {
        condition = newCondition;
        publishHost(true);
    }

    public void scope(Scope newScope) {
        scope = newScope;
        publishHost(false);
    }

    /** Devices that wait for the person's word: all of them. */
    public void asking(List<PairingRequest> newAsking) {
        asking = newAsking;
        publishHost(true);
    }

    private void publishHost(boolean critical) {
        host = view();
        listener.hostChanged(critical);
    }

    private HostView view() {
        return new HostView(hostId, hostName, connection, scope, sharing, agents, sessions, seen, asking, condition);
    }

    // --- the overview

    /** All sessions; one that is absent was deleted. */
    public void overview(List<SessionSummary> sessions) {
        boolean critical = false;
        Set<SessionId> present = new HashSet<>();
        for (SessionSummary summary : sessions) {
            present.add(summary.sessionId());
            critical |= Urgency.between(summaries.get(summary.sessionId()), summary);
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
            // On a device that is new to the host, what ended before it came is not news.
            seenKnown = true;
            Map<SessionId, Long> heads = new HashMap<>();
            summaries.values().forEach(summary -> heads.put(summary.sessionId(), summary.headSeq()));
            seen = Map.copyOf(heads);
        }
        gone.forEach(this::drop);
        overviewKnown = true;
        publishOverview(critical);
        open.values().forEach(mirror -> publish(mirror, false));
    }

    public void overviewChanged(List<SessionSummary> changed, List<SessionId> removed) {
        boolean critical = false;
        for (SessionSummary summary : changed) {
            critical |= Urgency.between(summaries.put(summary.sessionId(), summary), summary);
        }
        for (SessionId sessionId : removed) {
            summaries.remove(sessionId);
            drop(sessionId);
        }
        publishOverview(critical);
        for (SessionSummary summary : changed) {
            Mirror mirror = open.get(summary.sessionId());
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

    /** The session is deleted on the host. Its subscription ends by itself; an open mirror stays, empty. */
    private void drop(SessionId sessionId) {
        if (seen.containsKey(sessionId)) {
            Map<SessionId, Long> others = new HashMap<>(seen);
            others.remove(sessionId);
            seen = Map.copyOf(others);
        }
        closed.remove(sessionId);
        unconfirmed.dropSession(sessionId);
        publishHeld();
        Mirror mirror = open.get(sessionId);
        if (mirror != null) {
            mirror.unsubscribed();
            mirror.forget();
        }
        if (views.remove(sessionId) != null) {
            listener.sessionChanged(sessionId, true);
        }
    }

    // --- what the person has seen

    /** Up to where the person had seen each session when this device ran last. */
    public void restoreSeen(Map<SessionId, Long> marks) {
        see(marks);
        seenKnown = true;
        publishOverview(false);
    }

    private void see(Map<SessionId, Long> marks) {
        Map<SessionId, Long> all = new HashMap<>(seen);
        all.putAll(marks);
        seen = Map.copyOf(all);
    }

    /** The person sees the session's present head. @return whether that is news */
    public boolean markSeen(SessionId sessionId) {
        SessionSummary summary = summaries.get(sessionId);
        Mirror mirror = open.get(sessionId);
        long head = Math.max(
                summary == null ? 0 : summary.headSeq(),
                mirror == null || mirror.state() == null ? 0 : mirror.state().seq());
        if (head <= seen.getOrDefault(sessionId, 0L)) {
            return false;
        }
        see(Map.of(sessionId, head));
        publishOverview(false);
        return true;
    }

    // --- sessions

    /** Somebody looks at the session from now on. */
    public void opened(SessionId sessionId) {
        if (open.containsKey(sessionId)) {
            return;
        }
        Mirror kept = closed.remove(sessionId);
        Mirror mirror = kept == null ? new Mirror(sessionId) : kept;
        mirror.following(true);
        open.put(sessionId, mirror);
    }

    /** Nobody looks at the session any more. Its last state stays for a while. */
    public void closed(SessionId sessionId) {
        Mirror mirror = open.remove(sessionId);
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

    /** Forgets the states of sessions that nobody looks at, of which there are up to {@value #KEPT_CLOSED}. */
    public void trim() {
        List<SessionId> all = List.copyOf(closed.keySet());
        closed.clear();
        for (SessionId sessionId : all) {
            views.remove(sessionId);
            listener.sessionChanged(sessionId, false);
        }
    }

    /** Where to go on with an open session. */
    public Cursor cursor(SessionId sessionId) {
        Mirror mirror = open.get(sessionId);
        return mirror == null ? Cursor.START : mirror.cursor();
    }

    /** Forgets the state of an open session, so that the next subscription starts from nothing; readers keep the last. */
    public void startOver(SessionId sessionId) {
        Mirror mirror = open.get(sessionId);
        if (mirror != null) {
            mirror.forget();
        }
    }

    /** From now on only batches of this subscription count for the open session. */
    public void subscribed(SessionId sessionId, long sub) {
        Mirror mirror = open.get(sessionId);
        if (mirror != null) {
            mirror.subscribed(sub);
        }
    }

    /** Whether no more of an open session should be held. */
    public boolean isFull(SessionId sessionId) {
        Mirror mirror = open.get(sessionId);
        return mirror != null
                && mirror.state() != null
                && mirror.state().transcript().isFull();
    }

    /** Where the window of an open session starts: 1 if nothing lies before it, 0 if it has no state yet. */
    public long windowStart(SessionId sessionId) {
        Mirror mirror = open.get(sessionId);
        return mirror == null || mirror.state() == null
                ? 0
                : mirror.state().transcript().windowStart();
    }

    public void snapshot(long sub, long gen, SessionState state) {
        Mirror mirror = fedBy(sub);
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
     * @param gen 0 if it is that of the subscription's message before
     * @param head the newest seq of the session on the host
     */
    public Folded updates(long sub, long gen, long after, long to, long head, List<JournaledUpdate> updates) {
        Mirror mirror = fedBy(sub);
        if (mirror == null) {
            return Folded.IGNORED;
        }
        if (!mirror.fold(gen, after, to, updates)) {
            return Folded.GAP;
        }
        mirror.headIs(Math.max(head, to));
        unconfirmed.folded(mirror.sessionId(), to, updates);
        publish(mirror, Urgency.of(updates));
        publishHeld();
        return Folded.DONE;
    }

    /**
     * Whether the person looks at the end of an open session. As long as so, the oldest items of a long transcript are let
     * go; while not, what is held stays, until it is half as much again as makes it {@linkplain Transcript#isFull() full}.
     */
    public void following(SessionId sessionId, boolean following) {
        Mirror mirror = open.get(sessionId);
        if (mirror != null) {
            SessionState before = mirror.state();
            mirror.following(following);
            if (mirror.state() != before) {
                publish(mirror, false);
            }
        }
    }

    /** @param before the start of the window when the page was asked for */
    public void historyPage(long sub, long asOf, long before, long start, List<Item> items) {
        Mirror mirror = fedBy(sub);
        if (mirror != null && mirror.prepend(asOf, before, start, items)) {
            publish(mirror, false);
        }
    }

    /** The open session that a subscription feeds, or empty if it is over. */
    public Optional<SessionId> fed(long sub) {
        return Optional.ofNullable(fedBy(sub)).map(Mirror::sessionId);
    }

    private Mirror fedBy(long sub) {
        for (Mirror mirror : open.values()) {
            if (mirror.isFedBy(sub)) {
                return mirror;
            }
        }
        return null;
    }

    private void publish(Mirror mirror, boolean critical) {
        SessionState state = mirror.state();
        if (state == null) {
            return;
        }
        SessionSummary summary = summaries.get(mirror.sessionId());
        long head = Math.max(mirror.head(), summary == null ? 0 : summary.headSeq());
        long behind = Math.max(0, head - state.seq());
        SessionView view = new SessionView(troubled(state, summary), behind, unconfirmed.of(mirror.sessionId()));
        views.put(mirror.sessionId(), new Shown(view, state, mirror.gen()));
        listener.sessionChanged(mirror.sessionId(), critical);
    }

    /**
     * A session whose journal cannot be written stands still, which no update can say: only the overview does. It counts
     * as long as it speaks of this very state.
     */
    private static SessionState troubled(SessionState state, SessionSummary summary) {
        boolean stands = summary != null
                && summary.headSeq() == state.seq()
                && summary.activity() != null
                && summary.activity().phase() == SessionPhase.FAILED
                && state.activity() != null
                && state.activity().phase() != SessionPhase.FAILED;
        return stands ? state.withActivity(summary.activity()) : state;
    }

    // --- what the person asked for

    public void submitted(PendingIntent intent) {
        unconfirmed.add(intent);
        publish(unconfirmed.sessionOf(intent.requestId()), false);
    }

    /** The host has the intent on disk. @param seq of the update that it made, 0 if it made none of a session */
    public void accepted(RequestId requestId, long seq) {
        SessionId sessionId = unconfirmed.sessionOf(requestId);
        Mirror mirror = sessionId == null ? null : open.get(sessionId);
        long folded =
                mirror == null || mirror.state() == null ? -1 : mirror.state().seq();
        unconfirmed.accepted(requestId, seq, folded);
        publish(sessionId, false);
    }

    /** An intent has got further by itself, or waits for the person's word from now on. */
    public void reached(RequestId requestId, PendingIntent.Stage stage) {
        unconfirmed.reached(requestId, stage);
        publish(unconfirmed.sessionOf(requestId), stage == PendingIntent.Stage.HELD);
        publishHeld();
    }

    private void publishHeld() {
        List<PendingIntent> now = unconfirmed.held();
        if (!now.equals(held)) {
            held = now;
            publishHost(true);
        }
    }

    /** Intents that were refused and that the person has not dismissed, in the order in which they were made. */
    public List<PendingIntent> refusals() {
        return unconfirmed.refusals();
    }

    /** @param text a sentence for the person */
    public void refused(RequestId requestId, String text) {
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

    private void publish(SessionId sessionId, boolean critical) {
        if (sessionId == null) {
            return;
        }
        Mirror mirror = open.containsKey(sessionId) ? open.get(sessionId) : closed.get(sessionId);
        if (mirror != null) {
            publish(mirror, critical);
        }
    }
}
