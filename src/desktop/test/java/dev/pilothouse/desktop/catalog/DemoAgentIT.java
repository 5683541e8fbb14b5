package dev.pilothouse.desktop.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.desktop.acp.AcpSetup;
import dev.pilothouse.desktop.agent.AgentAdapter;
import dev.pilothouse.desktop.agent.AgentAdapterContract;
import dev.pilothouse.desktop.agent.AgentEvent;
import dev.pilothouse.desktop.agent.AgentLauncher;
import dev.pilothouse.desktop.agent.EventLog;
import dev.pilothouse.desktop.demo.DemoAgent;
import dev.pilothouse.desktop.process.ProcessLauncher;
import dev.pilothouse.desktop.process.ProcessRegistry;
import dev.pilothouse.desktop.process.StopTimings;
import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.Answer;
import dev.pilothouse.model.ContextRestore;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.PendingKind;
import dev.pilothouse.model.PlanEntry;
import dev.pilothouse.model.QuestionField;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.StopReason;
import dev.pilothouse.model.ToolContent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The real adapter with the demo agent in a real process, from the real catalogue. */
final class DemoAgentIT extends AgentAdapterContract {
    private static final AgentId DEMO = new AgentId("demo");
    private static final AcpSetup.Timings QUICK = new AcpSetup.Timings(
            Duration.ofSeconds(20), Duration.ofMillis(300), Duration.ofMillis(100), Duration.ofMillis(100));

    @TempDir
    Path folder;

    private final Map<String, String> environment = new HashMap<>(System.getenv());
    private String mode;
    private String resume;
    private Path cwd;
    private AgentCatalog catalog;

    @AfterEach
    void closeCatalog() {
        if (catalog != null) {
            catalog.close();
        }
    }

    @Override
    protected AgentAdapter adapter(EventLog listener) throws Exception {
        return prepared(launch(listener));
    }

    private AgentLauncher.Launch launch(EventLog listener) throws Exception {
        environment.put(DemoAgent.SPEED_VARIABLE, "0");
        ProcessLauncher launcher = new ProcessLauncher(
                ProcessRegistry.none(),
                new StopTimings(Duration.ofSeconds(1), Duration.ofMillis(300), Duration.ofSeconds(2)));
        catalog = AgentCatalog.open(folder, launcher, "test", environment, QUICK);
        if (cwd == null) {
            cwd = Files.createDirectories(folder.resolve("work"));
        }
        return catalog.launch(
                new AgentLauncher.LaunchRequest(new SessionId("s1"), DEMO, cwd, resume, mode, null), listener.inbox());
    }

    private static AgentAdapter prepared(AgentLauncher.Launch launch) {
        return launch instanceof AgentLauncher.Launch.Prepared prepared
                ? prepared.adapter()
                : fail("not prepared: " + launch);
    }

