package dev.pilothouse.protocol;

import dev.pilothouse.model.AgentInfo;
import dev.pilothouse.model.AgentTrial;
import dev.pilothouse.model.AuditEntry;
import dev.pilothouse.model.BlobId;
import dev.pilothouse.model.Budget;
import dev.pilothouse.model.ChangeContent;
import dev.pilothouse.model.CommentPlace;
import dev.pilothouse.model.CommitState;
import dev.pilothouse.model.ConfigError;
import dev.pilothouse.model.DeviceId;
import dev.pilothouse.model.DeviceInfo;
import dev.pilothouse.model.DirectoryEntry;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.ExternalSession;
import dev.pilothouse.model.FileChanges;
import dev.pilothouse.model.FileDiff;
import dev.pilothouse.model.FileMatch;
import dev.pilothouse.model.FilePart;
import dev.pilothouse.model.FolderEntry;
import dev.pilothouse.model.HostId;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.Job;
import dev.pilothouse.model.JobId;
import dev.pilothouse.model.JournaledUpdate;
import dev.pilothouse.model.KeptInfo;
import dev.pilothouse.model.KeptWorktree;
import dev.pilothouse.model.MachineStatus;
import dev.pilothouse.model.OwnPreset;
import dev.pilothouse.model.PairingRequest;
import dev.pilothouse.model.Profile;
import dev.pilothouse.model.ProfileInfo;
import dev.pilothouse.model.PullRequestStatus;
import dev.pilothouse.model.PushTargetStatus;
import dev.pilothouse.model.ReferenceList;
import dev.pilothouse.model.RegistryInfo;
import dev.pilothouse.model.RemoteState;
import dev.pilothouse.model.RepositorySummary;
import dev.pilothouse.model.RequestId;
import dev.pilothouse.model.RestoredFile;
import dev.pilothouse.model.Run;
import dev.pilothouse.model.RunId;
import dev.pilothouse.model.SavedTemplate;
import dev.pilothouse.model.ScheduleId;
import dev.pilothouse.model.ScheduleStatus;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.ServerSuggestion;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.SharingInfo;
import dev.pilothouse.model.TrustedCommands;
import dev.pilothouse.model.TurnEstimate;
import dev.pilothouse.model.UsageReport;
import dev.pilothouse.model.WorktreeInfo;
import dev.pilothouse.session.IntentResult;
import dev.pilothouse.session.Item;
import dev.pilothouse.session.SearchHit;
import dev.pilothouse.session.SessionState;
import dev.pilothouse.session.SessionSummary;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A message from a host to a client. */
public sealed interface HostMessage {

    /** The request that this message answers. */
    default @Nullable RequestId requestId() {
        return null;
    }

    void accept(Visitor visitor);

    /** The answer to a request that succeeded. A request that fails is answered by a {@link Failure}. */
    sealed interface Reply extends HostMessage {
        @Override
        RequestId requestId();

        @Override
        default void accept(Visitor visitor) {
            visitor.reply(this);
        }
    }

    /**
     * Answers {@code hello}, or an accepted {@code pair}.
     *
     * @param protocol the selected version
     * @param agentProblems the mistakes in the file of the person's own agents
     */
    record Welcome(
            HostId hostId,
            String hostName,
            int protocol,
            DeviceId deviceId,
            Scope scope,
            SharingInfo sharing,
            List<AgentInfo> agents,
            List<ConfigError> agentProblems)
            implements HostMessage {
        public Welcome {
            agents = List.copyOf(agents);
            agentProblems = List.copyOf(agentProblems);
        }

        public Welcome(
                HostId hostId,
                String hostName,
                int protocol,
                DeviceId deviceId,
                Scope scope,
                SharingInfo sharing,
                List<AgentInfo> agents) {
            this(hostId, hostName, protocol, deviceId, scope, sharing, agents, List.of());
        }

        @Override
        public void accept(Visitor visitor) {
            visitor.welcome(this);
        }
    }

    /** All sessions; sent once after the welcome. Sessions that are missing were deleted. */
    record Overview(List<SessionSummary> sessions) implements HostMessage {
        public Overview {
            sessions = List.copyOf(sessions);
        }

        @Override
        public void accept(Visitor visitor) {
            visitor.overview(this);
        }
    }

    /** Changes of the overview since the last one; several changes are merged. */
    record OverviewChanged(List<SessionSummary> changed, List<SessionId> removed) implements HostMessage {
        public OverviewChanged {
            changed = List.copyOf(changed);
            removed = List.copyOf(removed);
        }

