package dev.pilothouse.desktop.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.pilothouse.desktop.agent.AgentAdapter;
import dev.pilothouse.desktop.agent.AgentEvent;
import dev.pilothouse.desktop.agent.AgentLauncher;
import dev.pilothouse.desktop.agent.EventLog;
import dev.pilothouse.desktop.demo.DemoAgent;
import dev.pilothouse.desktop.process.ProcessLauncher;
import dev.pilothouse.desktop.process.ProcessRegistry;
import dev.pilothouse.desktop.process.StopTimings;
import dev.pilothouse.desktop.runner.RemoteProcesses;
import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.AgentInfo;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.SessionId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The demo agent through every kind of runner except ssh, which has its own test against a real server. Stand-ins for
 * the runners' programs record their arguments and run the given command.
 */
@EnabledOnOs(
        value = OS.LINUX,
        disabledReason = "the stand-ins are shell scripts, and their processes are found in procfs")
final class StandInRunnersIT {
    private static final AgentId THERE = new AgentId("there");
    private static final Pattern NONCE = Pattern.compile("pilothouse-([0-9a-f]{32})\\) break");

    @TempDir
    Path folder;

    private final EventLog log = new EventLog();
    private AgentCatalog catalog;

    @AfterEach
    void close() {
        if (catalog != null) {
            catalog.close();
        }
    }

