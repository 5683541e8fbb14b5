package dev.pilothouse.desktop.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.pilothouse.desktop.acp.AcpSession;
import dev.pilothouse.desktop.acp.AcpSetup;
import dev.pilothouse.desktop.agent.AgentAdapter;
import dev.pilothouse.desktop.agent.AgentAdapterContract;
import dev.pilothouse.desktop.agent.AgentEvent;
import dev.pilothouse.desktop.agent.AgentLauncher;
import dev.pilothouse.desktop.agent.EventLog;
import dev.pilothouse.desktop.agent.McpServerEntry;
import dev.pilothouse.desktop.demo.DemoAgent;
import dev.pilothouse.desktop.demo.DemoCommand;
import dev.pilothouse.desktop.process.ProcessLauncher;
import dev.pilothouse.desktop.process.ProcessRegistry;
import dev.pilothouse.desktop.process.StopTimings;
import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.Answer;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.StopReason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The demo agent with all sessions in one real process, which must behave like one process for each. */
@EnabledOnOs(
        value = OS.LINUX,
        disabledReason = "finds processes by the marks in their environments, which only Linux shows")
final class SharedDemoAgentIT extends AgentAdapterContract {
    private static final AcpSetup.Timings QUICK = new AcpSetup.Timings(
            Duration.ofSeconds(20), Duration.ofSeconds(10), Duration.ofMillis(100), Duration.ofMillis(100));

    @TempDir
    Path folder;

    private AgentCatalog catalog;
    private int sessions;

    @BeforeEach
    void open() throws IOException {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put(DemoAgent.SPEED_VARIABLE, "0");
        List<String> command = DemoCommand.find().orElseThrow();
        JsonArray words = new JsonArray();
        command.forEach(words::add);
        JsonObject env = new JsonObject();
        env.addProperty(DemoAgent.STATE_VARIABLE, folder.resolve("state").toString());
        env.addProperty(DemoAgent.SPEED_VARIABLE, "0");
        JsonObject entry = new JsonObject();
        entry.addProperty("id", "many");
        entry.add("command", words);
        entry.add("env", env);
        entry.addProperty("process", "shared");
        JsonArray entries = new JsonArray();
        entries.add(entry);
        Files.writeString(folder.resolve(AgentCatalog.FILE), entries.toString(), StandardCharsets.UTF_8);
        catalog = AgentCatalog.open(
                folder,
                new ProcessLauncher(
                        ProcessRegistry.none(),
                        new StopTimings(Duration.ofSeconds(1), Duration.ofMillis(300), Duration.ofSeconds(2))),
                "test",
                environment,
                QUICK);
    }

    /** Runs after the adapters were closed. */
    @AfterEach
    void nothingIsLeft() {
        catalog.close();
        assertThat(agents()).isEmpty();
    }

    private List<ProcessHandle> agents() {
        return ProcessHandle.current()
                .children()
                .filter(ProcessHandle::isAlive)
                .filter(child ->
                        environment(child).contains(folder.resolve("state").toString()))
                .toList();
    }

    private static String environment(ProcessHandle child) {
        try {
            return Files.readString(
                    Path.of("/proc", Long.toString(child.pid()), "environ"), StandardCharsets.ISO_8859_1);
        } catch (IOException gone) {
            return "";
        }
    }

    @Override
    protected AgentAdapter adapter(EventLog listener) throws Exception {
        return adapter(listener, null);
    }

    private AgentAdapter adapter(EventLog listener, String resume) throws Exception {
        sessions++;
        AgentLauncher.Launch launch = catalog.launch(
                new AgentLauncher.LaunchRequest(
                        new SessionId("s" + sessions),
                        new AgentId("many"),
                        Files.createDirectories(folder.resolve("work" + sessions)),
                        resume,
                        null,
                        null),
                listener.inbox());
        return launch instanceof AgentLauncher.Launch.Prepared prepared
                ? prepared.adapter()
                : fail("not prepared: " + launch);
    }

    @Test
    void aSharedProcessGetsNoServersOfTheHostAndTheSessionSaysSo() throws Exception {
        catalog.useServers((session, origin) -> List.of(new McpServerEntry("files", List.of("/bin/files"), Map.of())));
        EventLog log = new EventLog();
        try (AgentAdapter agent = adapter(log)) {
            agent.start();
            AgentEvent.Remark remark = log.await(AgentEvent.Remark.class);
            assertThat(remark.code()).isEqualTo("mcpServers");
            assertThat(remark.warning()).isTrue();
            assertThat(remark.sentence().text()).contains("gets no MCP servers (files)");
        }
    }

    @Override
    protected String talk() {
        return "/say hello there";
    }

    @Override
    protected String ask() {
        return "/permission";
    }

    @Override
    protected String work() {
        return "/slow";
    }

    @Override
    protected String die() {
        return "/crash";
    }

    private static String sessionOf(EventLog log) {
        return log.await(AgentEvent.Ready.class).agentSessionId();
    }

