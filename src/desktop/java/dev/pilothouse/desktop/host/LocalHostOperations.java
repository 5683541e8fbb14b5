package dev.pilothouse.desktop.host;

import dev.pilothouse.desktop.agent.AgentLauncher;
import dev.pilothouse.desktop.bridge.BridgeFailure;
import dev.pilothouse.desktop.bridge.CheckOperations;
import dev.pilothouse.desktop.bridge.CommitOperations;
import dev.pilothouse.desktop.bridge.HostOperations;
import dev.pilothouse.desktop.bridge.JobOperations;
import dev.pilothouse.desktop.bridge.ProfileOperations;
import dev.pilothouse.desktop.bridge.PullRequestOperations;
import dev.pilothouse.desktop.bridge.PushOperations;
import dev.pilothouse.desktop.bridge.RegistryOperations;
import dev.pilothouse.desktop.bridge.RemoteOperations;
import dev.pilothouse.desktop.bridge.RunOperations;
import dev.pilothouse.desktop.bridge.ScheduleOperations;
import dev.pilothouse.desktop.bridge.SessionFiles;
import dev.pilothouse.desktop.bridge.SessionRepositories;
import dev.pilothouse.desktop.bridge.Submission;
import dev.pilothouse.desktop.bridge.TrustOperations;
import dev.pilothouse.desktop.bridge.WorktreeOperations;
import dev.pilothouse.desktop.journal.SessionFeed;
import dev.pilothouse.desktop.journal.UpdateLimits;
import dev.pilothouse.desktop.pairing.DeviceRegistry;
import dev.pilothouse.desktop.pairing.HostDescription;
import dev.pilothouse.desktop.pairing.PairingService;
import dev.pilothouse.desktop.search.SearchService;
import dev.pilothouse.desktop.team.TeamPresetStore;
import dev.pilothouse.desktop.usage.UsageReporter;
import dev.pilothouse.desktop.worktree.WorktreeService;
import dev.pilothouse.model.AgentInfo;
import dev.pilothouse.model.ConfigError;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.HostId;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.MachineStatus;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.SharingInfo;
import dev.pilothouse.model.TextCutter;
import dev.pilothouse.model.TunnelProvider;
import dev.pilothouse.pairing.PairingTicket;
import dev.pilothouse.protocol.ClientMessage;
import dev.pilothouse.protocol.HostMessage;
import dev.pilothouse.pulse.Cancellable;
import dev.pilothouse.secure.PublicKey;
import dev.pilothouse.session.HostGateway;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The host's operations for its connections. Thread-safe. There is nothing to close. */
final class LocalHostOperations implements HostOperations {
    private final HostId hostId;
    private final String hostName;
    private final PublicKey key;
    private final SessionRegistry sessions;
    private final SessionFiles files;
    /** Limits for the agents in a welcome, whose data comes from agents.json and from the agents. */
    private static final int MAX_AGENTS = 100;

    private static final int MAX_AGENT_NAME = 200;
    private static final int MAX_AGENT_TEXT = 1_000;

    private final AgentLauncher agents;
    private final PairingService pairing;
    private final SearchService search;
    private final ExternalSessions external;
    private final HostNetwork network;
    private final JobOperations jobs;
    private final RunOperations runs;
    private final TrustOperations trust;
    private final SessionRepositories repositories;
    private final WorktreeService worktrees;
    private final TeamPresetStore presets;
    private final UsageReporter usage;
    private final RemoteOperations remotes;
    private final PullRequestOperations pullRequests;
    private final CommitOperations commits;
    private final ScheduleOperations schedules;
    private final ProfileOperations profiles;
    private final CheckOperations checks;
    private final PushOperations pushes;
    private final RegistryOperations registry;
    private volatile @Nullable MachineMonitor care;

    LocalHostOperations(
            HostId hostId,
            String hostName,
            PublicKey key,
            SessionRegistry sessions,
            SessionFiles files,
            AgentLauncher agents,
            PairingService pairing,
            SearchService search,
            ExternalSessions external,
            HostNetwork network,
            JobOperations jobs,
            RunOperations runs,
            TrustOperations trust,
            SessionRepositories repositories,
            WorktreeService worktrees,
            UsageReporter usage,
            RemoteOperations remotes,
            PullRequestOperations pullRequests,
            CommitOperations commits,
            CheckOperations checks,
            ScheduleOperations schedules,
            ProfileOperations profiles,
            PushOperations pushes,
            RegistryOperations registry,
            TeamPresetStore presets) {
        this.hostId = hostId;
        this.hostName = hostName;
        this.key = key;
        this.sessions = sessions;
        this.files = files;
        this.agents = agents;
        this.pairing = pairing;
        this.search = search;
        this.external = external;
        this.network = network;
        this.jobs = jobs;
        this.runs = runs;
        this.trust = trust;
        this.repositories = repositories;
        this.worktrees = worktrees;
        this.usage = usage;
        this.remotes = remotes;
        this.pullRequests = pullRequests;
        this.commits = commits;
        this.schedules = schedules;
        this.presets = presets;
        this.profiles = profiles;
        this.checks = checks;
        this.pushes = pushes;
        this.registry = registry;
    }

    @Override
    public RegistryOperations registry() {
        return registry;
    }

    @Override
    public HostId hostId() {
        return hostId;
    }