        @Override
        public void accept(Visitor visitor) {
            visitor.overviewChanged(this);
        }
    }

    /**
     * Updates of one subscription. Apply them only if {@code after} equals the client's cursor.
     *
     * @param gen the journal's generation; {@link #SAME_GEN} for that of the subscription's previous message
     * @param to the cursor's seq afterwards; may exceed the last update's seq
     * @param head the session's newest seq when the batch was made; updates up to it are still to come
     */
    record Updates(long sub, long gen, long after, long to, long head, List<JournaledUpdate> updates)
            implements HostMessage {
        /** Never a real generation. */
        public static final long SAME_GEN = 0;

        public Updates {
            updates = List.copyOf(updates);
        }

        /** A batch that reaches the head. */
        public static Updates upToHead(long sub, long gen, long after, long to, List<JournaledUpdate> updates) {
            return new Updates(sub, gen, after, to, to, updates);
        }

        /** The seq of the last update, or {@code after} if there is none. */
        static long end(long after, List<JournaledUpdate> updates) {
            return updates.isEmpty() ? after : updates.get(updates.size() - 1).seq();
        }

        @Override
        public void accept(Visitor visitor) {
            visitor.updates(this);
        }
    }

    /** The session's state at {@code state.seq()}, with a window of the transcript. Replaces the client's state. */
    record Snapshot(long sub, long gen, SessionState state) implements HostMessage {
        @Override
        public void accept(Visitor visitor) {
            visitor.snapshot(this);
        }
    }

    /**
     * Items before a window, ascending.
     *
     * @param asOf the session's seq when the page was made
     * @param start the new start of the window: 1 if there are no earlier items
     */
    record HistoryPage(long sub, long asOf, long start, List<Item> items) implements HostMessage {
        public HistoryPage {
            items = List.copyOf(items);
        }

        @Override
        public void accept(Visitor visitor) {
            visitor.historyPage(this);
        }
    }

    /** @param seq seq of the resulting update, 0 if no session was updated */
    record Ack(
            RequestId requestId,
            IntentResult.Outcome outcome,
            @Nullable SessionId sessionId,
            long seq) implements Reply {}

    /**
     * Json type {@code error}.
     *
     * @param requestId null if it answers no request
     * @param sub the subscription that failed, or whose page is not available; 0 for none
     */
    record Failure(@Nullable RequestId requestId, long sub, ErrorCode code, HostText sentence) implements HostMessage {
        public Failure(@Nullable RequestId requestId, long sub, ErrorCode code, String text) {
            this(requestId, sub, code, HostText.untranslated(text));
        }

        public Failure(@Nullable RequestId requestId, ErrorCode code, String text) {
            this(requestId, 0, code, text);
        }

        public Failure(@Nullable RequestId requestId, ErrorCode code, HostText sentence) {
            this(requestId, 0, code, sentence);
        }

        /** The sentence in English. */
        public String text() {
            return sentence.text();
        }

        @Override
        public void accept(Visitor visitor) {
            visitor.failure(this);
        }
    }

    record Directory(RequestId requestId, String path, List<DirectoryEntry> entries) implements Reply {
        public Directory {
            entries = List.copyOf(entries);
        }
    }

    /** @param more whether the agent has further sessions */
    record ExternalSessions(RequestId requestId, List<ExternalSession> sessions, boolean more) implements Reply {
        public ExternalSessions {
            sessions = List.copyOf(sessions);
        }
    }

    /** @param text the content, in base64 if bytes were requested */
    record Blob(RequestId requestId, String text) implements Reply {}

    /**
     * Results of a search.
     *
     * @param hits newest first
     * @param sessions number of sessions searched
     * @param more whether there are further hits
     */
    record SearchResults(RequestId requestId, List<SearchHit> hits, int sessions, boolean more) implements Reply {
        public SearchResults {
            hits = List.copyOf(hits);
        }
    }

    record File(RequestId requestId, FilePart part) implements Reply {}

    /**
     * A folder of a session's directory.
     *
     * @param path relative to the session's directory; empty for the directory itself
     * @param entries folders first
     * @param partial whether entries were left out
     */
    record Folder(RequestId requestId, String path, List<FolderEntry> entries, boolean partial) implements Reply {
        public Folder {
            entries = List.copyOf(entries);
        }
    }

    /** @param partial whether some files were not searched */
    record Files(RequestId requestId, List<FileMatch> files, boolean partial) implements Reply {
        public Files {
            files = List.copyOf(files);
        }
    }

