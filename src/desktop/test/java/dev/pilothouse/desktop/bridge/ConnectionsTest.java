package dev.pilothouse.desktop.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.desktop.journal.AuditLog;
import dev.pilothouse.desktop.journal.SessionFeed;
import dev.pilothouse.desktop.pairing.Device;
import dev.pilothouse.desktop.pairing.DeviceRegistry;
import dev.pilothouse.desktop.pairing.PairingService;
import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.AgentInfo;
import dev.pilothouse.model.AuditAction;
import dev.pilothouse.model.AuditEntry;
import dev.pilothouse.model.ConfigError;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.HostId;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.Job;
import dev.pilothouse.model.JobId;
import dev.pilothouse.model.JobRequest;
import dev.pilothouse.model.MachineStatus;
import dev.pilothouse.model.RepositorySummary;
import dev.pilothouse.model.RequestId;
import dev.pilothouse.model.Run;
import dev.pilothouse.model.ScheduleStatus;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.SharingInfo;
import dev.pilothouse.model.TunnelProvider;
import dev.pilothouse.protocol.AdminCommand;
import dev.pilothouse.protocol.ClientMessage;
import dev.pilothouse.protocol.HostMessage;
import dev.pilothouse.pulse.Cancellable;
import dev.pilothouse.secure.Identity;
import dev.pilothouse.secure.PublicKey;
import dev.pilothouse.session.HostGateway;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A device's connection without a socket: its rights, and its messages when they change. */
class ConnectionsTest {
    private static final ConfigError PROBLEM =
            new ConfigError("agents.json", 3, 0, "[1].command", HostText.of(HostTextCode.VALUE_MISSING));

    private static final AgentInfo REMOTE = new AgentInfo(
            new AgentId("remote"),
            "Remote",
            true,
            "/opt/tools/agent --acp --token s3cret",
            "npm install agent",
            List.of(),
            "ssh ada@build.example");

    @TempDir
    Path folder;

    /** The scheduled tasks, and their delays in milliseconds. Each runs only when a test lets that time pass. */
    private final Map<Runnable, Long> scheduled = new ConcurrentHashMap<>();