    @Override
    public String hostName() {
        return hostName;
    }

    PublicKey key() {
        return key;
    }

    @Override
    public List<ConfigError> agentProblems() {
        return agents.problems();
    }

    @Override
    public List<AgentInfo> agents() {
        return agents.agents().stream()
                .limit(MAX_AGENTS)
                .map(agent -> new AgentInfo(
                        agent.agentId(),
                        TextCutter.head(agent.name(), MAX_AGENT_NAME),
                        agent.installed(),
                        TextCutter.head(agent.command(), MAX_AGENT_TEXT),
                        TextCutter.head(agent.installHint(), MAX_AGENT_TEXT),
                        UpdateLimits.modes(agent.modes()),
                        agent.offers(),
                        TextCutter.head(agent.place(), MAX_AGENT_TEXT)))
                .toList();
    }

    @Override
    public SharingInfo sharing() {
        return network.sharing();
    }

    /** Sets the machine monitoring once it runs. */
    void setMonitor(MachineMonitor byNow) {
        care = byNow;
    }

    @Override
    public MachineStatus condition() {
        MachineMonitor now = care;
        return now == null ? MachineStatus.GOOD : now.condition();
    }

    @Override
    public Map<String, Long> figures() {
        MachineMonitor now = care;
        return now == null ? Map.of() : now.figures();
    }

    @Override
    public List<SessionFeed> feeds() {
        return sessions.feeds();
    }

    @Override
    public Optional<SessionFeed> feed(SessionId sessionId) {
        return sessions.feed(sessionId);
    }

    @Override
    public void submit(Submission submission) {
        sessions.submit(submission);
    }

    @Override
    public Cancellable search(ClientMessage.Search question, Consumer<HostMessage> answer) {
        return search.find(question, answer);
    }

    @Override
    public void externalSessions(ClientMessage.ListExternal question, Consumer<HostMessage> answer) {
        external.list(question, answer);
    }

    @Override
    public void usage(ClientMessage.ReadUsage question, Consumer<HostMessage> answer) {
        usage.report(question, answer);
    }

    @Override
    public void estimateTurns(ClientMessage.EstimateTurns question, Consumer<HostMessage> answer) {
        usage.estimate(
                question,
                sessionId -> sessions.feed(sessionId)
                        .map(feed -> feed.head().summary().agentId()),
                answer);
    }

    @Override
    public void budgets(ClientMessage.ListBudgets question, Consumer<HostMessage> answer) {
        usage.list(question, answer);
    }

    @Override
    public void setBudget(ClientMessage.SetBudget command, Consumer<HostMessage> answer) {
        usage.set(command, answer);
    }

    @Override
    public ProfileOperations profiles() {
        return profiles;
    }

    @Override
    public void presets(ClientMessage.ListPresets question, Consumer<HostMessage> answer) {
        presets.list(question, answer);
    }

    @Override
    public void savePreset(ClientMessage.SavePreset command, Consumer<HostMessage> answer) {
        presets.save(command, answer);
    }

    @Override
    public ScheduleOperations schedules() {
        return schedules;
    }

    @Override
    public PushOperations pushes() {
        return pushes;
    }

    @Override
    public SessionRepositories repositories() {
        return repositories;
    }

    @Override
    public SessionFiles files() {
        return files;
    }

    @Override
    public PullRequestOperations pullRequests() {
        return pullRequests;
    }

    @Override
    public WorktreeOperations worktrees() {
        return worktrees;
    }

    @Override
    public RemoteOperations remotes() {
        return remotes;
    }

    @Override
    public CommitOperations commits() {
        return commits;
    }

    @Override
    public CheckOperations checks() {
        return checks;
    }

    @Override
    public TrustOperations trust() {
        return trust;
    }

    @Override
    public RunOperations runs() {
        return runs;
    }

    @Override
    public JobOperations jobs() {
        return jobs;
    }

    @Override
    public void setSharing(boolean sharing) throws RefusedException {
        try {
            network.setSharing(sharing);
        } catch (BridgeFailure e) {
            throw new RefusedException(ErrorCode.INTERNAL, e.sentence());
        }
    }

    @Override
    public void setTunnel(@Nullable TunnelProvider way) {
        network.setTunnel(way);
    }

    /** A new ticket issued by the host itself, for access without an end. */
    HostGateway.Ticket ticket(Scope scope) throws RefusedException {
        return visibleTicket(pairing.issue(scope, card()));
    }

    @Override
    public HostGateway.Ticket ticket(Scope scope, @Nullable Instant accessUntil, PublicKey issuer)
            throws RefusedException {
        try {
            return visibleTicket(pairing.issue(scope, accessUntil, card(), issuer));
        } catch (DeviceRegistry.BeyondRightsException e) {
            throw new RefusedException(ErrorCode.FORBIDDEN, e.sentence());
        }
    }

    private HostDescription card() {
        return new HostDescription(hostId, hostName, key, network.urls());
    }

    private static HostGateway.Ticket visibleTicket(Optional<PairingTicket> issued) throws RefusedException {
        PairingTicket ticket =
                issued.orElseThrow(() -> new RefusedException(ErrorCode.BUSY, HostText.of(HostTextCode.TICKETS_FULL)));
        return new HostGateway.Ticket(ticket.text(), ticket.expiresAt());
    }
}
