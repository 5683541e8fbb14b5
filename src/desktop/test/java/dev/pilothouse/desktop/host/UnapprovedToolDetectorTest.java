package dev.pilothouse.desktop.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.desktop.agent.AgentEvent;
import dev.pilothouse.desktop.agent.FakeAgent;
import dev.pilothouse.model.AgentMode;
import dev.pilothouse.model.AgentOption;
import dev.pilothouse.model.Answer;
import dev.pilothouse.model.ContextRestore;
import dev.pilothouse.model.PendingKind;
import dev.pilothouse.model.PendingOption;
import dev.pilothouse.model.StopReason;
import dev.pilothouse.model.ToolCallPatch;
import dev.pilothouse.model.ToolKind;
import dev.pilothouse.model.ToolStatus;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.Item;
import dev.pilothouse.session.WhenBusy;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The notices of tool calls without a permission request, over a whole session. */
class UnapprovedToolDetectorTest {
    @TempDir
    Path folder;

    private SessionRig rig;
    private int calls;

    @BeforeEach
    void open() {
        rig = SessionRig.on(folder);
        rig.create(null);
        rig.agent().emitReady(ContextRestore.NEW);
        rig.run();
        mode(FakeAgent.ASKING);
        prompt();
    }

    private void prompt() {
        rig.accepted(new Intent.Prompt(rig.sessionId(), "go", WhenBusy.QUEUE));
    }

    private void emit(AgentEvent... events) {
        rig.agent().emit(events);
        rig.run();
    }

    private void mode(AgentMode mode) {
        emit(new AgentEvent.ModeChanged(mode.modeId(), List.of(FakeAgent.ASKING, FakeAgent.FREE, mode)));
    }

    private String begin(ToolKind kind) {
        String id = "call-" + ++calls;
        emit(new AgentEvent.ToolCall(
                id, new ToolCallPatch("Do " + id, kind, ToolStatus.PENDING, null, null, null, null, 0)));
        return id;
    }

    private void end(String id, ToolStatus status) {
        emit(new AgentEvent.ToolCall(id, ToolCallPatch.ofStatus(status, 0)));
    }

    private void run(ToolKind kind) {
        end(begin(kind), ToolStatus.COMPLETED);
    }

    private void ask(String toolCallId, PendingOption.Kind answer) {
        emit(new AgentEvent.Ask(
                "ask-" + calls,
                PendingKind.PERMISSION,
                "May I?",
                "",
                toolCallId,
                List.of(new PendingOption("yes", "Yes", answer)),
                List.of(),
                ToolKind.EDIT,
                ""));
        rig.accepted(new Intent.AnswerPending(
                rig.sessionId(), rig.state().open().get(0).pending().pendingId(), new Answer.Option("yes")));
    }

    private List<String> notes() {
        return rig.state().transcript().items().stream()
                .filter(item ->
                        item instanceof Item.NoteItem note && note.code().equals("unasked"))
                .map(item -> ((Item.NoteItem) item).text())
                .toList();
    }

    @ParameterizedTest
    @EnumSource(names = {"EDIT", "DELETE", "MOVE", "EXECUTE"})
    void aDeedThatNobodyWasAskedForIsSaidInAModeThatAsks(ToolKind kind) {
        run(kind);
        assertThat(notes())
                .containsExactly("“Do call-1” was done without asking, although the mode “Ask” says that it asks. The"
                        + " agent’s own settings may allow it; if you did not expect that, look at them.");
    }

    @Test
    void itIsSaidOnceATurnAndAgainInTheNext() {
        run(ToolKind.EDIT);
        run(ToolKind.EXECUTE);
        assertThat(notes()).hasSize(1);
        emit(new AgentEvent.TurnDone(StopReason.END_TURN, ""));
        prompt();
        assertThat(notes()).hasSize(1);
        run(ToolKind.MOVE);
        assertThat(notes()).hasSize(2).last().asString().contains("Do call-3");
    }

