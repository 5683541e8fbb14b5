package dev.pilothouse.desktop.bench.rig;

import dev.pilothouse.bridge.ClientSetup;
import dev.pilothouse.bridge.OkHttpConnector;
import dev.pilothouse.bridge.PairedHosts;
import dev.pilothouse.bridge.SeenMarks;
import dev.pilothouse.desktop.journal.HostInfo;
import dev.pilothouse.desktop.pairing.HostKeys;
import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.HostId;
import dev.pilothouse.model.RunId;
import dev.pilothouse.model.RunRole;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.TeamRequest;
import dev.pilothouse.pairing.BridgeUrl;
import dev.pilothouse.pairing.PairedHost;
import dev.pilothouse.pairing.SecurePairedHostStore;
import dev.pilothouse.platform.MemorySecureStore;
import dev.pilothouse.pulse.Lanes;
import dev.pilothouse.session.ConnectionState;
import dev.pilothouse.session.HostGateway;
import dev.pilothouse.session.HostLink;
import dev.pilothouse.session.Hosts;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.IntentResult;
import dev.pilothouse.session.Item;
import dev.pilothouse.session.SessionGateway;
import dev.pilothouse.session.SessionPhase;
import dev.pilothouse.session.SessionState;
import dev.pilothouse.session.SessionView;
import dev.pilothouse.session.Transcript;
import dev.pilothouse.session.WhenBusy;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/**
 * Controls a running host as its local admin, with the app's client classes: opens sessions, prompts, makes tickets,
 * and checks afterwards that everything has arrived. Closed while a measurement runs, so that it costs nothing then.
 *
 * <p>Owns its link and lanes. Confined to the thread of the benchmarks; ends with {@link #close()}.
 */
