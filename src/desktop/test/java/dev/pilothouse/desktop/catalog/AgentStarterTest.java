package dev.pilothouse.desktop.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.desktop.acp.AgentPipe;
import dev.pilothouse.desktop.process.Line;
import dev.pilothouse.desktop.process.ProcessExit;
import dev.pilothouse.desktop.process.ProcessLauncher;
import dev.pilothouse.desktop.process.ProcessListener;
import dev.pilothouse.desktop.process.ProcessMark;
import dev.pilothouse.desktop.process.ProcessRegistry;
import dev.pilothouse.desktop.process.StopTimings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentStarterTest {
    @TempDir
    private Path folder;

    @Test
    void whatNoShellCanCarryIsSaidBeforeAnythingIsStarted() throws Exception {
        String java = ProcessHandle.current().info().command().orElseThrow().replace("\\", "\\\\");
        AgentEntry entry = AgentsFile.parse(
                        "agents.json",
                        "[{\"id\": \"far\", \"name\": \"Far\", \"command\": \"agent\","
                                + " \"env\": {\"A\": \"x\\u0000y\"},"
                                + " \"runner\": {\"type\": \"ssh\", \"host\": \"build\", \"program\": \"" + java
                                + "\"}}]")
                .entries()
                .get(0);
        List<ProcessMark> started = new ArrayList<>();
        ProcessRegistry ledger = new ProcessRegistry() {
            @Override
            public void started(ProcessHandle process, ProcessMark mark) {
                started.add(mark);
            }

            @Override
            public void onReleased(ProcessMark mark) {
                started.add(mark);
            }
        };
        AgentStarter starter = new AgentStarter(
                new ProcessLauncher(ledger, StopTimings.standard()),
                entry,
                Map.of(),
                "test",
                folder,
                folder.toString(),
                Map.of(),
                Map.of());

        AgentPipe.Start start = starter.start(new ProcessListener() {
            @Override
            public void onLine(Line line) {
                // No output.
            }

            @Override
            public void onExit(ProcessExit exit) {
                // No process.
            }
        });

        assertThat(start).isInstanceOf(AgentPipe.Start.Failed.class);
        assertThat(((AgentPipe.Start.Failed) start).text()).contains("Far").contains("NUL");
        assertThat(started).isEmpty();
    }
}
