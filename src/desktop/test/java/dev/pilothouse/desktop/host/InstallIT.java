package dev.pilothouse.desktop.host;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.pilothouse.desktop.demo.DemoCommand;
import dev.pilothouse.desktop.registry.RegistryService;
import dev.pilothouse.desktop.registry.TestArchive;
import dev.pilothouse.model.AgentDraft;
import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.AgentTrial;
import dev.pilothouse.model.Answer;
import dev.pilothouse.model.AuditAction;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.Job;
import dev.pilothouse.model.JobId;
import dev.pilothouse.model.JobState;
import dev.pilothouse.model.Pending;
import dev.pilothouse.model.PendingOption;
import dev.pilothouse.model.RegistryAgent;
import dev.pilothouse.model.RegistryInfo;
import dev.pilothouse.model.RequestId;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.protocol.AdminCommand;
import dev.pilothouse.protocol.ClientMessage;
import dev.pilothouse.protocol.HostMessage;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.Item;
import dev.pilothouse.session.SessionPhase;
import dev.pilothouse.session.SessionState;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Agents of a registry on a real host, from an archive that a server on loopback has. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the stand-in is a shell script")
class InstallIT {
    @TempDir
    Path folder;

    @TempDir
    Path work;

    private HttpServer server;
    private TestHost host;
    private TestClient client;
    private String source;

