package dev.pilothouse.ui;

import dev.pilothouse.model.AgentDraft;
import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.AgentInfo;
import dev.pilothouse.model.AgentTrial;
import dev.pilothouse.model.BlobId;
import dev.pilothouse.model.Budget;
import dev.pilothouse.model.Cause;
import dev.pilothouse.model.ChangeContent;
import dev.pilothouse.model.ChangePart;
import dev.pilothouse.model.CommentPlace;
import dev.pilothouse.model.CommitOrder;
import dev.pilothouse.model.CommitState;
import dev.pilothouse.model.ComparisonTarget;
import dev.pilothouse.model.ConfigError;
import dev.pilothouse.model.DeviceId;
import dev.pilothouse.model.DeviceInfo;
import dev.pilothouse.model.DirectoryEntry;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.FileChanges;
import dev.pilothouse.model.FileDiff;
import dev.pilothouse.model.FileMark;
import dev.pilothouse.model.FileMatch;
import dev.pilothouse.model.FilePart;
import dev.pilothouse.model.FolderEntry;
import dev.pilothouse.model.GoalOrder;
import dev.pilothouse.model.HostId;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.HunkMark;
import dev.pilothouse.model.Job;
import dev.pilothouse.model.JobId;
import dev.pilothouse.model.JournaledUpdate;
import dev.pilothouse.model.KeptInfo;
import dev.pilothouse.model.KeptWorktree;
import dev.pilothouse.model.MachineStatus;
import dev.pilothouse.model.Organisation;
import dev.pilothouse.model.OwnPreset;
import dev.pilothouse.model.PairingRequest;
import dev.pilothouse.model.Profile;
import dev.pilothouse.model.ProfileInfo;
import dev.pilothouse.model.PullMode;
import dev.pilothouse.model.PullRequestStatus;
import dev.pilothouse.model.PushOrder;
import dev.pilothouse.model.PushSecrets;
import dev.pilothouse.model.PushTarget;
import dev.pilothouse.model.PushTargetStatus;
import dev.pilothouse.model.ReferenceList;
import dev.pilothouse.model.RegistryInfo;
import dev.pilothouse.model.RemoteState;
import dev.pilothouse.model.RepositorySummary;
import dev.pilothouse.model.RequestId;
import dev.pilothouse.model.Run;
import dev.pilothouse.model.RunId;
import dev.pilothouse.model.RunKind;
import dev.pilothouse.model.SavedTemplate;
import dev.pilothouse.model.Schedule;
import dev.pilothouse.model.ScheduleAction;
import dev.pilothouse.model.ScheduleId;
import dev.pilothouse.model.ScheduleStatus;
import dev.pilothouse.model.ScheduleTiming;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.SessionFile;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.SessionTemplate;
import dev.pilothouse.model.SessionUpdate;
import dev.pilothouse.model.SharingInfo;
import dev.pilothouse.model.TeamRequest;
import dev.pilothouse.model.TrustedCommands;
import dev.pilothouse.model.TryRequest;
import dev.pilothouse.model.TunnelInfo;
import dev.pilothouse.model.TunnelProvider;
import dev.pilothouse.model.TurnEstimate;
import dev.pilothouse.model.UsageGrouping;
import dev.pilothouse.model.UsageReport;
import dev.pilothouse.model.WorktreeInfo;
import dev.pilothouse.protocol.RunCodec;
import dev.pilothouse.session.ConnectionState;
import dev.pilothouse.session.HostGateway;
import dev.pilothouse.session.HostLink;
import dev.pilothouse.session.HostView;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.IntentResult;
import dev.pilothouse.session.PendingIntent;
import dev.pilothouse.session.SessionGateway;
import dev.pilothouse.session.SessionReader;
import dev.pilothouse.session.SessionReducer;
import dev.pilothouse.session.SessionState;
import dev.pilothouse.session.SessionSummary;
import dev.pilothouse.session.SessionView;
import dev.pilothouse.session.WatchEvidence;
import dev.pilothouse.session.WatchLabel;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A scripted host. The real reducer folds its updates; it records intents and answers them as the test specifies.
 * Confined to the test's thread.
 */
public final class FakeHost implements SessionReader, SessionGateway, HostGateway {
    private final List<Optional<Instant>> ticketsUntil = new ArrayList<>();
    private List<CommentPlace> places = List.of();
    private final HostId hostId;
    private final String name;
    private final boolean local;
    private final Map<SessionId, SessionState> states = new LinkedHashMap<>();
    private final Set<SessionId> late = new HashSet<>();
    private final Map<SessionId, Instant> lastActive = new HashMap<>();
    private final Map<SessionId, WatchLabel> labels = new HashMap<>();
    private final List<CompletableFuture<Reply<External>>> heldExternal = new ArrayList<>();
    private Reply<External> externalAnswer;
    private final Map<SessionId, WatchEvidence> evidence = new HashMap<>();
    private final Map<SessionId, List<PendingIntent>> unconfirmed = new HashMap<>();
    private final Map<SessionId, Long> behind = new HashMap<>();
    private final Map<SessionId, Long> seen = new HashMap<>();
    private final List<Intent> intents = new ArrayList<>();
    private final List<RequestId> requests = new ArrayList<>();
    private final List<Instant> times = new ArrayList<>();
    private final List<RequestId> dismissed = new ArrayList<>();
    private final List<CompletableFuture<IntentResult>> answers = new ArrayList<>();
    private final List<SessionId> open = new ArrayList<>();
    private final List<SessionId> earlierAsked = new ArrayList<>();
    /** Tests read it on another thread than the searching one. */
    private final List<String> searched = new CopyOnWriteArrayList<>();

