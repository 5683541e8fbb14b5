package dev.pilothouse.desktop.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.desktop.agent.AgentAdapter;
import dev.pilothouse.desktop.agent.AgentLauncher;
import dev.pilothouse.desktop.agent.AgentLimits;
import dev.pilothouse.desktop.agent.AgentPolicy;
import dev.pilothouse.desktop.agent.EventLog;
import dev.pilothouse.desktop.agent.ProcessSharing;
import dev.pilothouse.desktop.agent.RestartPolicy;
import dev.pilothouse.desktop.agent.TokenScope;
import dev.pilothouse.desktop.process.ProcessLauncher;
import dev.pilothouse.desktop.process.ProcessRegistry;
import dev.pilothouse.desktop.process.StopTimings;
import dev.pilothouse.model.AgentDraft;
import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.AgentInfo;
import dev.pilothouse.model.AgentMode;
import dev.pilothouse.model.AgentSupport;
import dev.pilothouse.model.ConfigError;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.SessionId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AgentCatalogTest {
    @TempDir
    Path folder;

    private Path bin;
    private AgentCatalog catalog;

    @BeforeEach
    void openIt() throws IOException {
        bin = Files.createDirectory(folder.resolve("bin"));
        catalog = open();
    }

    @Test
    void aStoredValueIsNeitherTestedNorSavedWithAnotherProgram() throws IOException {
        AgentId mine = new AgentId("mine");
        assertThat(catalog.save(new AgentDraft(mine, "Mine", "/opt/one", List.of("--acp"), List.of("TOKEN=s3cret"))))
                .isEmpty();
        AgentDraft renamed = new AgentDraft(mine, "Ours", "/opt/one", List.of("--acp"), List.of("TOKEN"));
        AgentDraft other = new AgentDraft(mine, "Mine", "/opt/two", List.of("--acp"), List.of("TOKEN"));

        assertThat(catalog.save(other).orElseThrow().text())
                .startsWith("The stored values of TOKEN are for the program");
        assertThat(catalog.test(other).text().text()).startsWith("The stored values of TOKEN are for the program");
        assertThat(catalog.save(renamed)).isEmpty();
        assertThat(Files.readString(folder.resolve(AgentCatalog.FILE))).contains("/opt/one", "Ours", "s3cret");

        assertThat(catalog.save(new AgentDraft(mine, "Mine", "/opt/two", List.of(), List.of("TOKEN=new"))))
                .isEmpty();
        assertThat(Files.readString(folder.resolve(AgentCatalog.FILE)))
                .contains("/opt/two", "new")
                .doesNotContain("s3cret");
    }

    @AfterEach
    void closeIt() {
        catalog.close();
    }

    @Test
    void theBuiltInAgentsAreThereAndTheDemoAgentIsInstalled() {
        assertThat(catalog.agents())
                .extracting(agent -> agent.agentId().value())
                .contains("copilot", "claude", "codex", "gemini", "opencode", "qwen", "demo");
        assertThat(info("demo").installed()).isTrue();
        assertThat(info("copilot").installed()).isFalse();
        assertThat(info("copilot").command()).isEqualTo("copilot --acp");
        assertThat(info("copilot").installHint()).isEqualTo("npm install -g @github/copilot");
    }

    @Test
    void anAgentIsInstalledOnceItsCommandIsOnThePath() throws IOException {
        program("copilot");
        assertThat(info("copilot").installed()).isTrue();
    }

    @Test
    void aListOfEntriesIsReadWithoutARestart() throws IOException {
        write("[{\"id\":\"mine\",\"name\":\"My agent\",\"command\":\"my-agent\",\"args\":[\"run\",\"--acp\"]}]");
        assertThat(catalog.agents().get(0).agentId()).isEqualTo(new AgentId("mine"));
        assertThat(info("mine").name()).isEqualTo("My agent");
        assertThat(info("mine").command()).isEqualTo("my-agent run --acp");
        write("[{\"id\":\"other\",\"command\":\"my-other-agent\"}]");
        assertThat(info("other").name()).isEqualTo("other");
        assertThat(catalog.agents()).noneMatch(agent -> agent.agentId().value().equals("mine"));
        Files.delete(folder.resolve("agents.json"));
        assertThat(catalog.agents()).noneMatch(agent -> agent.agentId().value().equals("other"));
    }

    @Test
    void anObjectOfEntriesIsReadTooAndReplacesBuiltInOnes() throws IOException {
        write("{\"agents\":{\"gemini\":{\"name\":\"Our Gemini\",\"command\":[\"gem\",\"--acp\"]}}}");
        assertThat(info("gemini").name()).isEqualTo("Our Gemini");
        assertThat(info("gemini").command()).isEqualTo("gem --acp");
        assertThat(catalog.agents().stream()
                        .filter(agent -> agent.agentId().value().equals("gemini")))
                .hasSize(1);
    }

    @Test
    void aBadFileKeepsTheLastGoodEntriesAndSaysWhatIsWrong() throws IOException {
        write("[{\"id\":\"mine\",\"command\":\"x\"}]");
        assertThat(info("mine").installed()).isFalse();
        write("[{\"id\":\"mine\",");
        assertThat(info("mine").command()).isEqualTo("x");
        assertThat(catalog.problems())
                .containsExactly(new ConfigError("agents.json", 1, 15, "", HostText.of(HostTextCode.FILE_NOT_JSON)));
    }

    @Test
    void aBadEntryCostsOnlyItself() throws IOException {
        write("[\n{\"command\":\"x\",\n\"id\":\"a b\"},\n{\"id\":\"c\"},\n7,{\"id\":\"good\",\"command\":\"x\"}]");
        assertThat(info("good").command()).isEqualTo("x");
        assertThat(problems())
                .containsExactly(
                        "agents.json:3: [0].id: This must have 1 to 64 characters without white space, so the entry is"
                                + " left out.",
                        "agents.json:4: [1].command: This is missing, so the entry is left out.",
                        "agents.json:5: [2]: This must be an object.");
    }

    @Test
    void numbersAndBooleansOfACommandAndItsVariablesAreTexts() throws IOException {
        AgentsFile file = parsed("[{'id':'a','command':'x','args':['--port',8080,1.50,true],'env':{'PORT':8080,"
                + "'DEBUG':false,'UNSET':null}},{'id':'b','command':['x',7]},{'id':'n','command':7},"
                + "{'id':'c','command':'x','runner':{'type':'ssh','host':'h','options':['-p',2222]}}]");

        assertThat(file.problems()).isEmpty();
        assertThat(file.entries())
                .extracting(AgentEntry::command)
                .containsExactly(
                        List.of("x", "--port", "8080", "1.50", "true"), List.of("x", "7"), List.of("7"), List.of("x"));
        assertThat(file.entries().get(0).environment()).isEqualTo(Map.of("PORT", "8080", "DEBUG", "false"));
        assertThat(file.entries().get(3).runner().orElseThrow().toString()).contains("2222");
    }

    @Test
    void anEntryWithATextThatIsNoneIsNamedAndLeftOut() throws IOException {
        AgentsFile file = parsed("[\n{'id':'a','command':'x',\n'args':['--acp',\n{}]},"
                + "\n{'id':'b','command':'x','args':'--acp'},\n{'id':'c','command':'x','env':{'A':[]}},"
                + "\n{'id':'d','command':'x','env':['A=1']},\n{'id':'e','command':'x','inherit':'A'},"
                + "\n{'id':'f','command':{}},"
                + "\n{'id':'g','command':'x','runner':{'type':'ssh','host':'h','options':'-v'}},"
                + "\n{'id':'h','command':'x','runner':{'type':'ssh','host':'h','program':7}},"
                + "\n{'id':'i','command':'x','login':7}]");

        assertThat(file.entries()).extracting(AgentEntry::id).containsExactly(new AgentId("i"));
        assertThat(file.problems())
                .extracting(ConfigError::english)
                .containsExactly(
                        "agents.json:4: [0].args[1]: This must be a text, so the entry is left out.",
                        "agents.json:5: [1].args: This must be a list of texts, so the entry is left out.",
                        "agents.json:6: [2].env.A: This must be a text, so the entry is left out.",
                        "agents.json:7: [3].env: This must be an object.",
                        "agents.json:8: [4].inherit: This must be a list of texts, so the entry is left out.",
                        "agents.json:9: [5].command: This must be a list of texts, so the entry is left out.",
                        "agents.json:10: [6].runner.options: This must be a list of texts, so the entry is left out.",
                        "agents.json:11: [7].runner.program: This must be a text, so the entry is left out.",
                        "agents.json:12: [8].login: This must be a text.");
    }

    private static AgentsFile parsed(String text) {
        try {
            return AgentsFile.parse("agents.json", text.replace('\'', '"'));
        } catch (AgentsFile.UnusableException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aFileThatIsNoJsonIsReportedWithLineColumnAndReason() throws IOException {
        write("{\n  \"agents\": [\n    {\"id\": \"a\" \"command\": \"x\"}\n  ]\n}");
        assertThat(catalog.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.line()).isEqualTo(3);
            assertThat(problem.column()).isPositive();
            assertThat(problem.text()).isEqualTo(HostText.of(HostTextCode.FILE_NOT_JSON));
        });
        write("{\"agents\":\n[],\n\"agents\":[]}");
        assertThat(catalog.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.line()).isEqualTo(3);
            assertThat(problem.text()).isEqualTo(HostText.of(HostTextCode.FILE_NAMES_TWICE));
        });
        write("[]\nmore");
        assertThat(catalog.problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.line()).isEqualTo(2));
        write("7");
        assertThat(problems()).singleElement().asString().startsWith("agents.json: The file must be a list");
        write("[]");
        assertThat(catalog.problems()).isEmpty();
    }

    @Test
    void aFileThatIsTooLargeOrNotTextIsReportedAndItsProblemsAreBounded() throws IOException {
        write(" ".repeat(1_100_000) + "[]");
        assertThat(problems()).singleElement().asString().contains("has more than 1048576 bytes");
        write("[" + "7,".repeat(999) + "7]");
        assertThat(catalog.problems()).hasSize(AgentsFile.MAX_PROBLEMS);
        Files.write(folder.resolve("agents.json.new"), new byte[] {(byte) 0xff, '[', ']'});
        Files.move(folder.resolve("agents.json.new"), folder.resolve("agents.json"), StandardCopyOption.ATOMIC_MOVE);
        assertThat(problems()).singleElement().asString().contains("is not in UTF-8");
    }

    @Test
    void restartAndLimitsOfAnEntryAreRead() throws IOException {
        program("x");
        write("[{\"id\":\"plain\",\"command\":\"x\"},"
                + "{\"id\":\"short\",\"command\":\"x\",\"restart\":\"never\"},"
                + "{\"id\":\"long\",\"command\":\"x\","
                + "\"restart\":{\"onCrash\":\"resume\",\"limit\":5,\"withinMinutes\":60},"
                + "\"limits\":{\"memoryMB\":2048,\"sessions\":4},\"startSeconds\":90,"
                + "\"process\":\"shared\",\"tokens\":\"session\",\"mcpServers\":\"isolated\",\"protocol\":2}]");
        assertThat(terms("plain")).isEqualTo(AgentPolicy.standard());
        assertThat(terms("short").restart()).isEqualTo(RestartPolicy.disabled());
        assertThat(terms("long"))
                .isEqualTo(new AgentPolicy(
                        new RestartPolicy(true, 5, Duration.ofHours(1)),
                        new AgentLimits(OptionalLong.of(2048L * 1024 * 1024), OptionalInt.of(4)),
                        Optional.of(Duration.ofSeconds(90)),
                        ProcessSharing.SHARED,
                        TokenScope.SESSION,
                        true,
                        2));
        assertThat(catalog.problems()).isEmpty();
    }

    @Test
    void termsThatMakeNoSenseAreNamedAndTheUsualHolds() throws IOException {
        program("x");
        write("[{\"id\":\"a\",\"command\":\"x\",\"restart\":\"often\",\"limits\":{\"memoryMB\":0},"
                + "\"process\":\"one\",\"tokens\":1},"
                + "{\"id\":\"b\",\"command\":\"x\",\"restart\":{\"limit\":1000},\"limits\":7,\"startSeconds\":-1}]");
        assertThat(terms("a")).isEqualTo(AgentPolicy.standard());
        assertThat(terms("b")).isEqualTo(AgentPolicy.standard());
        assertThat(problems())
                .containsExactly(
                        "agents.json:1: [0].restart: This must be one of \"resume\", \"never\".",
                        "agents.json:1: [0].limits.memoryMB: This must be a whole number from 1 to 1000000000.",
                        "agents.json:1: [0].process: This must be one of \"own\", \"shared\".",
                        "agents.json:1: [0].tokens: This must be one of \"turn\", \"session\".",
                        "agents.json:1: [1].restart.limit: This must be a whole number from 1 to 100.",
                        "agents.json:1: [1].limits: This must be an object.",
                        "agents.json:1: [1].startSeconds: This must be a whole number from 1 to 3600.");
    }

    @Test
    void anAgentRunsInNoMoreSessionsThanItsEntryAllows() throws IOException {
        program("x");
        write("[{\"id\":\"two\",\"name\":\"Two\",\"command\":\"x\",\"limits\":{\"sessions\":2}}]");
        AgentAdapter first = ((AgentLauncher.Launch.Prepared) launch("two", folder)).adapter();
        assertThat(launch("two", folder)).isInstanceOf(AgentLauncher.Launch.Prepared.class);
        assertThat(launch("two", folder))
                .isEqualTo(new AgentLauncher.Launch.Refused(
                        ErrorCode.BUSY, HostText.of(HostTextCode.AGENT_SESSIONS_FULL, "Two", 2)));
        first.close();
        assertThat(launch("two", folder)).isInstanceOf(AgentLauncher.Launch.Prepared.class);
    }

    private AgentPolicy terms(String id) {
        return ((AgentLauncher.Launch.Prepared) launch(id, folder)).terms();
    }

    @Test
    void aChangeOfTheFileIsTold() throws Exception {
        AtomicInteger changes = new AtomicInteger();
        AutoCloseable subscription = catalog.onChange(changes::incrementAndGet);
        write("[]");
        await().atMost(20, TimeUnit.SECONDS).until(() -> changes.get() > 0);
        subscription.close();
    }

    @Test
    void modesAreRememberedAcrossRestartsAndToldOnce() {
        AtomicInteger changes = new AtomicInteger();
        catalog.onChange(changes::incrementAndGet);
        List<AgentMode> modes = List.of(new AgentMode("ask", "Ask", "Asks"), new AgentMode("auto", "Auto", ""));
        catalog.rememberModes(new AgentId("demo"), modes);
        catalog.rememberModes(new AgentId("demo"), modes);
        assertThat(changes).hasValue(1);
        catalog.rememberSupport(new AgentId("demo"), new AgentSupport(true, true));
        catalog.rememberSupport(new AgentId("demo"), new AgentSupport(true, true));
        assertThat(changes).hasValue(2);
        catalog.close();
        catalog = open();
        assertThat(info("demo").modes()).isEqualTo(modes);
        assertThat(info("demo").offers()).isEqualTo(new AgentSupport(true, true));
    }

    @Test
    void anUnknownAgentIsRefusedWithTheKnownOnes() throws IOException {
        write("nonsense");
        assertThat(launch("nobody", folder)).isInstanceOfSatisfying(AgentLauncher.Launch.Refused.class, refused -> {
            assertThat(refused.code()).isEqualTo(ErrorCode.UNKNOWN_AGENT);
            assertThat(refused.text())
                    .startsWith("There is no agent “nobody”. Known are copilot, claude,")
                    .contains("agents.json:1:1: This is not valid JSON");
        });
    }

    @Test
    void anAgentThatIsNotInstalledIsRefusedWithTheWayToGetIt() {
        assertThat(launch("copilot", folder))
                .isEqualTo(new AgentLauncher.Launch.Refused(
                        ErrorCode.NOT_INSTALLED,
                        HostText.of(
                                HostTextCode.AGENT_NOT_INSTALLED_HINT,
                                "GitHub Copilot",
                                "copilot",
                                "npm install -g @github/copilot")));
    }

    @Test
    void aMissingDirectoryIsRefused() {
        assertThat(launch("demo", folder.resolve("nowhere")))
                .isInstanceOfSatisfying(
                        AgentLauncher.Launch.Refused.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.NO_SUCH_DIRECTORY));
    }

    private AgentLauncher.Launch launch(String agent, Path cwd) {
        return catalog.launch(
                new AgentLauncher.LaunchRequest(new SessionId("s"), new AgentId(agent), cwd, null, null, null),
                new EventLog().inbox());
    }

    private AgentInfo info(String id) {
        return catalog.agents().stream()
                .filter(agent -> agent.agentId().value().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private AgentCatalog open() {
        ProcessLauncher launcher = new ProcessLauncher(ProcessRegistry.none(), StopTimings.standard());
        return AgentCatalog.open(folder, launcher, "test", Map.of("PATH", bin.toString()));
    }

    @Test
    void anAgentThatOnlyTheLoginShellKnowsIsThereOnceThatHasAnswered() throws IOException {
        Path tools = Files.createDirectory(folder.resolve("tools"));
        assertThat(Files.createFile(tools.resolve("gemini")).toFile().setExecutable(true))
                .isTrue();
        AtomicInteger told = new AtomicInteger();
        catalog.onChange(told::incrementAndGet);
        catalog.loginShellIsAsked();
        assertThat(launch("gemini", folder))
                .isInstanceOfSatisfying(
                        AgentLauncher.Launch.Refused.class,
                        refused -> assertThat(refused.text()).contains("try again in a moment"));
        catalog.loginShellAnswered(Optional.of(tools.toString()));
        assertThat(told).hasValue(1);
        assertThat(info("gemini").installed()).isTrue();
        assertThat(launch("gemini", folder)).isInstanceOf(AgentLauncher.Launch.Prepared.class);
    }

    @Test
    void theFileMaySayThatTheLoginShellIsNotAsked() throws IOException {
        assertThat(catalog.asksLoginShell()).isTrue();
        write("{\"loginShell\":false}");
        assertThat(catalog.asksLoginShell()).isFalse();
        write("{\"loginShell\":\"no\",\"agents\":[]}");
        assertThat(catalog.asksLoginShell()).isTrue();
        assertThat(problems()).containsExactly("agents.json:1: loginShell: This must be true or false.");
    }

    private List<String> problems() {
        return catalog.problems().stream().map(ConfigError::english).toList();
    }

    private void write(String text) throws IOException {
        // A new file each time, as editors write: its file key differs even if the time stamp does not. The move is
        // atomic, since the catalogue watches the folder and would drop the entries of a missing file.
        Path next = Files.writeString(folder.resolve("agents.json.new"), text);
        Files.move(next, folder.resolve("agents.json"), StandardCopyOption.ATOMIC_MOVE);
    }

    private void program(String name) throws IOException {
        Path file = Files.writeString(bin.resolve(name), "#!/bin/sh\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }
}