public final class Driver implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 90;
    /** Requests that wait at a time; a client refuses more than some hundreds. */
    private static final int PORTION = 100;

    private final Lanes lanes;
    private final PairedHosts hosts;

    private Driver(Lanes lanes, PairedHosts hosts) {
        this.lanes = lanes;
        this.hosts = hosts;
    }

    /** Connects to the host that runs on a data folder, and waits until it has the list of sessions. */
    static Driver connect(Path dataFolder) throws Exception {
        HostInfo info = HostInfo.read(dataFolder).orElseThrow();
        PairedHost host = new PairedHost(
                new HostId(info.hostId()),
                info.name(),
                info.hostKey(),
                List.of(new BridgeUrl(false, "127.0.0.1", info.port())),
                Instant.now());
        OkHttpConnector connector =
                new OkHttpConnector(host, HostKeys.readLocal(dataFolder).orElseThrow());
        Lanes lanes = new Lanes("driver", (thread, failure) -> failure.printStackTrace());
        PairedHosts hosts = new PairedHosts(
                ClientSetup.of(lanes.open("driver-state", 1_024), "bench", "Driver", "Linux"),
                new SecurePairedHostStore(new MemorySecureStore()),
                paired -> {
                    throw new IllegalStateException("paired with nobody");
                },
                SeenMarks.NONE,
                new PairedHosts.Local(host.hostId(), host.name(), connector));
        Driver driver = new Driver(lanes, hosts);
        wait(hosts.start());
        driver.until(
                "the host is there",
                () -> driver.link().reader().overviewKnown()
                        && driver.link().reader().host().connection() instanceof ConnectionState.Live);
        return driver;
    }

    private static <T> T wait(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /** Waits for a condition of the store. It is checked when the store changes, so nothing polls. */
    public void until(String what, BooleanSupplier wanted) throws Exception {
        CompletableFuture<Void> there = new CompletableFuture<>();
        Runnable look = () -> {
            if (wanted.getAsBoolean()) {
                there.complete(null);
            }
        };
        try (Hosts.Subscription listening = hosts.listen(new Hosts.Listener() {
            @Override
            public void linksChanged(List<HostLink> links) {
                look.run();
            }

            @Override
            public void hostChanged(HostId hostId, boolean critical) {
                look.run();
            }

            @Override
            public void sessionChanged(HostId hostId, SessionId sessionId, boolean critical) {
                look.run();
            }

            @Override
            public void pairing(String hostName, String code) {}
        })) {
            look.run();
            there.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new IllegalStateException("waited in vain until " + what, e);
        }
    }

    public HostLink link() {
        return hosts.links().get(0);
    }

    /** A ticket for one more device, with the right to steer. */
    public String ticket() throws Exception {
        if (wait(link().host().ticket(Scope.STEER, null))
                instanceof HostGateway.Reply.Value<HostGateway.Ticket> value) {
            return value.value().text();
        }
        throw new IllegalStateException("no ticket");
    }

    /** Opens sessions with these agents, in turn, and waits until all are ready. */
    public List<SessionId> newSessions(int count, List<LoadJvm> agents, Path cwd) throws Exception {
        List<Intent> intents = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            AgentId agent = agents.get(i % agents.size()).agentId();
            intents.add(new Intent.CreateSession(agent, cwd.toString(), null, null, null));
        }
        List<SessionId> sessions = new ArrayList<>();
        for (IntentResult.Accepted each : inPortions(intents)) {
            sessions.add(each.sessionId());
            if (sessions.size() % PORTION == 0 || sessions.size() == count) {
                awaitIdle(sessions);
            }
        }
        return sessions;
    }

    /** Opens a session of the demo agent with a prompt, and waits until that agent asks for a permission. */
    public SessionId newDemo(Path cwd, String prompt) throws Exception {
        SessionId session = inPortions(
                        List.of(new Intent.CreateSession(new AgentId("demo"), cwd.toString(), null, null, null)))
                .get(0)
                .sessionId();
        awaitIdle(List.of(session));
        prompt(List.of(session), prompt);
        until(
                "the demo agent asks",
                () -> link().reader().host().sessions().stream()
                        .anyMatch(each ->
                                each.sessionId().equals(session) && !each.open().isEmpty()));
        return session;
    }

    private List<IntentResult.Accepted> inPortions(List<Intent> intents) throws Exception {
        List<IntentResult.Accepted> accepted = new ArrayList<>();
        for (int from = 0; from < intents.size(); from += PORTION) {
            List<CompletableFuture<IntentResult>> asked = new ArrayList<>();
            for (Intent intent : intents.subList(from, Math.min(intents.size(), from + PORTION))) {
                asked.add(link().sessions().submit(intent).toCompletableFuture());
            }
            for (CompletableFuture<IntentResult> each : asked) {
                accepted.add(accepted(each));
            }
        }
        return accepted;
    }

    /** Starts a team of a lead and workers, which all have one agent. The lead is prompted at once. */
    public void startTeam(int members, LoadJvm agent, Path cwd) throws Exception {
        List<TeamRequest.Member> workers = new ArrayList<>();
        for (int i = 1; i < members; i++) {
            workers.add(new TeamRequest.Member("w" + i, agent.agentId(), "", "", false));
        }
        TeamRequest team = new TeamRequest(
                cwd.toString(),
                "Talk",
                new TeamRequest.Member("", agent.agentId(), "", "", false),
                workers,
                true,
                0,
                0,
                "");
        if (!(wait(link().host().startTeam(team)) instanceof HostGateway.Reply.Value<?>)) {
            throw new IllegalStateException("the team was not started");
        }
        until("the host has the team", () -> !link().reader().host().runs().isEmpty());
    }

    /** The sessions of the team's workers. */
    public List<SessionId> workers() {
        return link().reader().host().runs().stream()
                .flatMap(run -> run.members().stream())
                .filter(member -> member.role() == RunRole.WORKER)
                .flatMap(member -> Optional.ofNullable(member.sessionId()).stream())
                .toList();
    }

    /** Gives each worker of the team an assignment. @param members with the lead; 0 for no team */
    public void assign(int members, int round) throws Exception {
        for (int i = 1; i < members; i++) {
            RunId run = link().reader().host().runs().get(0).runId();
            String parameters = "{\"worker\":\"w" + i + "\",\"text\":\"Talk\",\"key\":\"r" + round + "-" + i + "\"}";
            if (!(wait(link().host().actOnRun(run, "assign", parameters)) instanceof HostGateway.Reply.Value<?>)) {
                throw new IllegalStateException("the worker " + i + " got no assignment");
            }
        }
    }

    private static IntentResult.Accepted accepted(CompletableFuture<IntentResult> asked) throws Exception {
        IntentResult result = asked.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (result instanceof IntentResult.Accepted accepted) {
            return accepted;
        }
        throw new IllegalStateException("not accepted: " + result);
    }

    /** Waits until the host reports all of these as idle. */
    public void awaitIdle(List<SessionId> sessions) throws Exception {
        until(
                "all are idle",
                () -> link().reader().host().sessions().stream()
                                .filter(session -> sessions.contains(session.sessionId()))
                                .filter(session -> session.activity().phase() == SessionPhase.IDLE)
                                .count()
                        == sessions.size());
    }

    /** Prompts all of these. The turns begin; a {@link LoadJvm} writes nothing before its command. */
    public void prompt(List<SessionId> sessions, String text) throws Exception {
        List<Intent> intents = new ArrayList<>();
        sessions.forEach(session -> intents.add(new Intent.Prompt(session, text, WhenBusy.QUEUE)));
        inPortions(intents);
    }

    /** Waits for the end of a session's current turn. */
    public SessionState whole(SessionId session) throws Exception {
        try (SessionGateway.Subscription open = link().sessions().open(session)) {
            return ended(session);
        }
    }

    private SessionState ended(SessionId session) throws Exception {
        until(
                "the turn of " + session + " has ended",
                () -> link().reader()
                        .session(session)
                        .map(SessionView::state)
                        .filter(state -> state.lastTurn() != null
                                && state.activity() != null
                                && state.activity().turn() == null)
                        .isPresent());
        return state(session);
    }

    private SessionState state(SessionId session) {
        return link().reader().session(session).orElseThrow().state();
    }

    /**
     * The number of updates of a session's last turn that are missing, by their order. Of a turn that is longer than a
     * client may hold, the last part is checked.
     */
    public int lost(SessionId session, int updates) throws Exception {
        try (SessionGateway.Subscription open = link().sessions().open(session)) {
            Transcript transcript = ended(session).transcript();
            while (!beginsBeforeTurn(transcript) && !transcript.isFull()) {
                long before = transcript.windowStart();
                link().sessions().loadEarlier(session);
                until(
                        "earlier items are there",
                        () -> state(session).transcript().windowStart() < before);
                transcript = state(session).transcript();
            }
            StringBuilder text = new StringBuilder();
            for (Item item : transcript.items()) {
                if (item instanceof Item.UserItem) {
                    text.setLength(0);
                } else if (item instanceof Item.MessageItem message) {
                    text.append(message.text());
                }
            }
            return Stamped.missing(text.toString(), updates, beginsBeforeTurn(transcript));
        }
    }

    private static boolean beginsBeforeTurn(Transcript transcript) {
        return transcript.windowStart() == 1 || transcript.items().stream().anyMatch(Item.UserItem.class::isInstance);
    }

    @Override
    public void close() {
        hosts.close();
        lanes.close();
    }
}
