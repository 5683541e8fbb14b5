package dev.pilothouse.desktop.host;

import dev.pilothouse.bridge.LocalBridge;
import dev.pilothouse.desktop.bridge.BridgeFailure;
import dev.pilothouse.desktop.bridge.BridgeServer;
import dev.pilothouse.desktop.bridge.Connections;
import dev.pilothouse.desktop.bridge.HostOperations;
import dev.pilothouse.desktop.bridge.LocalAddresses;
import dev.pilothouse.desktop.catalog.AgentCatalog;
import dev.pilothouse.desktop.check.CheckService;
import dev.pilothouse.desktop.commit.CommitService;
import dev.pilothouse.desktop.discovery.JmdnsAnnouncer;
import dev.pilothouse.desktop.discovery.LanAdvertiser;
import dev.pilothouse.desktop.discovery.LanAnnouncer;
import dev.pilothouse.desktop.forge.PullRequestService;
import dev.pilothouse.desktop.git.GitRunner;
import dev.pilothouse.desktop.git.KeptStore;
import dev.pilothouse.desktop.git.RepositoryReader;
import dev.pilothouse.desktop.git.WorkingSessions;
import dev.pilothouse.desktop.goal.GoalDriver;
import dev.pilothouse.desktop.job.JobRegistry;
import dev.pilothouse.desktop.journal.AuditLog;
import dev.pilothouse.desktop.journal.DataFolder;
import dev.pilothouse.desktop.journal.DiskSpaceMonitor;
import dev.pilothouse.desktop.journal.HostInfo;
import dev.pilothouse.desktop.journal.HostJournal;
import dev.pilothouse.desktop.journal.IoErrorText;
import dev.pilothouse.desktop.journal.JournalFileSystem;
import dev.pilothouse.desktop.journal.JournalSync;
import dev.pilothouse.desktop.journal.SessionFeed;
import dev.pilothouse.desktop.pairing.Device;
import dev.pilothouse.desktop.pairing.DeviceRegistry;
import dev.pilothouse.desktop.pairing.HostKeys;
import dev.pilothouse.desktop.pairing.PairingService;
import dev.pilothouse.desktop.platform.DesktopFolders;
import dev.pilothouse.desktop.power.MachineSettings;
import dev.pilothouse.desktop.power.UptimeClock;
import dev.pilothouse.desktop.process.CachedProcessTable;
import dev.pilothouse.desktop.process.LoginShell;
import dev.pilothouse.desktop.process.ProcessLauncher;
import dev.pilothouse.desktop.process.ProcessMark;
import dev.pilothouse.desktop.process.ProcessReaper;
import dev.pilothouse.desktop.process.StopTimings;
import dev.pilothouse.desktop.profile.ProfileService;
import dev.pilothouse.desktop.push.NotificationService;
import dev.pilothouse.desktop.registry.RegistryService;
import dev.pilothouse.desktop.remote.RemoteReader;
import dev.pilothouse.desktop.remote.RemoteService;
import dev.pilothouse.desktop.reviewer.GoalReviewPreparer;
import dev.pilothouse.desktop.reviewer.JudgePreparer;
import dev.pilothouse.desktop.reviewer.ReviewDriver;
import dev.pilothouse.desktop.run.RunRegistry;
import dev.pilothouse.desktop.schedule.ScheduleService;
import dev.pilothouse.desktop.search.SearchService;
import dev.pilothouse.desktop.service.ProgramCommand;
import dev.pilothouse.desktop.team.TeamDriver;
import dev.pilothouse.desktop.team.TeamPresetStore;
import dev.pilothouse.desktop.team.TeamServer;
import dev.pilothouse.desktop.tries.TryDriver;
import dev.pilothouse.desktop.trust.CommandFileReader;
import dev.pilothouse.desktop.trust.CommandGuard;
import dev.pilothouse.desktop.trust.PortRegistry;
import dev.pilothouse.desktop.trust.ShellRunner;
import dev.pilothouse.desktop.trust.TrustStore;
import dev.pilothouse.desktop.trust.WorktreePreparer;
import dev.pilothouse.desktop.tunnel.TunnelService;
import dev.pilothouse.desktop.usage.UsageBudgets;
import dev.pilothouse.desktop.usage.UsageLedger;
import dev.pilothouse.desktop.usage.UsageReporter;
import dev.pilothouse.desktop.worktree.WorktreeService;
import dev.pilothouse.model.AuditAction;
import dev.pilothouse.model.HostId;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.Job;
import dev.pilothouse.model.JobKind;
import dev.pilothouse.model.RunId;
import dev.pilothouse.model.RunKind;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.SharingInfo;
import dev.pilothouse.model.TextCutter;
import dev.pilothouse.model.TunnelInfo;
import dev.pilothouse.model.TunnelProvider;
import dev.pilothouse.pairing.BridgeUrl;
import dev.pilothouse.pairing.PairingTicket;
import dev.pilothouse.pulse.CrashReporter;
import dev.pilothouse.pulse.Lanes;
import dev.pilothouse.pulse.NamedThreads;
import dev.pilothouse.secure.NewerFileException;
import dev.pilothouse.secure.PublicKey;
import dev.pilothouse.session.HostGateway;
import dev.pilothouse.session.SessionSummary;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A host: the root that owns the data folder, the journals, the agents' processes, the devices and the bridge.
 *
 * <p>Thread-safe. Ends with {@link #close()}. It sends goodbyes to the clients, ends every agent with all its
 * processes, brings the journals to disk and releases the data folder, in this order.
 */
public final class ServerManager implements LocalBridge, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ServerManager.class);
    private static final int WORKERS = 16;
    private static final int WORK_QUEUE = 4_096;
    private static final int TUNNEL_TASKS = 64;
    private static final long WATCH_SECONDS = 15;
    private static final long EXPIRE_SECONDS = 1;
    private static final long SCHEDULE_SECONDS = 1;
    private static final long ANNOUNCE_SECONDS = 1;
    private static final long CLOSE_SECONDS = 60;

    private final Deque<AutoCloseable> owned = new ArrayDeque<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final CountDownLatch over = new CountDownLatch(1);
    private final Clock clock;
    private final LongSupplier ticker;
    private final List<HostText> notices = new CopyOnWriteArrayList<>();
    private final IdentityListener identified;
    private @Nullable Parts parts;

    /** Learns which host starts. Called on the starting thread, before the journals are read. */
    @FunctionalInterface
    public interface IdentityListener {
        void onIdentity(HostId hostId, String hostName);
    }

    private record Parts(LocalHostOperations facts, HostNetwork network, Connections connections) {}

    private ServerManager(Clock clock, LongSupplier ticker, IdentityListener identified) {
        this.clock = clock;
        this.ticker = ticker;
        this.identified = identified;
    }

    /** Starts a host. Blocks until it listens, or has failed and left nothing running. */
    public static HostStartResult start(HostOptions options) {
        return start(options, Clock.systemUTC(), System::nanoTime);
    }

    /**
     * Starts a host.
     *
     * @param identified is called once the data folder is taken and the host's key is known; the start may still fail
     */
    public static HostStartResult start(HostOptions options, IdentityListener identified) {
        return start(
                options,
                Clock.systemUTC(),
                System::nanoTime,
                DiskSpaceMonitor.Disk.REAL,
                LocalAddresses::shareable,
                new JmdnsAnnouncer(),
                identified);
    }

    /** @param ticker a monotonic clock that decides when tickets expire */
    static HostStartResult start(HostOptions options, Clock clock, LongSupplier ticker) {
        return start(options, clock, ticker, DiskSpaceMonitor.Disk.REAL);
    }

    /** @param space reads the free disk space */
    static HostStartResult start(HostOptions options, Clock clock, LongSupplier ticker, DiskSpaceMonitor.Disk space) {
        return start(options, clock, ticker, space, LocalAddresses::shareable, new JmdnsAnnouncer());
    }

    /** @param addresses of this machine, most likely first */
    static HostStartResult start(
            HostOptions options,
            Clock clock,
            LongSupplier ticker,
            DiskSpaceMonitor.Disk space,
            Supplier<List<InetAddress>> addresses,
            LanAnnouncer announcer) {
        return start(options, clock, ticker, space, addresses, announcer, (hostId, hostName) -> {});
    }

    private static HostStartResult start(
            HostOptions options,
            Clock clock,
            LongSupplier ticker,
            DiskSpaceMonitor.Disk space,
            Supplier<List<InetAddress>> addresses,
            LanAnnouncer announcer,
            IdentityListener identified) {
        DataFolder.Taking taking = DataFolder.take(options.dataDir().toAbsolutePath());
        if (taking instanceof DataFolder.Taking.InUse inUse) {
            return new HostStartResult.Failed(new HostFailure.DataFolderInUse(inUse.root(), inUse.pid()));
        }
        if (taking instanceof DataFolder.Taking.Full full) {
            return new HostStartResult.Failed(new HostFailure.DiskFull(full.root(), full.reason()));
        }
        if (taking instanceof DataFolder.Taking.Unusable unusable) {
            return new HostStartResult.Failed(new HostFailure.DataFolderUnusable(unusable.root(), unusable.reason()));
        }
        if (taking instanceof DataFolder.Taking.Newer newer) {
            return new HostStartResult.Failed(new HostFailure.NewerData(newer.text()));
        }
        DataFolder folder = ((DataFolder.Taking.Taken) taking).folder();
        ServerManager host = new ServerManager(clock, ticker, identified);
        host.closeLater(folder);
        try {
            if (options.newIdentity()) {
                host.replaceIdentity(folder);
            } else if (HostKeys.isLost(folder.root())) {
                host.close();
                return new HostStartResult.Failed(new HostFailure.IdentityMissing(HostKeys.hostKey(folder.root())));
            }
            host.open(folder, options, space, addresses, announcer);
            return new HostStartResult.Started(host);
        } catch (BridgeFailure e) {
            host.close();
            return new HostStartResult.Failed(
                    e.reason() == BridgeFailure.Reason.PORT_IN_USE
                            ? new HostFailure.PortInUse(options.port(), e.sentence())
                            : new HostFailure.CannotListen(e.sentence()));
        } catch (NewerFileException e) {
            host.close();
            return new HostStartResult.Failed(new HostFailure.NewerData(IoErrorText.newer(e)));
        } catch (UsageBudgets.DamagedException e) {
            host.close();
            LOG.warn("The host could not start", e);
            return new HostStartResult.Failed(new HostFailure.DataFolderUnusable(folder.root(), e.clause()));
        } catch (IOException e) {
            host.close();
            LOG.debug("The host could not start", e);
            return new HostStartResult.Failed(
                    IoErrorText.isFull(e)
                            ? new HostFailure.DiskFull(folder.root(), IoErrorText.sentence(e))
                            : new HostFailure.DataFolderUnusable(folder.root(), IoErrorText.sentence(e)));
        } catch (RuntimeException e) {
            host.close();
            throw e;
        }
    }

    private void replaceIdentity(DataFolder folder) throws IOException {
        boolean another = Files.exists(HostKeys.hostKey(folder.root())) || HostKeys.isLost(folder.root());
        HostKeys.delete(folder.root());
        folder.forgetOrigin();
        if (another) {
            notice(HostText.of(HostTextCode.HOST_NEW_IDENTITY, folder.root()));
        }
    }

    private void notice(HostText sentence) {
        LOG.warn(sentence.text());
        notices.add(sentence);
    }

    private void open(
            DataFolder folder,
            HostOptions options,
            DiskSpaceMonitor.Disk space,
            Supplier<List<InetAddress>> addresses,
            LanAnnouncer announcer)
            throws IOException, BridgeFailure {
        folder.copyNotice().ifPresent(this::notice);
        HostKeys keys = HostKeys.open(folder.root());
        if (!folder.guard()) {
            throw new IOException("another host has just taken it");
        }
        PublicKey key = keys.host().publicKey();
        HostId hostId = PairingTicket.hostIdOf(key);
        String name = options.name().isBlank() ? HostName.ofThisMachine() : options.name();
        String hostName = TextCutter.line(name, 60);
        identified.onIdentity(hostId, hostName);
        // Parts are closed in the reverse order of {@link #closeLater}.
        AuditLog audit = closeLater(new AuditLog(folder.file("audit.jsonl"), clock, ticker));
        DeviceRegistry devices = DeviceRegistry.open(folder.root(), keys.local().publicKey(), clock);
        devices.notices().forEach(this::notice);
        if (devices.wasMissing() && folder.hasHostData() && !options.newIdentity()) {
            notice(HostText.of(HostTextCode.HOST_DEVICES_MISSING, folder.root()));
        }
        PairingService pairing = new PairingService(devices, options.autoPair(), ticker, clock);
        // Closed late: withdrawing the LAN announcement takes time, and the agents end meanwhile.
        LanAdvertiser advertiser = closeLater(new LanAdvertiser(announcer));
        JournalSync sync = closeLater(new JournalSync());
        HostJournal journal = closeLater(HostJournal.open(folder.file("host.jsonl")));
        // An incomplete last line was never acknowledged, so it is not reported.
        journal.damage().filter(damage -> damage.kept() != null).ifPresent(damage -> notices.add(damage.sentence()));
        ThreadPoolExecutor workers = workers();
        closeLater(workers::shutdownNow);
        ScheduledExecutorService timer = NamedThreads.timer(NamedThreads.numbered("host-timer"));
        closeLater(timer::shutdownNow);
        String mark = ProcessMark.hostOf(hostId.value(), folder.root());
        ProcessReaper reaper = closeLater(ProcessReaper.open(
                folder.file("processes"),
                mark,
                ProcessMark.earlierHostOf(hostId.value(), folder.root()),
                StopTimings.standard()));
        AgentCatalog catalog = closeLater(AgentCatalog.open(
                folder.root(), new ProcessLauncher(reaper, StopTimings.standard()), mark, System.getenv()));
        if (options.loginShell()) {
            askLoginShell(catalog, mark, reaper);
        }
        ProfileService profiles = closeLater(ProfileService.open(
                folder.root(), new ProcessLauncher(reaper, StopTimings.standard()), mark, catalog::environment));
        catalog.useProfiles(profiles);
        // Closed after the jobs, which then leave their git commands to the next start.
        GitRunner git = closeLater(new GitRunner(reaper, mark, catalog::environment));
        SessionQuestions questions = new SessionQuestions();
        JobRegistry jobs = closeLater(JobRegistry.open(folder.file("jobs.jsonl"), clock, timer, questions));
        jobs.damage().forEach(this::notice);
        Lanes lanes = closeLater(new Lanes("host", ServerManager::onLaneFailure));
        News news = new News();
        UptimeClock monotonicClock = new UptimeClock(ticker);
        KeptStore kept = new KeptStore(git, folder.file("kept"), clock);
        TrustStore trust = TrustStore.open(folder.root());
        trust.notice().ifPresent(this::notice);
        PortRegistry ports = PortRegistry.open(folder.root());
        catalog.useVariables(ports::variables);
        CommandFileReader commandFiles = new CommandFileReader(folder.root());
        ShellRunner shell = new ShellRunner(reaper, mark, catalog::environment);
        CommandGuard guard = new CommandGuard(
                git,
                trust,
                clock,
                (deviceId, deviceName, about) ->
                        audit.add(AuditAction.COMMANDS_ALLOWED, deviceId, deviceName, about, ""));
        WorktreePreparer preparer = new WorktreePreparer(git, ports, commandFiles, shell, guard);
        WorktreeService worktrees =
                closeLater(new WorktreeService(git, jobs, kept, preparer, folder.root(), clock, news::summaries));
        KeptFileService undo = closeLater(new KeptFileService(
                kept, news::summaries, () -> MachineSettings.open(folder.root()).keepsFiles()));
        UsageLedger ledger = closeLater(new UsageLedger(folder.root(), clock));
        UsageBudgets budgets =
                UsageBudgets.open(folder.root(), ledger, questions, workers, clock, ZoneId::systemDefault);
        UsageReporter reports = closeLater(new UsageReporter(ledger, budgets));
        SessionRegistry sessions = closeLater(new SessionRegistry(
                folder,
                journal,
                lanes,
                new HostSession.Services(
                        sync,
                        catalog,
                        workers,
                        clock,
                        news,
                        JournalFileSystem.REAL,
                        new CachedProcessTable(),
                        monotonicClock,
                        devices::covers,
                        ReaderMemoryBudget.ofHeap(),
                        undo,
                        worktrees,
                        questions,
                        budgets),
                news::onRemoved));
        news.sessions = sessions;
        budgets.onChange(sessions::onBudget);
        timer.scheduleWithFixedDelay(guarded(budgets::tick), 1, 1, TimeUnit.MINUTES);
        sessions.load();
        undo.start();
        SearchService search = closeLater(new SearchService(sessions::feeds));
        ExternalSessions external = closeLater(new ExternalSessions(catalog, sessions::agentSessionIds));
        NotificationService away = closeLater(new NotificationService(
                folder.root(),
                name,
                new HostPushSessions(sessions, devices, audit),
                lanes.open("away", NotificationService.LANE),
                clock,
                ticker));
        news.away = away;
        devices.listen(new DeviceRegistry.Listener() {
            @Override
            public void revoked(Device device) {
                away.devicesChanged();
            }

            @Override
            public void changed(Device device) {
                away.devicesChanged();
            }
        });
        List<Path> ownFolders =
                List.of(folder.root(), DesktopFolders.ofThisUser().root());
        HostFiles files = closeLater(new HostFiles(
                sessions,
                catalog,
                UploadQuota.of(folder, monotonicClock),
                monotonicClock,
                new GitFiles(git),
                undo,
                ownFolders));
        PullRequestService pullRequests = closeLater(new PullRequestService(
                git,
                jobs,
                new PullRequestService.Programs(reaper, mark, folder.root(), catalog::environment),
                clock,
                session -> HostRepositories.directory(sessions::feed, catalog, session)));
        HostRepositories repositories = closeLater(new HostRepositories(
                sessions::feed,
                catalog,
                new RepositoryReader(git),
                new RemoteReader(git),
                undo,
                pullRequests.watch(),
                timer,
                ownFolders));
        RemoteService remotes = new RemoteService(git, jobs, kept, repositories::tree, undo::inTurn);
        news.repositories = repositories;
        CommitService commits = closeLater(new CommitService(
                new CommitService.Repositories(
                        git,
                        new RepositoryReader(git),
                        kept,
                        repositories::directory,
                        new WorkingSessions(news::summaries),
                        undo::beforeLastTurn),
                new CommitService.MessageAgents(
                        catalog,
                        budgets,
                        lanes,
                        sessionId -> sessions.feed(sessionId)
                                .map(SessionFeed::head)
                                .filter(SessionFeed.Head::isKnown)
                                .map(head -> head.summary().agentId()),
                        clock),
                jobs,
                folder.file("commit")));
        CheckService checks = new CheckService(
                jobs,
                new CheckService.Parts(shell, commandFiles, guard, ports),
                repositories::directory,
                new CheckSessions(sessions));
        RegistryService registry = closeLater(new RegistryService(folder.root(), catalog, jobs, shell, clock));
        HostRunSessions runSessions =
                new HostRunSessions(sessions, audit, device -> needed -> devices.covers(device, needed));
        RunRegistry runs = closeLater(RunRegistry.open(
                folder.file("runs.jsonl"), clock, lanes.open("runs", RunRegistry.LANE), runSessions, jobs));
        runs.damage().forEach(this::notice);
        runs.register(
                RunKind.TEAM,
                new TeamDriver(
                        folder.root(),
                        agent -> catalog.agents().stream()
                                .anyMatch(info -> info.agentId().equals(agent)),
                        runSessions));
        TeamServer teams = closeLater(
                new TeamServer(folder.root(), ProgramCommand.withPipes(System.getProperties()), runs, runSessions));
        catalog.useServers(teams);
        ReviewDriver reviews = new ReviewDriver(
                catalog, new HostReviewSessions(sessions), worktrees.copies(), new RepositoryReader(git), runs::all);
        runs.register(RunKind.REVIEW, reviews);
        workers.execute(reviews::sweep);
        runs.register(
                RunKind.TRY,
                new TryDriver(
                        worktrees,
                        new RepositoryReader(git),
                        repositories::tree,
                        git,
                        new JudgePreparer(catalog, worktrees.copies(), new RepositoryReader(git))));
        runs.register(
                RunKind.GOAL,
                new GoalDriver(new GoalDriver.Parts(
                        new HostGoalSessions(
                                sessions,
                                catalog,
                                worktrees,
                                sessionId -> runs.runOf(sessionId).isPresent()),
                        kept,
                        new GoalReviewPreparer(catalog, worktrees.copies(), new RepositoryReader(git)),
                        monotonicClock,
                        ZoneId.systemDefault())));
        budgets.onTurn(runs::onUsage);
        budgets.onSubjects(new BudgetSubjectLookup(
                news::summaries,
                id -> runs.all().stream().anyMatch(run -> run.runId().value().equals(id)),
                session -> runs.runOf(session).map(RunId::value).orElse("")));
        news.runs = runs;
        List<HostText> unreadable = new ArrayList<>();
        ScheduleService schedules = closeLater(ScheduleService.open(
                folder.root(),
                new HostScheduledSessions(sessions, catalog, devices, budgets, worktrees, audit),
                clock,
                unreadable));
        unreadable.forEach(this::notice);
        jobs.useRights(request -> devices.covers(request.deviceId(), request.scope()));
        news.jobs = jobs;
        HostNetwork network = new HostNetwork(
                advertiser,
                port -> new LanAnnouncer.Announcement(hostId.value(), hostName, port),
                (accepting, onAddressesChanged) -> BridgeServer.start(
                        options.port(),
                        keys.host(),
                        peer -> devices.find(peer).isPresent(),
                        accepting,
                        new BridgeServer.Addresses(addresses, onAddressesChanged)),
                (port, listener) -> TunnelService.open(
                        lanes.open("tunnel", TUNNEL_TASKS),
                        folder.root(),
                        reaper,
                        mark,
                        catalog::environment,
                        catalog::isAskingLoginShell,
                        port,
                        workers,
                        clock,
                        monotonicClock,
                        listener));
        LocalHostOperations facts = new LocalHostOperations(
                hostId,
                hostName,
                key,
                sessions,
                files,
                catalog,
                pairing,
                search,
                external,
                network,
                jobs,
                runs,
                trust,
                repositories,
                worktrees,
                reports,
                remotes,
                pullRequests,
                commits,
                checks,
                schedules,
                profiles,
                away,
                registry,
                new TeamPresetStore(folder.root(), workers));
        Connections connections = new Connections(facts, devices, pairing, audit, timer, clock);
        parts = new Parts(facts, network, connections);
        news.connections = connections;
        jobs.listen(new JobRegistry.Listener() {
            @Override
            public void onState(Job job) {
                SessionId session = job.request().sessionId();
                if (session != null
                        && job.kind() == JobKind.WORKTREE_ADD
                        && job.state().isOver()) {
                    sessions.onWorktree(session, WorktreeService.fault(job));
                }
                if (session != null && job.state().isOver()) {
                    repositories.sessionChanged(session);
                }
            }

            @Override
            public void onShown() {
                connections.jobsChanged();
            }
        });
        away.useRuns(runs::all);
        runs.listen(() -> {
            connections.runsChanged();
            teams.runsChanged();
            away.runsChanged(sessions::feed);
        });
        schedules.onChange(connections::schedulesChanged);
        closeLater(catalog.onChange(connections::agentsChanged));
        closeLater(network);
        network.start(connections);
        // Closed before the tunnel and the bridge, so that goodbyes still reach their clients.
        closeLater(connections);
        if (options.share()) {
            network.setSharing(true);
        }
        if (options.tunnel() != null) {
            network.setTunnel(options.tunnel());
        }
        facts.setMonitor(closeLater(MachineMonitor.start(
                folder, space, options.keepAwake(), sessions, connections, network.bridge(), reaper, timer, workers)));
        timer.scheduleWithFixedDelay(guarded(monotonicClock::read), WATCH_SECONDS, WATCH_SECONDS, TimeUnit.SECONDS);
        timer.scheduleWithFixedDelay(guarded(undo::expire), 1, 1, TimeUnit.DAYS);
        timer.scheduleWithFixedDelay(guarded(sessions::checkProgress), WATCH_SECONDS, WATCH_SECONDS, TimeUnit.SECONDS);
        timer.scheduleWithFixedDelay(guarded(() -> expire(pairing)), EXPIRE_SECONDS, EXPIRE_SECONDS, TimeUnit.SECONDS);
        jobs.start();
        timer.scheduleWithFixedDelay(guarded(schedules::tick), SCHEDULE_SECONDS, SCHEDULE_SECONDS, TimeUnit.SECONDS);
        runs.start(ledger::since);
        HostInfo info = new HostInfo(
                port(),
                key,
                hostId.value(),
                facts.hostName(),
                ProcessHandle.current().pid());
        try {
            folder.announce(info);
        } catch (IOException e) {
            if (!IoErrorText.isFull(e)) {
                throw e;
            }
            notice(HostText.of(HostTextCode.HOST_FOLDER_FULL, folder.root()));
            announceWhenThereIsRoom(folder, info, timer);
        }
        LOG.info("The host {} listens on port {}", hostId, port());
    }

    private void announceWhenThereIsRoom(DataFolder folder, HostInfo info, ScheduledExecutorService timer) {
        AtomicBoolean announced = new AtomicBoolean();
        Runnable attempt = () -> {
            if (announced.get()) {
                return;
            }
            try {
                folder.announce(info);
                announced.set(true);
                LOG.info("The disk of {} has room again", folder.root());
            } catch (IOException e) {
                LOG.debug("{} still has no room: {}", folder.root(), e.toString());
            }
        };
        timer.scheduleWithFixedDelay(guarded(attempt), ANNOUNCE_SECONDS, ANNOUNCE_SECONDS, TimeUnit.SECONDS);
    }

    private void expire(PairingService pairing) {
        pairing.expire();
        parts().connections().cutExpired();
    }

    /** Runs in the background. The host starts without the result and notifies its clients when it arrives. */
    private void askLoginShell(AgentCatalog catalog, String mark, ProcessReaper reaper) {
        if (catalog.asksLoginShell() && LoginShell.isNeeded(System.getenv())) {
            catalog.loginShellIsAsked();
            closeLater(LoginShell.ask(
                    System.getenv(), ProcessMark.fresh(mark), reaper, LoginShell.TIMEOUT, catalog::loginShellAnswered));
        }
    }

    /** Forwards notifications of sessions to all connections and to push notifications. */
    private static final class News implements SessionLog.Listener {
        private volatile @Nullable SessionRegistry sessions;
        private volatile @Nullable Connections connections;
        private volatile @Nullable NotificationService away;
        private volatile @Nullable HostRepositories repositories;
        private volatile @Nullable JobRegistry jobs;
        private volatile @Nullable RunRegistry runs;

        @Override
        public boolean awaitsDurable() {
            NotificationService telling = away;
            return telling != null && telling.isOn();
        }

        @Override
        public void onDurable(SessionFeed feed) {
            NotificationService telling = away;
            if (telling != null) {
                telling.changed(feed);
            }
        }

        @Override
        public void onChanged(SessionFeed feed, boolean critical) {
            Connections all = connections;
            if (all != null) {
                all.sessionChanged(feed, critical);
            }
            HostRepositories watched = repositories;
            if (watched != null) {
                watched.sessionChanged(feed.sessionId());
            }
            JobRegistry waiting = jobs;
            if (waiting != null && !feed.head().hasTurn()) {
                waiting.wake();
            }
            RunRegistry together = runs;
            if (together != null) {
                together.sessionChanged(feed.sessionId());
            }
        }

        @Override
        public void onBroken() {
            // The session shows it in its overview entry.
        }

        List<SessionSummary> summaries() {
            SessionRegistry all = sessions;
            return all == null
                    ? List.of()
                    : all.feeds().stream().map(feed -> feed.head().summary()).toList();
        }

        void onRemoved(SessionId sessionId) {
            Connections all = connections;
            if (all != null) {
                all.sessionRemoved(sessionId);
            }
            NotificationService telling = away;
            if (telling != null) {
                telling.removed(sessionId);
            }
            JobRegistry waiting = jobs;
            if (waiting != null) {
                waiting.wake();
            }
            RunRegistry together = runs;
            if (together != null) {
                together.sessionRemoved(sessionId);
            }
        }
    }

    private <T extends AutoCloseable> T closeLater(T part) {
        owned.push(part);
        return part;
    }

    private Parts parts() {
        return Objects.requireNonNull(parts, "not started");
    }

    private static ThreadPoolExecutor workers() {
        ThreadPoolExecutor pool =
                NamedThreads.pool(WORKERS, Duration.ofSeconds(30), WORK_QUEUE, NamedThreads.numbered("host-worker"));
        // Tasks that end processes must not be lost, so a caller runs them itself when the queue is full.
        pool.setRejectedExecutionHandler(new ThreadPoolExecutor.CallerRunsPolicy());
        return pool;
    }

    /** A scheduled task that throws is never run again. */
    static Runnable guarded(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (RuntimeException e) {
                CrashReporter.report(Thread.currentThread(), e);
            }
        };
    }

    private static void onLaneFailure(Thread thread, Throwable failure) {
        if (failure instanceof SessionLog.StoppedException) {
            LOG.warn("{}: {}", thread.getName(), failure.getMessage());
        } else {
            CrashReporter.report(thread, failure);
        }
    }

    @Override
    public Link open(Sink sink) {
        if (closed.get()) {
            throw new IllegalStateException("the host is closed");
        }
        return parts().connections().openLocal(sink);
    }

    /** Problems of the data folder, one sentence each, for display. Any thread. */
    public List<HostText> notices() {
        return List.copyOf(notices);
    }

    public HostId hostId() {
        return parts().facts().hostId();
    }

    public String hostName() {
        return parts().facts().hostName();
    }

    /** The key that devices pin. */
    public PublicKey publicKey() {
        return parts().facts().key();
    }

    /** Checks this machine's addresses now and announces changes. This also happens every ten seconds. */
    void followAddresses() {
        parts().network().bridge().followAddresses();
    }

    public int port() {
        return parts().network().bridge().port();
    }

    public SharingInfo sharing() {
        return parts().network().sharing();
    }

    /** Waits until the requested tunnel is up or has failed for the first time, at most for the given time. */
    public TunnelInfo awaitTunnel(TunnelProvider way, Duration within) throws InterruptedException {
        return parts().network().awaitTunnel(way, within);
    }

    /** The URLs at which clients can reach the host now, best first. */
    public List<BridgeUrl> urls() {
        return parts().network().urls();
    }

    /** A new ticket for one device. */
    public HostGateway.Ticket ticket(Scope scope) throws HostOperations.RefusedException {
        return parts().facts().ticket(scope);
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            // A concurrent caller, such as a shutdown hook, may end the program when this returns.
            awaitClosed();
            return;
        }
        try {
            closeAll();
        } finally {
            over.countDown();
        }
    }

    private void awaitClosed() {
        try {
            over.await(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void closeAll() {
        while (!owned.isEmpty()) {
            AutoCloseable part = owned.pop();
            try {
                part.close();
            } catch (Exception e) {
                // The other parts must still be closed.
                LOG.error("A part of the host did not close", e);
            }
        }
    }
}
