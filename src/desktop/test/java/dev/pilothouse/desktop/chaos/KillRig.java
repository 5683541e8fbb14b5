package dev.pilothouse.desktop.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.pilothouse.desktop.testing.FaultyNetwork;
import dev.pilothouse.desktop.testing.JvmChild;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.session.SessionPhase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.awaitility.core.ConditionTimeoutException;

/**
 * A host, its agents and two clients, each a separate process that may be killed, and the invariants that must hold
 * when all are idle again. Owns the processes and the network between them. Confined to the test's thread; ends with
 * {@link #close()}.
 */
final class KillRig implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(120);
    private static final Duration ANSWER = Duration.ofSeconds(100);
    private static final int SESSIONS = 3;
    private static final int CLIENTS = 2;

    private final Path folder;
    private final Path data;
    private final Path work;
    private final Random random;
    private final Ledger ledger = new Ledger();
    private final Map<String, Integer> tokensOfOldSessions = new HashMap<>();
    private final List<JvmChild> clients = new ArrayList<>();
    private FaultyNetwork network;
    private CarryingTunnel tunnel;
    private ChaosHost host;
    private List<SessionId> sessions = List.of();

    private KillRig(Path folder, Random random) throws IOException {
        this.folder = folder.toRealPath();
        this.random = random;
        this.data = this.folder.resolve("data");
        this.work = Files.createDirectory(this.folder.resolve("work"));
    }

    static KillRig start(Path folder, Random random) throws Exception {
        return start(folder, random, false);
    }

    /** @param byTunnel whether the clients connect through a tunnel of the host, which is a separate process */
    static KillRig start(Path folder, Random random, boolean byTunnel) throws Exception {
        KillRig rig = new KillRig(folder, random);
        try {
            if (byTunnel) {
                rig.tunnel = CarryingTunnel.describedIn(Files.createDirectory(rig.data));
            }
            rig.host = ChaosHost.start(rig.data);
            rig.network = new FaultyNetwork(rig.host.port(), random.nextLong());
            rig.leadToHost();
            for (int i = 0; i < CLIENTS; i++) {
                rig.clients.add(rig.client(i));
                JsonObject pair = request("pair");
                pair.addProperty("ticket", rig.host.ticket(Scope.STEER));
                rig.clients.get(i).ask(pair, ANSWER);
            }
            return rig;
        } catch (Exception e) {
            rig.close();
            throw e;
        }
    }

    private void leadToHost() {
        if (tunnel == null) {
            network.lead(host.port());
        } else {
            network.lead(tunnel::port);
        }
    }

    private JvmChild client(int number) throws IOException {
        String name = "client-" + number;
        return ChaosClient.start(folder, network.port(), name, random.nextLong(), ledger::take);
    }

    private static JsonObject request(String what) {
        JsonObject request = new JsonObject();
        request.addProperty("do", what);
        return request;
    }

    Ledger ledger() {
        return ledger;
    }

    FaultyNetwork network() {
        return network;
    }

    ChaosHost host() {
        return host;
    }

    /** New sessions for the next rounds; the earlier ones remain. */
    void freshSessions() throws Exception {
        for (SessionId session : sessions) {
            JournalFold.of(data, session, Set.of())
                    .tokens()
                    .forEach((token, count) -> tokensOfOldSessions.merge(token, count, Integer::sum));
        }
        List<SessionId> fresh = new ArrayList<>();
        for (int i = 0; i < SESSIONS; i++) {
            JsonObject create = request("create");
            create.addProperty("cwd", work.toString());
            fresh.add(new SessionId(
                    clients.get(0).ask(create, ANSWER).get("session").getAsString()));
        }
        sessions = List.copyOf(fresh);
        for (JvmChild client : clients) {
            open(client);
        }
        await().atMost(TIMEOUT).until(this::isQuiet);
        assertThat(ofOurs()).as("agents are found by their directory").hasSizeGreaterThanOrEqualTo(SESSIONS);
    }

    private void open(JvmChild client) throws Exception {
        JsonObject open = request("open");
        JsonArray all = new JsonArray();
        sessions.forEach(session -> all.add(session.value()));
        open.add("sessions", all);
        client.ask(open, ANSWER);
    }

    /** Makes all clients prompt. */
    void load(int round) throws Exception {
        for (int i = 0; i < clients.size(); i++) {
            load(i, "r" + round + 'c' + i);
        }
    }

    private void load(int client, String prefix) throws Exception {
        JsonObject load = request("load");
        load.addProperty("prefix", prefix);
        clients.get(client).ask(load, ANSWER);
    }

    /** Waits for so many more events. */
    void awaitEvents(int more) throws Exception {
        long wanted = ledger.events() + more;
        try {
            await().atMost(TIMEOUT)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(2))
                    .until(() -> ledger.events() >= wanted);
        } catch (ConditionTimeoutException e) {
            throw new AssertionError("nothing goes on: " + states(), e);
        }
    }

    void killAgent() {
        List<ProcessHandle> agents = host.children();
        if (!agents.isEmpty()) {
            agents.get(random.nextInt(agents.size())).destroyForcibly();
        }
    }

    /** Kills the host and starts it again: once, or twice if the kill hits a host that has just started. */
    void killHost() throws Exception {
        for (int i = random.nextInt(4) == 0 ? 2 : 1; i > 0; i--) {
            host.process().kill();
            host.close();
            host = ChaosHost.start(data);
            leadToHost();
        }
    }

    /** Kills the tunnel's program, and with it all connections through it. */
    void killTunnel() {
        await("a tunnel to kill").atMost(TIMEOUT).until(() -> tunnel.process().isPresent());
        tunnel.process().ifPresent(ProcessHandle::destroyForcibly);
    }

    void killClient(int round) throws Exception {
        int number = random.nextInt(clients.size());
        clients.get(number).kill();
        clients.get(number).close();
        clients.set(number, client(number));
        open(clients.get(number));
        load(number, "r" + round + 'c' + number + "again");
    }

    /** Ends the load, waits until all are idle, and checks all invariants. */
    void assertAllIsWell() throws Exception {
        for (JvmChild client : clients) {
            client.ask(request("quiet"), ANSWER);
        }
        for (JvmChild client : clients) {
            client.ask(request("settle"), ANSWER);
        }
        try {
            await().atMost(TIMEOUT).pollInterval(Duration.ofMillis(100)).until(this::isQuiet);
        } catch (ConditionTimeoutException e) {
            throw new AssertionError("not quiet: " + states() + ", see " + folder, e);
        }
        await("no process is left of what was killed").atMost(TIMEOUT).until(() -> strays().isEmpty());
        Map<String, Integer> tokens = new HashMap<>(tokensOfOldSessions);
        for (SessionId session : sessions) {
            NavigableMap<Long, String> seen = ledger.newlySeen(session);
            JournalFold fold = JournalFold.of(data, session, seen.keySet());
            assertThat(fold.digests())
                    .as("all that a client has seen of " + session)
                    .isEqualTo(seen);
            assertThat(fold.state().activity().turn()).as("a turn that is open").isNull();
            if (fold.state().activity().phase() == SessionPhase.GONE
                    || fold.state().activity().phase() == SessionPhase.FAILED) {
                assertThat(fold.state().open())
                        .as("questions of an agent that is gone")
                        .isEmpty();
            }
            fold.tokens().forEach((token, count) -> tokens.merge(token, count, Integer::sum));
        }
        assertThat(tokens.values()).as("each prompt takes effect at most once").allMatch(count -> count == 1);
        assertThat(tokens.keySet()).as("nothing comes from nowhere").isSubsetOf(ledger.sent());
        assertThat(tokens.keySet())
                .as("what was acknowledged is there")
                .containsAll(ledger.acknowledged().keySet());
    }

    private List<JsonObject> states() throws Exception {
        List<JsonObject> states = new ArrayList<>();
        for (JvmChild client : clients) {
            states.add(client.ask(request("state"), ANSWER));
        }
        return states;
    }

    /** Whether nothing runs, nothing is queued, and all clients agree with the host's journal. */
    private boolean isQuiet() throws Exception {
        List<JsonObject> states = states();
        JsonObject first = states.get(0).getAsJsonObject("states");
        for (JsonObject state : states) {
            if (state.get("unanswered").getAsLong() > 0
                    || state.get("busy").getAsLong() > 0
                    || state.getAsJsonObject("states").size() != sessions.size()
                    || !state.getAsJsonObject("states").equals(first)) {
                return false;
            }
        }
        for (SessionId session : sessions) {
            JournalFold fold = JournalFold.of(data, session, Set.of());
            String journaled = fold.state().seq() + ":" + Digest.of(fold.state());
            if (!journaled.equals(first.get(session.value()).getAsString())) {
                return false;
            }
        }
        return true;
    }

    /** Processes whose working directory is that of our agents or tunnels. */
    private List<ProcessHandle> ofOurs() {
        return ProcessHandle.allProcesses()
                .filter(process -> {
                    Path directory = directory(process);
                    return work.equals(directory) || data.equals(directory);
                })
                .toList();
    }

    private static Path directory(ProcessHandle process) {
        try {
            return Files.readSymbolicLink(Path.of("/proc", Long.toString(process.pid()), "cwd"));
        } catch (IOException gone) {
            return null;
        }
    }

    /** Our processes that do not belong to the running host. */
    private List<ProcessHandle> strays() {
        List<ProcessHandle> owned = host.children();
        return ofOurs().stream()
                .filter(ProcessHandle::isAlive)
                .filter(process -> !owned.contains(process))
                .toList();
    }

    @Override
    public void close() throws IOException {
        clients.stream().filter(Objects::nonNull).forEach(JvmChild::close);
        if (host != null) {
            host.close();
        }
        if (network != null) {
            network.close();
        }
        await("nothing of ours is left").atMost(TIMEOUT).until(() -> ofOurs().isEmpty());
    }
}