    private final List<CompletableFuture<Reply<Found>>> searches = new ArrayList<>();
    private List<AgentInfo> agents = List.of();
    private CompletionStage<Reply<Audit>> audit = reply(new Audit(List.of(), false));
    private List<DeviceInfo> devices = List.of();
    private List<PairingRequest> asking = List.of();
    private List<ConfigError> agentProblems = List.of();
    private Map<String, List<String>> directories = Map.of();
    private List<FileMatch> files = List.of();
    private CompletionStage<Reply<Preview>> preview =
            CompletableFuture.completedFuture(new Reply.Value<>(new Preview(List.of(), 0)));
    private final List<String> fileSearches = new ArrayList<>();
    private final List<CompletableFuture<Reply<FoundFiles>>> heldSearches = new ArrayList<>();
    private boolean holdSearches;
    private final Map<String, String> texts = new HashMap<>();
    private final Map<String, SessionFile> otherFiles = new HashMap<>();
    private final Map<String, byte[]> otherBytes = new HashMap<>();
    private final Map<String, List<FolderEntry>> folders = new HashMap<>();
    private final List<String> reads = new ArrayList<>();
    private final List<Runnable> heldReads = new ArrayList<>();
    private boolean holdReads;
    private Reply.Refused<?> refuseReads;
    private final Map<String, ByteArrayOutputStream> uploads = new HashMap<>();
    private final Map<BlobId, byte[]> blobs = new LinkedHashMap<>();
    private String refuseUploads;
    private MachineStatus condition = MachineStatus.GOOD;
    private List<Job> jobs = List.of();
    private List<Run> runs = List.of();
    private Reply<UsageReport> usage =
            new Reply.Value<>(new UsageReport(UsageReport.Total.NONE, List.of(), List.of(), false, null));
    private List<Budget> budgets = new ArrayList<>();
    private List<Profile> profiles = new ArrayList<>();
    private String rememberedProfile = "";
    private List<ConfigError> profileProblems = List.of();
    private ServerTest serverTest = new ServerTest(List.of("search", "read"), HostText.NONE);
    private List<ScheduleStatus> schedules = new ArrayList<>();
    private List<Instant> scheduleTimes = List.of();
    private final List<ScheduleAction> scheduleActions = new ArrayList<>();
    private List<TurnEstimate> estimates = List.of();
    private final List<String> usageAsked = new ArrayList<>();
    private Worktrees worktrees = new Worktrees(List.of(), List.of(), false);
    private Map<SessionId, RepositorySummary> repositories = Map.of();
    private List<SessionId> watchedRepositories = List.of();
    private List<SessionId> shownSessions = List.of();
    private List<PushTargetStatus> pushTargets = List.of();
    private final List<PushTarget> savedPushTargets = new ArrayList<>();
    private final List<PushSecrets> savedPushSecrets = new ArrayList<>();
    private final List<String> pushCommands = new ArrayList<>();
    private final List<ComparisonTarget> comparisons = new ArrayList<>();
    private final List<String> comparedSessions = new ArrayList<>();
    private final Map<String, List<FileDiff>> diffs = new HashMap<>();
    private final List<String> seenContents = new ArrayList<>();
    private final Map<String, byte[]> changeBytes = new HashMap<>();
    private Reply<CommitState> commitState = new Reply.Refused<>(ErrorCode.NO_REPOSITORY, "There is no repository.");
    private Reply<FileChanges> changes = new Reply.Refused<>(
            ErrorCode.NO_REPOSITORY, "The session's directory is in no git repository of the host.");
    private final Map<String, ReferenceList> references = new HashMap<>();
    private final List<String> jobCommands = new ArrayList<>();
    /** The reason for which no run starts; empty if it does. */
    public HostText runRefusal = HostText.NONE;
    /** The commands about runs, in order. */
    public final List<String> runCommands = new ArrayList<>();

    private int rejections;
    private final List<PushOrder> pushed = new ArrayList<>();
    private Reply<RemoteState> remote =
            new Reply.Refused<>(ErrorCode.NO_REPOSITORY, HostText.untranslated("There is no git repository here."));
    private Optional<PullRequestStatus> pullRequest = Optional.empty();
    private String failedChecks = "";
    private SharingInfo sharing = new SharingInfo(false, List.of("ws://127.0.0.1:7717/bridge"));
    private ConnectionState connection = new ConnectionState.Live(Instant.EPOCH, Duration.ofMillis(2));
    private Scope scope = Scope.ADMIN;
    private Runnable hostChanged = () -> {};
    private BiConsumer<SessionId, Boolean> sessionChanged = (session, critical) -> {};
    private Instant now;

    public FakeHost(String id, String name, boolean local, Instant now) {
        this.hostId = new HostId(id);
        this.name = name;
        this.local = local;
        this.now = now;
    }

    void listen(Runnable onHost, BiConsumer<SessionId, Boolean> onSession) {
        hostChanged = onHost;
        sessionChanged = onSession;
    }

    public HostLink link() {
        return new HostLink(hostId, local, this, this, this);
    }

    public HostId hostId() {
        return hostId;
    }

    // --- The script ---

    public FakeHost at(Instant moment) {
        now = moment;
        return this;
    }

    public FakeHost after(Duration time) {
        now = now.plus(time);
        return this;
    }

    /** The seq of the session's next update, which is also the id of an item that it creates. */
    public long nextSeq(SessionId session) {
        return states.getOrDefault(session, SessionState.empty(session)).seq() + 1;
    }

    public SessionId create(String id, String agent, String cwd, String title) {
        SessionId session = new SessionId(id);
        update(
                session,
                new SessionUpdate.SessionCreated(
                        new AgentId(agent.toLowerCase(Locale.ROOT).replace(' ', '-')),
                        agent,
                        cwd,
                        title,
                        SessionUpdate.StartWish.NONE));
        return session;
    }

    public long update(SessionId session, SessionUpdate update) {
        return update(session, update, null);
    }

    public long update(SessionId session, SessionUpdate update, Cause cause) {
        SessionState before = states.getOrDefault(session, SessionState.empty(session));
        long seq = before.seq() + 1;
        states.put(session, SessionReducer.apply(before, new JournaledUpdate(seq, now, cause, update)));
        if (!(update instanceof SessionUpdate.Organised)) {
            lastActive.put(session, now);
        }
        boolean critical = update instanceof SessionUpdate.TurnEnded || update instanceof SessionUpdate.PendingAsked;
        sessionChanged.accept(session, critical);
        hostChanged.run();
        return seq;
    }

    public static Cause from(String device) {
        return new Cause(new RequestId("r" + Math.abs(device.hashCode())), new DeviceId("d1"), device);
    }

    public FakeHost label(SessionId session, WatchLabel label) {
        labels.put(session, label);
        hostChanged.run();
        return this;
    }

    /** A label with its evidence. */
    public FakeHost label(SessionId session, WatchLabel label, WatchEvidence seen) {
        evidence.put(session, seen);
        return label(session, label);
    }

    public FakeHost unconfirmed(SessionId session, PendingIntent... pending) {
        unconfirmed.put(session, List.of(pending));
        sessionChanged.accept(session, false);
        return this;
    }

    public FakeHost behind(SessionId session, long updates) {
        behind.put(session, updates);
        sessionChanged.accept(session, false);
        return this;
    }

    /**
     * Keeps only the last items of a session.
     *
     * @return the state before
     */
    public SessionState holdOnly(SessionId session, int items) {
        SessionState whole = states.get(session);
        hold(whole.window(items));
        return whole;
    }

    /** Holds back the state of a session that is in the list, as a slow host does. */
    public FakeHost late(SessionId session) {
        late.add(session);
        return this;
    }

    /** Delivers the state that was held back. */
    public FakeHost arrive(SessionId session) {
        late.remove(session);
        sessionChanged.accept(session, false);
        return this;
    }

    /** Replaces the state of a session. */
    public FakeHost hold(SessionState state) {
        states.put(state.sessionId(), state);
        sessionChanged.accept(state.sessionId(), false);
        return this;
    }

    public FakeHost connection(ConnectionState state) {
        connection = state;
        hostChanged.run();
        return this;
    }

    public FakeHost scope(Scope given) {
        scope = given;
        return this;
    }

    public FakeHost agents(List<AgentInfo> given) {
        agents = given;
        hostChanged.run();
        return this;
    }

