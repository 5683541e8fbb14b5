package dev.pilothouse.desktop.bridge;

import dev.pilothouse.desktop.journal.SessionFeed;
import dev.pilothouse.model.AuditAction;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.JobId;
import dev.pilothouse.model.JobOutput;
import dev.pilothouse.model.JobRequest;
import dev.pilothouse.model.OwnPreset;
import dev.pilothouse.model.PlainText;
import dev.pilothouse.model.PushOrder;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.SessionTemplate;
import dev.pilothouse.model.TextCutter;
import dev.pilothouse.protocol.BridgeCodec;
import dev.pilothouse.protocol.ClientMessage;
import dev.pilothouse.protocol.HostMessage;
import dev.pilothouse.protocol.WireEnum;
import dev.pilothouse.pulse.Cancellable;
import dev.pilothouse.session.HostGateway;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.IntentResult;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out the messages of an accepted client, if its device has the required scope. A method of the visitor returns
 * the reply, or nothing if the reply comes later or there is none.
 *
 * <p>Owns the client's uploads and its searches. Confined to the connection's reader thread, except for {@link #end},
 * which ends it.
 */
final class RequestHandler
        implements ClientMessage.Visitor<Optional<HostMessage>>, ClientMessage.RequestVisitor<Optional<HostMessage>> {
    private static final Logger LOG = LoggerFactory.getLogger(RequestHandler.class);

    private static final int ABOUT = 200;

    private final String name;
    private final ConnectedDevice device;
    private final Outbox outbox;
    private final Connections connections;
    private final HostOperations desk;
    private final FileRequests files;
    /** The one running search of this client. A new search cancels the one before. */
    private final AtomicReference<Cancellable> searching = new AtomicReference<>(Cancellable.NOTHING);

    private final RepositoryMirror repositories = new RepositoryMirror();
    private volatile boolean ended;
    private boolean unknownLogged;

    RequestHandler(String name, ConnectedDevice device, Outbox outbox, Connections connections, HostOperations desk) {
        this.name = name;
        this.device = device;
        this.outbox = outbox;
        this.connections = connections;
        this.desk = desk;
        this.files = new FileRequests(desk.files(), outbox::replyLater);
    }

    /** May block for a reply slot, which every message with a certain reply takes before it is carried out. */
    void handle(ClientMessage message) throws InterruptedException {
        Scope needed = CommandScopes.neededFor(message);
        // The permission for an intent is checked later, after the look-up of an earlier outcome of the same request.
        boolean allowed = message instanceof ClientMessage.Submit || device.covers(needed);
        if (message.isAnswered()) {
            outbox.awaitReplySlot();
        }
        Optional<HostMessage> reply = allowed ? message.accept(this) : Optional.of(forbid(message, needed));
        if (reply.isPresent()) {
            if (!message.isAnswered()) {
                outbox.awaitReplySlot();
            }
            outbox.reply(reply.get());
        }
    }

    /** The connection has ended, so no search result is needed. */
    void end() {
        ended = true;
        searching.getAndSet(Cancellable.NOTHING).cancel();
        files.end();
        desk.repositories().watch(this, List.of(), () -> {});
        desk.pushes().show(this, List.of());
    }

    private HostMessage forbid(ClientMessage message, Scope needed) {
        device.note(AuditAction.FORBIDDEN, WireEnum.toWire(needed));
        return refusal(message, ErrorCode.FORBIDDEN, CommandScopes.refusal(needed));
    }

    /** An error that names the request or the subscription of the message. */
    static HostMessage refusal(ClientMessage message, ErrorCode code, HostText sentence) {
        return new HostMessage.Failure(message.requestId(), message.sub(), code, sentence);
    }

    @Override
    public Optional<HostMessage> opening(ClientMessage.Opening message) {
        return Optional.of(refusal(message, ErrorCode.BAD_REQUEST, HostText.of(HostTextCode.HELLO_TWICE)));
    }

    @Override
    public Optional<HostMessage> subscribe(ClientMessage.Subscribe message) {
        Optional<SessionFeed> feed = desk.feed(message.sessionId());
        if (feed.isEmpty()) {
            return Optional.of(refusal(
                    message,
                    ErrorCode.NO_SUCH_SESSION,
                    HostText.of(HostTextCode.SESSION_UNKNOWN, message.sessionId())));
        }
        return outbox.subscribe(message.sub(), feed.get(), message.cursor())
                ? Optional.empty()
                : Optional.of(refusal(message, ErrorCode.BUSY, HostText.of(HostTextCode.SUBSCRIPTIONS_FULL)));
    }

    @Override
    public Optional<HostMessage> unsubscribe(ClientMessage.Unsubscribe message) {
        outbox.unsubscribe(message.sub());
        return Optional.empty();
    }

    @Override
    public Optional<HostMessage> history(ClientMessage.History message) {
        return outbox.history(message.sub(), message.beforeSeq(), message.limit())
                ? Optional.empty()
                : Optional.of(refusal(
                        message,
                        ErrorCode.NO_SUCH_SESSION,
                        HostText.of(HostTextCode.SUBSCRIPTION_UNKNOWN, message.sub())));
    }

    @Override
    public Optional<HostMessage> ping(ClientMessage.Ping message) {
        return Optional.of(new HostMessage.Pong(message.nonce()));
    }

    /** A message of a later protocol version. It is ignored unless it expects a reply. */
    @Override
    public Optional<HostMessage> unknown(ClientMessage.Unknown message) {
        if (!unknownLogged) {
            unknownLogged = true;
            LOG.info("{} sends messages of a type that this host does not know: {}", name, message.type());
        }
        return message.requestId() == null
                ? Optional.empty()
                : Optional.of(refusal(message, ErrorCode.BAD_REQUEST, HostText.of(HostTextCode.REQUEST_UNKNOWN)));
    }

    @Override
    public Optional<HostMessage> request(ClientMessage.Request message) {
        return message.acceptRequest(this);
    }

    @Override
    public Optional<HostMessage> submit(ClientMessage.Submit message) {
        Intent intent = message.intent();
        desk.submit(new Submission(
                intent,
                device.cause(message.requestId(), BridgeCodec.digest(intent)),
                device,
                result -> outbox.reply(outcome(intent, result)),
                accepted -> device.note(
                        AuditActions.of(intent),
                        AuditActions.about(intent, Objects.requireNonNull(accepted.sessionId())))));
        return Optional.empty();
    }

    private HostMessage outcome(Intent intent, IntentResult result) {
        if (result instanceof IntentResult.Accepted accepted) {
            return new HostMessage.Ack(accepted.requestId(), accepted.outcome(), accepted.sessionId(), accepted.seq());
        }
        IntentResult.Refused refused = (IntentResult.Refused) result;
        if (refused.code() == ErrorCode.FORBIDDEN) {
            device.note(AuditAction.FORBIDDEN, WireEnum.toWire(CommandScopes.neededFor(intent)));
        }
        return new HostMessage.Failure(refused.requestId(), refused.code(), refused.sentence());
    }

    @Override
    public Optional<HostMessage> admin(ClientMessage.Admin message) {
        return Optional.of(
                message.command().accept(new AdminCommandHandler(connections, desk, device, message.requestId())));
    }

    @Override
    public Optional<HostMessage> listDirectory(ClientMessage.ListDirectory message) {
        return Optional.of(DirectoryLister.list(message.requestId(), message.path()));
    }

    @Override
    public Optional<HostMessage> listExternal(ClientMessage.ListExternal message) {
        desk.externalSessions(message, outbox::reply);
        return Optional.empty();
    }

    @Override
    public Optional<HostMessage> listReferences(ClientMessage.ListReferences message) {
        desk.worktrees().references(message, outbox::reply);
        return Optional.empty();
    }

    @Override
    public Optional<HostMessage> readUsage(ClientMessage.ReadUsage message) {
        desk.usage(message, outbox::reply);
        return Optional.empty();
    }

    @Override
    public Optional<HostMessage> estimateTurns(ClientMessage.EstimateTurns message) {
        desk.estimateTurns(message, outbox::reply);
        return Optional.empty();
    }

    @Override
    public Optional<HostMessage> listBudgets(ClientMessage.ListBudgets message) {
        desk.budgets(message, outbox::reply);
        return Optional.empty();
    }

    @Override
    public Optional<HostMessage> setBudget(ClientMessage.SetBudget message) {
        device.note(AuditAction.BUDGET_SET, message.budget().describe());
        desk.setBudget(message, outbox::reply);
        return Optional.empty();
    }

    @Override
    public Optional<HostMessage> listProfiles(ClientMessage.ListProfiles message) {
        desk.profiles().list(message, outbox::reply);
        return Optional.empty();
    }

    @Override
    public Optional<HostMessage> readProfile(ClientMessage.ReadProfile message) {
        desk.profiles().read(message, outbox::reply);
        return Optional.empty();
    }

    @Override
    public Optional<HostMessage> saveProfile(ClientMessage.SaveProfile message) {
        device.note(AuditAction.PROFILE_SAVED, message.profile().name());
        desk.profiles().save(message, outbox::reply);
        return Optional.empty();
    }

    @Override
    public Optional<HostMessage> deleteProfile(ClientMessage.DeleteProfile message) {
        device.note(AuditAction.PROFILE_DELETED, message.name());
        desk.profiles().delete(message, outbox::reply);
        return Optional.empty();
    }

    @Override
    public Optional<HostMessage> listTemplates(ClientMessage.ListTemplates message) {
        desk.profiles().templates(message, outbox::reply);
        return Optional.empty();
    }

    @Override
    public Optional<HostMessage> saveTemplate(ClientMessage.SaveTemplate message) {
        SessionTemplate template = message.template();
        device.note(AuditAction.TEMPLATE_SAVED, template == null ? message.before() : template.name());
        desk.profiles().saveTemplate(message, outbox::reply);
        return Optional.empty();
    }

    @Override
    public Optional<HostMessage> testServer(ClientMessage.TestServer message) {
        device.note(AuditAction.SERVER_TESTED, message.profile() + " " + message.server());
        desk.profiles().test(message, outbox::reply);
        return Optional.empty();
    }

    @Override
    public Optional<HostMessage> suggestServers(ClientMessage.SuggestServers message) {
        desk.profiles().suggest(message, outbox::reply);
        return Optional.empty();
    }

    @Override
    public Optional<HostMessage> listPresets(ClientMessage.ListPresets message) {
        desk.presets(message, outbox::reply);
        return Optional.empty();
    }

    @Override
    public Optional<HostMessage> savePreset(ClientMessage.SavePreset message) {
        OwnPreset preset = message.preset();
        device.note(AuditAction.PRESET_SAVED, preset == null ? message.before() : preset.name());
        desk.savePreset(message, outbox::reply);
        return Optional.empty();
    }

    @Override
    public Optional<HostMessage> listSchedules(ClientMessage.ListSchedules message) {
        return Optional.of(desk.schedules().list(message));
    }

    @Override
    public Optional<HostMessage> previewSchedule(ClientMessage.PreviewSchedule message) {
        return Optional.of(desk.schedules().preview(message));
    }

    @Override
    public Optional<HostMessage> saveSchedule(ClientMessage.SaveSchedule message) {
        device.note(AuditAction.SCHEDULE_SAVED, message.schedule().title());
        desk.schedules().save(message, device.requester(Scope.STEER), outbox::reply);
        return Optional.empty();
    }

    @Override
    public Optional<HostMessage> actOnSchedule(ClientMessage.ActOnSchedule message) {
        device.note(AuditAction.SCHEDULE_CHANGED, WireEnum.toWire(message.action()) + " " + message.id());
        desk.schedules().act(message, outbox::reply);
        return Optional.empty();
    }

    @Override
    public Optional<HostMessage> listWorktrees(ClientMessage.ListWorktrees message) {
        desk.worktrees().list(message, outbox::reply);
        return Optional.empty();
    }

    @Override
    public Optional<HostMessage> removeWorktree(ClientMessage.RemoveWorktree message) {
        return Optional.of(order(
                message,
                AuditAction.WORKTREE_REMOVED,
                message.place(),
                requester -> desk.worktrees().remove(message, requester)));
    }

    @Override
    public Optional<HostMessage> restoreWorktree(ClientMessage.RestoreWorktree message) {
        return Optional.of(order(
                message,
                AuditAction.WORKTREE_RESTORED,
                message.repository(),
                requester -> desk.worktrees().restore(message, requester)));
    }

    @Override
    public Optional<HostMessage> readRemote(ClientMessage.ReadRemote message) {
        desk.repositories().remote(message, () -> ended, outbox::reply);
        return Optional.empty();
    }

    @Override
    public Optional<HostMessage> fetchRemote(ClientMessage.FetchRemote message) {
        return Optional.of(order(
                message,
                AuditAction.REMOTE_FETCHED,
                message.sessionId().value(),
                requester -> desk.remotes().fetch(message, requester)));
    }

    @Override
    public Optional<HostMessage> pullRemote(ClientMessage.PullRemote message) {
        return Optional.of(order(
                message,
                AuditAction.REMOTE_PULLED,
                message.sessionId().value(),
                requester -> desk.remotes().pull(message, requester)));
    }

    @Override
    public Optional<HostMessage> abortPull(ClientMessage.AbortPull message) {
        return Optional.of(order(
                message,
                AuditAction.PULL_ABORTED,
                message.sessionId().value(),
                requester -> desk.remotes().abort(message, requester)));
    }

    @Override
    public Optional<HostMessage> pushRemote(ClientMessage.PushRemote message) {
        PushOrder pushed = message.order();
        String to = pushed.remote() + "/" + pushed.target() + (pushed.replaces().isEmpty() ? "" : " forced");
        return Optional.of(order(
                message,
                AuditAction.REMOTE_PUSHED,
                message.sessionId() + " " + to,
                requester -> desk.remotes().push(message, requester)));
    }

    @Override
    public Optional<HostMessage> readPullRequest(ClientMessage.ReadPullRequest message) {
        desk.pullRequests().read(message, outbox::reply);
        return Optional.empty();
    }

    @Override
    public Optional<HostMessage> readFailedChecks(ClientMessage.ReadFailedChecks message) {
        desk.pullRequests().failedChecks(message, outbox::reply);
        return Optional.empty();
    }

    @Override
    public Optional<HostMessage> createPullRequest(ClientMessage.CreatePullRequest message) {
        return Optional.of(order(
                message,
                AuditAction.PULL_REQUEST_CREATED,
                message.sessionId().value(),
                requester -> desk.pullRequests()
                        .create(
                                message,
                                new JobRequest(
                                        requester.deviceId(),
                                        requester.deviceName(),
                                        requester.scope(),
                                        message.sessionId(),
                                        requester.at()))));
    }

    @Override
    public Optional<HostMessage> readCommit(ClientMessage.ReadCommit message) {
        desk.commits().read(message, () -> ended, outbox::reply);
        return Optional.empty();
    }

    @Override
    public Optional<HostMessage> stageFiles(ClientMessage.StageFiles message) {
        device.note(AuditAction.FILES_STAGED, message.sessionId().value());
        desk.commits().stage(message, () -> ended, outbox::reply);
        return Optional.empty();
    }

    @Override
    public Optional<HostMessage> rejectChange(ClientMessage.RejectChange message) {
        return Optional.of(order(
                message,
                AuditAction.CHANGE_REJECTED,
                message.sessionId().value(),
                requester -> desk.commits().reject(message, requester)));
    }

    @Override
    public Optional<HostMessage> makeCommit(ClientMessage.MakeCommit message) {
        return Optional.of(order(
                message,
                AuditAction.COMMITTED,
                message.sessionId().value(),
                requester -> desk.commits().commit(message, requester)));
    }

    @Override
    public Optional<HostMessage> suggestCommit(ClientMessage.SuggestCommit message) {
        return Optional.of(order(
                message,
                AuditAction.COMMIT_SUGGESTED,
                message.sessionId().value(),
                requester -> desk.commits().suggest(message, requester)));
    }

    @Override
    public Optional<HostMessage> runCheck(ClientMessage.RunCheck message) {
        return Optional.of(order(
                message,
                AuditAction.CHECK_RUN,
                message.sessionId().value(),
                requester -> desk.checks().run(message, requester)));
    }

    @Override
    public Optional<HostMessage> listRegistry(ClientMessage.ListRegistry message) {
        return Optional.of(desk.registry().list(message));
    }

    @Override
    public Optional<HostMessage> refreshRegistry(ClientMessage.RefreshRegistry message) {
        return Optional.of(administer(
                message,
                AuditAction.REGISTRY_REFRESHED,
                "",
                requester -> desk.registry().refresh(message, requester)));
    }

    @Override
    public Optional<HostMessage> installAgent(ClientMessage.InstallAgent message) {
        return Optional.of(administer(
                message,
                AuditAction.AGENT_INSTALLED,
                message.id() + " " + message.source() + (message.unverified() ? " unverified" : ""),
                requester -> desk.registry().install(message, requester)));
    }

    @Override
    public Optional<HostMessage> removeAgent(ClientMessage.RemoveAgent message) {
        return Optional.of(administer(
                message,
                AuditAction.AGENT_REMOVED,
                message.id(),
                requester -> desk.registry().remove(message, requester)));
    }

    @Override
    public Optional<HostMessage> testAgent(ClientMessage.TestAgent message) {
        device.note(AuditAction.AGENT_TESTED, message.agentId().value());
        desk.registry().test(message, outbox::reply);
        return Optional.empty();
    }

    @Override
    public Optional<HostMessage> saveAgent(ClientMessage.SaveAgent message) {
        return Optional.of(administer(
                message,
                AuditAction.AGENT_SAVED,
                message.draft().agentId().value(),
                requester -> desk.registry().save(message)));
    }

    @Override
    public Optional<HostMessage> deleteAgent(ClientMessage.DeleteAgent message) {
        return Optional.of(administer(
                message,
                AuditAction.AGENT_DELETED,
                message.agentId().value(),
                requester -> desk.registry().delete(message)));
    }

    @Override
    public Optional<HostMessage> logoutAgent(ClientMessage.LogoutAgent message) {
        device.note(AuditAction.AGENT_LOGGED_OUT, message.agentId().value());
        desk.registry().logout(message, outbox::reply);
        return Optional.empty();
    }

    private interface Order {
        void submit(JobRequest requester) throws HostOperations.RefusedException;
    }

    /** Starts a job that steering devices may cancel. */
    private HostMessage order(ClientMessage.Request message, AuditAction deed, String about, Order order) {
        return order(message, Scope.STEER, deed, about, order);
    }

    /** Does something that only admin devices may do and cancel. */
    private HostMessage administer(ClientMessage.Request message, AuditAction deed, String about, Order order) {
        return order(message, Scope.ADMIN, deed, TextCutter.line(PlainText.line(about), ABOUT), order);
    }

    private HostMessage order(ClientMessage.Request message, Scope scope, AuditAction deed, String about, Order order) {
        try {
            order.submit(device.requester(scope));
            device.note(deed, about);
            return new HostMessage.Ack(message.requestId(), IntentResult.Outcome.ACCEPTED, null, 0);
        } catch (HostOperations.RefusedException e) {
            return refusal(message, e.code(), e.sentence());
        }
    }

    @Override
    public Optional<HostMessage> listJobs(ClientMessage.ListJobs message) {
        JobId one = message.jobId();
        if (one == null) {
            return Optional.of(new HostMessage.Jobs(
                    message.requestId(),
                    desk.jobs().all().stream()
                            .map(job -> job.with(JobOutput.NONE))
                            .toList()));
        }
        return Optional.of(desk.jobs()
                .find(one)
                .<HostMessage>map(job -> new HostMessage.Jobs(message.requestId(), List.of(job)))
                .orElseGet(() -> refusal(message, ErrorCode.NO_SUCH_JOB, HostText.of(HostTextCode.JOB_UNKNOWN, one))));
    }

    @Override
    public Optional<HostMessage> cancelJob(ClientMessage.CancelJob message) {
        return Optional.of(changeJob(
                message,
                message.jobId(),
                AuditAction.JOB_CANCELLED,
                () -> desk.jobs().cancel(message.jobId())));
    }

    @Override
    public Optional<HostMessage> retryJob(ClientMessage.RetryJob message) {
        return Optional.of(changeJob(
                message,
                message.jobId(),
                AuditAction.JOB_RETRIED,
                () -> desk.jobs().retry(message.jobId())));
    }

    private interface Change {
        void run() throws HostOperations.RefusedException;
    }

    private HostMessage changeJob(ClientMessage.Request message, JobId jobId, AuditAction deed, Change change) {
        Scope needed = desk.jobs().find(jobId).map(job -> job.request().scope()).orElse(Scope.STEER);
        if (!device.covers(needed)) {
            return forbid(message, needed);
        }
        try {
            change.run();
            device.note(deed, jobId.value());
            return new HostMessage.Ack(message.requestId(), IntentResult.Outcome.ACCEPTED, null, 0);
        } catch (HostOperations.RefusedException e) {
            return refusal(message, e.code(), e.sentence());
        }
    }

    @Override
    public Optional<HostMessage> listRuns(ClientMessage.ListRuns message) {
        return Optional.of(new HostMessage.Runs(
                message.requestId(), RunMirror.fitting(desk.runs().all())));
    }

    @Override
    public Optional<HostMessage> startRun(ClientMessage.StartRun message) {
        desk.runs().start(message, device.requester(Scope.STEER), answer -> {
            if (answer instanceof HostMessage.Ack) {
                device.note(AuditAction.RUN_STARTED, message.runId() + " " + WireEnum.toWire(message.kind()));
            }
            outbox.reply(answer);
        });
        return Optional.empty();
    }

    @Override
    public Optional<HostMessage> actOnRun(ClientMessage.ActOnRun message) {
        desk.runs().act(message, device.requester(Scope.STEER), answer -> {
            if (answer instanceof HostMessage.Ack) {
                device.note(AuditAction.RUN_CHANGED, message.runId() + " " + TextCutter.line(message.action(), 40));
            }
            outbox.reply(answer);
        });
        return Optional.empty();
    }

    @Override
    public Optional<HostMessage> search(ClientMessage.Search message) {
        searching.getAndSet(Cancellable.NOTHING).cancel();
        searching.set(desk.search(message, outbox::reply));
        return Optional.empty();
    }

    @Override
    public Optional<HostMessage> findFiles(ClientMessage.FindFiles message) {
        files.find(message);
        return Optional.empty();
    }

    @Override
    public Optional<HostMessage> readFile(ClientMessage.ReadFile message) {
        files.read(message);
        return Optional.empty();
    }

    @Override
    public Optional<HostMessage> watchRepositories(ClientMessage.WatchRepositories message) {
        List<SessionId> some = message.sessionIds().stream()
                .distinct()
                .limit(HostGateway.MAX_WATCHED)
                .toList();
        repositories.watch(some);
        desk.repositories().watch(this, some, this::sendRepositories);
        sendRepositories();
        if (ended) {
            desk.repositories().watch(this, List.of(), () -> {});
        }
        return Optional.empty();
    }

    @Override
    public Optional<HostMessage> showSessions(ClientMessage.ShowSessions message) {
        desk.pushes()
                .show(
                        this,
                        message.sessionIds().stream()
                                .distinct()
                                .limit(HostGateway.MAX_WATCHED)
                                .toList());
        if (ended) {
            desk.pushes().show(this, List.of());
        }
        return Optional.empty();
    }

    private void sendRepositories() {
        outbox.noticeIfAny(Outbox.Slot.REPOSITORIES, () -> repositories.next(desk.repositories()::summary));
    }

    @Override
    public Optional<HostMessage> listChanges(ClientMessage.ListChanges message) {
        desk.repositories().changes(message, () -> ended, outbox::reply);
        return Optional.empty();
    }

    @Override
    public Optional<HostMessage> listFolder(ClientMessage.ListFolder message) {
        files.list(message);
        return Optional.empty();
    }

    @Override
    public Optional<HostMessage> listKept(ClientMessage.ListKept message) {
        desk.files().kept(message, outbox::reply);
        return Optional.empty();
    }

    @Override
    public Optional<HostMessage> restoreKept(ClientMessage.RestoreKept message) {
        device.note(AuditAction.FILES_RESTORED, message.snapshot());
        desk.files().kept(message, outbox::reply);
        return Optional.empty();
    }

    @Override
    public Optional<HostMessage> forgetKept(ClientMessage.ForgetKept message) {
        device.note(AuditAction.SNAPSHOT_DELETED, message.snapshot());
        desk.files().kept(message, outbox::reply);
        return Optional.empty();
    }

    @Override
    public Optional<HostMessage> previewRestore(ClientMessage.PreviewRestore message) {
        desk.files().preview(message, outbox::reply);
        return Optional.empty();
    }

    @Override
    public Optional<HostMessage> placeComments(ClientMessage.PlaceComments message) {
        desk.repositories().places(message, () -> ended, outbox::reply);
        return Optional.empty();
    }

    @Override
    public Optional<HostMessage> readDiff(ClientMessage.ReadDiff message) {
        desk.repositories().diff(message, () -> ended, outbox::reply);
        return Optional.empty();
    }

    @Override
    public Optional<HostMessage> readChange(ClientMessage.ReadChange message) {
        desk.repositories().change(message, () -> ended, outbox::reply);
        return Optional.empty();
    }

    @Override
    public Optional<HostMessage> putBlob(ClientMessage.PutBlob message) {
        return Optional.of(files.put(message));
    }

    @Override
    public Optional<HostMessage> fetchBlob(ClientMessage.FetchBlob message) {
        outbox.replyLater(() -> files.fetch(message));
        return Optional.empty();
    }
}
