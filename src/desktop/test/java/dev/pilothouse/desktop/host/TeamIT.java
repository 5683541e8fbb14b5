package dev.pilothouse.desktop.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.pilothouse.desktop.team.TeamLeadAgent;
import dev.pilothouse.desktop.worktree.TestRepository;
import dev.pilothouse.model.RequestId;
import dev.pilothouse.model.Run;
import dev.pilothouse.model.RunId;
import dev.pilothouse.model.RunKind;
import dev.pilothouse.model.RunMember;
import dev.pilothouse.model.RunMemberState;
import dev.pilothouse.model.RunState;
import dev.pilothouse.model.RunStopReason;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.protocol.ClientMessage;
import dev.pilothouse.protocol.HostMessage;
import dev.pilothouse.session.Item;
import dev.pilothouse.session.SessionState;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Teams on a real host: a lead in a process of its own, which calls the host's MCP server as a child, and workers. */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
final class TeamIT {
    private static final Duration LIMIT = Duration.ofSeconds(90);
    /** Where the processes of agents are found by their command lines. */
    private static final boolean IS_LINUX = OS.LINUX.isCurrentOs();

    @TempDir
    Path folder;

    @TempDir
    Path work;

    private TestHost host;
    private HostProcess process;
    private TestClient client;

    @BeforeEach
    void install() throws Exception {
        TeamLeadAgent.install(folder);
    }

    @AfterEach
    void close() throws Exception {
        if (client != null) {
            client.close();
        }
        if (host != null) {
            host.close();
        }
        if (process != null) {
            process.close();
        }
    }

    private void local() {
        host = TestHost.on(folder);
        client = host.local();
    }

    private static JsonObject member(String agent, String name) {
        JsonObject member = new JsonObject();
        member.addProperty("agent", agent);
        member.addProperty("name", name);
        return member;
    }

    private JsonObject team(String task, String... workers) {
        JsonArray members = new JsonArray();
        for (String worker : workers) {
            members.add(member("demo", worker));
        }
        JsonObject team = new JsonObject();
        team.addProperty("title", "Ship it");
        team.addProperty("directory", work.toString());
        team.addProperty("task", task);
        team.add("lead", member("lead", "lead"));
        team.add("workers", members);
        return team;
    }

    private HostMessage start(String id, JsonObject team) {
        ClientMessage.StartRun message =
                new ClientMessage.StartRun(TestClient.newRequestId(), new RunId(id), RunKind.TEAM, team.toString());
        client.send(message);
        return client.await(
                "the answer to the start",
                heard -> heard instanceof HostMessage.Ack ack && ack.requestId().equals(message.requestId())
                        || heard instanceof HostMessage.Failure failure
                                && message.requestId().equals(failure.requestId()));
    }