    @BeforeEach
    void start() throws Exception {
        byte[] archive = new TestArchive().file("bin/tiny", script(), 0755).gzip();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/tiny.tar.gz", exchange -> {
            exchange.sendResponseHeaders(200, archive.length);
            exchange.getResponseBody().write(archive);
            exchange.close();
        });
        server.start();
        source = "http://127.0.0.1:" + server.getAddress().getPort() + "/tiny.tar.gz";
        String digest =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(archive));
        String platforms = List.of("linux", "darwin", "windows").stream()
                .flatMap(system -> List.of("aarch64", "x86_64").stream().map(arch -> system + "-" + arch))
                .map(platform -> "\"" + platform + "\":{\"archive\":\"" + source
                        + "\",\"cmd\":\"./bin/tiny\",\"sha256\":\"" + digest + "\"}")
                .collect(Collectors.joining(","));
        Files.createDirectories(folder.resolve("agents"));
        // Newer than the copy that comes with the program.
        Files.writeString(
                folder.resolve("agents/registry.json"),
                "{\"at\":4000000000000,\"registry\":{\"version\":\"1.0.0\",\"agents\":[{\"id\":\"tiny\",\"name\":\"Tiny\","
                        + "\"version\":\"1.2.3\",\"distribution\":{\"binary\":{" + platforms
                        + "}}}],\"extensions\":[]}}");
        // Archives on this machine are loaded only if the registry is there too.
        System.setProperty(
                RegistryService.PROPERTY,
                "http://127.0.0.1:" + server.getAddress().getPort() + "/registry.json");
        host = TestHost.on(folder);
        client = host.local();
    }

    /** Starts the demo agent. */
    private static String script() {
        return DemoCommand.find().orElseThrow().stream()
                .map(word -> "'" + word + "'")
                .collect(Collectors.joining(" ", "#!/bin/sh\nexec ", " \"$@\"\n"));
    }

    @AfterEach
    void stop() {
        client.close();
        host.close();
        server.stop(0);
        System.clearProperty(RegistryService.PROPERTY);
    }

    private RegistryInfo registry(TestClient asking) {
        RequestId requestId = TestClient.newRequestId();
        asking.send(new ClientMessage.ListRegistry(requestId));
        return ((HostMessage.Registry) asking.await(
                        "the registry",
                        message -> message instanceof HostMessage.Registry reply
                                && reply.requestId().equals(requestId)))
                .registry();
    }

    private static Job awaitEnd(TestClient asking, String jobId) {
        HostMessage.JobsChanged news = (HostMessage.JobsChanged) asking.await(
                jobId,
                message -> message instanceof HostMessage.JobsChanged changed
                        && changed.changed().stream()
                                .anyMatch(job -> job.jobId().value().equals(jobId)
                                        && job.state().isOver()));
        return news.changed().stream()
                .filter(job -> job.jobId().value().equals(jobId))
                .findFirst()
                .orElseThrow();
    }

    private Job install(TestClient asking, String jobId) {
        asking.send(new ClientMessage.InstallAgent(TestClient.newRequestId(), new JobId(jobId), "tiny", source, false));
        return awaitEnd(asking, jobId);
    }

    private Job remove(String jobId) {
        client.send(new ClientMessage.RemoveAgent(TestClient.newRequestId(), new JobId(jobId), "tiny"));
        return awaitEnd(client, jobId);
    }

    @Test
    void anAdminInstallsAnAgentFromAPhonePromptsItAndRemovesItWhenNoSessionUsesIt() throws Exception {
        try (TestClient phone = host.device("Phone", Scope.ADMIN)) {
            assertThat(registry(phone).agents()).hasSize(1).allSatisfy(agent -> {
                assertThat(agent.isInstalled()).isFalse();
                assertThat(agent.offer().isPossible()).isTrue();
                assertThat(agent.offer().source()).isEqualTo(source);
            });
            Job job = install(phone, "i1");
            assertThat(job.state()).as(job.status().text()).isEqualTo(JobState.DONE);
        }
        RegistryAgent installed = registry(client).agents().get(0);
        assertThat(installed.installed().version()).isEqualTo("1.2.3");
        assertThat(installed.installed().size()).isPositive();
        server.stop(0);

        SessionId session = client.session("tiny", work.toString());
        client.prompt(session, "/say from the archive");
        assertThat(client.awaitState(session, "an ended turn", state -> state.lastTurn() != null)
                        .transcript()
                        .items())
                .anyMatch(item -> item instanceof Item.MessageItem message
                        && message.text().toString().contains("from the archive"));

        Job refused = remove("r1");
        assertThat(refused.state()).isEqualTo(JobState.FAILED);
        assertThat(refused.status().text()).isEqualTo("A session uses Tiny. Close it first.");
        client.done(new Intent.CloseSession(session));
        Job removed = remove("r2");
        assertThat(removed.state()).as(removed.status().text()).isEqualTo(JobState.DONE);
        assertThat(folder.resolve("agents/tiny")).doesNotExist();
        assertThat(registry(client).agents().get(0).isInstalled()).isFalse();
        assertThat(deeds()).contains(AuditAction.AGENT_INSTALLED, AuditAction.AGENT_REMOVED);
    }

    private List<AuditAction> deeds() {
        RequestId requestId = TestClient.newRequestId();
        client.send(new ClientMessage.Admin(requestId, new AdminCommand.ReadAudit(null, null, 100)));
        HostMessage.Audit audit = (HostMessage.Audit) client.await(
                "the audit log",
                message -> message instanceof HostMessage.Audit reply
                        && reply.requestId().equals(requestId));
        return audit.entries().stream().map(entry -> entry.deed()).toList();
    }

    @Test
    void anOrderThatIsSentAgainIsTheSameJob() {
        install(client, "i1");
        order(new ClientMessage.InstallAgent(TestClient.newRequestId(), new JobId("i1"), "tiny", "before", false));
        assertThat(remove("r1").state()).isEqualTo(JobState.DONE);

        order(new ClientMessage.RemoveAgent(TestClient.newRequestId(), new JobId("r1"), "tiny"));

        RequestId other = TestClient.newRequestId();
        client.send(new ClientMessage.RemoveAgent(other, new JobId("i1"), "tiny"));
        assertThat(client.refused(other).code()).isEqualTo(ErrorCode.CONFLICT);
    }

    private void order(ClientMessage.Request order) {
        client.send(order);
        client.await(
                "accepted",
                message -> message instanceof HostMessage.Ack ack
                        && ack.requestId().equals(order.requestId()));
    }

    @Test
    void anInstalledAgentIsThereAfterARestart() {
        install(client, "i1");

        client.close();
        host.restart();
        client = host.local();

        assertThat(registry(client).agents().get(0).isInstalled()).isTrue();
        assertThat(test(new AgentId("tiny"), null).answered()).isTrue();
    }

    private AgentTrial test(AgentId agentId, AgentDraft draft) {
        RequestId requestId = TestClient.newRequestId();
        client.send(new ClientMessage.TestAgent(requestId, agentId, draft));
        return ((HostMessage.AgentTested) client.await(
                        "the trial",
                        message -> message instanceof HostMessage.AgentTested reply
                                && reply.requestId().equals(requestId)))
                .trial();
    }

    @Test
    void aDeviceThatMaySteerInstallsNothing() throws Exception {
        try (TestClient phone = host.device("Phone", Scope.STEER)) {
            RequestId requestId = TestClient.newRequestId();
            phone.send(new ClientMessage.InstallAgent(requestId, new JobId("i1"), "tiny", source, true));

            assertThat(phone.refused(requestId).code()).isEqualTo(ErrorCode.FORBIDDEN);
        }
    }

    @Test
    void anAgentOfTheFormIsTestedSavedAndDeletedAndItsSecretsStayOnTheHost() throws Exception {
        AgentDraft draft = new AgentDraft(
                new AgentId("mine"),
                "Mine",
                "sh",
                List.of(Files.writeString(work.resolve("agent.sh"), script()).toString()),
                List.of("TOKEN=secret", "PILOTHOUSE_DEMO_SPEED=0"));
        AgentTrial trial = test(draft.agentId(), draft);
        assertThat(trial.answered()).as(trial.text().text()).isTrue();
        assertThat(trial.protocol()).isEqualTo(1);

        RequestId saved = TestClient.newRequestId();
        client.send(new ClientMessage.SaveAgent(saved, draft));
        client.await(
                "saved",
                message -> message instanceof HostMessage.Ack ack
                        && ack.requestId().equals(saved));
        AgentDraft stored = registry(client).own().get(0);
        assertThat(stored.environment()).containsExactly("PILOTHOUSE_DEMO_SPEED", "TOKEN");
        RequestId again = TestClient.newRequestId();
        client.send(new ClientMessage.SaveAgent(again, stored));
        client.await(
                "saved again",
                message -> message instanceof HostMessage.Ack ack
                        && ack.requestId().equals(again));
        assertThat(Files.readString(folder.resolve("agents.json"))).contains("\"TOKEN\": \"secret\"");
        client.session("mine", work.toString());

        RequestId deleted = TestClient.newRequestId();
        client.send(new ClientMessage.DeleteAgent(deleted, draft.agentId()));
        client.await(
                "deleted",
                message -> message instanceof HostMessage.Ack ack
                        && ack.requestId().equals(deleted));
        assertThat(registry(client).own()).isEmpty();
    }

    @Test
    void anAdminLogsOutOfAnAgentAndItsNextSessionAsksForALogin() throws Exception {
        AgentId demo = new AgentId("demo");
        SessionId before = client.session("demo", work.toString());
        assertThat(test(demo, null).capabilities()).contains("auth.logout");
        try (TestClient phone = host.device("Phone", Scope.ADMIN)) {
            logout(phone, demo);
            // A logout may be repeated.
            logout(phone, demo);

            SessionId after = phone.done(new Intent.CreateSession(demo, work.toString(), null, null, null))
                    .sessionId();
            phone.subscribe(after);
            phone.awaitState(after, "a login", shown -> shown.activity().phase() == SessionPhase.NEEDS_LOGIN);
        }
        client.prompt(before, "/say it runs");
        client.awaitState(before, "a session that ran goes on", state -> state.lastTurn() != null);
    }

    @Test
    void theAnswerToTheQuestionOfALoginLogsInAndTheSessionStarts() throws Exception {
        AgentId demo = new AgentId("demo");
        logout(client, demo);
        try (TestClient phone = host.device("Steering phone", Scope.STEER)) {
            SessionId session = phone.done(
                            new Intent.CreateSession(demo, work.toString(), null, null, "/say logged in"))
                    .sessionId();
            phone.subscribe(session);
            SessionState asked = phone.awaitState(
                    session, "a question", shown -> !shown.open().isEmpty());
            Pending question = asked.open().get(0).pending();
            assertThat(asked.activity().phase()).isEqualTo(SessionPhase.NEEDS_LOGIN);
            assertThat(question.options()).extracting(PendingOption::name).containsExactly("Log in here", "Not now");

            phone.done(new Intent.AnswerPending(
                    session,
                    question.pendingId(),
                    new Answer.Option(question.options().get(0).optionId())));

            phone.awaitState(session, "the prompt that waited", shown -> shown.lastTurn() != null);
        }
        assertThat(test(demo, null).logins()).isEmpty();
    }

    @Test
    void theLoginCommandOfATestLogsInAgain() throws Exception {
        AgentId mine = new AgentId("mine");
        Path agent = Files.writeString(work.resolve("agent.sh"), script());
        Files.writeString(
                folder.resolve("agents.json"),
                "[{\"id\":\"mine\",\"command\":\"sh\",\"args\":[\"" + agent
                        + "\"],\"env\":{\"PILOTHOUSE_DEMO_STATE\":\"" + folder.resolve("it's state") + "\"}}]");
        host.restart();
        client.close();
        client = host.local();
        logout(client, mine);
        AgentTrial.LoginMethod login = test(mine, null).logins().get(0);

        Process typed = new ProcessBuilder("sh", "-c", login.command())
                .redirectErrorStream(true)
                .start();
        String printed = new String(typed.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(typed.waitFor()).as(printed).isZero();
        assertThat(test(mine, null).logins()).isEmpty();
        client.session("mine", work.toString());
    }

    private static void logout(TestClient asking, AgentId agent) {
        RequestId requestId = TestClient.newRequestId();
        asking.send(new ClientMessage.LogoutAgent(requestId, agent));
        asking.await(
                "the logout",
                message -> message instanceof HostMessage.Ack ack
                        && ack.requestId().equals(requestId));
    }

    @Test
    void anAgentThatIsUnknownCannotBeLoggedOutOf() {
        RequestId requestId = TestClient.newRequestId();
        client.send(new ClientMessage.LogoutAgent(requestId, new AgentId("nobody")));

        assertThat(client.refused(requestId).text()).contains("nobody");
    }

    @Test
    void aTestOfAProgramThatIsNoAgentGivesTheReason() {
        AgentId id = new AgentId("mine");
        assertThat(test(id, new AgentDraft(id, "Mine", "/none/agent", List.of(), List.of()))
                        .text()
                        .text())
                .contains("/none/agent");
        AgentTrial ended =
                test(id, new AgentDraft(id, "Mine", "sh", List.of("-c", "echo wrong argument >&2; exit 3"), List.of()));
        assertThat(ended.answered()).isFalse();
        assertThat(ended.text().text()).contains("3").contains("wrong argument");
        assertThat(test(id, new AgentDraft(id, "Mine", "sh", List.of(), List.of("1A=x")))
                        .text()
                        .text())
                .contains("NAME=VALUE");
    }
}
