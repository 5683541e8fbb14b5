package dev.pilothouse.desktop.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.Answer;
import dev.pilothouse.model.ContextRestore;
import dev.pilothouse.model.PendingKind;
import dev.pilothouse.model.PendingOption;
import dev.pilothouse.model.StopReason;
import dev.pilothouse.model.ToolStatus;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The contract of every adapter. The fake one keeps it too, so that tests with the fake are valid. */
@Timeout(60)
public abstract class AgentAdapterContract {
    public final EventLog log = new EventLog();
    private AgentAdapter adapter;

    /** An adapter that is not started. */
    protected abstract AgentAdapter adapter(EventLog listener) throws Exception;

    /** A prompt that the agent answers with text only. */
    protected abstract String talk();

    /** A prompt that makes it request permission for a tool. */
    protected abstract String ask();

    /** A prompt that keeps it working until it is cancelled. */
    protected abstract String work();

    /** A prompt that makes its process exit. */
    protected abstract String die();

    @AfterEach
    void closeIt() {
        if (adapter != null) {
            adapter.close();
        }
    }

    private AgentAdapter started() throws Exception {
        adapter = adapter(log);
        adapter.start();
        assertThat(log.await(AgentEvent.Ready.class).memory()).isEqualTo(ContextRestore.NEW);
        return adapter;
    }

    @Test
    void itGetsReadyAndSaysItsModes() throws Exception {
        started();
        assertThat(log.await(AgentEvent.ModeChanged.class).available()).isNotEmpty();
        assertThat(log.events().get(0)).isInstanceOf(AgentEvent.Ready.class);
    }

    @Test
    void aTurnEndsOnceAfterItsChunks() throws Exception {
        started().prompt(talk());
        assertThat(log.await(AgentEvent.TurnDone.class).reason()).isEqualTo(StopReason.END_TURN);
        assertThat(log.text()).isNotBlank();
        adapter.close();
        assertThat(log.all(AgentEvent.TurnDone.class)).hasSize(1);
        assertThat(log.events()).last().isInstanceOf(AgentEvent.Exited.class);
    }

    @Test
    void anAllowedToolRuns() throws Exception {
        started().prompt(ask());
        AgentEvent.Ask ask = log.await(AgentEvent.Ask.class);
        assertThat(ask.kind()).isEqualTo(PendingKind.PERMISSION);
        assertThat(log.all(AgentEvent.ToolCall.class))
                .as("the call is known before the question")
                .anyMatch(call -> call.toolCallId().equals(ask.toolCallId()));
        adapter.answer(ask.askId(), option(ask, PendingOption.Kind.ALLOW_ONCE));
        log.await(AgentEvent.TurnDone.class);
        assertThat(lastStatus()).isEqualTo(ToolStatus.COMPLETED);
    }

    @Test
    void aRefusedToolDoesNotRun() throws Exception {
        started().prompt(ask());
        AgentEvent.Ask ask = log.await(AgentEvent.Ask.class);
        adapter.answer(ask.askId(), option(ask, PendingOption.Kind.REJECT_ONCE));
        log.await(AgentEvent.TurnDone.class);
        assertThat(lastStatus()).isEqualTo(ToolStatus.FAILED);
    }

    @Test
    void aCancelEndsTheTurnAsCancelled() throws Exception {
        started().prompt(work());
        log.await(AgentEvent.MessageChunk.class);
        adapter.cancel();
        assertThat(log.await(AgentEvent.TurnDone.class).reason()).isEqualTo(StopReason.CANCELLED);
        adapter.prompt(talk());
        assertThat(log.awaitCount(AgentEvent.TurnDone.class, 2).reason()).isEqualTo(StopReason.END_TURN);
    }

    @Test
    void aCancelWhileItAsksEndsTheTurnToo() throws Exception {
        started().prompt(ask());
        AgentEvent.Ask ask = log.await(AgentEvent.Ask.class);
        adapter.cancel();
        assertThat(log.await(AgentEvent.TurnDone.class).reason()).isEqualTo(StopReason.CANCELLED);
        adapter.answer(ask.askId(), option(ask, PendingOption.Kind.ALLOW_ONCE));
        adapter.prompt(talk());
        log.awaitCount(AgentEvent.TurnDone.class, 2);
    }

    @Test
    void anExitEndsTheTurnFirstAndIsTheLastEvent() throws Exception {
        started().prompt(die());
        AgentEvent.Exited exited = log.await(AgentEvent.Exited.class);
        assertThat(exited.expected()).isFalse();
        assertThat(exited.exitCode()).isNotNull().isNotZero();
        assertThat(log.all(AgentEvent.TurnDone.class))
                .singleElement()
                .satisfies(done -> assertThat(done.reason()).isEqualTo(StopReason.INTERRUPTED));
        adapter.close();
        assertThat(log.events()).last().isEqualTo(exited);
    }

    @Test
    void closingInMidTurnEndsTheTurnAndThenTheAgent() throws Exception {
        started().prompt(work());
        log.await(AgentEvent.MessageChunk.class);
        adapter.close();
        adapter.close();
        assertThat(log.all(AgentEvent.TurnDone.class)).hasSize(1);
        assertThat(log.events())
                .last()
                .isInstanceOfSatisfying(
                        AgentEvent.Exited.class,
                        exited -> assertThat(exited.expected()).isTrue());
    }

    @Test
    void commandsThatMakeNoSenseDoNothing() throws Exception {
        started();
        adapter.cancel();
        adapter.answer("no-such-ask", new Answer.Text("x"));
        adapter.prompt(talk());
        log.await(AgentEvent.TurnDone.class);
        assertThat(log.all(AgentEvent.TurnDone.class)).hasSize(1);
    }

    @Test
    void anotherModeIsTold() throws Exception {
        started();
        AgentEvent.ModeChanged modes = log.await(AgentEvent.ModeChanged.class);
        String other = modes.available().stream()
                .filter(mode -> !mode.modeId().equals(modes.current()))
                .findFirst()
                .orElseThrow()
                .modeId();
        adapter.setMode(other);
        assertThat(log.awaitCount(AgentEvent.ModeChanged.class, 2).current()).isEqualTo(other);
    }

    private ToolStatus lastStatus() {
        List<ToolStatus> statuses = log.all(AgentEvent.ToolCall.class).stream()
                .map(call -> call.patch().status())
                .filter(status -> status != null)
                .toList();
        return statuses.get(statuses.size() - 1);
    }

    private static Answer option(AgentEvent.Ask ask, PendingOption.Kind kind) {
        return ask.options().stream()
                .filter(option -> option.kind() == kind)
                .findFirst()
                .map(option -> new Answer.Option(option.optionId()))
                .orElseThrow();
    }
}