    record Changes(RequestId requestId, FileChanges changes) implements Reply {}

    record DiffPart(RequestId requestId, FileDiff diff) implements Reply {}

    /** Bytes of a change. */
    record Change(RequestId requestId, ChangeContent bytes) implements Reply {}

    /** The places of a session's review comments. */
    record CommentPlaces(RequestId requestId, List<CommentPlace> places) implements Reply {
        public CommentPlaces {
            places = List.copyOf(places);
        }
    }

    /**
     * Changes of the git working trees of sessions that this client watches.
     */
    record RepositoriesChanged(List<Entry> changed) implements HostMessage {
        public RepositoriesChanged {
            changed = List.copyOf(changed);
        }

        /** @param summary null if there is no repository */
        public record Entry(SessionId sessionId, @Nullable RepositorySummary summary) {}

        @Override
        public void accept(Visitor visitor) {
            visitor.repositoriesChanged(this);
        }
    }

    /** The snapshots of a repository, newest first. */
    record Kept(RequestId requestId, List<KeptInfo> snapshots) implements Reply {
        public Kept {
            snapshots = List.copyOf(snapshots);
        }
    }

    /**
     * Files were put back.
     *
     * @param text a sentence for people
     * @param files number of files that changed
     * @param snapshot id of the snapshot of the state before
     */
    record KeptRestored(RequestId requestId, HostText sentence, int files, String snapshot) implements Reply {}

    /**
     * The files that bringing back a snapshot would change.
     *
     * @param files the first ones
     * @param total number of all of them
     */
    record RestorePreview(RequestId requestId, List<RestoredFile> files, int total) implements Reply {
        public RestorePreview {
            files = List.copyOf(files);
        }
    }

    /**
     * Progress of an upload.
     *
     * @param received bytes so far
     * @param blobId null until all bytes were received
     */
    record BlobKept(
            RequestId requestId, long received, @Nullable BlobId blobId) implements Reply {}

    record Devices(RequestId requestId, List<DeviceInfo> devices, List<PairingRequest> asking) implements Reply {
        public Devices {
            devices = List.copyOf(devices);
            asking = List.copyOf(asking);
        }
    }

    /**
     * A page of the audit log.
     *
     * @param entries newest first
     * @param more whether there are earlier ones
     */
    record Audit(RequestId requestId, List<AuditEntry> entries, boolean more) implements Reply {
        public Audit {
            entries = List.copyOf(entries);
        }
    }

    /** @param accessUntil when the access of the paired device ends, null for never */
    record TicketMade(
            RequestId requestId,
            String ticket,
            Instant expiresAt,
            @Nullable Instant accessUntil) implements Reply {
        @Override
        public String toString() {
            return "TicketMade[expires " + expiresAt + "]";
        }
    }

    /** The allowed commands of repositories, the newest first. */
    record Trust(RequestId requestId, List<TrustedCommands> entries) implements Reply {
        public Trust {
            entries = List.copyOf(entries);
        }
    }

    /**
     * The targets of notifications.
     *
     * @param publicKey with which a receiver with keys subscribes: 65 bytes in base64url
     * @param sentence what is wrong with the file of the targets; empty if nothing is
     */
    record PushTargets(RequestId requestId, List<PushTargetStatus> targets, String publicKey, HostText sentence)
            implements Reply {
        public PushTargets {
            targets = List.copyOf(targets);
        }
    }

    /** The host's metrics, as whole numbers by name. */
    record Figures(RequestId requestId, List<Map.Entry<String, Long>> figures) implements Reply {
        public Figures {
            figures = List.copyOf(figures);
        }
    }

    /** Sent to admins: all devices that wait for approval. */
    record PairingAsked(List<PairingRequest> asking) implements HostMessage {
        public PairingAsked {
            asking = List.copyOf(asking);
        }

        @Override
        public void accept(Visitor visitor) {
            visitor.pairingAsked(this);
        }
    }

    /**
     * Sent to the device that waits for approval.
     *
     * @param code six digits, shown on both screens
     */
    record PairingPending(String code) implements HostMessage {
        @Override
        public void accept(Visitor visitor) {
            visitor.pairingPending(this);
        }
    }

    /** The agents changed, or the mistakes in the file of the person's own agents. */
    record AgentsChanged(List<AgentInfo> agents, List<ConfigError> agentProblems) implements HostMessage {
        public AgentsChanged {
            agents = List.copyOf(agents);
            agentProblems = List.copyOf(agentProblems);
        }

        @Override
        public void accept(Visitor visitor) {
            visitor.agentsChanged(this);
        }
    }