    public FakeHost devices(List<DeviceInfo> given) {
        devices = given;
        return this;
    }

    public FakeHost asking(List<PairingRequest> given) {
        asking = given;
        hostChanged.run();
        return this;
    }

    public FakeHost condition(MachineStatus given) {
        condition = given;
        hostChanged.run();
        return this;
    }

    public FakeHost agentProblems(List<ConfigError> given) {
        agentProblems = given;
        hostChanged.run();
        return this;
    }

    public FakeHost sharing(SharingInfo given) {
        sharing = given;
        return this;
    }

    /** The folders in each folder. A folder that contains {@code .git} is a repository. */
    public FakeHost directories(Map<String, List<String>> given) {
        directories = given;
        return this;
    }

    /** The files in the sessions' directories. */
    public FakeHost files(List<FileMatch> given) {
        files = given;
        return this;
    }

    /** A text file in the sessions' directories. */
    public FakeHost textFile(String path, String text) {
        texts.put(path, text);
        return this;
    }

    /** A file that is shown by its kind: a picture with its bytes, or a binary file. */
    public FakeHost otherFile(SessionFile file, byte[] bytes) {
        otherFiles.put(file.path(), file);
        otherBytes.put(file.path(), bytes);
        return this;
    }

    /** The folders in the sessions' directories, by path. */
    public FakeHost folder(String path, FolderEntry... entries) {
        folders.put(path, List.of(entries));
        return this;
    }

    /** Refuses to read files and folders; null to read them again. */
    public FakeHost refuseReads(Reply.Refused<?> refusal) {
        refuseReads = refusal;
        return this;
    }

    /** Makes later reads wait for {@link #releaseReads}. */
    public FakeHost holdReads() {
        holdReads = true;
        return this;
    }

    public void releaseReads() {
        holdReads = false;
        List<Runnable> held = List.copyOf(heldReads);
        heldReads.clear();
        held.forEach(Runnable::run);
    }

    /** The reads so far, as {@code path:offset}. */
    public List<String> reads() {
        return reads;
    }

    /** Makes later searches wait for {@link #releaseSearch}. */
    public FakeHost holdSearches() {
        holdSearches = true;
        return this;
    }

    /** Answers the nth waiting search. */
    public void releaseSearch(int search, FileMatch... matches) {
        heldSearches.get(search).complete(new Reply.Value<>(new FoundFiles(List.of(matches), false)));
    }

    public FakeHost blob(BlobId id, byte[] bytes) {
        blobs.put(id, bytes);
        return this;
    }

    /** @param why null to accept uploads again */
    public FakeHost refuseUploads(String why) {
        refuseUploads = why;
        return this;
    }

    // --- What the test sees ---

    /** All searches for files in order. */
    public List<String> fileSearches() {
        return fileSearches;
    }

    /** The uploaded contents, in order. */
    public Map<BlobId, byte[]> blobs() {
        return blobs;
    }

    /** All intents in order. */
    public List<Intent> intents() {
        return intents;
    }

    /** Sessions that are open now. */
    public List<SessionId> openSessions() {
        return open;
    }

    /** Sessions whose earlier items were requested, in order. */
    public List<SessionId> earlierAsked() {
        return earlierAsked;
    }

    public void accept(int intent, SessionId session) {
        answers.get(intent)
                .complete(new IntentResult.Accepted(
                        new RequestId("q" + intent), IntentResult.Outcome.ACCEPTED, session, 1));
    }

    public void refuse(int intent, ErrorCode code, String text) {
        answers.get(intent).complete(new IntentResult.Refused(new RequestId("q" + intent), code, text));
    }

    public void refuse(int intent, ErrorCode code, HostText text) {
        answers.get(intent).complete(new IntentResult.Refused(new RequestId("q" + intent), code, text));
    }

    /** The searched texts, in order. */
    public List<String> searched() {
        return searched;
    }

    /** Answers one of the searches, by its index in {@link #searched()}. */
    public void found(int search, Found found) {
        searches.get(search).complete(new Reply.Value<>(found));
    }

    /** Executes an organising intent as a host would, and accepts it. */
    public void organise(int intent) {
        Intent.Organise wanted = (Intent.Organise) intents.get(intent);
        Organisation before = states.get(wanted.sessionId()).info().organisation();
        update(
                wanted.sessionId(),
                new SessionUpdate.Organised(new Organisation(
                        wanted.pinned() == null ? before.pinned() : wanted.pinned(),
                        wanted.archived() == null ? before.archived() : wanted.archived(),
                        wanted.group() == null ? before.group() : wanted.group())));
        accept(intent, wanted.sessionId());
    }

    /** Deletes the session. */
    public void remove(SessionId session) {
        states.remove(session);
        sessionChanged.accept(session, true);
        hostChanged.run();
    }

    // --- The ports ---

