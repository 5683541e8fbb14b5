package dev.pilothouse.desktop.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.desktop.agent.AgentAdapter;
import dev.pilothouse.desktop.agent.AgentEvent;
import dev.pilothouse.desktop.agent.EventLog;
import dev.pilothouse.desktop.process.StopTimings;
import dev.pilothouse.model.StopReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The stages of a stop, each with a real agent that ignores the earlier ones. */
@EnabledOnOs(
        value = OS.LINUX,
        disabledReason = "finds processes by the marks in their environments, which only Linux shows")
@Timeout(60)
final class AgentStopIT {
    private static final String LOG_TERM = "trap 'echo TERM >> heard; exit 0' TERM\n";
    /** Of a stage that the agent ignores. */
    private static final Duration SHORT = Duration.ofMillis(500);
    /** Of a stage that ends the agent, however slow the machine is. */
    private static final Duration LONG = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    private ShellAgents agents;
    private final EventLog log = new EventLog();

    @AfterEach
    void close() {
        agents.close();
    }

    /** @param input how long it has after the end of its input @param term how long it has after the signal */
    private AgentAdapter inTurn(Duration input, Duration term, String script) throws Exception {
        agents = ShellAgents.in(folder, Map.of("PATH", System.getenv("PATH")), new StopTimings(input, term, LONG));
        AgentAdapter agent = agents.agent(script, "", log);
        agent.start();
        log.await(AgentEvent.Ready.class);
        agent.prompt("work");
        await().until(() -> heard().stream().anyMatch(line -> line.contains("session/prompt")));
        return agent;
    }

    private List<String> heard() throws IOException {
        Path file = agents.work().resolve("heard");
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    private boolean isGone(String file) throws IOException {
        Path commandLine =
                Path.of("/proc", Files.readString(agents.work().resolve(file)).strip(), "cmdline");
        // A zombie has no command line.
        return !Files.exists(commandLine) || Files.readString(commandLine).isEmpty();
    }

    private void assertEnded(int code) {
        assertThat(log.await(AgentEvent.TurnDone.class).reason()).isEqualTo(StopReason.INTERRUPTED);
        assertThat(log.events()).last().isEqualTo(log.await(AgentEvent.Exited.class));
        assertThat(log.await(AgentEvent.Exited.class).expected()).isTrue();
        assertThat(log.await(AgentEvent.Exited.class).exitCode()).isEqualTo(code);
    }

    @Test
    void firstItsTurnIsCancelledThenItsInputEnds() throws Exception {
        inTurn(LONG, LONG, LOG_TERM + ShellAgents.LISTENS + "echo EOF >> heard\n")
                .close();
        assertThat(heard())
                .as("it ignored the cancel and obeyed the end of its input")
                .satisfies(lines -> assertThat(lines.get(lines.size() - 2)).contains("session/cancel"))
                .endsWith("EOF")
                .doesNotContain("TERM");
        assertEnded(0);
    }

    @Test
    void oneThatIgnoresTheEndOfItsInputIsAskedByASignal() throws Exception {
        inTurn(SHORT, LONG, LOG_TERM + ShellAgents.LISTENS + "while :; do sleep 1000; done\n")
                .close();
        assertThat(heard()).endsWith("TERM");
        assertEnded(0);
    }

    @Test
    void oneThatIgnoresTheSignalTooIsEndedByForce() throws Exception {
        inTurn(SHORT, SHORT, "trap '' TERM\n" + ShellAgents.LISTENS + "while :; do sleep 1000; done\n")
                .close();
        assertEnded(137);
    }

    @Test
    void aChildThatItHasDetachedAndThatIgnoresTheSignalGoesWithIt() throws Exception {
        AgentAdapter agent = inTurn(
                LONG,
                SHORT,
                "on_prompt() { (setsid sh -c 'trap \"\" TERM HUP; echo $$ > deep; while :; do sleep"
                        + " 1000; done' </dev/null >/dev/null 2>&1 &); }\n" + ShellAgents.LISTENS);
        await().until(() -> Files.exists(agents.work().resolve("deep"))
                && !Files.readString(agents.work().resolve("deep")).isBlank());
        agent.close();
        assertThat(isGone("deep")).isTrue();
        assertEnded(0);
    }

    @Test
    void aChildWithoutTheMarkIsFoundByItsParents() throws Exception {
        AgentAdapter agent = inTurn(
                LONG,
                SHORT,
                "on_prompt() { setsid env -i /bin/sh -c 'trap \"\" TERM HUP; echo $$ > deep; while :;"
                        + " do sleep 1000; done' </dev/null >/dev/null 2>&1 & }\n" + ShellAgents.LISTENS);
        await().until(() -> Files.exists(agents.work().resolve("deep"))
                && !Files.readString(agents.work().resolve("deep")).isBlank());
        agent.close();
        assertThat(isGone("deep")).isTrue();
    }

    @Test
    void aSecretInTheHostsEnvironmentDoesNotReachTheAgent() throws Exception {
        Map<String, String> host = Map.of(
                "PATH", System.getenv("PATH"),
                "HOME", folder.toString(),
                "AWS_SECRET_ACCESS_KEY", "hush-aws",
                "GITHUB_TOKEN", "hush-github",
                "DATABASE_URL", "hush-database",
                "MINE_PROFILE", "for-this-entry",
                "MINEFIELD", "hush-prefix");
        agents = ShellAgents.in(folder.resolve("strict"), host, ShellAgents.QUICK);
        AgentAdapter agent = agents.agent(
                "env > seen\n" + ShellAgents.LISTENS, ",\"inherit\":[\"MINE_*\"],\"env\":{\"LEVEL\":\"7\"}", log);
        agent.start();
        log.await(AgentEvent.Ready.class);
        agent.close();
        List<String> seen = Files.readAllLines(agents.work().resolve("seen"));
        assertThat(seen).contains("HOME=" + folder, "MINE_PROFILE=for-this-entry", "LEVEL=7");
        assertThat(String.join("\n", seen)).doesNotContain("hush");
    }
}