    record SharingChanged(SharingInfo sharing) implements HostMessage {
        @Override
        public void accept(Visitor visitor) {
            visitor.sharingChanged(this);
        }
    }

    /** The condition of the host's machine changed. At the start of a connection it counts as good. */
    record ConditionChanged(MachineStatus condition) implements HostMessage {
        @Override
        public void accept(Visitor visitor) {
            visitor.conditionChanged(this);
        }
    }

    /** Answers {@link ClientMessage.ReadCommit} and {@link ClientMessage.StageFiles}. */
    record CommitInfo(RequestId requestId, CommitState state) implements Reply {}

    /** Answers {@link ClientMessage.ListReferences}. */
    record References(RequestId requestId, ReferenceList list) implements Reply {}

    /** Answers {@link ClientMessage.EstimateTurns}. @param estimates one for each session that was asked for */
    record TurnEstimates(RequestId requestId, List<TurnEstimate> estimates) implements Reply {
        public TurnEstimates {
            estimates = List.copyOf(estimates);
        }
    }

    /** Answers {@link ClientMessage.ListPresets}. */
    record Presets(RequestId requestId, List<OwnPreset> presets) implements Reply {
        public Presets {
            presets = List.copyOf(presets);
        }
    }

    /** Answers {@link ClientMessage.ListBudgets}. */
    record Budgets(RequestId requestId, List<Budget> budgets) implements Reply {
        public Budgets {
            budgets = List.copyOf(budgets);
        }
    }

    /**
     * Answers {@link ClientMessage.ListProfiles}.
     *
     * @param remembered the name of the profile that the newest session of the directory was created with; may be empty
     * @param problems wrong parts of the file, which are left out
     */
    record Profiles(RequestId requestId, List<ProfileInfo> profiles, String remembered, List<ConfigError> problems)
            implements Reply {
        public Profiles {
            profiles = List.copyOf(profiles);
            problems = List.copyOf(problems);
        }
    }

    /** Answers {@link ClientMessage.ReadProfile}. @param revision changes with its content; empty from an older host */
    record ProfileRead(RequestId requestId, Profile profile, String revision) implements Reply {}

    /**
     * Answers {@link ClientMessage.TestServer}.
     *
     * @param tools the names of its tools
     * @param fault why it does not work; empty if it does
     */
    record ServerTested(RequestId requestId, List<String> tools, HostText fault) implements Reply {
        public ServerTested {
            tools = List.copyOf(tools);
        }
    }

    /**
     * Answers {@link ClientMessage.SuggestServers}.
     *
     * @param problems wrong files and parts of them, which are left out
     */
    record ServerSuggestions(RequestId requestId, List<ServerSuggestion> suggestions, List<ConfigError> problems)
            implements Reply {
        public ServerSuggestions {
            suggestions = List.copyOf(suggestions);
            problems = List.copyOf(problems);
        }
    }

    /**
     * Answers {@link ClientMessage.ListTemplates}.
     *
     * @param problems wrong parts of the file, which are left out
     */
    record Templates(RequestId requestId, List<SavedTemplate> templates, List<ConfigError> problems) implements Reply {
        public Templates {
            templates = List.copyOf(templates);
            problems = List.copyOf(problems);
        }
    }

    /** Answers {@link ClientMessage.ListRegistry}. */
    record Registry(RequestId requestId, RegistryInfo registry) implements Reply {}

    /** Answers {@link ClientMessage.TestAgent}. */
    record AgentTested(RequestId requestId, AgentTrial trial) implements Reply {}

    /** Answers {@link ClientMessage.ListSchedules}. */
    record Schedules(RequestId requestId, List<ScheduleStatus> schedules) implements Reply {
        public Schedules {
            schedules = List.copyOf(schedules);
        }
    }

    /** Answers {@link ClientMessage.PreviewSchedule}. @param times four at most, ascending */
    record ScheduleTimes(RequestId requestId, List<Instant> times) implements Reply {
        public ScheduleTimes {
            times = List.copyOf(times);
        }
    }

    /**
     * Schedules that changed, each with its newest occurrence.
     *
     * @param all whether the client drops the schedules that it has from before this connection
     * @param removed schedules that the host has no longer
     */
    record SchedulesChanged(boolean all, List<ScheduleStatus> changed, List<ScheduleId> removed)
            implements HostMessage {
        public SchedulesChanged {
            changed = List.copyOf(changed);
            removed = List.copyOf(removed);
        }

        @Override
        public void accept(Visitor visitor) {
            visitor.schedulesChanged(this);
        }
    }