    @Test
    void twoThatStartAtOnceAreInOneProcessAndWorkAtTheSameTime() throws Exception {
        EventLog other = new EventLog();
        try (AgentAdapter one = adapter(log);
                AgentAdapter two = adapter(other)) {
            one.start();
            two.start();
            assertThat(sessionOf(log)).isNotEqualTo(sessionOf(other));
            assertThat(agents()).hasSize(1);
            assertThat(one.process()).isSameAs(two.process());

            one.prompt(work());
            log.await(AgentEvent.MessageChunk.class);
            two.prompt("/say for two only");
            assertThat(other.await(AgentEvent.TurnDone.class).reason()).isEqualTo(StopReason.END_TURN);
            assertThat(other.text()).isEqualTo("for two only");
            assertThat(log.all(AgentEvent.TurnDone.class)).isEmpty();
            assertThat(log.text()).doesNotContain("for two only");
            one.cancel();
            assertThat(log.await(AgentEvent.TurnDone.class).reason()).isEqualTo(StopReason.CANCELLED);
        }
    }

    @Test
    void eachPermissionIsAskedInItsSessionAndAnAnswerIsForItAlone() throws Exception {
        EventLog other = new EventLog();
        try (AgentAdapter one = adapter(log);
                AgentAdapter two = adapter(other)) {
            one.start();
            two.start();
            sessionOf(log);
            sessionOf(other);
            one.prompt(ask());
            two.prompt(ask());
            AgentEvent.Ask first = log.await(AgentEvent.Ask.class);
            AgentEvent.Ask second = other.await(AgentEvent.Ask.class);
            two.answer(second.askId(), new Answer.Option(second.options().get(0).optionId()));
            other.await(AgentEvent.TurnDone.class);
            assertThat(log.all(AgentEvent.TurnDone.class)).isEmpty();
            one.answer(first.askId(), new Answer.Option(first.options().get(0).optionId()));
            log.await(AgentEvent.TurnDone.class);
            assertThat(log.all(AgentEvent.Ask.class)).hasSize(1);
            assertThat(other.all(AgentEvent.Ask.class)).hasSize(1);
        }
    }

    @Test
    void theEndOfOneInMidTurnLeavesTheOtherAlone() throws Exception {
        EventLog other = new EventLog();
        try (AgentAdapter one = adapter(log);
                AgentAdapter two = adapter(other)) {
            one.start();
            two.start();
            sessionOf(log);
            sessionOf(other);
            one.prompt(work());
            two.prompt(work());
            log.await(AgentEvent.MessageChunk.class);
            other.await(AgentEvent.MessageChunk.class);
            one.close();
            assertThat(log.all(AgentEvent.TurnDone.class))
                    .singleElement()
                    .satisfies(done -> assertThat(done.reason()).isEqualTo(StopReason.CANCELLED));
            assertThat(log.events()).last().isEqualTo(new AgentEvent.Exited(null, true, AcpSession.LEFT));
            assertThat(other.all(AgentEvent.TurnDone.class)).isEmpty();
            two.cancel();
            assertThat(other.await(AgentEvent.TurnDone.class).reason()).isEqualTo(StopReason.CANCELLED);
            two.prompt(talk());
            other.awaitCount(AgentEvent.TurnDone.class, 2);
            assertThat(agents()).hasSize(1);
        }
    }

    @Test
    void aKillOfTheProcessEndsBothTurnsAndBothGoOnInTheNextProcess() throws Exception {
        EventLog other = new EventLog();
        AgentAdapter one = adapter(log);
        AgentAdapter two = adapter(other);
        one.start();
        two.start();
        String firstSession = sessionOf(log);
        String secondSession = sessionOf(other);
        two.prompt("/say of two");
        other.await(AgentEvent.TurnDone.class);
        one.prompt(work());
        log.await(AgentEvent.MessageChunk.class);
        ProcessHandle killed = agents().get(0);
        assertThat(killed.destroyForcibly()).isTrue();
        assertThat(log.await(AgentEvent.Exited.class).exitCode()).isEqualTo(137);
        assertThat(other.await(AgentEvent.Exited.class).exitCode()).isEqualTo(137);
        assertThat(log.await(AgentEvent.TurnDone.class).reason()).isEqualTo(StopReason.INTERRUPTED);
        assertThat(other.all(AgentEvent.TurnDone.class)).hasSize(1);

        EventLog firstAgain = new EventLog();
        EventLog secondAgain = new EventLog();
        try (AgentAdapter next = adapter(firstAgain, firstSession);
                AgentAdapter nextOther = adapter(secondAgain, secondSession)) {
            next.start();
            nextOther.start();
            assertThat(sessionOf(firstAgain)).isEqualTo(firstSession);
            assertThat(sessionOf(secondAgain)).isEqualTo(secondSession);
            assertThat(secondAgain.all(AgentEvent.Replayed.class))
                    .extracting(AgentEvent.Replayed::event)
                    .containsExactly(
                            new AgentEvent.UserChunk(null, "/say of two"), new AgentEvent.MessageChunk(null, "of two"));
            assertThat(agents()).singleElement().isNotEqualTo(killed);
        }
    }

    @Test
    void theProcessEndsAWhileAfterItsLastSession() throws Exception {
        try (AgentAdapter one = adapter(log)) {
            one.start();
            sessionOf(log);
        }
        assertThat(log.events()).last().isInstanceOf(AgentEvent.Exited.class);
        ProcessHandle lingering = agents().get(0);
        EventLog next = new EventLog();
        try (AgentAdapter two = adapter(next)) {
            two.start();
            sessionOf(next);
            assertThat(agents()).containsExactly(lingering);
        }
        await().until(() -> agents().isEmpty());
    }
}