    @Override
    public HostView host() {
        List<SessionSummary> sessions = states.values().stream()
                .map(state -> SessionSummary.of(
                        state,
                        labels.getOrDefault(state.sessionId(), WatchLabel.NONE),
                        evidence.get(state.sessionId()),
                        lastActive.get(state.sessionId())))
                .toList();
        return new HostView(
                hostId,
                name,
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

    @Override
    public Optional<SessionView> session(SessionId session) {
        return Optional.ofNullable(states.get(session))
                .map(state -> new SessionView(
                        late.contains(session) ? SessionState.empty(session) : state,
                        behind.getOrDefault(session, 0L),
                        unconfirmed.getOrDefault(session, List.of())));
    }

    @Override
    public CompletionStage<IntentResult> submit(Intent intent) {
        intents.add(intent);
        CompletableFuture<IntentResult> answer = new CompletableFuture<>();
        answers.add(answer);
        return answer;
    }

    @Override
    public CompletionStage<IntentResult> submit(RequestId requestId, Intent intent, Instant madeAt) {
        requests.add(requestId);
        times.add(madeAt);
        return submit(intent);
    }

    /** When those intents were made. */
    public List<Instant> times() {
        return times;
    }

    /** The requests that were dismissed. */
    public List<RequestId> dismissed() {
        return dismissed;
    }

    /** The ids of the intents that were submitted with one. */
    public List<RequestId> requests() {
        return requests;
    }

    /** Answers that a prompt is queued. */
    public void queue(int intent, SessionId session, long queueId) {
        answers.get(intent)
                .complete(new IntentResult.Accepted(
                        new RequestId("q" + intent), IntentResult.Outcome.QUEUED, session, queueId));
    }

    @Override
    public Subscription open(SessionId session) {
        open.add(session);
        return () -> open.remove(session);
    }

    @Override
    public void loadEarlier(SessionId session) {
        earlierAsked.add(session);
    }

    @Override
    public void markSeen(SessionId session) {
        if (states.containsKey(session)) {
            seen.put(session, states.get(session).seq());
        }
    }

    @Override
    public List<PendingIntent> delayedIntents() {
        return unconfirmed.values().stream()
                .flatMap(List::stream)
                .filter(PendingIntent::isDelayed)
                .toList();
    }

    @Override
    public void confirm(RequestId request) {
        unconfirmed.replaceAll((session, pending) -> pending.stream()
                .map(each ->
                        each.requestId().equals(request) && each.isDelayed() ? each.at(PendingIntent.Stage.GOES) : each)
                .toList());
    }

    @Override
    public void dismiss(RequestId request) {
        dismissed.add(request);
        unconfirmed.replaceAll((session, pending) -> pending.stream()
                .filter(each -> !each.requestId().equals(request))
                .toList());
    }

    private static <T> CompletionStage<Reply<T>> reply(T value) {
        return CompletableFuture.completedFuture(new Reply.Value<>(value));
    }

    @Override
    public CompletionStage<Reply<Map<String, Long>>> figures() {
        return CompletableFuture.completedFuture(new Reply.Value<>(Map.of()));
    }

    @Override
    public CompletionStage<Reply<List<TrustedCommands>>> trust() {
        return CompletableFuture.completedFuture(new Reply.Value<>(List.of()));
    }

    public FakeHost pushTargets(PushTargetStatus... all) {
        pushTargets = List.of(all);
        return this;
    }

    public List<PushTarget> savedPushTargets() {
        return savedPushTargets;
    }

    public List<PushSecrets> savedPushSecrets() {
        return savedPushSecrets;
    }

    /** The commands about targets of notifications, each with its arguments. */
    public List<String> pushCommands() {
        return pushCommands;
    }

    @Override
    public CompletionStage<Reply<PushTargets>> pushTargets() {
        return reply(new PushTargets(pushTargets, "BHostKey", HostText.NONE));
    }

    @Override
    public CompletionStage<Reply<Done>> savePushTarget(PushTarget target, PushSecrets secrets) {
        savedPushTargets.add(target);
        savedPushSecrets.add(secrets);
        pushCommands.add("savePushTarget " + target.id());
        return reply(new Done());
    }

    @Override
    public CompletionStage<Reply<Done>> removePushTarget(String id) {
        pushCommands.add("removePushTarget " + id);
        return reply(new Done());
    }

    @Override
    public CompletionStage<Reply<Done>> testPushTarget(String id, boolean roundTrip) {
        pushCommands.add("testPushTarget " + id + " " + roundTrip);
        return reply(new Done());
    }

    @Override
    public CompletionStage<Reply<Done>> forgetTrust(String which) {
        return CompletableFuture.completedFuture(new Reply.Value<>(new Done()));
    }

    @Override
    public CompletionStage<Reply<Devices>> devices() {
        return reply(new Devices(devices, asking));
    }

    /** The expiry of the devices that the created tickets pair. */
    public List<Optional<Instant>> ticketsUntil() {
        return ticketsUntil;
    }

    @Override
    public CompletionStage<Reply<Ticket>> ticket(Scope wanted, Instant accessUntil) {
        ticketsUntil.add(Optional.ofNullable(accessUntil));
        return reply(new Ticket("pilothouse://pair#" + "AbC9xYz_".repeat(26), now.plusSeconds(120)));
    }

    @Override
    public CompletionStage<Reply<Done>> approve(DeviceId device, String code) {
        asking(List.of());
        return reply(new Done());
    }

    @Override
    public CompletionStage<Reply<Done>> refuse(DeviceId device) {
        asking(List.of());
        return reply(new Done());
    }

    @Override
    public CompletionStage<Reply<Done>> revoke(DeviceId device) {
        devices =
                devices.stream().filter(each -> !each.deviceId().equals(device)).toList();
        return reply(new Done());
    }

    @Override
    public CompletionStage<Reply<Done>> renameDevice(DeviceId device, String newName) {
        devices = devices.stream()
                .map(each ->
                        each.deviceId().equals(device) ? changed(each, newName, each.scope(), each.expiresAt()) : each)
                .toList();
        return reply(new Done());
    }

    @Override
    public CompletionStage<Reply<Done>> setScope(DeviceId device, Scope newScope) {
        devices = devices.stream()
                .map(each ->
                        each.deviceId().equals(device) ? changed(each, each.name(), newScope, each.expiresAt()) : each)
                .toList();
        return reply(new Done());
    }

    @Override
    public CompletionStage<Reply<Audit>> audit(Instant since, DeviceId device, int limit) {
        return audit;
    }

    /** Sets the answer to the next request for the audit log. */
    public void answerAudit(CompletionStage<Reply<Audit>> answer) {
        audit = answer;
    }

    @Override
    public CompletionStage<Reply<Done>> setExpiry(DeviceId device, Instant expiresAt) {
        devices = devices.stream()
                .map(each ->
                        each.deviceId().equals(device) ? changed(each, each.name(), each.scope(), expiresAt) : each)
                .toList();
        return reply(new Done());
    }

    private static DeviceInfo changed(DeviceInfo device, String newName, Scope newScope, Instant expiresAt) {
        return new DeviceInfo(
                device.deviceId(),
                newName,
                device.platform(),
                newScope,
                device.pairedAt(),
                device.lastSeen(),
                device.address(),
                device.connected(),
                device.self(),
                expiresAt);
    }

    @Override
    public CompletionStage<Reply<Done>> setSharing(boolean on) {
        sharing = new SharingInfo(on, sharing.urls(), sharing.tunnel());
        hostChanged.run();
        return reply(new Done());
    }

    /** Sets the host's sharing information. */
    public void shares(SharingInfo now) {
        sharing = now;
        hostChanged.run();
    }

    @Override
    public CompletionStage<Reply<Done>> setTunnel(TunnelProvider way) {
        TunnelInfo.Phase phase = way == null ? TunnelInfo.Phase.STOPPED : TunnelInfo.Phase.STARTING;
        sharing = new SharingInfo(sharing.sharing(), sharing.urls(), new TunnelInfo(way, phase, "", "", null));
        hostChanged.run();
        return reply(new Done());
    }

    /** Sets the answer to requests for external sessions; until then they wait. */
    public void external(Reply<External> answer) {
        externalAnswer = answer;
        heldExternal.forEach(waiting -> waiting.complete(answer));
        heldExternal.clear();
    }

    @Override
    public CompletionStage<Reply<External>> externalSessions(AgentId agentId, String cwd) {
        CompletableFuture<Reply<External>> answer = new CompletableFuture<>();
        if (externalAnswer == null) {
            heldExternal.add(answer);
        } else {
            answer.complete(externalAnswer);
        }
        return answer;
    }

    /** Sets the working tree of a session. */
    public void repository(SessionId sessionId, RepositorySummary summary) {
        Map<SessionId, RepositorySummary> all = new HashMap<>(repositories);
        all.put(sessionId, summary);
        repositories = Map.copyOf(all);
        hostChanged.run();
    }

    /** The sessions whose working trees are on screen. */
    public List<SessionId> watchedRepositories() {
        return watchedRepositories;
    }

    /** Sets the answer to the next requests for changed files; a refusal is passed on. */
    public void changes(Reply<FileChanges> answer) {
        changes = answer;
    }

    /** Sets the differences of a file, page by page. */
    public void diff(String path, FileDiff... pages) {
        diffs.put(path, List.of(pages));
    }

    /** The sessions that the window last named as on screen. */
    public List<SessionId> shownSessions() {
        return shownSessions;
    }

    @Override
    public void showSessions(List<SessionId> sessionIds) {
        shownSessions = List.copyOf(sessionIds);
    }

    @Override
    public void watchRepositories(List<SessionId> sessionIds) {
        watchedRepositories = List.copyOf(sessionIds);
    }

    @Override
    public CompletionStage<Reply<FileChanges>> changes(SessionId sessionId, ComparisonTarget against) {
        comparisons.add(against);
        return CompletableFuture.completedFuture(changes);
    }

    @Override
    public CompletionStage<Reply<FileChanges>> changesBetween(SessionId other, SessionId sessionId) {
        comparedSessions.add(other + " " + sessionId);
        return changes(sessionId, ComparisonTarget.SESSION);
    }

    @Override
    public CompletionStage<Reply<FileDiff>> diffBetween(
            SessionId other, SessionId sessionId, String path, String oldPath, int page) {
        comparedSessions.add(other + " " + sessionId + " " + path);
        return diff(sessionId, path, oldPath, ComparisonTarget.SESSION, page, "");
    }

    /** The sessions whose working trees were compared, in the order of the requests. */
    public List<String> comparedSessions() {
        return comparedSessions;
    }

    /** Sets the places of review comments. */
    public FakeHost places(CommentPlace... answer) {
        places = List.of(answer);
        return this;
    }

    @Override
    public CompletionStage<Reply<List<CommentPlace>>> commentPlaces(SessionId sessionId) {
        return CompletableFuture.completedFuture(new Reply.Value<>(places));
    }

    /** The points that working trees were compared with, in the order of the requests. */
    public List<ComparisonTarget> comparisons() {
        return comparisons;
    }

    @Override
    public CompletionStage<Reply<FileDiff>> diff(
            SessionId sessionId, String path, String oldPath, ComparisonTarget against, int page, String seen) {
        seenContents.add(seen);
        List<FileDiff> pages = diffs.getOrDefault(path, List.of());
        return CompletableFuture.completedFuture(
                page < pages.size()
                        ? new Reply.Value<>(pages.get(page))
                        : new Reply.Refused<>(ErrorCode.BAD_REQUEST, "That is no file of the repository."));
    }

    /** The contents that diffs were requested against, in the order of the requests; empty for the target itself. */
    public List<String> seenContents() {
        return seenContents;
    }

    /** Sets bytes of a change; others are empty. */
    public void change(ChangePart part, String path, byte[] bytes) {
        changeBytes.put(part + path, bytes);
    }

    @Override
    public CompletionStage<Reply<ChangeContent>> readChange(
            SessionId sessionId, String path, String oldPath, ComparisonTarget against, ChangePart part, long offset) {
        byte[] bytes = changeBytes.getOrDefault(part + path, new byte[0]);
        String data = Base64.getEncoder().encodeToString(Arrays.copyOfRange(bytes, (int) offset, bytes.length));
        return CompletableFuture.completedFuture(
                new Reply.Value<>(new ChangeContent("1", offset, bytes.length, data, List.of())));
    }

    /** Sets the branches of the repository at a path. Other paths lie in none. */
    public FakeHost references(String path, ReferenceList list) {
        references.put(path, list);
        return this;
    }

    @Override
    public CompletionStage<Reply<ReferenceList>> references(String path) {
        return reply(references.getOrDefault(path, ReferenceList.NONE));
    }

    /** Sets the usage that is reported for any span; those that were asked for are recorded. */
    public FakeHost usage(Reply<UsageReport> all) {
        usage = all;
        return this;
    }

    /** The questions about usage, such as {@code 2026-11-23 to 2026-11-29 by PROJECT}. */
    public List<String> usageAsked() {
        return usageAsked;
    }

    @Override
    public CompletionStage<Reply<UsageReport>> usage(LocalDate from, LocalDate to, ZoneId zone, UsageGrouping by) {
        usageAsked.add(from + " to " + to + " by " + by);
        return CompletableFuture.completedStage(usage);
    }

    /** Sets the schedules of the host. */
    public FakeHost schedules(ScheduleStatus... all) {
        schedules = new ArrayList<>(List.of(all));
        hostChanged.run();
        return this;
    }

    /** Sets the times of all timings. */
    public FakeHost scheduleTimes(Instant... times) {
        scheduleTimes = List.of(times);
        return this;
    }

    @Override
    public CompletionStage<Reply<List<ScheduleStatus>>> schedules(@Nullable ScheduleId id) {
        return reply(schedules.stream()
                .filter(each -> id == null || each.schedule().id().equals(id))
                .toList());
    }

    @Override
    public CompletionStage<Reply<List<Instant>>> previewSchedule(ScheduleTiming timing) {
        return reply(scheduleTimes);
    }

    /** A profile without content. */
    public static Profile emptyProfile(String name) {
        return new Profile(name, List.of(), List.of(), "", "", "", List.of());
    }

    /** Sets the profiles. @param remembered of every directory */
    public FakeHost profiles(String remembered, Profile... all) {
        profiles = new ArrayList<>(List.of(all));
        rememberedProfile = remembered;
        return this;
    }

    /** Sets the mistakes in the file of profiles. */
    public FakeHost profileProblems(ConfigError... problems) {
        profileProblems = List.of(problems);
        return this;
    }

    /** Sets the result of every test of a server. */
    public FakeHost serverTest(ServerTest result) {
        serverTest = result;
        return this;
    }

    /** The profiles as they were saved. */
    public List<Profile> savedProfiles() {
        return List.copyOf(profiles);
    }

    @Override
    public CompletionStage<Reply<Profiles>> profiles(String directory) {
        return reply(new Profiles(
                profiles.stream()
                        .map(profile -> new ProfileInfo(
                                profile.name(),
                                "0123456789ab",
                                profile.servers().stream()
                                        .map(server -> new ProfileInfo.Server(server.name(), server.kind()))
                                        .toList(),
                                profile.environment().size(),
                                !profile.instructions().isEmpty(),
                                profile.mode(),
                                profile.model()))
                        .toList(),
                directory == null ? "" : rememberedProfile,
                profileProblems));
    }

    @Override
    public CompletionStage<Reply<ProfileContent>> profile(String name) {
        return stored(name)
                .map(found -> reply(new ProfileContent(found.withheld(), revision(found))))
                .orElseGet(() -> CompletableFuture.completedFuture(new Reply.Refused<>(
                        ErrorCode.BAD_REQUEST, HostText.of(HostTextCode.PROFILE_GONE_BEFORE, name))));
    }

    private Optional<Profile> stored(String name) {
        return profiles.stream().filter(each -> each.name().equals(name)).findFirst();
    }

    private static String revision(Record content) {
        return Integer.toHexString(content.hashCode());
    }

    private static CompletionStage<Reply<Done>> conflict(HostTextCode code, String name) {
        return CompletableFuture.completedFuture(new Reply.Refused<>(ErrorCode.CONFLICT, HostText.of(code, name)));
    }

    @Override
    public CompletionStage<Reply<Done>> saveProfile(Profile profile, String replaces, String revision) {
        if (replaces != null && !stored(replaces).map(FakeHost::revision).equals(Optional.of(revision))) {
            return conflict(HostTextCode.PROFILE_CHANGED_SINCE, replaces);
        }
        profiles.removeIf(each -> each.name().equals(replaces));
        profiles.add(profile);
        return reply(new Done());
    }

    @Override
    public CompletionStage<Reply<Done>> deleteProfile(String name, String revision) {
        if (stored(name)
                .map(FakeHost::revision)
                .filter(now -> !now.equals(revision))
                .isPresent()) {
            return conflict(HostTextCode.PROFILE_CHANGED_SINCE, name);
        }
        profiles.removeIf(each -> each.name().equals(name));
        return reply(new Done());
    }

    /** The templates of new sessions. */
    public final List<SessionTemplate> templates = new ArrayList<>();

    @Override
    public CompletionStage<Reply<Templates>> templates() {
        return reply(new Templates(
                templates.stream()
                        .map(each -> new SavedTemplate(each, revision(each)))
                        .toList(),
                List.of()));
    }

    @Override
    public CompletionStage<Reply<Done>> saveTemplate(
            String before, @Nullable SessionTemplate template, String revision) {
        if (!before.isEmpty()
                && templates.stream()
                        .noneMatch(each ->
                                each.name().equals(before) && revision(each).equals(revision))) {
            return conflict(HostTextCode.TEMPLATE_CHANGED_SINCE, before);
        }
        if (template != null
                && !template.name().equals(before)
                && templates.stream().anyMatch(each -> each.name().equals(template.name()))) {
            return CompletableFuture.completedFuture(new Reply.Refused<>(
                    ErrorCode.BAD_REQUEST, HostText.of(HostTextCode.TEMPLATE_TWICE, template.name())));
        }
        templates.removeIf(each -> each.name().equals(before));
        if (template != null) {
            templates.add(template);
        }
        return reply(new Done());
    }

    @Override
    public CompletionStage<Reply<ServerTest>> testServer(String profile, String server) {
        return reply(serverTest);
    }

    /** The answers about the servers that files suggest, by their folder. */
    public final Map<String, Reply<Suggestions>> suggestions = new HashMap<>();

    @Override
    public CompletionStage<Reply<Suggestions>> suggestServers(String directory) {
        return CompletableFuture.completedFuture(
                suggestions.getOrDefault(directory, new Reply.Value<>(Suggestions.NONE)));
    }

    @Override
    public CompletionStage<Reply<Done>> saveSchedule(Schedule schedule) {
        schedules.removeIf(each -> each.schedule().id().equals(schedule.id()));
        schedules.add(new ScheduleStatus(schedule, false, HostText.NONE, scheduleTimes, List.of()));
        hostChanged.run();
        return reply(new Done());
    }

    @Override
    public CompletionStage<Reply<Done>> actOnSchedule(ScheduleId id, ScheduleAction action) {
        scheduleActions.add(action);
        schedules.replaceAll(each -> each.schedule().id().equals(id)
                ? new ScheduleStatus(
                        each.schedule(),
                        action == ScheduleAction.PAUSE || action == ScheduleAction.RUN && each.paused(),
                        HostText.NONE,
                        each.next(),
                        each.occurrences())
                : each);
        schedules.removeIf(
                each -> action == ScheduleAction.REMOVE && each.schedule().id().equals(id));
        hostChanged.run();
        return reply(new Done());
    }

    /** The actions on schedules so far. */
    public List<ScheduleAction> scheduleActions() {
        return List.copyOf(scheduleActions);
    }

    /** Sets the budgets of the host. */
    public FakeHost budgets(Budget... all) {
        budgets = new ArrayList<>(List.of(all));
        return this;
    }

    /** Sets the estimates of the next turns. */
    public FakeHost estimates(TurnEstimate... all) {
        estimates = List.of(all);
        return this;
    }

    @Override
    public CompletionStage<Reply<List<TurnEstimate>>> estimateTurns(List<SessionId> sessions) {
        return reply(sessions.stream()
                .map(sessionId -> estimates.stream()
                        .filter(each -> each.sessionId().equals(sessionId))
                        .findFirst()
                        .orElse(TurnEstimate.unknown(sessionId)))
                .toList());
    }

    @Override
    public CompletionStage<Reply<List<Budget>>> budgets() {
        return reply(List.copyOf(budgets));
    }

    @Override
    public CompletionStage<Reply<RequestId>> setBudget(Budget budget) {
        budgets.removeIf(each -> each.id().equals(budget.id()));
        if (budget.limit() > 0) {
            budgets.add(budget);
        }
        return reply(new RequestId("budget"));
    }

    /** Sets the worktrees of the host. */
    public FakeHost worktrees(Worktrees all) {
        worktrees = all;
        return this;
    }

    @Override
    public CompletionStage<Reply<Worktrees>> worktrees() {
        return reply(worktrees);
    }

    @Override
    public CompletionStage<Reply<JobId>> removeWorktree(WorktreeInfo worktree, boolean foreign) {
        jobCommands.add("remove " + worktree.place() + (foreign ? " foreign" : ""));
        return reply(new JobId("remove"));
    }

    @Override
    public CompletionStage<Reply<JobId>> restoreWorktree(KeptWorktree snapshot) {
        jobCommands.add("restore " + snapshot.id());
        return reply(new JobId("restore"));
    }

    /** Sets the remote of every session, or the reason why it cannot be read. */
    public FakeHost remote(Reply<RemoteState> state) {
        remote = state;
        return this;
    }

    @Override
    public CompletionStage<Reply<RemoteState>> remote(SessionId sessionId) {
        return CompletableFuture.completedFuture(remote);
    }

    @Override
    public CompletionStage<Reply<JobId>> fetch(SessionId sessionId) {
        jobCommands.add("fetch " + sessionId);
        return reply(new JobId("fetch"));
    }

    @Override
    public CompletionStage<Reply<JobId>> pull(SessionId sessionId, @Nullable PullMode method, boolean afterTurn) {
        jobCommands.add("pull " + sessionId + " " + method + (afterTurn ? " after the turn" : ""));
        return reply(new JobId("pull"));
    }

    @Override
    public CompletionStage<Reply<JobId>> abortPull(SessionId sessionId) {
        jobCommands.add("abort " + sessionId);
        return reply(new JobId("abort"));
    }

    @Override
    public CompletionStage<Reply<JobId>> push(SessionId sessionId, PushOrder order) {
        pushed.add(order);
        jobCommands.add("push " + sessionId);
        return reply(new JobId("push"));
    }

    /** The pushes that were ordered. */
    public List<PushOrder> pushed() {
        return pushed;
    }

    /** Sets what the host answers about the pull request of any session. */
    public void pullRequest(PullRequestStatus status) {
        pullRequest = Optional.of(status);
    }

    /** Sets the lines of failed checks. */
    public void failedChecks(String text) {
        failedChecks = text;
    }

    @Override
    public CompletionStage<Reply<PullRequestStatus>> pullRequest(SessionId sessionId) {
        return pullRequest.map(FakeHost::reply).orElseGet(CompletableFuture::new);
    }

    @Override
    public CompletionStage<Reply<String>> failedChecks(SessionId sessionId) {
        return reply(failedChecks);
    }

    @Override
    public CompletionStage<Reply<JobId>> createPullRequest(SessionId sessionId, NewPullRequest wanted) {
        jobCommands.add("pull request " + wanted);
        return reply(new JobId("pull-request"));
    }

    /** Sets the answer to requests for what a commit would be, and to staging. */
    public FakeHost commitState(Reply<CommitState> answer) {
        commitState = answer;
        return this;
    }

    @Override
    public CompletionStage<Reply<CommitState>> commitState(SessionId sessionId) {
        return CompletableFuture.completedFuture(commitState);
    }

    @Override
    public CompletionStage<Reply<CommitState>> stage(
            SessionId sessionId, boolean staged, List<FileMark> files, HunkMark hunk) {
        jobCommands.add((staged ? "stage " : "unstage ")
                + String.join(" ", files.stream().map(FileMark::path).toList())
                + (hunk == null ? "" : " at " + hunk.newStart()));
        return CompletableFuture.completedFuture(commitState);
    }

    @Override
    public CompletionStage<Reply<JobId>> reject(
            SessionId sessionId, ComparisonTarget against, FileMark file, HunkMark hunk, boolean afterTurn) {
        jobCommands.add("reject " + file.path() + (hunk == null ? "" : " at " + hunk.newStart())
                + (afterTurn ? " after the turn" : ""));
        rejections++;
        return reply(new JobId(rejections == 1 ? "rejection" : "rejection-" + rejections));
    }

    @Override
    public CompletionStage<Reply<JobId>> commit(SessionId sessionId, CommitOrder order) {
        jobCommands.add(
                "commit " + order.files() + " " + order.message() + (order.afterTurn() ? " after the turn" : ""));
        return reply(new JobId("commit"));
    }

    /** The answer to {@link #registry}. */
    public RegistryInfo registry = new RegistryInfo(Instant.EPOCH, true, List.of(), List.of());

    /** The answer to {@link #testAgent}. */
    public AgentTrial trial = AgentTrial.failed(HostText.NONE);

    /** Refuses to remove or delete agents; null to do it. */
    public @Nullable HostText agentRefusal;

    private <T> CompletionStage<Reply<T>> unlessAgentsAreRefused(T value) {
        return agentRefusal == null
                ? reply(value)
                : CompletableFuture.completedFuture(new Reply.Refused<>(ErrorCode.CONFLICT, agentRefusal));
    }

    @Override
    public CompletionStage<Reply<RegistryInfo>> registry() {
        return reply(registry);
    }

    @Override
    public CompletionStage<Reply<JobId>> refreshRegistry() {
        jobCommands.add("refreshRegistry");
        return reply(new JobId("refresh"));
    }

    @Override
    public CompletionStage<Reply<JobId>> installAgent(String id, String source, boolean unverified) {
        jobCommands.add("install " + id + " " + source + (unverified ? " unverified" : ""));
        return reply(new JobId("install"));
    }

    @Override
    public CompletionStage<Reply<JobId>> removeAgent(String id) {
        jobCommands.add("remove " + id);
        return unlessAgentsAreRefused(new JobId("remove"));
    }

    @Override
    public CompletionStage<Reply<AgentTrial>> testAgent(AgentId agentId, @Nullable AgentDraft draft) {
        jobCommands.add("test " + agentId + (draft == null ? "" : " " + draft));
        return reply(trial);
    }

    @Override
    public CompletionStage<Reply<Done>> saveAgent(AgentDraft draft) {
        jobCommands.add("save " + draft);
        return reply(new Done());
    }

    @Override
    public CompletionStage<Reply<Done>> deleteAgent(AgentId agentId) {
        jobCommands.add("delete " + agentId);
        return unlessAgentsAreRefused(new Done());
    }

    @Override
    public CompletionStage<Reply<Done>> logoutAgent(AgentId agentId) {
        jobCommands.add("logout " + agentId);
        return reply(new Done());
    }

    @Override
    public CompletionStage<Reply<JobId>> suggestCommit(SessionId sessionId) {
        jobCommands.add("suggest " + sessionId);
        return reply(new JobId("suggest"));
    }

    @Override
    public CompletionStage<Reply<JobId>> check(
            SessionId sessionId, List<String> commands, int minutes, boolean afterTurn) {
        jobCommands.add((afterTurn ? "check after the turn " : "check ") + String.join("; ", commands));
        return reply(new JobId("check"));
    }

    /** Sets the host's runs. */
    public void runs(Run... all) {
        runs = List.of(all);
        hostChanged.run();
    }

    /** Sets the host's jobs. */
    public void jobs(Job... all) {
        jobs = List.of(all);
        hostChanged.run();
    }

    /** The commands for jobs, such as {@code cancel j1}. */
    public List<String> jobCommands() {
        return jobCommands;
    }

    @Override
    public CompletionStage<Reply<List<Job>>> jobs(JobId jobId) {
        return reply(jobs.stream()
                .filter(job -> jobId == null || job.jobId().equals(jobId))
                .toList());
    }

    @Override
    public CompletionStage<Reply<Done>> cancelJob(JobId jobId) {
        jobCommands.add("cancel " + jobId);
        return reply(new Done());
    }

    @Override
    public CompletionStage<Reply<Done>> retryJob(JobId jobId) {
        jobCommands.add("retry " + jobId);
        return reply(new Done());
    }

    @Override
    public CompletionStage<Reply<RunId>> startTry(TryRequest request) {
        return startRun(RunKind.TRY, RunCodec.parameters(request));
    }

    @Override
    public CompletionStage<Reply<RunId>> startTeam(TeamRequest request) {
        return startRun(RunKind.TEAM, RunCodec.parameters(request));
    }

    @Override
    public CompletionStage<Reply<RunId>> startRun(RunKind kind, String parameters) {
        runCommands.add("start " + kind + " " + parameters);
        if (!runRefusal.isEmpty()) {
            return CompletableFuture.completedFuture(new Reply.Refused<>(ErrorCode.BUSY, runRefusal));
        }
        return reply(new RunId("r" + runCommands.size()));
    }

    /** One's own presets of teams. */
    public final List<OwnPreset> presets = new ArrayList<>();

    @Override
    public CompletionStage<Reply<List<OwnPreset>>> presets() {
        return reply(List.copyOf(presets));
    }

    @Override
    public Optional<TeamRequest> teamOf(OwnPreset preset) {
        return RunCodec.team(preset);
    }

    @Override
    public OwnPreset presetOf(String name, TeamRequest team) {
        return RunCodec.preset(name, team);
    }

    @Override
    public CompletionStage<Reply<RequestId>> savePreset(String before, @Nullable OwnPreset preset) {
        presets.removeIf(each -> each.name().equals(before));
        if (preset != null) {
            presets.add(preset);
        }
        return reply(new RequestId("preset"));
    }

    @Override
    public CompletionStage<Reply<RunId>> startGoal(SessionId sessionId, GoalOrder order) {
        runCommands.add("goal " + order.text() + " " + order.commands() + " " + order.limits()
                + (order.hasReviewer() ? " " + order.reviewer() + " " + order.reviewerModel() : ""));
        return reply(new RunId("goal"));
    }

    @Override
    public CompletionStage<Reply<List<Run>>> runs() {
        return reply(runs);
    }

    @Override
    public CompletionStage<Reply<Done>> actOnRun(RunId runId, String action, String parameters) {
        runCommands.add(action + " " + runId + " " + parameters);
        return reply(new Done());
    }

    @Override
    public CompletionStage<Reply<Directory>> listDirectory(String path) {
        String asked = path.isEmpty() ? "/home/ada" : path;
        String wanted = asked.length() > 1 && asked.endsWith("/") ? asked.substring(0, asked.length() - 1) : asked;
        List<String> names = directories.get(wanted);
        return names == null
                ? CompletableFuture.completedFuture(
                        new Reply.Refused<>(ErrorCode.NO_SUCH_DIRECTORY, wanted + " is not there."))
                : reply(new Directory(
                        wanted,
                        names.stream()
                                .map(each -> new DirectoryEntry(
                                        each,
                                        true,
                                        directories
                                                .getOrDefault(wanted + "/" + each, List.of())
                                                .contains(".git")))
                                .toList()));
    }

    @Override
    public CompletionStage<Reply<Found>> search(String text, int limit) {
        searched.add(text);
        CompletableFuture<Reply<Found>> answer = new CompletableFuture<>();
        searches.add(answer);
        return answer;
    }

    @Override
    public CompletionStage<Reply<String>> fetchBlob(SessionId session, BlobId blob) {
        return reply("the whole of " + blob + "\n".repeat(20) + "end");
    }

    @Override
    public CompletionStage<Reply<byte[]>> fetchBytes(SessionId session, BlobId blob) {
        byte[] bytes = blobs.get(blob);
        return bytes == null
                ? CompletableFuture.completedFuture(new Reply.Refused<>(ErrorCode.NO_SUCH_BLOB, "There is no " + blob))
                : reply(bytes);
    }

    /** Answers each request for the changes of a restore. */
    public void answerPreviews(CompletionStage<Reply<Preview>> answer) {
        preview = answer;
    }

    @Override
    public CompletionStage<Reply<List<KeptInfo>>> kept(String directory) {
        return CompletableFuture.completedFuture(new Reply.Value<>(List.of()));
    }

    @Override
    public CompletionStage<Reply<Restored>> restoreKept(String directory, String snapshot) {
        return CompletableFuture.completedFuture(new Reply.Refused<>(ErrorCode.CLOSED, "There is no such snapshot."));
    }

    @Override
    public CompletionStage<Reply<Done>> forgetKept(String directory, String snapshot) {
        return CompletableFuture.completedFuture(new Reply.Value<>(new Done()));
    }

    @Override
    public CompletionStage<Reply<Preview>> previewRestore(SessionId session, String snapshot) {
        return preview;
    }

    @Override
    public CompletionStage<Reply<FoundFiles>> findFiles(SessionId session, String query) {
        fileSearches.add(query);
        CompletableFuture<Reply<FoundFiles>> answer = new CompletableFuture<>();
        if (holdSearches) {
            heldSearches.add(answer);
        } else {
            answer.complete(new Reply.Value<>(found(query)));
        }
        return answer;
    }

    private FoundFiles found(String query) {
        return new FoundFiles(
                files.stream()
                        .filter(file -> file.path().toLowerCase(Locale.ROOT).contains(query.toLowerCase(Locale.ROOT)))
                        .toList(),
                false);
    }

    @Override
    public CompletionStage<Reply<FilePart>> readFile(SessionId session, String path, long firstLine, int lines) {
        return read(path + ":" + firstLine, () -> {
            if (otherFiles.containsKey(path)) {
                return new FilePart(otherFiles.get(path), 0, List.of(), false, false, "");
            }
            String text = texts.get(path);
            if (text == null) {
                return null;
            }
            List<String> all = text.lines().toList();
            int from = (int) Math.min(firstLine, all.size());
            int to = Math.min(all.size(), from + Math.min(lines, 2_000));
            return new FilePart(
                    new SessionFile(path, SessionFile.Kind.TEXT, text.length(), now, "UTF-8", (long) all.size(), ""),
                    from,
                    all.subList(from, to),
                    false,
                    to < all.size(),
                    "");
        });
    }

    @Override
    public CompletionStage<Reply<FilePart>> readPicture(SessionId session, String path, long offset) {
        return read(path + "#" + offset, () -> {
            byte[] bytes = otherBytes.get(path);
            int to = (int) Math.min(bytes.length, offset + 1_000);
            String data = Base64.getEncoder().encodeToString(Arrays.copyOfRange(bytes, (int) offset, to));
            return new FilePart(otherFiles.get(path), offset, List.of(), false, to < bytes.length, data);
        });
    }

    @Override
    public CompletionStage<Reply<Folder>> listFolder(SessionId session, String path) {
        return read(path + "/", () -> folders.containsKey(path) ? new Folder(path, folders.get(path), false) : null);
    }

    private <T> CompletionStage<Reply<T>> read(String asked, Supplier<T> content) {
        reads.add(asked);
        CompletableFuture<Reply<T>> answer = new CompletableFuture<>();
        Runnable work = () -> {
            T found = refuseReads == null ? content.get() : null;
            answer.complete(
                    found != null
                            ? new Reply.Value<>(found)
                            : refuseReads != null
                                    ? new Reply.Refused<>(refuseReads.code(), refuseReads.text())
                                    : new Reply.Refused<>(ErrorCode.NO_SUCH_FILE, "There is no such file."));
        };
        if (holdReads) {
            heldReads.add(work);
        } else {
            work.run();
        }
        return answer;
    }

    @Override
    public CompletionStage<Reply<BlobPart>> putBlob(
            SessionId session, String upload, long offset, long total, byte[] piece) {
        if (refuseUploads != null) {
            return CompletableFuture.completedFuture(new Reply.Refused<>(ErrorCode.UNREACHABLE, refuseUploads));
        }
        ByteArrayOutputStream whole = uploads.computeIfAbsent(upload, name -> new ByteArrayOutputStream());
        whole.write(piece, 0, piece.length);
        if (whole.size() < total) {
            return reply(new BlobPart(whole.size(), null));
        }
        BlobId id = new BlobId("b" + (blobs.size() + 1));
        blobs.put(id, whole.toByteArray());
        return reply(new BlobPart(total, id));
    }
}