    /** Answers {@link ClientMessage.ReadUsage}. */
    record Usage(RequestId requestId, UsageReport report) implements Reply {}

    /** Answers {@link ClientMessage.ReadRemote}. */
    record Remote(RequestId requestId, RemoteState state) implements Reply {}

    /**
     * Answers {@link ClientMessage.ListWorktrees}.
     *
     * @param kept the newest first
     * @param more whether the host stopped before it had read all of them
     */
    record Worktrees(RequestId requestId, List<WorktreeInfo> worktrees, List<KeptWorktree> kept, boolean more)
            implements Reply {
        public Worktrees {
            worktrees = List.copyOf(worktrees);
            kept = List.copyOf(kept);
        }
    }

    /** Answers {@link ClientMessage.ReadPullRequest}. */
    record PullRequest(RequestId requestId, PullRequestStatus status) implements Reply {}

    /** Answers {@link ClientMessage.ReadFailedChecks}. @param text with the names and the last lines; may be empty */
    record FailedChecks(RequestId requestId, String text) implements Reply {}

    /** Answers {@link ClientMessage.ListJobs}, the newest job first. */
    record Jobs(RequestId requestId, List<Job> jobs) implements Reply {
        public Jobs {
            jobs = List.copyOf(jobs);
        }
    }

    /**
     * Jobs that changed. Of their output, only the lines that this client does not have.
     *
     * @param all whether the client drops the jobs that it has from before this connection
     * @param removed jobs that the host shows no longer
     */
    record JobsChanged(boolean all, List<Job> changed, List<JobId> removed) implements HostMessage {
        public JobsChanged {
            changed = List.copyOf(changed);
            removed = List.copyOf(removed);
        }

        @Override
        public void accept(Visitor visitor) {
            visitor.jobsChanged(this);
        }
    }

    /** Answers {@link ClientMessage.ListRuns}, the newest run first. */
    record Runs(RequestId requestId, List<Run> runs) implements Reply {
        public Runs {
            runs = List.copyOf(runs);
        }
    }

    /**
     * Runs that changed.
     *
     * @param all whether the client drops the runs that it has from before this connection
     * @param removed runs that the host shows no longer
     */
    record RunsChanged(boolean all, List<Run> changed, List<RunId> removed) implements HostMessage {
        public RunsChanged {
            changed = List.copyOf(changed);
            removed = List.copyOf(removed);
        }

        @Override
        public void accept(Visitor visitor) {
            visitor.runsChanged(this);
        }
    }

    /** The device's scope changed. */
    record ScopeChanged(Scope scope) implements HostMessage {
        @Override
        public void accept(Visitor visitor) {
            visitor.scopeChanged(this);
        }
    }

    record Pong(long nonce) implements HostMessage {
        @Override
        public void accept(Visitor visitor) {
            visitor.pong(this);
        }
    }

    /**
     * The last message of a connection.
     *
     * @param min the host's oldest protocol version, 0 if not relevant
     * @param max the host's newest protocol version, 0 if not relevant
     */
    record Bye(ErrorCode code, HostText sentence, int min, int max) implements HostMessage {
        public Bye(ErrorCode code, String text, int min, int max) {
            this(code, HostText.untranslated(text), min, max);
        }

        /** In English. */
        public String text() {
            return sentence.text();
        }

        @Override
        public void accept(Visitor visitor) {
            visitor.bye(this);
        }
    }

    /** A message of an unknown type. */
    record Unknown(String type) implements HostMessage {
        @Override
        public void accept(Visitor visitor) {
            visitor.unknown(this);
        }
    }

    interface Visitor {
        void welcome(Welcome message);

        void overview(Overview message);

        void overviewChanged(OverviewChanged message);

        void updates(Updates message);

        void snapshot(Snapshot message);

        void historyPage(HistoryPage message);

        void reply(Reply message);

        void failure(Failure message);

        void pairingAsked(PairingAsked message);

        void pairingPending(PairingPending message);

        void agentsChanged(AgentsChanged message);

        void sharingChanged(SharingChanged message);

        void conditionChanged(ConditionChanged message);

        void jobsChanged(JobsChanged message);

        void runsChanged(RunsChanged message);

        void schedulesChanged(SchedulesChanged message);

        void repositoriesChanged(RepositoriesChanged message);

        void scopeChanged(ScopeChanged message);

        void pong(Pong message);

        void bye(Bye message);

        void unknown(Unknown message);
    }
}
