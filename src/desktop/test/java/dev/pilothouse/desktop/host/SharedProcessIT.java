package dev.pilothouse.desktop.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.pilothouse.desktop.catalog.AgentCatalog;
import dev.pilothouse.desktop.demo.DemoAgent;
import dev.pilothouse.desktop.demo.DemoCommand;
import dev.pilothouse.model.ContextRestore;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.StopReason;
import dev.pilothouse.model.TurnId;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.Item;
import dev.pilothouse.session.SessionPhase;
import dev.pilothouse.session.SessionState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Sessions of a complete host that share one real process of an agent. */
@EnabledOnOs(
        value = OS.LINUX,
        disabledReason = "finds processes by the marks in their environments, which only Linux shows")
@Timeout(120)
class SharedProcessIT {
    @TempDir
    Path folder;

    @TempDir
    Path work;

    private TestHost host;

    @BeforeEach
    void open() throws IOException {
        JsonArray command = new JsonArray();
        DemoCommand.find().orElseThrow().forEach(command::add);
        JsonObject environment = new JsonObject();
        environment.addProperty(DemoAgent.STATE_VARIABLE, state());
        environment.addProperty(DemoAgent.SPEED_VARIABLE, "0");
        JsonObject entry = new JsonObject();
        entry.addProperty("id", "many");
        entry.add("command", command);
        entry.add("env", environment);
        entry.addProperty("process", "shared");
        JsonArray entries = new JsonArray();
        entries.add(entry);
        Files.writeString(folder.resolve(AgentCatalog.FILE), entries.toString(), StandardCharsets.UTF_8);
        host = TestHost.on(folder);
    }

    @AfterEach
    void nothingIsLeft() {
        host.close();
        assertThat(processes()).isEmpty();
    }

    private String state() {
        return folder.resolve("kept-by-the-agent").toString();
    }

    private List<ProcessHandle> processes() {
        return ProcessHandle.current()
                .children()
                .filter(ProcessHandle::isAlive)
                .filter(child -> environment(child).contains(state()))
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

    private static List<String> restarts(SessionState state) {
        return state.transcript().items().stream()
                .filter(Item.NoteItem.class::isInstance)
                .map(Item.NoteItem.class::cast)
                .filter(note -> note.code().equals("agentRestarts"))
                .map(Item.NoteItem::text)
                .toList();
    }

    private static SessionState back(TestClient client, SessionId session, int crashes) {
        return client.awaitState(
                session,
                "life " + (crashes + 1),
                state -> restarts(state).size() == crashes && state.activity().phase() == SessionPhase.IDLE);
    }

    private SessionId said(TestClient client, String words) {
        SessionId session = client.session("many", work.toString());
        client.prompt(session, "/say " + words);
        client.awaitState(session, "a turn", state -> state.lastTurn() != null);
        return session;
    }

    @Test
    void aKilledProcessIsCountedOnceAndAllItsSessionsGoOnInTheNextOne() {
        try (TestClient client = host.local()) {
            SessionId one = said(client, "one");
            SessionId two = said(client, "two");
            assertThat(processes()).hasSize(1);
            client.prompt(one, "/slow");
            client.awaitState(one, "work", state -> state.activity().phase() == SessionPhase.WORKING);
            for (int crash = 1; crash <= 2; crash++) {
                ProcessHandle killed = processes().get(0);
                assertThat(killed.destroyForcibly()).isTrue();
                SessionState first = back(client, one, crash);
                SessionState second = back(client, two, crash);
                assertThat(List.of(first, second))
                        .allSatisfy(state -> assertThat(state.info().memory()).isEqualTo(ContextRestore.KEPT));
                String count = crash + " of 3";
                assertThat(restarts(first).get(crash - 1)).contains(count);
                assertThat(restarts(second).get(crash - 1))
                        .as("a process that has died once is counted once, for all")
                        .contains(count);
                assertThat(first.lastTurn().reason()).isEqualTo(StopReason.INTERRUPTED);
                assertThat(second.lastTurn().reason()).isEqualTo(StopReason.END_TURN);
                assertThat(processes()).singleElement().isNotEqualTo(killed);
            }
            client.prompt(two, "/say after");
            client.awaitState(
                    two,
                    "a further turn",
                    state -> state.transcript().items().stream()
                            .anyMatch(item -> item instanceof Item.MessageItem message
                                    && message.text().toString().contains("after")));
        }
    }

    @Test
    void closingOneLeavesTheOtherAtWorkAndClosingTheLastLeavesNoProcess() {
        try (TestClient client = host.local()) {
            SessionId one = said(client, "one");
            SessionId two = said(client, "two");
            client.prompt(one, "/slow");
            client.prompt(two, "/slow");
            client.awaitState(two, "work", state -> state.activity().phase() == SessionPhase.WORKING);
            client.done(new Intent.CloseSession(one));
            client.awaitState(one, "the end", state -> state.activity().phase() == SessionPhase.GONE);
            assertThat(client.state(two).orElseThrow().activity().phase()).isEqualTo(SessionPhase.WORKING);
            TurnId turn = client.state(two).orElseThrow().activity().turn();
            client.done(new Intent.Cancel(two, turn));
            client.awaitState(two, "the cancel", state -> state.lastTurn().reason() == StopReason.CANCELLED);
            assertThat(processes()).hasSize(1);
            client.done(new Intent.CloseSession(two));
            await().until(() -> processes().isEmpty());
        }
    }
}
