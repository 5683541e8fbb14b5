package dev.pilothouse.desktop.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.desktop.demo.DemoAgent;
import dev.pilothouse.model.ContextRestore;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.StopReason;
import dev.pilothouse.session.Item;
import dev.pilothouse.session.SessionPhase;
import dev.pilothouse.session.SessionState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A real agent's process that crashes, and resumes its conversation. */
@EnabledOnOs(
        value = OS.LINUX,
        disabledReason = "finds processes by the marks in their environments, which only Linux shows")
@Timeout(120)
class AgentRestartIT {
    @TempDir
    Path folder;

    @TempDir
    Path work;

    private TestHost host;

    @BeforeEach
    void open() {
        host = TestHost.on(folder);
    }

    @AfterEach
    void close() {
        host.close();
    }

    private static List<String> restarts(SessionState state) {
        return state.transcript().items().stream()
                .filter(Item.NoteItem.class::isInstance)
                .map(Item.NoteItem.class::cast)
                .filter(note -> note.code().equals("agentRestarts"))
                .map(Item.NoteItem::text)
                .toList();
    }

    private static boolean isBack(SessionState state, int crashes) {
        return restarts(state).size() == crashes && state.activity().phase() == SessionPhase.IDLE;
    }

    /** The agent is the only child with a folder for its sessions in its environment. */
    private static ProcessHandle agent() {
        return await().until(
                        () -> ProcessHandle.current()
                                .children()
                                .filter(AgentRestartIT::isAgent)
                                .findFirst()
                                .orElse(null),
                        found -> found != null);
    }

    private static boolean isAgent(ProcessHandle child) {
        try {
            String environment = Files.readString(
                    Path.of("/proc", Long.toString(child.pid()), "environ"), StandardCharsets.ISO_8859_1);
            return environment.contains(DemoAgent.STATE_VARIABLE + "=");
        } catch (IOException gone) {
            return false;
        }
    }

    @Test
    void itGoesOnWithItsMemoryAfterACrashInATurnAndAKillAtRest() {
        try (TestClient client = host.local()) {
            SessionId session = client.session("demo", work.toString());
            client.prompt(session, "/say before");
            client.awaitState(session, "a turn", state -> state.lastTurn() != null);
            client.prompt(session, "/crash");
            SessionState back = client.awaitState(session, "the next life", state -> isBack(state, 1));
            assertThat(back.lastTurn().reason()).isEqualTo(StopReason.INTERRUPTED);
            assertThat(back.transcript().items())
                    .anyMatch(item ->
                            item instanceof Item.TurnEndItem turn && turn.text().contains("the anchor is gone"));
            assertThat(back.info().memory()).isEqualTo(ContextRestore.KEPT);
            assertThat(restarts(back).get(0)).startsWith("The agent crashed (exit code 7)");

            ProcessHandle second = agent();
            assertThat(second.destroyForcibly()).isTrue();
            SessionState again = client.awaitState(session, "the third life", state -> isBack(state, 2));
            assertThat(restarts(again).get(1)).contains("(exit code 137)").contains("2 of 3");
            assertThat(again.info().memory()).isEqualTo(ContextRestore.KEPT);

            client.prompt(session, "/say after");
            SessionState done = client.awaitState(
                    session,
                    "a turn of the third life",
                    state -> state.lastTurn().reason() == StopReason.END_TURN);
            assertThat(done.activity().turn()).isNull();
            await().atMost(10, TimeUnit.SECONDS).until(() -> !second.isAlive());
        }
    }
}
