package dev.pilothouse.desktop.acp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.desktop.agent.AgentEvent;
import dev.pilothouse.desktop.agent.EventLog;
import dev.pilothouse.model.Answer;
import dev.pilothouse.model.ContextRestore;
import dev.pilothouse.model.PendingOption;
import dev.pilothouse.model.StopReason;
import dev.pilothouse.model.TokenCount;
import dev.pilothouse.model.ToolContent;
import dev.pilothouse.model.ToolKind;
import dev.pilothouse.model.ToolStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The adapter against recordings of real agents. */
@Timeout(60)
final class RecordedAgentsTest {
    private static final Duration SETTLE = AcpSetup.Timings.standard().settle();

    private final EventLog log = new EventLog();
    private final ManualDeadlines deadlines = new ManualDeadlines();
    private ScriptedAgent script;
    private AcpAgent agent;

    @AfterEach
    void closeIt() {
        agent.close();
        assertThat(script.surprises).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "copilot, Copilot, 1.0.102, https://agentclientprotocol.com/protocol/session-modes#agent",
        "opencode, OpenCode, 1.18.33, build",
        "gemini, Gemini CLI, 0.61.0, default"
    })
    void aRecordedSessionComesOutAsEvents(String name, String title, String version, String mode) {
        start(name, null);
        AgentEvent.Ready ready = log.await(AgentEvent.Ready.class);
        assertThat(ready.title()).isEqualTo(title);
        assertThat(ready.version()).isEqualTo(version);
        assertThat(log.await(AgentEvent.ModeChanged.class).current()).isEqualTo(mode);

        agent.prompt("hello");
        assertThat(turn(1).reason()).isEqualTo(StopReason.END_TURN);
        assertThat(turn(1).tokens()).isEqualTo(new TokenCount(100, 20));
        assertThat(log.text())
                .isEqualTo("Hello from the fake model: one two three four five six seven eight nine ten.");

        agent.prompt("[[TOOL]]");
        AgentEvent.Ask shell = answer(1, PendingOption.Kind.ALLOW_ONCE);
        assertThat(shell.title() + shell.detail()).contains("echo hello-from-tool > tool-out.txt && cat tool-out.txt");
        assertThat(shell.toolKind()).isEqualTo(ToolKind.EXECUTE);
        if (!name.equals("gemini")) {
            // Gemini sends the command in the title only.
            assertThat(shell.object()).isEqualTo("echo hello-from-tool > tool-out.txt && cat tool-out.txt");
        }
        assertThat(turn(2).reason()).isEqualTo(StopReason.END_TURN);
        assertThat(lastStatus(shell.toolCallId())).isEqualTo(ToolStatus.COMPLETED);

        agent.prompt("[[TOOL:echo second > second.txt]]");
        AgentEvent.Ask refused = answer(2, PendingOption.Kind.REJECT_ONCE);
        turn(3);
        assertThat(lastStatus(refused.toolCallId())).isNotEqualTo(ToolStatus.COMPLETED);

        agent.prompt("[[WRITE:/home/ada/project/new.txt]]");
        AgentEvent.Ask write = answer(3, PendingOption.Kind.ALLOW_ONCE);
        assertThat(write.toolKind()).isEqualTo(ToolKind.EDIT);
        assertThat(write.object()).isEqualTo("/home/ada/project/new.txt");
        turn(4);
        assertThat(lastStatus(write.toolCallId())).isEqualTo(ToolStatus.COMPLETED);
        assertThat(log.all(AgentEvent.ToolCall.class))
                .filteredOn(call -> call.patch().content() != null)
                .flatExtracting(call -> call.patch().content())
                .contains(new ToolContent.Diff("/home/ada/project/new.txt", "", "written by the fake model\n"));
        assertThat(lastContent(write.toolCallId()))
                .as("the diff stays when the edit is done")
                .contains(new ToolContent.Diff("/home/ada/project/new.txt", "", "written by the fake model\n"));

        agent.prompt("[[SLOW]]");
        await().until(() -> log.text().contains("slow0"));
        agent.cancel();
        assertThat(turn(5).reason()).isEqualTo(StopReason.CANCELLED);

        agent.prompt("[[FAIL]]");
        AgentEvent.TurnDone failed = turn(6);
        if (name.equals("copilot")) {
            // It reports a failed model only in the text, with a normal stop reason.
            assertThat(failed.reason()).isEqualTo(StopReason.END_TURN);
        } else {
            assertThat(failed.reason()).isEqualTo(StopReason.FAILED);
            assertThat(failed.text()).contains("scripted failure");
        }
        assertThat(script.isFinished()).isTrue();
        assertThat(log.all(AgentEvent.Malformed.class)).isEmpty();
        assertThat(log.all(AgentEvent.Unknown.class)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "copilot-load, ecd0e8ce-6ad6-4cf1-8696-74d5ea7aface",
        "gemini-load, d9b70298-6281-4b78-aa39-c0c893194eb1"
    })
    void aLoadedSessionIsToldAsRepetitionEvenIfItComesAfterTheAnswer(String name, String sessionId) {
        start(name, sessionId);
        await().until(() -> {
            deadlines.pass(SETTLE);
            return !log.all(AgentEvent.Ready.class).isEmpty();
        });
        assertThat(log.await(AgentEvent.Ready.class).memory()).isEqualTo(ContextRestore.KEPT);
        assertThat(log.text()).isEmpty();
        assertThat(log.all(AgentEvent.Replayed.class)).hasSizeGreaterThan(10);
        agent.prompt("again");
        assertThat(turn(1).reason()).isEqualTo(StopReason.END_TURN);
        assertThat(log.text()).startsWith("Hello from the fake model");
    }

    @Test
    void copilotsSwitchThatAllowsAllIsShownAsAnOption() {
        start("copilot", null);
        assertThat(log.await(AgentEvent.OptionsChanged.class).options())
                .anyMatch(option -> option.optionId().equals("allow_all")
                        && option.current().equals("off"));
    }

    @Test
    void geminisModelsAreOfferedApart() {
        start("gemini", null);
        assertThat(log.await(AgentEvent.ModelChanged.class).current()).isEqualTo("gemini-2.5-pro");
    }

    private void start(String name, String resume) {
        script = ScriptedAgent.recorded(name + ".transcript");
        AcpSetup setup = new AcpSetup(
                name, "", Path.of("/home/ada/project"), resume, null, null, "", AcpSetup.Timings.standard());
        agent = new AcpAgent(setup, script, deadlines, EventLog.WORKERS, log.inbox());
        agent.start();
    }

    private AgentEvent.TurnDone turn(int number) {
        return log.awaitCount(AgentEvent.TurnDone.class, number);
    }

    private AgentEvent.Ask answer(int number, PendingOption.Kind kind) {
        AgentEvent.Ask ask = log.awaitCount(AgentEvent.Ask.class, number);
        assertThat(log.all(AgentEvent.ToolCall.class))
                .as("the call is known before the question")
                .anyMatch(call -> call.toolCallId().equals(ask.toolCallId()));
        String optionId = ask.options().stream()
                .filter(option -> option.kind() == kind)
                .findFirst()
                .orElseThrow()
                .optionId();
        agent.answer(ask.askId(), new Answer.Option(optionId));
        return ask;
    }

    private List<ToolContent> lastContent(String toolCallId) {
        List<ToolContent> content = List.of();
        for (AgentEvent.ToolCall call : log.all(AgentEvent.ToolCall.class)) {
            if (call.toolCallId().equals(toolCallId) && call.patch().content() != null) {
                content = call.patch().content();
            }
        }
        return content;
    }

    private ToolStatus lastStatus(String toolCallId) {
        List<ToolStatus> statuses = log.all(AgentEvent.ToolCall.class).stream()
                .filter(call -> call.toolCallId().equals(toolCallId))
                .map(call -> call.patch().status())
                .filter(status -> status != null)
                .toList();
        return statuses.get(statuses.size() - 1);
    }
}