    @Override
    protected String talk() {
        return "/say Ahoy, größe \uD83D\uDE80!";
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

    private AgentAdapter ready() throws Exception {
        AgentAdapter adapter = adapter(log);
        adapter.start();
        log.await(AgentEvent.Ready.class);
        return adapter;
    }

    @Test
    void theTourShowsEverythingAndWritesOnlyWhatWasAllowed() throws Exception {
        try (AgentAdapter adapter = ready()) {
            adapter.prompt("Show me around");
            AgentEvent.Ask ask = log.await(AgentEvent.Ask.class);
            Path file = cwd.resolve("pilothouse-demo.txt");
            assertThat(file).doesNotExist();
            adapter.answer(ask.askId(), new Answer.Option("demo-allow"));
            assertThat(log.await(AgentEvent.TurnDone.class).reason()).isEqualTo(StopReason.END_TURN);
            assertThat(file).exists();
            assertThat(log.text()).contains("# Welcome aboard", "```java", "| Step | Kind | Result |");
            assertThat(log.all(AgentEvent.ThoughtChunk.class)).isNotEmpty();
            assertThat(log.await(AgentEvent.Plan.class).entries())
                    .hasSize(4)
                    .allMatch(entry -> entry.status() == PlanEntry.Status.COMPLETED);
            assertThat(log.all(AgentEvent.ToolCall.class).stream().flatMap(call -> content(call).stream()))
                    .hasAtLeastOneElementOfType(ToolContent.Diff.class)
                    .hasAtLeastOneElementOfType(ToolContent.Text.class);
            assertThat(log.await(AgentEvent.UsageChanged.class).usage().contextTokens())
                    .isEqualTo(200_000);
            assertThat(log.await(AgentEvent.TitleChanged.class).title()).isEqualTo("Show me around");
            assertThat(log.await(AgentEvent.CommandsChanged.class).commands())
                    .anyMatch(command -> command.name().equals("question"));
        }
    }

    private static List<ToolContent> content(AgentEvent.ToolCall call) {
        return call.patch().content() == null ? List.of() : call.patch().content();
    }

    @Test
    void inTheFreeModeNobodyIsAsked() throws Exception {
        mode = "auto";
        try (AgentAdapter adapter = ready()) {
            assertThat(log.await(AgentEvent.ModeChanged.class).current()).isEqualTo("auto");
            adapter.prompt("/permission");
            log.await(AgentEvent.TurnDone.class);
            assertThat(log.all(AgentEvent.Ask.class)).isEmpty();
        }
    }

    @Test
    void aModeThatIsNotOfferedIsRemarkedAndTheAskingOneIsOn() throws Exception {
        mode = "turbo";
        try (AgentAdapter adapter = ready()) {
            assertThat(log.await(AgentEvent.Remark.class).text())
                    .contains("“turbo”")
                    .contains("ask, auto");
            assertThat(log.await(AgentEvent.ModeChanged.class).current()).isEqualTo("ask");
        }
    }

    @Test
    void modelAndOptionsAreOfferedAndSet() throws Exception {
        try (AgentAdapter adapter = ready()) {
            assertThat(log.await(AgentEvent.ModelChanged.class).current()).isEqualTo("demo-quick");
            assertThat(log.await(AgentEvent.OptionsChanged.class).options())
                    .extracting(option -> option.optionId() + "=" + option.current())
                    .containsExactly("thoroughness=medium", "summary=true");
            adapter.setModel("demo-thorough");
            assertThat(log.awaitCount(AgentEvent.ModelChanged.class, 2).current())
                    .isEqualTo("demo-thorough");
            adapter.setOption("summary", "false");
            assertThat(log.awaitCount(AgentEvent.OptionsChanged.class, 2).options())
                    .anyMatch(option -> option.optionId().equals("summary")
                            && option.current().equals("false"));
            adapter.setOption("no-such", "x");
            assertThat(log.await(AgentEvent.Remark.class).text()).contains("no-such");
        }
    }

    @Test
    void aQuestionWithOneFieldIsAnsweredByText() throws Exception {
        try (AgentAdapter adapter = ready()) {
            adapter.prompt("/question");
            AgentEvent.Ask ask = log.await(AgentEvent.Ask.class);
            assertThat(ask.kind()).isEqualTo(PendingKind.QUESTION);
            assertThat(ask.title()).isEqualTo("What shall I call you?");
            adapter.answer(ask.askId(), new Answer.Text("Ada"));
            log.await(AgentEvent.TurnDone.class);
            assertThat(log.text()).contains("**name**: `\"Ada\"`");
        }
    }

    @Test
    void aChoiceIsAnsweredByOption() throws Exception {
        try (AgentAdapter adapter = ready()) {
            adapter.prompt("/question choice");
            AgentEvent.Ask ask = log.await(AgentEvent.Ask.class);
            assertThat(ask.options()).extracting(option -> option.name()).containsExactly("North", "South", "Stay");
            adapter.answer(ask.askId(), new Answer.Option("south"));
            log.await(AgentEvent.TurnDone.class);
            assertThat(log.text()).contains("**way**: `\"south\"`");
        }
    }

    @Test
    void aLinkIsAcceptedOrDeclined() throws Exception {
        try (AgentAdapter adapter = ready()) {
            adapter.prompt("/question link");
            AgentEvent.Ask ask = log.await(AgentEvent.Ask.class);
            assertThat(ask.title()).isEqualTo("Log in at the harbour");
            assertThat(ask.fields().get(0).initial()).isEqualTo("https://example.org/login?code=AB12-CD34");
            adapter.answer(ask.askId(), new Answer.Form(Map.of()));
            log.await(AgentEvent.TurnDone.class);
            assertThat(log.text()).contains("I wait for you there.");
        }
    }

    @Test
    void aFormIsAnsweredWithTypedValues() throws Exception {
        try (AgentAdapter adapter = ready()) {
            adapter.prompt("/question form");
            AgentEvent.Ask ask = log.await(AgentEvent.Ask.class);
            assertThat(ask.fields())
                    .extracting(QuestionField::type)
                    .containsExactly(
                            QuestionField.Type.TEXT,
                            QuestionField.Type.INTEGER,
                            QuestionField.Type.TEXT,
                            QuestionField.Type.MULTIPLE,
                            QuestionField.Type.BOOLEAN);
            adapter.answer(
                    ask.askId(),
                    new Answer.Form(Map.of(
                            "ship", "Argo", "crew", "50", "way", "north", "cargo", "tea\nrope", "insured", "true")));
            log.await(AgentEvent.TurnDone.class);
            assertThat(log.text())
                    .contains(
                            "**ship**: `\"Argo\"`",
                            "**crew**: `50`",
                            "**cargo**: `[\"tea\",\"rope\"]`",
                            "**insured**: `true`");
        }
    }

    @Test
    void aQuestionMayBeDeclined() throws Exception {
        try (AgentAdapter adapter = ready()) {
            adapter.prompt("/question");
            adapter.answer(log.await(AgentEvent.Ask.class).askId(), new Answer.Decline());
            log.await(AgentEvent.TurnDone.class);
            assertThat(log.text()).contains("(decline)");
        }
    }

    @Test
    void aPlanIsApproved() throws Exception {
        try (AgentAdapter adapter = ready()) {
            adapter.prompt("/approve");
            AgentEvent.Ask ask = log.await(AgentEvent.Ask.class);
            assertThat(ask.kind()).isEqualTo(PendingKind.PLAN_APPROVAL);
            assertThat(ask.detail()).contains("## Plan");
            adapter.answer(ask.askId(), new Answer.Option("demo-start"));
            log.await(AgentEvent.TurnDone.class);
            assertThat(log.text()).contains("Then let us begin.");
        }
    }

    @Test
    void garbageIsReportedAndNothingElseIsLost() throws Exception {
        try (AgentAdapter adapter = ready()) {
            adapter.prompt("/garbage");
            assertThat(log.await(AgentEvent.TurnDone.class).reason()).isEqualTo(StopReason.END_TURN);
            assertThat(log.text()).contains("the session goes on");
            assertThat(log.all(AgentEvent.Malformed.class))
                    .hasSize(6)
                    .last()
                    .satisfies(last -> assertThat(last.count()).isEqualTo(6));
        }
    }

    @Test
    void filesAndCompactionsComeAsWhatTheyAre() throws Exception {
        try (AgentAdapter adapter = ready()) {
            adapter.prompt("/show");
            log.await(AgentEvent.TurnDone.class);
            adapter.prompt("/compact");
            log.awaitCount(AgentEvent.TurnDone.class, 2);

            assertThat(log.all(AgentEvent.Media.class))
                    .extracting(AgentEvent.Media::name, AgentEvent.Media::mimeType)
                    .containsExactly(
                            tuple("waves.png", "image/png"),
                            tuple("audio.wav", "audio/wav"),
                            tuple("waves.csv.gz", "application/gzip"));
            List<AgentEvent.Compaction> compaction = log.all(AgentEvent.Compaction.class);
            assertThat(compaction.get(compaction.size() - 1).status()).isEqualTo(AgentEvent.CompactionStatus.COMPLETED);
            assertThat(log.all(AgentEvent.Unknown.class)).isEmpty();
        }
    }

    @Test
    void unknownKindsAreKeptAndUnknownRequestsAreRefused() throws Exception {
        try (AgentAdapter adapter = ready()) {
            adapter.prompt("/unknown");
            log.await(AgentEvent.TurnDone.class);
            assertThat(log.all(AgentEvent.Unknown.class)).singleElement().satisfies(unknown -> {
                assertThat(unknown.sourceKind()).isEqualTo("weather_report");
                assertThat(unknown.json()).contains("north-west");
            });
            assertThat(log.text()).contains("-32601");
        }
    }

    @Test
    void anErrorIsAFailedTurnWithItsReason() throws Exception {
        try (AgentAdapter adapter = ready()) {
            adapter.prompt("/fail");
            assertThat(log.await(AgentEvent.TurnDone.class))
                    .isEqualTo(
                            new AgentEvent.TurnDone(StopReason.FAILED, "Internal error: the model is not in the mood"));
        }
    }

    @Test
    void anAgentThatIgnoresACancelDoesNotHoldTheTurn() throws Exception {
        try (AgentAdapter adapter = ready()) {
            adapter.prompt("/hang");
            log.await(AgentEvent.MessageChunk.class);
            adapter.cancel();
            AgentEvent.TurnDone done = log.await(AgentEvent.TurnDone.class);
            assertThat(done.reason()).isEqualTo(StopReason.CANCELLED);
            assertThat(done.text()).contains("did not confirm");
        }
    }

    @Test
    void tenMegabytesOfStderrBlockNobody() throws Exception {
        try (AgentAdapter adapter = ready()) {
            adapter.prompt("/stderr 10");
            log.await(AgentEvent.TurnDone.class);
            assertThat(log.text()).contains("10 MB");
        }
    }

    @Test
    void aFloodComesWholeAndInOrder() throws Exception {
        try (AgentAdapter adapter = ready()) {
            adapter.prompt("/flood 20000");
            log.await(AgentEvent.TurnDone.class);
            List<AgentEvent.MessageChunk> chunks = log.all(AgentEvent.MessageChunk.class);
            assertThat(chunks).hasSize(20_000);
            for (int i = 0; i < chunks.size(); i++) {
                assertThat(chunks.get(i).text().strip()).isEqualTo("c" + (i + 1));
            }
        }
    }

    @Test
    void aCrashIsToldWithTheLastWords() throws Exception {
        try (AgentAdapter adapter = ready()) {
            adapter.prompt("/crash");
            AgentEvent.Exited exited = log.await(AgentEvent.Exited.class);
            assertThat(exited.exitCode()).isEqualTo(7);
            assertThat(exited.text()).contains("code 7").contains("the anchor is gone");
            assertThat(log.await(AgentEvent.TurnDone.class).text()).contains("the anchor is gone");
        }
    }

    @Test
    void aLoadedSessionIsRepeatedAndGoesOn() throws Exception {
        try (AgentAdapter adapter = ready()) {
            adapter.prompt("/say first words");
            log.await(AgentEvent.TurnDone.class);
            resume = log.await(AgentEvent.Ready.class).agentSessionId();
        }
        EventLog second = new EventLog();
        try (AgentAdapter adapter = adapter(second)) {
            adapter.start();
            AgentEvent.Ready ready = second.await(AgentEvent.Ready.class);
            assertThat(ready.memory()).isEqualTo(ContextRestore.KEPT);
            assertThat(ready.agentSessionId()).isEqualTo(resume);
            assertThat(second.all(AgentEvent.Replayed.class))
                    .extracting(AgentEvent.Replayed::event)
                    .containsExactly(
                            new AgentEvent.UserChunk(null, "/say first words"),
                            new AgentEvent.MessageChunk(null, "first words"));
            adapter.prompt("/say second words");
            second.await(AgentEvent.TurnDone.class);
            assertThat(second.text()).isEqualTo("second words");
        }
    }

    @Test
    void aSessionThatTheAgentForgotStartsAnewAndSaysSo() throws Exception {
        resume = "demo-0123456789abcdef";
        try (AgentAdapter adapter = ready()) {
            AgentEvent.Ready ready = log.await(AgentEvent.Ready.class);
            assertThat(ready.memory()).isEqualTo(ContextRestore.LOST);
            assertThat(ready.agentSessionId()).isNotEqualTo(resume);
            adapter.prompt("/say hello");
            log.await(AgentEvent.TurnDone.class);
            assertThat(log.text()).isEqualTo("hello");
        }
    }

    @Test
    void aLoginThatIsNeededIsToldWithWhatToDo() throws Exception {
        environment.put(DemoAgent.LOGIN_VARIABLE, "1");
        try (AgentAdapter adapter = adapter(log)) {
            adapter.start();
            assertThat(log.await(AgentEvent.LoginNeeded.class).text())
                    .contains("needs a login")
                    .contains("PILOTHOUSE_DEMO_LOGIN");
        }
        assertThat(log.events()).hasSize(1);
    }

    @Test
    void closingDuringTheStartIsAFailedStart() throws Exception {
        AgentAdapter adapter = adapter(log);
        adapter.start();
        adapter.close();
        assertThat(log.events()).singleElement().isInstanceOf(AgentEvent.StartFailed.class);
    }

    @Test
    void aDirectoryThatIsNotThereIsRefusedAtOnce() throws Exception {
        cwd = folder.resolve("nowhere");
        assertThat(launch(log))
                .isEqualTo(new AgentLauncher.Launch.Refused(
                        ErrorCode.NO_SUCH_DIRECTORY, HostText.of(HostTextCode.WORK_DIRECTORY_MISSING, cwd)))
                .extracting(refused -> ((AgentLauncher.Launch.Refused) refused).text())
                .isEqualTo("The directory " + cwd + " is not there. Choose one that exists on the host.");
    }

    @Test
    @EnabledOnOs(
            value = OS.LINUX,
            disabledReason = "finds processes by the marks in their environments, which only Linux shows")
    void aCommandThatSurvivesACancelIsEndedAndThatIsSaid() throws Exception {
        try (AgentAdapter adapter = ready()) {
            adapter.prompt("/stray");
            log.await(AgentEvent.MessageChunk.class);
            await().until(() -> sleepers().size() >= 1);
            adapter.cancel();
            log.await(AgentEvent.TurnDone.class);
            assertThat(log.await(AgentEvent.Remark.class))
                    .isEqualTo(new AgentEvent.Remark(
                            false, "toolsEnded", HostText.of(HostTextCode.TOOL_ENDED, "Demo agent")));
            await().until(() -> sleepers().isEmpty());
        }
    }

    private static List<ProcessHandle> sleepers() {
        return ProcessHandle.current()
                .descendants()
                .filter(process -> process.info()
                        .arguments()
                        .filter(arguments -> arguments.length == 1 && arguments[0].startsWith("360"))
                        .isPresent())
                .toList();
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "starts sh")
    void processesThatOutliveTheTurnEndWithTheSession() throws Exception {
        AgentAdapter adapter = ready();
        adapter.prompt("/spawn");
        log.await(AgentEvent.TurnDone.class);
        await().until(() -> !sleepers().isEmpty());
        List<ProcessHandle> sleepers = sleepers();
        adapter.close();
        assertThat(sleepers)
                .allSatisfy(process -> assertThat(process.info().arguments())
                        .as("a zombie has no arguments")
                        .isEmpty());
    }
}
