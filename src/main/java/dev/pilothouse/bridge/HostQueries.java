package dev.pilothouse.bridge;

import dev.pilothouse.model.AgentDraft;
import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.AgentTrial;
import dev.pilothouse.model.BlobId;
import dev.pilothouse.model.Budget;
import dev.pilothouse.model.ChangeContent;
import dev.pilothouse.model.ChangePart;
import dev.pilothouse.model.CommentPlace;
import dev.pilothouse.model.CommitOrder;
import dev.pilothouse.model.CommitState;
import dev.pilothouse.model.ComparisonTarget;
import dev.pilothouse.model.DeviceId;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.FileChanges;
import dev.pilothouse.model.FileDiff;
import dev.pilothouse.model.FileMark;
import dev.pilothouse.model.FilePart;
import dev.pilothouse.model.GoalOrder;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.HunkMark;
import dev.pilothouse.model.Job;
import dev.pilothouse.model.JobId;
import dev.pilothouse.model.KeptInfo;
import dev.pilothouse.model.KeptWorktree;
import dev.pilothouse.model.OwnPreset;
import dev.pilothouse.model.Profile;
import dev.pilothouse.model.PullMode;
import dev.pilothouse.model.PullRequestStatus;
import dev.pilothouse.model.PushOrder;
import dev.pilothouse.model.PushSecrets;
import dev.pilothouse.model.PushTarget;
import dev.pilothouse.model.ReferenceList;
import dev.pilothouse.model.RegistryInfo;
import dev.pilothouse.model.RemoteState;
import dev.pilothouse.model.RequestId;
import dev.pilothouse.model.Run;
import dev.pilothouse.model.RunId;
import dev.pilothouse.model.RunKind;
import dev.pilothouse.model.Schedule;
import dev.pilothouse.model.ScheduleAction;
import dev.pilothouse.model.ScheduleId;
import dev.pilothouse.model.ScheduleStatus;
import dev.pilothouse.model.ScheduleTiming;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.SessionTemplate;
import dev.pilothouse.model.TeamRequest;
import dev.pilothouse.model.TrustedCommands;
import dev.pilothouse.model.TryRequest;
import dev.pilothouse.model.TunnelProvider;
import dev.pilothouse.model.TurnEstimate;
import dev.pilothouse.model.UsageGrouping;
import dev.pilothouse.model.UsageReport;
import dev.pilothouse.model.WorktreeInfo;
import dev.pilothouse.protocol.AdminCommand;
import dev.pilothouse.protocol.ClientMessage;
import dev.pilothouse.protocol.GoalCodec;
import dev.pilothouse.protocol.HostMessage;
import dev.pilothouse.protocol.RunCodec;
import dev.pilothouse.pulse.Cancellable;
import dev.pilothouse.pulse.Lane;
import dev.pilothouse.session.HostGateway;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Requests to the host that are sent once. Each completes with its answer, a refusal, the loss of the link or its
 * timeout, whichever comes first. At most {@value #CAPACITY} are open; more are refused at once.
 *
 * <p>Owns the open requests and their timeouts. The methods of {@link HostGateway} may be called on any thread; the
 * others are confined to the client-state lane. Ends with its {@link BridgeClient}.
 */
final class HostQueries implements HostGateway {

    static final int CAPACITY = 64;
    static final Duration DEADLINE = Duration.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(HostQueries.class);
    private static final HostText NOT_CONNECTED = HostText.of(HostTextCode.NOT_CONNECTED);

    private final Lane lane;
    private final RequestIds ids;
    private final Sender sender;
    private final Map<RequestId, Query<?, ?>> open = new LinkedHashMap<>();
    private List<SessionId> watched = List.of();
    private List<SessionId> onScreen = List.of();

    /** @param sender called on the lane */
    HostQueries(Lane lane, RequestIds ids, Sender sender) {
        this.lane = lane;
        this.ids = ids;
        this.sender = sender;
    }

    private record Query<M extends HostMessage.Reply, T>(
            CompletableFuture<Reply<T>> result, Class<M> answer, Function<M, Reply<T>> read) {

        /** @return false if it is not the kind of reply that this request asks for */
        boolean answered(HostMessage.Reply reply) {
            if (!answer.isInstance(reply)) {
                return false;
            }
            result.complete(read.apply(answer.cast(reply)));
            return true;
        }

        void refused(ErrorCode code, HostText sentence) {
            result.complete(new Reply.Refused<>(code, sentence));
        }
    }

    @Override
    public CompletionStage<Reply<Devices>> devices() {
        return admin(
                new AdminCommand.ListDevices(),
                HostMessage.Devices.class,
                answer -> new Devices(answer.devices(), answer.asking()));
    }

    @Override
    public CompletionStage<Reply<Ticket>> ticket(Scope scope, @Nullable Instant accessUntil) {
        // In wire precision, so that it can be compared with the reply.
        Instant until = accessUntil == null ? null : accessUntil.truncatedTo(ChronoUnit.MILLIS);
        return request(
                id -> new ClientMessage.Admin(id, new AdminCommand.MakeTicket(scope, until)),
                HostMessage.TicketMade.class,
                made -> Objects.equals(made.accessUntil(), until)
                        ? new Reply.Value<>(new Ticket(made.ticket(), made.expiresAt()))
                        : new Reply.Refused<>(ErrorCode.VERSION, HostText.of(HostTextCode.HOST_TOO_OLD_FOR_EXPIRY)));
    }

    @Override
    public CompletionStage<Reply<Map<String, Long>>> figures() {
        return admin(new AdminCommand.ReadFigures(), HostMessage.Figures.class, answer -> {
            Map<String, Long> figures = new TreeMap<>();
            answer.figures().forEach(figure -> figures.put(figure.getKey(), figure.getValue()));
            return figures;
        });
    }

    @Override
    public CompletionStage<Reply<List<TrustedCommands>>> trust() {
        return admin(new AdminCommand.ListTrust(), HostMessage.Trust.class, HostMessage.Trust::entries);
    }

    @Override
    public CompletionStage<Reply<PushTargets>> pushTargets() {
        return admin(
                new AdminCommand.ListPushTargets(),
                HostMessage.PushTargets.class,
                answer -> new PushTargets(answer.targets(), answer.publicKey(), answer.sentence()));
    }

    @Override
    public CompletionStage<Reply<Done>> savePushTarget(PushTarget target, PushSecrets secrets) {
        return command(new AdminCommand.SavePushTarget(target, secrets));
    }

    @Override
    public CompletionStage<Reply<Done>> removePushTarget(String id) {
        return command(new AdminCommand.RemovePushTarget(id));
    }

    @Override
    public CompletionStage<Reply<Done>> testPushTarget(String id, boolean roundTrip) {
        return command(new AdminCommand.TestPushTarget(id, roundTrip));
    }

    @Override
    public CompletionStage<Reply<Done>> forgetTrust(String which) {
        return command(new AdminCommand.ForgetTrust(which));
    }

    @Override
    public CompletionStage<Reply<Done>> approve(DeviceId deviceId, String code) {
        return command(new AdminCommand.Approve(deviceId, code));
    }

    @Override
    public CompletionStage<Reply<Done>> refuse(DeviceId deviceId) {
        return command(new AdminCommand.Refuse(deviceId));
    }

    @Override
    public CompletionStage<Reply<Done>> revoke(DeviceId deviceId) {
        return command(new AdminCommand.Revoke(deviceId));
    }

    @Override
    public CompletionStage<Reply<Done>> renameDevice(DeviceId deviceId, String name) {
        return command(new AdminCommand.RenameDevice(deviceId, name));
    }

    @Override
    public CompletionStage<Reply<Done>> setScope(DeviceId deviceId, Scope scope) {
        return command(new AdminCommand.SetScope(deviceId, scope));
    }

    @Override
    public CompletionStage<Reply<Audit>> audit(@Nullable Instant since, @Nullable DeviceId deviceId, int limit) {
        return admin(
                new AdminCommand.ReadAudit(since, deviceId, limit),
                HostMessage.Audit.class,
                answer -> new Audit(answer.entries(), answer.more()));
    }

    @Override
    public CompletionStage<Reply<Done>> setExpiry(DeviceId deviceId, @Nullable Instant expiresAt) {
        return command(new AdminCommand.SetExpiry(deviceId, expiresAt));
    }

    @Override
    public CompletionStage<Reply<Done>> setSharing(boolean sharing) {
        return command(new AdminCommand.SetSharing(sharing));
    }

    @Override
    public CompletionStage<Reply<Done>> setTunnel(@Nullable TunnelProvider way) {
        return command(new AdminCommand.SetTunnel(way));
    }

    private CompletionStage<Reply<Done>> command(AdminCommand command) {
        return admin(command, HostMessage.Ack.class, answer -> new Done());
    }

    private <M extends HostMessage.Reply, T> CompletionStage<Reply<T>> admin(
            AdminCommand command, Class<M> answer, Function<M, T> read) {
        return ask(id -> new ClientMessage.Admin(id, command), answer, read);
    }

    @Override
    public CompletionStage<Reply<External>> externalSessions(AgentId agentId, String cwd) {
        return ask(
                id -> new ClientMessage.ListExternal(id, agentId, cwd),
                HostMessage.ExternalSessions.class,
                answer -> new External(answer.sessions(), answer.more()));
    }

    @Override
    public CompletionStage<Reply<ReferenceList>> references(String path) {
        return ask(
                id -> new ClientMessage.ListReferences(id, path),
                HostMessage.References.class,
                HostMessage.References::list);
    }

    @Override
    public CompletionStage<Reply<UsageReport>> usage(LocalDate from, LocalDate to, ZoneId zone, UsageGrouping by) {
        return ask(
                id -> new ClientMessage.ReadUsage(id, from.toString(), to.toString(), zone.getId(), by),
                HostMessage.Usage.class,
                HostMessage.Usage::report);
    }

    @Override
    public CompletionStage<Reply<List<TurnEstimate>>> estimateTurns(List<SessionId> sessions) {
        return ask(
                requestId -> new ClientMessage.EstimateTurns(requestId, sessions),
                HostMessage.TurnEstimates.class,
                HostMessage.TurnEstimates::estimates);
    }

    @Override
    public CompletionStage<Reply<Profiles>> profiles(@Nullable String directory) {
        return ask(
                id -> new ClientMessage.ListProfiles(id, directory),
                HostMessage.Profiles.class,
                answer -> new Profiles(answer.profiles(), answer.remembered(), answer.problems()));
    }

    @Override
    public CompletionStage<Reply<ProfileContent>> profile(String name) {
        return ask(
                id -> new ClientMessage.ReadProfile(id, name),
                HostMessage.ProfileRead.class,
                answer -> new ProfileContent(answer.profile(), answer.revision()));
    }

    @Override
    public CompletionStage<Reply<Done>> saveProfile(Profile profile, @Nullable String replaces, String revision) {
        return ask(
                id -> new ClientMessage.SaveProfile(id, profile, replaces, revision),
                HostMessage.Ack.class,
                answer -> new Done());
    }

    @Override
    public CompletionStage<Reply<Done>> deleteProfile(String name, String revision) {
        return ask(
                id -> new ClientMessage.DeleteProfile(id, name, revision), HostMessage.Ack.class, answer -> new Done());
    }

    @Override
    public CompletionStage<Reply<Templates>> templates() {
        return ask(
                ClientMessage.ListTemplates::new,
                HostMessage.Templates.class,
                answer -> new Templates(answer.templates(), answer.problems()));
    }

    @Override
    public CompletionStage<Reply<Done>> saveTemplate(
            String before, @Nullable SessionTemplate template, String revision) {
        return ask(
                id -> new ClientMessage.SaveTemplate(id, before, template, revision),
                HostMessage.Ack.class,
                answer -> new Done());
    }

    @Override
    public CompletionStage<Reply<ServerTest>> testServer(String profile, String server) {
        return ask(
                id -> new ClientMessage.TestServer(id, profile, server),
                HostMessage.ServerTested.class,
                answer -> new ServerTest(answer.tools(), answer.fault()));
    }

    @Override
    public CompletionStage<Reply<Suggestions>> suggestServers(String directory) {
        return ask(
                id -> new ClientMessage.SuggestServers(id, directory),
                HostMessage.ServerSuggestions.class,
                answer -> new Suggestions(answer.suggestions(), answer.problems()));
    }

    @Override
    public CompletionStage<Reply<List<ScheduleStatus>>> schedules(@Nullable ScheduleId id) {
        return ask(
                requestId -> new ClientMessage.ListSchedules(requestId, id),
                HostMessage.Schedules.class,
                HostMessage.Schedules::schedules);
    }

    @Override
    public CompletionStage<Reply<List<Instant>>> previewSchedule(ScheduleTiming timing) {
        return ask(
                id -> new ClientMessage.PreviewSchedule(id, timing),
                HostMessage.ScheduleTimes.class,
                HostMessage.ScheduleTimes::times);
    }

    @Override
    public CompletionStage<Reply<Done>> saveSchedule(Schedule schedule) {
        return ask(id -> new ClientMessage.SaveSchedule(id, schedule), HostMessage.Ack.class, answer -> new Done());
    }

    @Override
    public CompletionStage<Reply<Done>> actOnSchedule(ScheduleId id, ScheduleAction action) {
        return ask(
                requestId -> new ClientMessage.ActOnSchedule(requestId, id, action),
                HostMessage.Ack.class,
                answer -> new Done());
    }

    @Override
    public CompletionStage<Reply<List<Budget>>> budgets() {
        return ask(ClientMessage.ListBudgets::new, HostMessage.Budgets.class, HostMessage.Budgets::budgets);
    }

    @Override
    public CompletionStage<Reply<List<OwnPreset>>> presets() {
        return ask(ClientMessage.ListPresets::new, HostMessage.Presets.class, HostMessage.Presets::presets);
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
        return ask(
                id -> new ClientMessage.SavePreset(id, before, preset),
                HostMessage.Ack.class,
                HostMessage.Ack::requestId);
    }

    @Override
    public CompletionStage<Reply<RequestId>> setBudget(Budget budget) {
        return ask(id -> new ClientMessage.SetBudget(id, budget), HostMessage.Ack.class, HostMessage.Ack::requestId);
    }

    @Override
    public CompletionStage<Reply<Worktrees>> worktrees() {
        return ask(
                ClientMessage.ListWorktrees::new,
                HostMessage.Worktrees.class,
                answer -> new Worktrees(answer.worktrees(), answer.kept(), answer.more()));
    }

    @Override
    public CompletionStage<Reply<JobId>> removeWorktree(WorktreeInfo worktree, boolean foreign) {
        return ask(
                id -> new ClientMessage.RemoveWorktree(
                        id, newJob(id), worktree.repository(), worktree.place(), worktree.head(), foreign),
                HostMessage.Ack.class,
                answer -> newJob(answer.requestId()));
    }

    @Override
    public CompletionStage<Reply<JobId>> restoreWorktree(KeptWorktree snapshot) {
        return ask(
                id -> new ClientMessage.RestoreWorktree(
                        id, newJob(id), snapshot.repository(), snapshot.id(), snapshot.branch()),
                HostMessage.Ack.class,
                answer -> newJob(answer.requestId()));
    }

    @Override
    public CompletionStage<Reply<RemoteState>> remote(SessionId sessionId) {
        return ask(
                id -> new ClientMessage.ReadRemote(id, sessionId), HostMessage.Remote.class, HostMessage.Remote::state);
    }

    @Override
    public CompletionStage<Reply<JobId>> fetch(SessionId sessionId) {
        return job(id -> new ClientMessage.FetchRemote(id, newJob(id), sessionId));
    }

    @Override
    public CompletionStage<Reply<JobId>> pull(SessionId sessionId, @Nullable PullMode method, boolean afterTurn) {
        return job(id -> new ClientMessage.PullRemote(id, newJob(id), sessionId, method, afterTurn));
    }

    @Override
    public CompletionStage<Reply<JobId>> abortPull(SessionId sessionId) {
        return job(id -> new ClientMessage.AbortPull(id, newJob(id), sessionId));
    }

    @Override
    public CompletionStage<Reply<JobId>> push(SessionId sessionId, PushOrder order) {
        return job(id -> new ClientMessage.PushRemote(id, newJob(id), sessionId, order));
    }

    private CompletionStage<Reply<JobId>> job(Function<RequestId, ClientMessage.Request> order) {
        return ask(order, HostMessage.Ack.class, answer -> newJob(answer.requestId()));
    }

    @Override
    public CompletionStage<Reply<PullRequestStatus>> pullRequest(SessionId sessionId) {
        return ask(
                id -> new ClientMessage.ReadPullRequest(id, sessionId),
                HostMessage.PullRequest.class,
                HostMessage.PullRequest::status);
    }

    @Override
    public CompletionStage<Reply<String>> failedChecks(SessionId sessionId) {
        return ask(
                id -> new ClientMessage.ReadFailedChecks(id, sessionId),
                HostMessage.FailedChecks.class,
                HostMessage.FailedChecks::text);
    }

    @Override
    public CompletionStage<Reply<JobId>> createPullRequest(SessionId sessionId, NewPullRequest wanted) {
        return ask(
                id -> new ClientMessage.CreatePullRequest(
                        id,
                        newJob(id),
                        sessionId,
                        wanted.branch(),
                        wanted.base(),
                        wanted.title(),
                        wanted.body(),
                        wanted.draft()),
                HostMessage.Ack.class,
                answer -> newJob(answer.requestId()));
    }

    @Override
    public CompletionStage<Reply<CommitState>> commitState(SessionId sessionId) {
        return ask(
                id -> new ClientMessage.ReadCommit(id, sessionId),
                HostMessage.CommitInfo.class,
                HostMessage.CommitInfo::state);
    }

    @Override
    public CompletionStage<Reply<CommitState>> stage(
            SessionId sessionId, boolean staged, List<FileMark> files, @Nullable HunkMark hunk) {
        return ask(
                id -> new ClientMessage.StageFiles(id, sessionId, staged, files, hunk),
                HostMessage.CommitInfo.class,
                HostMessage.CommitInfo::state);
    }

    @Override
    public CompletionStage<Reply<JobId>> reject(
            SessionId sessionId, ComparisonTarget against, FileMark file, @Nullable HunkMark hunk, boolean afterTurn) {
        return ask(
                id -> new ClientMessage.RejectChange(id, newJob(id), sessionId, against, file, hunk, afterTurn),
                HostMessage.Ack.class,
                answer -> newJob(answer.requestId()));
    }

    @Override
    public CompletionStage<Reply<JobId>> commit(SessionId sessionId, CommitOrder order) {
        return ask(
                id -> new ClientMessage.MakeCommit(id, newJob(id), sessionId, order),
                HostMessage.Ack.class,
                answer -> newJob(answer.requestId()));
    }

    @Override
    public CompletionStage<Reply<RegistryInfo>> registry() {
        return ask(ClientMessage.ListRegistry::new, HostMessage.Registry.class, HostMessage.Registry::registry);
    }

    @Override
    public CompletionStage<Reply<JobId>> refreshRegistry() {
        return job(id -> new ClientMessage.RefreshRegistry(id, newJob(id)));
    }

    @Override
    public CompletionStage<Reply<JobId>> installAgent(String agent, String source, boolean unverified) {
        return job(id -> new ClientMessage.InstallAgent(id, newJob(id), agent, source, unverified));
    }

    @Override
    public CompletionStage<Reply<JobId>> removeAgent(String agent) {
        return job(id -> new ClientMessage.RemoveAgent(id, newJob(id), agent));
    }

    @Override
    public CompletionStage<Reply<AgentTrial>> testAgent(AgentId agentId, @Nullable AgentDraft draft) {
        return ask(
                id -> new ClientMessage.TestAgent(id, agentId, draft),
                HostMessage.AgentTested.class,
                HostMessage.AgentTested::trial);
    }

    @Override
    public CompletionStage<Reply<Done>> saveAgent(AgentDraft draft) {
        return ask(id -> new ClientMessage.SaveAgent(id, draft), HostMessage.Ack.class, answer -> new Done());
    }

    @Override
    public CompletionStage<Reply<Done>> deleteAgent(AgentId agentId) {
        return ask(id -> new ClientMessage.DeleteAgent(id, agentId), HostMessage.Ack.class, answer -> new Done());
    }

    @Override
    public CompletionStage<Reply<Done>> logoutAgent(AgentId agentId) {
        return ask(id -> new ClientMessage.LogoutAgent(id, agentId), HostMessage.Ack.class, answer -> new Done());
    }

    @Override
    public CompletionStage<Reply<JobId>> suggestCommit(SessionId sessionId) {
        return job(id -> new ClientMessage.SuggestCommit(id, newJob(id), sessionId));
    }

    @Override
    public CompletionStage<Reply<JobId>> check(
            SessionId sessionId, List<String> commands, int minutes, boolean afterTurn) {
        return ask(
                id -> new ClientMessage.RunCheck(id, newJob(id), sessionId, commands, minutes, afterTurn),
                HostMessage.Ack.class,
                answer -> newJob(answer.requestId()));
    }

    private static JobId newJob(RequestId requestId) {
        return new JobId(requestId.value());
    }

    @Override
    public CompletionStage<Reply<List<Job>>> jobs(@Nullable JobId jobId) {
        return ask(id -> new ClientMessage.ListJobs(id, jobId), HostMessage.Jobs.class, HostMessage.Jobs::jobs);
    }

    @Override
    public CompletionStage<Reply<Done>> cancelJob(JobId jobId) {
        return ask(id -> new ClientMessage.CancelJob(id, jobId), HostMessage.Ack.class, answer -> new Done());
    }

    @Override
    public CompletionStage<Reply<Done>> retryJob(JobId jobId) {
        return ask(id -> new ClientMessage.RetryJob(id, jobId), HostMessage.Ack.class, answer -> new Done());
    }

    @Override
    public CompletionStage<Reply<RunId>> startRun(RunKind kind, String parameters) {
        return ask(
                id -> new ClientMessage.StartRun(id, newRun(id), kind, parameters),
                HostMessage.Ack.class,
                answer -> newRun(answer.requestId()));
    }

    @Override
    public CompletionStage<Reply<RunId>> startTry(TryRequest request) {
        return startRun(RunKind.TRY, RunCodec.parameters(request));
    }

    @Override
    public CompletionStage<Reply<RunId>> startTeam(TeamRequest request) {
        return startRun(RunKind.TEAM, RunCodec.parameters(request));
    }

    private static RunId newRun(RequestId requestId) {
        return new RunId(requestId.value());
    }

    @Override
    public CompletionStage<Reply<RunId>> startGoal(SessionId sessionId, GoalOrder order) {
        return startRun(RunKind.GOAL, GoalCodec.start(sessionId, order));
    }

    @Override
    public CompletionStage<Reply<List<Run>>> runs() {
        return ask(ClientMessage.ListRuns::new, HostMessage.Runs.class, HostMessage.Runs::runs);
    }

    @Override
    public CompletionStage<Reply<Done>> actOnRun(RunId runId, String action, String parameters) {
        return ask(
                id -> new ClientMessage.ActOnRun(id, runId, action, parameters),
                HostMessage.Ack.class,
                answer -> new Done());
    }

    @Override
    public CompletionStage<Reply<Directory>> listDirectory(String path) {
        return ask(
                id -> new ClientMessage.ListDirectory(id, path),
                HostMessage.Directory.class,
                answer -> new Directory(answer.path(), answer.entries()));
    }

    @Override
    public CompletionStage<Reply<String>> fetchBlob(SessionId sessionId, BlobId blobId) {
        return fetch(sessionId, blobId, bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    @Override
    public CompletionStage<Reply<byte[]>> fetchBytes(SessionId sessionId, BlobId blobId) {
        return fetch(sessionId, blobId, bytes -> bytes);
    }

    /** Requests texts as bytes too: JSON escapes can double the size of a text beyond the frame limit. */
    private <T> CompletionStage<Reply<T>> fetch(SessionId sessionId, BlobId blobId, Function<byte[], T> read) {
        return ask(
                id -> new ClientMessage.FetchBlob(id, sessionId, blobId, true),
                HostMessage.Blob.class,
                answer -> read.apply(bytes(answer)));
    }

    @Override
    public CompletionStage<Reply<Found>> search(String text, int limit) {
        return ask(
                id -> new ClientMessage.Search(id, text, limit),
                HostMessage.SearchResults.class,
                answer -> new Found(answer.hits(), answer.sessions(), answer.more()));
    }

    /** Empty if the host sent invalid base64; the caller then finds that it is not an image. */
    private static byte[] bytes(HostMessage.Blob blob) {
        try {
            return Base64.getDecoder().decode(blob.text());
        } catch (IllegalArgumentException e) {
            LOG.warn("The host sent bytes that are no base64");
            return new byte[0];
        }
    }

    @Override
    public CompletionStage<Reply<FoundFiles>> findFiles(SessionId sessionId, String query) {
        return ask(
                id -> new ClientMessage.FindFiles(id, sessionId, query),
                HostMessage.Files.class,
                answer -> new FoundFiles(answer.files(), answer.partial()));
    }

    @Override
    public CompletionStage<Reply<FilePart>> readFile(SessionId sessionId, String path, long firstLine, int lines) {
        return ask(
                id -> new ClientMessage.ReadFile(id, sessionId, path, firstLine, lines, false),
                HostMessage.File.class,
                HostMessage.File::part);
    }

    @Override
    public CompletionStage<Reply<FilePart>> readPicture(SessionId sessionId, String path, long offset) {
        return ask(
                id -> new ClientMessage.ReadFile(id, sessionId, path, offset, 0, true),
                HostMessage.File.class,
                HostMessage.File::part);
    }

    @Override
    public CompletionStage<Reply<Folder>> listFolder(SessionId sessionId, String path) {
        return ask(
                id -> new ClientMessage.ListFolder(id, sessionId, path),
                HostMessage.Folder.class,
                answer -> new Folder(answer.path(), answer.entries(), answer.partial()));
    }

    @Override
    public CompletionStage<Reply<List<KeptInfo>>> kept(String directory) {
        return ask(
                id -> new ClientMessage.ListKept(id, directory), HostMessage.Kept.class, HostMessage.Kept::snapshots);
    }

    @Override
    public CompletionStage<Reply<Restored>> restoreKept(String directory, String snapshot) {
        return ask(
                id -> new ClientMessage.RestoreKept(id, directory, snapshot),
                HostMessage.KeptRestored.class,
                answer -> new Restored(answer.sentence(), answer.files(), answer.snapshot()));
    }

    @Override
    public CompletionStage<Reply<Done>> forgetKept(String directory, String snapshot) {
        return ask(
                id -> new ClientMessage.ForgetKept(id, directory, snapshot),
                HostMessage.Ack.class,
                answer -> new Done());
    }

    @Override
    public CompletionStage<Reply<Preview>> previewRestore(SessionId sessionId, String snapshot) {
        return ask(
                id -> new ClientMessage.PreviewRestore(id, sessionId, snapshot),
                HostMessage.RestorePreview.class,
                answer -> new Preview(answer.files(), answer.total()));
    }

    @Override
    public CompletionStage<Reply<FileChanges>> changes(SessionId sessionId, ComparisonTarget against) {
        return ask(
                id -> new ClientMessage.ListChanges(id, sessionId, against),
                HostMessage.Changes.class,
                HostMessage.Changes::changes);
    }

    @Override
    public CompletionStage<Reply<FileChanges>> changesBetween(SessionId other, SessionId sessionId) {
        return ask(
                id -> new ClientMessage.ListChanges(id, sessionId, ComparisonTarget.SESSION, other),
                HostMessage.Changes.class,
                HostMessage.Changes::changes);
    }

    @Override
    public CompletionStage<Reply<FileDiff>> diffBetween(
            SessionId other, SessionId sessionId, String path, String oldPath, int page) {
        return ask(
                id -> new ClientMessage.ReadDiff(
                        id, sessionId, path, oldPath, ComparisonTarget.SESSION, page, "", other),
                HostMessage.DiffPart.class,
                HostMessage.DiffPart::diff);
    }

    @Override
    public CompletionStage<Reply<List<CommentPlace>>> commentPlaces(SessionId sessionId) {
        return ask(
                id -> new ClientMessage.PlaceComments(id, sessionId),
                HostMessage.CommentPlaces.class,
                HostMessage.CommentPlaces::places);
    }

    @Override
    public CompletionStage<Reply<FileDiff>> diff(
            SessionId sessionId, String path, String oldPath, ComparisonTarget against, int page, String seen) {
        return ask(
                id -> new ClientMessage.ReadDiff(id, sessionId, path, oldPath, against, page, seen),
                HostMessage.DiffPart.class,
                HostMessage.DiffPart::diff);
    }

    @Override
    public CompletionStage<Reply<ChangeContent>> readChange(
            SessionId sessionId, String path, String oldPath, ComparisonTarget against, ChangePart part, long offset) {
        return ask(
                id -> new ClientMessage.ReadChange(id, sessionId, path, oldPath, against, part, offset),
                HostMessage.Change.class,
                HostMessage.Change::bytes);
    }

    @Override
    public void watchRepositories(List<SessionId> sessionIds) {
        List<SessionId> some = sessionIds.stream().distinct().limit(MAX_WATCHED).toList();
        if (!lane.tryExecute(() -> watch(some))) {
            LOG.warn("The lane refused the list of watched repositories");
        }
    }

    private void watch(List<SessionId> sessionIds) {
        if (!sessionIds.equals(watched)) {
            watched = sessionIds;
            sender.send(new ClientMessage.WatchRepositories(sessionIds));
        }
    }

    @Override
    public void showSessions(List<SessionId> sessionIds) {
        List<SessionId> some = sessionIds.stream().distinct().limit(MAX_WATCHED).toList();
        if (!lane.tryExecute(() -> show(some))) {
            LOG.warn("The lane refused the list of shown sessions");
        }
    }

    private void show(List<SessionId> sessionIds) {
        if (!sessionIds.equals(onScreen)) {
            onScreen = sessionIds;
            sender.send(new ClientMessage.ShowSessions(sessionIds));
        }
    }

    /** The host has let this client in. It does not know yet what is on screen. */
    void connected() {
        if (!onScreen.isEmpty()) {
            sender.send(new ClientMessage.ShowSessions(onScreen));
        }
        if (!watched.isEmpty()) {
            sender.send(new ClientMessage.WatchRepositories(watched));
        }
    }

    @Override
    public CompletionStage<Reply<BlobPart>> putBlob(
            SessionId sessionId, String upload, long offset, long total, byte[] piece) {
        String data = Base64.getEncoder().encodeToString(piece);
        return ask(
                id -> new ClientMessage.PutBlob(id, sessionId, upload, offset, total, data),
                HostMessage.BlobKept.class,
                answer -> new BlobPart(answer.received(), answer.blobId()));
    }

    private <M extends HostMessage.Reply, T> CompletionStage<Reply<T>> ask(
            Function<RequestId, ClientMessage.Request> question, Class<M> answer, Function<M, T> read) {
        return request(question, answer, message -> new Reply.Value<>(read.apply(message)));
    }

    private <M extends HostMessage.Reply, T> CompletionStage<Reply<T>> request(
            Function<RequestId, ClientMessage.Request> question, Class<M> answer, Function<M, Reply<T>> read) {
        ClientMessage.Request message = question.apply(ids.next());
        Query<M, T> query = new Query<>(new CompletableFuture<>(), answer, read);
        if (!lane.tryExecute(() -> start(message, query))) {
            query.refused(ErrorCode.BUSY, HostText.of(HostTextCode.APP_BUSY));
        }
        return query.result();
    }

    private void start(ClientMessage.Request question, Query<?, ?> query) {
        RequestId requestId = question.requestId();
        if (open.size() >= CAPACITY) {
            query.refused(ErrorCode.BUSY, HostText.of(HostTextCode.APP_QUEUE_FULL));
            return;
        }
        Cancellable deadline;
        try {
            deadline = lane.schedule(
                    DEADLINE,
                    () -> refused(
                            requestId,
                            ErrorCode.UNREACHABLE,
                            HostText.of(HostTextCode.NO_ANSWER_WITHIN, DEADLINE.toSeconds())));
        } catch (RejectedExecutionException e) {
            query.refused(ErrorCode.BUSY, HostText.of(HostTextCode.APP_BUSY));
            return;
        }
        open.put(requestId, query);
        query.result().whenComplete((reply, failure) -> deadline.cancel());
        if (!sender.send(question)) {
            refused(requestId, ErrorCode.UNREACHABLE, NOT_CONNECTED);
        }
    }

    /** Completes the request that the reply answers, if it is open. */
    void answered(HostMessage.Reply reply) {
        Query<?, ?> query = open.remove(reply.requestId());
        if (query != null && !query.answered(reply)) {
            LOG.warn("The host answered a question with {}", reply.getClass().getSimpleName());
            query.refused(ErrorCode.INTERNAL, HostText.of(HostTextCode.ANSWER_UNUSABLE));
        }
    }

    void refused(RequestId requestId, ErrorCode code, HostText sentence) {
        Query<?, ?> query = open.remove(requestId);
        if (query != null) {
            query.refused(code, sentence);
        }
    }

    /** The link is lost: refuses all open requests; none is sent again. */
    void onLost() {
        for (RequestId requestId : List.copyOf(open.keySet())) {
            refused(requestId, ErrorCode.UNREACHABLE, HostText.of(HostTextCode.LOST_BEFORE_ANSWER));
        }
    }
}