    @ParameterizedTest
    @EnumSource(names = {"READ", "SEARCH", "THINK", "FETCH", "SWITCH_MODE", "OTHER"})
    void whatChangesNothingNeedsNoQuestion(ToolKind kind) {
        run(kind);
        assertThat(notes()).isEmpty();
    }

    @Test
    void whatWasAskedForIsNotSaid() {
        String id = begin(ToolKind.EDIT);
        ask(id, PendingOption.Kind.ALLOW_ONCE);
        end(id, ToolStatus.COMPLETED);
        assertThat(notes()).isEmpty();
        run(ToolKind.EDIT);
        assertThat(notes()).as("another call").hasSize(1);
    }

    @Test
    void whatDidNotHappenIsNotSaid() {
        end(begin(ToolKind.EXECUTE), ToolStatus.FAILED);
        begin(ToolKind.EXECUTE);
        assertThat(notes()).isEmpty();
    }

    @Test
    void aModeThatDoesNotAskIsNotBlamed() {
        mode(FakeAgent.FREE);
        run(ToolKind.EXECUTE);
        assertThat(notes()).isEmpty();
        mode(FakeAgent.ASKING);
        run(ToolKind.EXECUTE);
        assertThat(notes()).as("the turn had begun in another mode").isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "build, Build, 'The default agent. Executes tools based on configured permissions', false",
        "build, Build, '', false",
        "quick, Quick, 'Asks nothing', false",
        "quick, Quick, 'Does not ask before edits', false",
        "bypassPermissions, Bypass, 'Asks for no permission', false",
        "acceptEdits, Accept edits, 'Asks before commands only', false",
        "default, Default, 'Prompts for approval', true",
        "manual, Manual, '', true",
    })
    void onlyAModeThatSaysSoIsTakenAtItsWord(String id, String name, String description, boolean said) {
        emit(new AgentEvent.TurnDone(StopReason.END_TURN, ""));
        mode(new AgentMode(id, name, description));
        prompt();
        run(ToolKind.EXECUTE);
        assertThat(notes()).hasSize(said ? 1 : 0);
    }

    @Test
    void whoHasAllowedSomethingForGoodIsNotToldOfIt() {
        String id = begin(ToolKind.EDIT);
        ask(id, PendingOption.Kind.ALLOW_ALWAYS);
        end(id, ToolStatus.COMPLETED);
        run(ToolKind.EDIT);
        assertThat(notes()).isEmpty();
        emit(new AgentEvent.TurnDone(StopReason.END_TURN, ""));
        prompt();
        run(ToolKind.EDIT);
        assertThat(notes()).isEmpty();
    }

    @Test
    void aQuestionThatNamesNoCallOrAnotherOneMayHaveBeenForThisOne() {
        ask(null, PendingOption.Kind.ALLOW_ONCE);
        run(ToolKind.EDIT);
        assertThat(notes()).isEmpty();
        emit(new AgentEvent.TurnDone(StopReason.END_TURN, ""));
        prompt();
        ask("some-other-id", PendingOption.Kind.ALLOW_ONCE);
        run(ToolKind.EDIT);
        assertThat(notes()).isEmpty();
    }

    @Test
    void anOptionThatSwitchesQuestionsOffCounts() {
        AgentOption off = new AgentOption("allow_all", "Allow all tools", "", "", List.of(), "false");
        emit(new AgentEvent.OptionsChanged(List.of(off)));
        run(ToolKind.EDIT);
        assertThat(notes()).hasSize(1);
        emit(new AgentEvent.TurnDone(StopReason.END_TURN, ""));
        AgentOption on = new AgentOption("allow_all", "Allow all tools", "", "", List.of(), "true");
        emit(new AgentEvent.OptionsChanged(List.of(on)));
        prompt();
        run(ToolKind.EDIT);
        assertThat(notes()).hasSize(1);
    }
}