    /** A stand-in that skips the real program's options, as far as they are used here. */
    private void standIn(String program) throws IOException {
        Path bin = Files.createDirectories(folder.resolve("bin"));
        Path file = Files.writeString(
                bin.resolve(program),
                "#!/bin/sh\nprintf '%s\\0' \"$@\" > '" + folder.resolve("argv") + "'\n"
                        + "env > '" + folder.resolve("env") + "'\n"
                        + "while [ \"$1\" != sh ]; do shift; done\nexec \"$@\"\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private List<String> argv() throws IOException {
        String all = Files.readString(folder.resolve("argv"), StandardCharsets.UTF_8);
        return Arrays.asList(all.split("\0", -1)).subList(0, all.split("\0", -1).length - 1);
    }

    private String nonce() throws IOException {
        Matcher found = NONCE.matcher(String.join(" ", argv()));
        assertThat(found.find()).isTrue();
        return found.group(1);
    }

    private void entry(String type, String field, String target) throws IOException {
        JsonObject runner = new JsonObject();
        runner.addProperty("type", type);
        runner.addProperty(field, target);
        JsonArray options = new JsonArray();
        options.add("--an-option");
        runner.add("options", options);
        JsonObject environment = new JsonObject();
        environment.addProperty(DemoAgent.SPEED_VARIABLE, "0");
        environment.addProperty("SECRET", "it's $ecret");
        JsonObject entry = new JsonObject();
        entry.addProperty("id", THERE.value());
        entry.addProperty("name", "There");
        entry.add("command", new Gson().toJsonTree(DemoElsewhere.command()));
        entry.add("env", environment);
        entry.add("runner", runner);
        JsonArray all = new JsonArray();
        all.add(entry);
        Files.writeString(folder.resolve("agents.json"), all.toString());
        Map<String, String> host = new HashMap<>(System.getenv());
        host.put("PATH", folder.resolve("bin") + ":" + System.getenv("PATH"));
        host.put("KUBECONFIG", "/etc/kube");
        ProcessLauncher launcher = new ProcessLauncher(
                ProcessRegistry.none(),
                new StopTimings(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(1)));
        catalog = AgentCatalog.open(folder, launcher, "test", host);
    }

    private AgentLauncher.Launch launch(Path cwd) {
        return catalog.launch(
                new AgentLauncher.LaunchRequest(new SessionId("s1"), THERE, cwd, null, null, null), log.inbox());
    }

    @ParameterizedTest
    @CsvSource({
        "docker-exec, docker, container, web, exec -i --an-option web",
        "docker-run, docker, image, img:1, run -i --rm --an-option img:1",
        "kubectl-exec, kubectl, pod, web-0, exec -i --an-option web-0 --",
        "kubectl-run, kubectl, image, img:1, run pilothouse-NONCE -i --rm --quiet --restart=Never --image=img:1"
                + " --an-option --command --",
        "devcontainer-exec, devcontainer, workspace, /src/app, exec --workspace-folder /src/app --an-option",
    })
    void aWholeSessionGoesByWayOfTheRunner(String type, String program, String field, String target, String words)
            throws Exception {
        standIn(program);
        entry(type, field, target);
        Path work = Files.createDirectory(folder.resolve("a work folder"));
        AgentLauncher.Launch launch = launch(work);
        AgentAdapter adapter = ((AgentLauncher.Launch.Prepared) launch).adapter();
        adapter.start();
        log.await(AgentEvent.Ready.class);
        adapter.prompt("/say ahoy from over there");
        log.await(AgentEvent.TurnDone.class);
        assertThat(log.text()).isEqualTo("ahoy from over there");

        String nonce = nonce();
        assertThat(String.join(" ", argv())).startsWith(words.replace("NONCE", nonce) + " sh -c ");
        String variables = Files.readString(folder.resolve("env"), StandardCharsets.UTF_8);
        assertThat(variables).contains("KUBECONFIG=/etc/kube").doesNotContain("SECRET");
        assertThat(RemoteProcesses.carrying("SECRET=it's $ecret"))
                .as("the agent, and nobody on the way to it")
                .isNotEmpty()
                .allSatisfy(pid -> assertThat(RemoteProcesses.carrying("PILOTHOUSE_REMOTE=" + nonce))
                        .contains(pid));
        assertThat(Path.of(
                                "/proc",
                                RemoteProcesses.carrying("SECRET=it's $ecret").get(0) + "",
                                "cwd")
                        .toRealPath())
                .isEqualTo(work.toRealPath());
        adapter.close();
        assertThat(log.await(AgentEvent.Exited.class).expected()).isTrue();
        RemoteProcesses.awaitNone(nonce);
    }

    @Test
    void theCatalogueSaysWhereAnAgentRunsAndWhetherTheWayIsThere() throws Exception {
        entry("docker-exec", "container", "web");
        AgentInfo info = catalog.agents().get(0);
        assertThat(info.place()).isEqualTo("docker exec web");
        assertThat(catalog.placeOf(THERE)).isEqualTo("docker exec web");
        assertThat(catalog.placeOf(new AgentId("demo"))).isEmpty();
        if (!info.installed()) {
            assertThat(launch(folder))
                    .isEqualTo(new AgentLauncher.Launch.Refused(
                            ErrorCode.NOT_INSTALLED, HostText.of(HostTextCode.AGENT_NOT_INSTALLED, "There", "docker")));
        }
        standIn("docker");
        assertThat(catalog.agents().get(0).installed()).isTrue();
    }

    @Test
    void aDirectoryThatIsNotOverThereIsAFailedStartThatSaysSo() throws Exception {
        standIn("docker");
        entry("docker-exec", "container", "web");
        AgentAdapter adapter = launch(Path.of("/no/such/place")) instanceof AgentLauncher.Launch.Prepared prepared
                ? prepared.adapter()
                : fail("a directory elsewhere is not the host's to look for");
        adapter.start();
        assertThat(log.await(AgentEvent.StartFailed.class).text())
                .startsWith("There (docker) ended before it was ready.")
                .contains("The directory /no/such/place is not there");
        adapter.close();
    }

    @ParameterizedTest
    @CsvSource({
        "telnet, host, a, '[0].runner.type: This must be one of'",
        "ssh, pod, a, '[0].runner.host: This is missing, so the entry is left out.'",
        "ssh, host, -oProxyCommand=x, '[0].runner.host: This must be a name that is not blank'",
    })
    void aRunnerThatMakesNoSenseCostsTheEntryAndIsNamed(String type, String field, String target, String words)
            throws Exception {
        entry(type, field, target);
        assertThat(catalog.agents()).noneMatch(agent -> agent.agentId().equals(THERE));
        assertThat(catalog.problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.english())
                        .startsWith("agents.json:1: ")
                        .contains(words));
    }
}
