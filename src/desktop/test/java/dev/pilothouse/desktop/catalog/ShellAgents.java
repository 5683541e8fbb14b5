package dev.pilothouse.desktop.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.pilothouse.desktop.acp.AcpSetup;
import dev.pilothouse.desktop.agent.AgentAdapter;
import dev.pilothouse.desktop.agent.AgentLauncher;
import dev.pilothouse.desktop.agent.EventLog;
import dev.pilothouse.desktop.process.ProcessLauncher;
import dev.pilothouse.desktop.process.ProcessRegistry;
import dev.pilothouse.desktop.process.StopTimings;
import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.SessionId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * A catalogue with one agent, a shell script that implements just enough of the protocol to accept prompts. Owns the
 * catalogue. For tests of a process's other behaviour.
 */
public final class ShellAgents implements AutoCloseable {
    /**
     * Answers the start, writes each line that it receives into the file {@code heard}, and does not answer prompts.
     */
    public static final String LISTENS = """
            while read -r line; do
              echo "$line" >> heard
              case "$line" in
                *'"initialize"'*) echo '{"jsonrpc":"2.0","id":1,"result":{"protocolVersion":1}}';;
                *'"session/new"'*) echo '{"jsonrpc":"2.0","id":2,"result":{"sessionId":"s"}}';;
                *'"session/prompt"'*) on_prompt;;
              esac
            done
            """;

    public static final StopTimings QUICK =
            new StopTimings(Duration.ofMillis(500), Duration.ofMillis(500), Duration.ofSeconds(2));

    private final Path folder;
    private final Path work;
    private final AgentCatalog catalog;

    private ShellAgents(Path folder, Path work, AgentCatalog catalog) {
        this.folder = folder;
        this.work = work;
        this.catalog = catalog;
    }

    public static ShellAgents in(Path folder, Map<String, String> environment, StopTimings timings) throws IOException {
        Path work = Files.createDirectories(folder.resolve("work"));
        AgentCatalog catalog = AgentCatalog.open(
                folder,
                new ProcessLauncher(ProcessRegistry.none(), timings),
                "test",
                environment,
                AcpSetup.Timings.standard());
        return new ShellAgents(folder, work, catalog);
    }

    /** The directory of the agent's session. */
    public Path work() {
        return work;
    }

    /**
     * An agent that is not started yet.
     *
     * @param script of the shell
     * @param more fields of the entry, each preceded by a comma
     */
    public AgentAdapter agent(String script, String more, AgentAdapter.Listener listener) throws IOException {
        Path program = folder.resolve("shell-agent");
        Files.writeString(program, "#!/bin/sh\non_prompt() { :; }\n" + script);
        assertThat(program.toFile().setExecutable(true)).isTrue();
        Files.writeString(
                folder.resolve(AgentCatalog.FILE),
                "[{\"id\":\"shell\",\"name\":\"Shell\",\"command\":\"" + program + "\"" + more + "}]");
        AgentLauncher.Launch launch = catalog.launch(
                new AgentLauncher.LaunchRequest(new SessionId("s1"), new AgentId("shell"), work, null, null, null),
                EventLog.inbox(listener));
        return launch instanceof AgentLauncher.Launch.Prepared prepared
                ? prepared.adapter()
                : fail("not prepared: " + launch);
    }

    @Override
    public void close() {
        catalog.close();
    }
}