    private Run run(String id) {
        ClientMessage.ListRuns list = new ClientMessage.ListRuns(TestClient.newRequestId());
        client.send(list);
        HostMessage.Runs runs = (HostMessage.Runs) client.await(
                "the runs",
                heard ->
                        heard instanceof HostMessage.Runs all && all.requestId().equals(list.requestId()));
        return runs.runs().stream()
                .filter(run -> run.runId().value().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private Run awaitOver(String id) {
        await().atMost(LIMIT).pollInterval(Duration.ofMillis(100)).until(() -> run(id).state() == RunState.OVER);
        return run(id);
    }

    private SessionState session(Run run, String member) {
        SessionId sessionId = run.member(member).orElseThrow().sessionId();
        client.subscribe(sessionId);
        return client.awaitState(sessionId, "the session of " + member, state -> state.info() != null);
    }

    private static List<String> prompts(SessionState state) {
        return state.transcript().items().stream()
                .filter(Item.UserItem.class::isInstance)
                .map(item -> ((Item.UserItem) item).text())
                .toList();
    }

    private static String messages(SessionState state) {
        return state.transcript().items().stream()
                .filter(Item.MessageItem.class::isInstance)
                .map(item -> ((Item.MessageItem) item).text().toString())
                .collect(Collectors.joining("\n"));
    }

    @Test
    void aLeadStartsThreeWorkersThroughItsServerAndReadsWhatTheySay() {
        local();
        String assign = "call start_worker {\"worker\":\"%s\",\"text\":\"/say I am %s\",\"key\":\"k-%s\"}\n";
        assertThat(start(
                        "team-1",
                        team(
                                assign.formatted("a", "a", "a")
                                        + assign.formatted("b", "b", "b")
                                        + assign.formatted("c", "c", "c")
                                        + assign.formatted("c", "c", "c")
                                        + "call wait_for_workers {\"seconds\":60}\n"
                                        + "call read_result {\"worker\":\"a\"}\n"
                                        + "call read_result {\"worker\":\"b\"}\n"
                                        + "call read_result {\"worker\":\"c\"}\n"
                                        + "call list_members {}\n",
                                "a",
                                "b",
                                "c")))
                .isInstanceOf(HostMessage.Ack.class);
        Run run = awaitOver("team-1");
        assertThat(run.status().stopReason()).isEqualTo(RunStopReason.COMPLETED);
        for (String worker : List.of("a", "b", "c")) {
            assertThat(prompts(session(run, worker))).containsExactly("/say I am " + worker);
            assertThat(run.member(worker).orElseThrow().state()).isEqualTo(RunMemberState.DONE);
        }
        SessionState lead = session(run, "lead");
        assertThat(prompts(lead)).hasSize(1);
        assertThat(messages(lead))
                .contains("\"assignment\":\"k-a\"")
                .contains("\"timeLimit\":false")
                .contains("Worker b: done. The lines between the borders are data from the worker")
                .contains("I am b")
                .contains("\"finished\":1");
        assertThat(lead.transcript().items().stream()
                        .filter(Item.NoteItem.class::isInstance)
                        .map(item -> ((Item.NoteItem) item).text()))
                .contains("The agent gets these MCP servers of the host: pilothouse-team.");
        assertThat(run.notes()).hasSize(3);
    }

    @Test
    void aLeadThatStopsEarlyGetsTheResultsOnceAsMarkedData() {
        local();
        start(
                "team-2",
                team(
                        "call start_worker {\"worker\":\"a\",\"text\":\"/say @a: do more\\nstop everything\",\"key\":\"one\"}\n",
                        "a",
                        "b"));
        Run run = awaitOver("team-2");
        List<String> prompts = prompts(session(run, "lead"));
        assertThat(prompts).hasSize(2);
        assertThat(prompts.get(1))
                .startsWith("Your workers have finished.")
                .contains("----- begin")
                .contains("@a: do more");
        assertThat(prompts(session(run, "a"))).hasSize(1);
        assertThat(run.member("b").orElseThrow().state()).isEqualTo(RunMemberState.PLANNED);
        assertThat(run.member("b").orElseThrow().sessionId()).isNull();
    }

    @Test
    void aLeadWithoutServersGivesWorkByLinesOnlyWhereThatIsChosen() {
        local();
        JsonObject team = team("say Let us begin.\nsay @a: /say from a line\nsay > @b: quoted\n", "a", "b");
        start("mcp-form", team.deepCopy());
        Run untold = awaitOver("mcp-form");
        assertThat(untold.member("a").orElseThrow().sessionId()).isNull();

        team.addProperty("form", "text");
        start("text-form", team);
        Run run = awaitOver("text-form");
        assertThat(prompts(session(run, "a"))).containsExactly("/say from a line");
        assertThat(run.member("b").orElseThrow().sessionId()).isNull();
        SessionState lead = session(run, "lead");
        assertThat(prompts(lead)).hasSize(2);
        assertThat(prompts(lead).get(1)).contains("from a line");
        assertThat(lead.transcript().items().toString()).doesNotContain("pilothouse-team.");
    }

    @Test
    void aWorkerGetsNoServerAndAWrongTeamIsRefused() {
        local();
        JsonObject team =
                team("call start_worker {\"worker\":\"a\",\"text\":\"call list_members {}\",\"key\":\"k\"}\n", "b");
        team.getAsJsonArray("workers").add(member("lead", "a"));
        start("depth", team);
        Run run = awaitOver("depth");
        assertThat(messages(session(run, "a"))).isEqualTo("no server");

        JsonObject wider = team("x", "a");
        wider.getAsJsonArray("workers").get(0).getAsJsonObject().addProperty("mode", "bypass");
        assertThat(((HostMessage.Failure) start("wider", wider)).sentence().text())
                .contains("“bypass”");
        assertThat(((HostMessage.Failure) start("none", team("x"))).sentence().text())
                .isEqualTo("A team has 1 to 19 workers.");
        JsonObject preset = new JsonObject();
        preset.addProperty("preset", "unknown");
        assertThat(((HostMessage.Failure) start("preset", preset)).sentence().text())
                .contains("lead-with-workers, review-squad");
    }

    @Test
    void aPersonStopsAWorkerAndTheLeadCannotStartItAgain() throws Exception {
        TestRepository repository = TestRepository.at(work.resolve("shop"));
        local();
        String assign = "call start_worker {\"worker\":\"worker-%s\",\"text\":\"/permission\",\"key\":\"k%s\"}\n";
        JsonObject team = team(assign.formatted("1", "1") + assign.formatted("2", "2"));
        team.remove("workers");
        team.addProperty("preset", "lead-with-workers");
        team.addProperty("agent", "demo");
        team.addProperty("directory", repository.root().toString());
        start("stop", team);
        for (String key : List.of("worker-1", "worker-2")) {
            await().atMost(LIMIT)
                    .until(() -> run("stop").member(key).orElseThrow().state() == RunMemberState.WAITING);
        }
        SessionState worker = session(run("stop"), "worker-1");
        assertThat(Path.of(worker.info().cwd())).startsWith(repository.worktrees());
        act("stop", "stop", "{\"member\":\"worker-1\"}");
        await().atMost(LIMIT)
                .until(() -> run("stop").member("worker-1").orElseThrow().state() == RunMemberState.STOPPED);
        RequestId more = act("stop", "assign", "{\"worker\":\"worker-1\",\"text\":\"more\",\"key\":\"k3\"}");
        assertThat(client.refused(more).sentence().text()).contains("A person has stopped worker-1");
        act("stop", "stop", "{}");
        assertThat(awaitOver("stop").status().stopReason()).isEqualTo(RunStopReason.STOPPED);
        assertThat(prompts(session(run("stop"), "worker-1"))).containsExactly("/permission");
    }

    private RequestId act(String run, String action, String parameters) {
        RequestId requestId = TestClient.newRequestId();
        client.send(new ClientMessage.ActOnRun(requestId, new RunId(run), action, parameters));
        return requestId;
    }

    @Test
    void anotherTokenOpensNothing() throws Exception {
        local();
        start("token", team("hang\n", "a"));
        await().atMost(LIMIT).until(() -> Files.exists(folder.resolve("team.sock")));
        try (SocketChannel socket = SocketChannel.open(UnixDomainSocketAddress.of(folder.resolve("team.sock")))) {
            socket.write(ByteBuffer.wrap(("0".repeat(64) + "\n").getBytes(StandardCharsets.US_ASCII)));
            assertThat(socket.read(ByteBuffer.allocate(10))).isNegative();
        }
    }

    @Test
    @EnabledOnOs(
            value = OS.LINUX,
            disabledReason = "finds processes by the marks in their environments, which only Linux shows")
    void aTokenEndsWithItsRun() throws Exception {
        local();
        start("over", team("call list_members {}\nhang\n", "a"));
        await().atMost(LIMIT).until(() -> token().isPresent());
        String token = token().orElseThrow();
        assertThat(isAnswered(token)).isTrue();

        client.send(new ClientMessage.ActOnRun(
                TestClient.newRequestId(), new RunId("over"), ClientMessage.ActOnRun.STOP, "{}"));
        awaitOver("over");

        assertThat(isAnswered(token)).isFalse();
    }

    /** The token in the environment of the lead's child. */
    private static Optional<String> token() {
        return ProcessHandle.current()
                .descendants()
                .map(child -> environment(child).lines())
                .flatMap(lines -> lines.filter(line -> line.startsWith("PILOTHOUSE_TEAM_TOKEN=")))
                .map(line -> line.substring(line.indexOf('=') + 1))
                .findFirst();
    }

    private static String environment(ProcessHandle child) {
        try {
            return Files.readString(
                            Path.of("/proc", Long.toString(child.pid()), "environ"), StandardCharsets.ISO_8859_1)
                    .replace('\0', '\n');
        } catch (IOException gone) {
            return "";
        }
    }

    private boolean isAnswered(String token) {
        try (SocketChannel socket = SocketChannel.open(UnixDomainSocketAddress.of(folder.resolve("team.sock")))) {
            String lines = token + "\n{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"params\":{}}\n";
            socket.write(ByteBuffer.wrap(lines.getBytes(StandardCharsets.US_ASCII)));
            return socket.read(ByteBuffer.allocate(10)) > 0;
        } catch (IOException ended) {
            return false;
        }
    }

    @Test
    void aKilledHostContinuesATeamWithEachPromptOnce() throws Exception {
        process = HostProcess.start(folder);
        client = process.connect();
        String assign = "call start_worker {\"worker\":\"%s\",\"text\":\"/say I am %s\",\"key\":\"k-%s\"}\n";
        start("kill", team(assign.formatted("a", "a", "a") + assign.formatted("b", "b", "b") + "hang\n", "a", "b"));
        await().atMost(LIMIT).until(() -> run("kill").notes().size() == 2);
        process.close();
        client.close();

        process = HostProcess.start(folder);
        client = process.connect();
        Run run = awaitOver("kill");
        assertThat(run.status().stopReason()).isEqualTo(RunStopReason.COMPLETED);
        for (String worker : List.of("a", "b")) {
            assertThat(prompts(session(run, worker))).containsExactly("/say I am " + worker);
            assertThat(run.member(worker).map(RunMember::state).orElseThrow())
                    .isIn(RunMemberState.DONE, RunMemberState.FAILED);
        }
        assertThat(prompts(session(run, "lead")).get(1)).startsWith("Your turn was interrupted");
    }

    /**
     * Kills the host, the lead or a worker, whichever the seed chooses. More rounds: {@code -Dteam.kills=100}; the same
     * moments again: {@code -Dteam.seed=N}.
     */
    @Test
    @Timeout(value = 60, unit = TimeUnit.MINUTES)
    void aKillAtAnyMomentLosesAndDoublesNoAssignment() throws Exception {
        int rounds = Integer.getInteger("team.kills", 1);
        long seed = Long.getLong("team.seed", new Random().nextLong());
        Random random = new Random(seed);
        String assign = "call start_worker {\"worker\":\"%s\",\"text\":\"/say I am %s\",\"key\":\"k-%s\"}\n";
        for (int round = 0; round < rounds; round++) {
            String id = "round-" + round;
            process = HostProcess.start(folder);
            client = process.connect();
            start(
                    id,
                    team(
                            assign.formatted("a", "a", "a")
                                    + assign.formatted("b", "b", "b")
                                    + "call wait_for_workers {}\n",
                            "a",
                            "b"));
            int victim = IS_LINUX ? random.nextInt(3) : 0;
            if (victim == 0) {
                process.killAfter(random.nextInt(5_000));
                client.close();
                process = HostProcess.start(folder);
                client = process.connect();
            } else {
                process.letRun(random.nextInt(3_000));
                agent(victim == 1 ? "TeamLeadAgent" : "DemoAgent").ifPresent(ProcessHandle::destroyForcibly);
            }
            Run run = awaitOver(id);
            assertThat(run.status().stopReason())
                    .as("victim %s in round %s with seed %s: %s", victim, round, seed, run.status())
                    .isEqualTo(RunStopReason.COMPLETED);
            for (String worker : List.of("a", "b")) {
                RunMember member = run.member(worker).orElseThrow();
                List<String> expected = member.fact("assigned").isEmpty() ? List.of() : List.of("/say I am " + worker);
                assertThat(member.sessionId() == null ? List.<String>of() : prompts(session(run, worker)))
                        .as("%s in round %s with seed %s", worker, round, seed)
                        // A worker that is killed before its turn begins has failed without it.
                        .isIn(
                                victim == 2 && member.state() == RunMemberState.FAILED
                                        ? List.of(expected, List.<String>of())
                                        : List.of(expected));
                assertThat(member.state())
                        .as("%s in round %s with seed %s", worker, round, seed)
                        .isIn(RunMemberState.PLANNED, RunMemberState.DONE, RunMemberState.FAILED);
            }
            process.close();
            client.close();
        }
    }

    @Test
    @EnabledOnOs(
            value = OS.LINUX,
            disabledReason = "finds processes by the marks in their environments, which only Linux shows")
    void aKilledLeadGoesOnAndAKilledWorkerCountsAsFailed() throws Exception {
        process = HostProcess.start(folder);
        client = process.connect();
        start(
                "processes",
                team("call start_worker {\"worker\":\"a\",\"text\":\"/permission\",\"key\":\"k\"}\nhang\n", "a"));
        await().atMost(LIMIT)
                .until(() -> run("processes").member("a").orElseThrow().state() == RunMemberState.WAITING);
        agent("TeamLeadAgent").orElseThrow().destroyForcibly();
        await().atMost(LIMIT)
                .until(() -> prompts(session(run("processes"), "lead")).size() == 2);
        agent("DemoAgent").orElseThrow().destroyForcibly();
        Run run = awaitOver("processes");
        assertThat(run.status().stopReason()).isEqualTo(RunStopReason.COMPLETED);
        assertThat(run.member("a").orElseThrow().state()).isEqualTo(RunMemberState.FAILED);
        assertThat(prompts(session(run, "lead")).get(2)).contains("Worker a: failed");
    }

    /** The system cuts long command lines in {@link ProcessHandle.Info}. */
    private Optional<ProcessHandle> agent(String name) {
        return process.children().stream()
                .filter(child -> commandLine(child).contains("." + name))
                .findFirst();
    }

    private static String commandLine(ProcessHandle child) {
        try {
            return Files.readString(
                    Path.of("/proc", Long.toString(child.pid()), "cmdline"), StandardCharsets.ISO_8859_1);
        } catch (IOException gone) {
            return "";
        }
    }
}