    private final ScheduledExecutorService timer = new ScheduledThreadPoolExecutor(1) {
        @Override
        public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
            scheduled.put(task, unit.toMillis(delay));
            return super.schedule(() -> {}, 1, TimeUnit.DAYS);
        }
    };
    private final CountDownLatch cut = new CountDownLatch(1);
    /** Whether the client accepts no more data. */
    private volatile boolean deaf;

    private final PublicKey phone = Identity.generate().publicKey();
    private final List<HostMessage> heard = new CopyOnWriteArrayList<>();
    private AuditLog audit;
    private DeviceRegistry devices;
    private Connections connections;
    private ConnectionAcceptor.Inbound connection;

    @BeforeEach
    void open() throws IOException {
        Clock clock = Clock.systemUTC();
        devices = DeviceRegistry.open(folder, Identity.generate().publicKey(), clock);
        audit = new AuditLog(folder.resolve("audit.jsonl"), clock, System::nanoTime);
    }

    @AfterEach
    void close() {
        connections.close();
        audit.close();
        timer.shutdownNow();
    }

    private Device connect(Scope scope) throws Exception {
        Device device = devices.add(phone, "Phone", "", scope, "", null);
        Clock clock = Clock.systemUTC();
        connections = new Connections(
                new OneAgent(),
                devices,
                new PairingService(devices, true, System::nanoTime, clock),
                audit,
                timer,
                clock);
        connection =
                connections.connected(new ConnectionAcceptor.Peer(phone, "192.168.1.31", "123456"), new MessageSink() {
                    @Override
                    public void deliver(HostMessage message) throws InterruptedException {
                        if (deaf) {
                            cut.await();
                        }
                        heard.add(message);
                    }

                    @Override
                    public void close() {}

                    @Override
                    public void cut() {
                        cut.countDown();
                    }
                });
        connection.receive(new ClientMessage.Hello(1, 1, "test"));
        await("the welcome").until(() -> !all(HostMessage.Welcome.class).isEmpty());
        return device;
    }

    private <T extends HostMessage> List<T> all(Class<T> type) {
        return heard.stream().filter(type::isInstance).map(type::cast).toList();
    }

    private static <T> T last(List<T> list) {
        return list.get(list.size() - 1);
    }

    private HostMessage answer(AdminCommand command) throws InterruptedException {
        RequestId id = new RequestId("r" + heard.size());
        int before = heard.size();
        connection.receive(new ClientMessage.Admin(id, command));
        await("an answer").until(() -> heard.stream().skip(before).anyMatch(ConnectionsTest::isAnswer));
        return heard.stream()
                .skip(before)
                .filter(ConnectionsTest::isAnswer)
                .findFirst()
                .orElseThrow();
    }

    private static boolean isAnswer(HostMessage message) {
        return message instanceof HostMessage.Failure || message instanceof HostMessage.Figures;
    }

    @Test
    void ofTwoChangesAtOnceTheOneThatIsInTheRegistryCountsInWhateverOrderTheyAreTold() throws Exception {
        // Makes a second change within the first one, before the connections are notified of it.
        devices.listen(new DeviceRegistry.Listener() {
            @Override
            public void revoked(Device device) {}

            @Override
            public void changed(Device device) {
                if (device.scope() == Scope.ADMIN) {
                    try {
                        devices.setScope(device.deviceId(), Scope.VIEW);
                    } catch (IOException e) {
                        throw new IllegalStateException(e);
                    }
                }
            }
        });
        Device device = connect(Scope.STEER);

        devices.setScope(device.deviceId(), Scope.ADMIN);

        assertThat(answer(new AdminCommand.ReadFigures()))
                .isInstanceOfSatisfying(
                        HostMessage.Failure.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.FORBIDDEN));
        await("the scope").until(() -> !all(HostMessage.ScopeChanged.class).isEmpty());
        assertThat(last(all(HostMessage.ScopeChanged.class)).scope()).isEqualTo(Scope.VIEW);
    }

    @Test
    void whoMayNotStartAgentsLearnsTheNamesOfTheProgramsAloneAlsoWhenItsScopeChanges() throws Exception {
        AgentInfo programs = new AgentInfo(REMOTE.agentId(), "Remote", true, "agent", "", List.of(), "ssh");
        Device device = connect(Scope.ANSWER);
        assertThat(all(HostMessage.Welcome.class).get(0).agents()).containsExactly(programs);

        devices.setScope(device.deviceId(), Scope.STEER);
        await("all of it").until(() -> agentsTold(REMOTE));

        devices.setScope(device.deviceId(), Scope.VIEW);
        await("less of it").until(() -> agentsTold(programs));

        int before = all(HostMessage.AgentsChanged.class).size();
        connections.agentsChanged();
        await("news of agents").until(() -> all(HostMessage.AgentsChanged.class).size() > before);
        assertThat(agentsTold(programs)).isTrue();
    }

    @Test
    void theMistakesInTheFileOfAgentsAreForDevicesThatMaySteer() throws Exception {
        Device device = connect(Scope.STEER);
        assertThat(all(HostMessage.Welcome.class).get(0).agentProblems()).containsExactly(PROBLEM);

        connections.agentsChanged();
        await("the agents").until(() -> !all(HostMessage.AgentsChanged.class).isEmpty());
        assertThat(last(all(HostMessage.AgentsChanged.class)).agentProblems()).containsExactly(PROBLEM);

        devices.setScope(device.deviceId(), Scope.ANSWER);
        await("less of it")
                .until(() -> last(all(HostMessage.AgentsChanged.class))
                        .agentProblems()
                        .isEmpty());
    }

    @Test
    void aChangeOfADeviceThatHoldsButCouldNotBeStoredIsInTheAuditLog() throws Exception {
        Device device = connect(Scope.ADMIN);
        Path file = folder.resolve("devices.json");
        Files.delete(file);
        Files.createDirectories(file.resolve("in-the-way"));

        answer(new AdminCommand.SetScope(device.deviceId(), Scope.STEER));

        assertThat(devices.covers(phone, Scope.ADMIN)).isFalse();
        assertThat(audit.read(null, null, 10).entries())
                .extracting(AuditEntry::deed, AuditEntry::about)
                .contains(tuple(AuditAction.SCOPE_SET, device.deviceId() + " steer"));
    }

    @Test
    void theRevocationOfADeviceThatCouldNotBeStoredIsInTheAuditLog() throws Exception {
        connect(Scope.ADMIN);
        Device other = devices.add(Identity.generate().publicKey(), "Lost", "", Scope.VIEW, "", null);
        Path file = folder.resolve("devices.json");
        Files.delete(file);
        Files.createDirectories(file.resolve("in-the-way"));

        answer(new AdminCommand.Revoke(other.deviceId()));

        assertThat(audit.read(null, null, 10).entries())
                .extracting(AuditEntry::deed, AuditEntry::about)
                .contains(tuple(AuditAction.REVOKED, other.deviceId() + " Lost"));
    }

    @Test
    void aRevokedDeviceThatAcceptsNothingIsCutWithinASecond() throws Exception {
        Device device = connect(Scope.VIEW);
        deaf = true;
        connections.agentsChanged();

        devices.revoke(device.deviceId());

        assertThat(scheduled.values()).isNotEmpty().allMatch(delay -> delay < 1_000);
        assertThat(cut.getCount()).as("cuts to come").isEqualTo(1);
        scheduled.keySet().forEach(Runnable::run);
        assertThat(cut.getCount()).as("cuts to come").isZero();
    }

    private boolean agentsTold(AgentInfo expected) {
        List<HostMessage.AgentsChanged> all = all(HostMessage.AgentsChanged.class);
        return !all.isEmpty() && last(all).agents().equals(List.of(expected));
    }

    /** A host with one agent and no sessions. */
    private static final class OneAgent implements HostOperations {
        @Override
        public HostId hostId() {
            return new HostId("h1");
        }

        @Override
        public String hostName() {
            return "Desk";
        }

        @Override
        public List<AgentInfo> agents() {
            return List.of(REMOTE);
        }

        @Override
        public List<ConfigError> agentProblems() {
            return List.of(PROBLEM);
        }

        @Override
        public SharingInfo sharing() {
            return new SharingInfo(false, List.of());
        }

        @Override
        public List<SessionFeed> feeds() {
            return List.of();
        }

        @Override
        public MachineStatus condition() {
            return MachineStatus.GOOD;
        }

        @Override
        public PushOperations pushes() {
            return new NoPushes();
        }

        @Override
        public TrustOperations trust() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Map<String, Long> figures() {
            return Map.of();
        }

        @Override
        public Optional<SessionFeed> feed(SessionId sessionId) {
            return Optional.empty();
        }

        @Override
        public void submit(Submission submission) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Cancellable search(ClientMessage.Search question, Consumer<HostMessage> answer) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void externalSessions(ClientMessage.ListExternal question, Consumer<HostMessage> answer) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void usage(ClientMessage.ReadUsage question, Consumer<HostMessage> answer) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void estimateTurns(ClientMessage.EstimateTurns question, Consumer<HostMessage> answer) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void budgets(ClientMessage.ListBudgets question, Consumer<HostMessage> answer) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void presets(ClientMessage.ListPresets question, Consumer<HostMessage> answer) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void savePreset(ClientMessage.SavePreset command, Consumer<HostMessage> answer) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void setBudget(ClientMessage.SetBudget command, Consumer<HostMessage> answer) {
            throw new UnsupportedOperationException();
        }

        @Override
        public SessionFiles files() {
            return null;
        }

        @Override
        public ProfileOperations profiles() {
            throw new UnsupportedOperationException();
        }

        @Override
        public ScheduleOperations schedules() {
            return new NoSchedules();
        }

        @Override
        public PullRequestOperations pullRequests() {
            throw new UnsupportedOperationException();
        }

        @Override
        public CommitOperations commits() {
            return null;
        }

        @Override
        public CheckOperations checks() {
            return null;
        }

        @Override
        public WorktreeOperations worktrees() {
            return null;
        }

        @Override
        public RemoteOperations remotes() {
            return null;
        }

        @Override
        public RegistryOperations registry() {
            throw new UnsupportedOperationException();
        }

        @Override
        public JobOperations jobs() {
            return new NoJobs();
        }

        @Override
        public RunOperations runs() {
            return new NoRuns();
        }

        @Override
        public SessionRepositories repositories() {
            return new NoRepositories();
        }

        @Override
        public void setSharing(boolean sharing) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void setTunnel(TunnelProvider way) {
            throw new UnsupportedOperationException();
        }

        @Override
        public HostGateway.Ticket ticket(Scope scope, Instant accessUntil, PublicKey issuer) {
            throw new UnsupportedOperationException();
        }
    }

    private static final class NoRepositories implements SessionRepositories {
        @Override
        public void remote(ClientMessage.ReadRemote question, BooleanSupplier cancelled, Consumer<HostMessage> answer) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void watch(Object client, List<SessionId> sessionIds, Runnable onChange) {}

        @Override
        public Optional<RepositorySummary> summary(SessionId sessionId) {
            return Optional.empty();
        }

        @Override
        public void changes(
                ClientMessage.ListChanges question, BooleanSupplier cancelled, Consumer<HostMessage> answer) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void places(
                ClientMessage.PlaceComments question, BooleanSupplier cancelled, Consumer<HostMessage> answer) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void diff(ClientMessage.ReadDiff question, BooleanSupplier cancelled, Consumer<HostMessage> answer) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void change(ClientMessage.ReadChange question, BooleanSupplier cancelled, Consumer<HostMessage> answer) {
            throw new UnsupportedOperationException();
        }
    }

    private static final class NoRuns implements RunOperations {
        @Override
        public List<Run> shown() {
            return List.of();
        }

        @Override
        public List<Run> all() {
            return List.of();
        }

        @Override
        public void start(ClientMessage.StartRun message, JobRequest requester, Consumer<HostMessage> answer) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void act(ClientMessage.ActOnRun message, JobRequest requester, Consumer<HostMessage> answer) {
            throw new UnsupportedOperationException();
        }
    }

    private static final class NoSchedules implements ScheduleOperations {
        @Override
        public List<ScheduleStatus> shown() {
            return List.of();
        }

        @Override
        public HostMessage list(ClientMessage.ListSchedules question) {
            throw new UnsupportedOperationException();
        }

        @Override
        public HostMessage preview(ClientMessage.PreviewSchedule question) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void save(ClientMessage.SaveSchedule command, JobRequest requester, Consumer<HostMessage> answer) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void act(ClientMessage.ActOnSchedule command, Consumer<HostMessage> answer) {
            throw new UnsupportedOperationException();
        }
    }

    private static final class NoJobs implements JobOperations {
        @Override
        public List<Job> shown() {
            return List.of();
        }

        @Override
        public List<Job> all() {
            return List.of();
        }

        @Override
        public Optional<Job> find(JobId jobId) {
            return Optional.empty();
        }

        @Override
        public void cancel(JobId jobId) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void retry(JobId jobId) {
            throw new UnsupportedOperationException();
        }
    }
}
