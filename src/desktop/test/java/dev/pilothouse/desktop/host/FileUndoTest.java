package dev.pilothouse.desktop.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.desktop.agent.AgentEvent;
import dev.pilothouse.desktop.agent.FakeAgent;
import dev.pilothouse.model.ContextRestore;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.StopReason;
import dev.pilothouse.model.TokenCount;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.Item;
import dev.pilothouse.session.SessionPhase;
import dev.pilothouse.session.SessionState;
import dev.pilothouse.session.WhenBusy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Snapshots before turns and their restores, as a session uses them. The snapshots themselves are scripted. */
class FileUndoTest {
    private static final String SNAPSHOT = "20261129-154512042-0a1b2c3d";
    private static final String OTHER = "20261129-154512043-0a1b2c3d";

    @TempDir
    private Path folder;

    private final List<Consumer<FileUndo.Before>> keeping = new ArrayList<>();
    private final List<Consumer<FileUndo.After>> restoring = new ArrayList<>();
    private SessionRig rig;

    @BeforeEach
    void ready() {
        rig = SessionRig.on(folder);
        rig.undo(new FileUndo() {
            @Override
            public void beforeTurn(SessionId sessionId, Path directory, Consumer<Before> then) {
                keeping.add(then);
            }

            @Override
            public void restore(SessionId sessionId, Path directory, String snapshot, Consumer<After> then) {
                restoring.add(then);
            }
        });
        rig.create(null);
        agent().emitReady(ContextRestore.NEW);
        rig.run();
    }

    private FakeAgent agent() {
        return rig.agent();
    }

    private void prompt(String text) {
        rig.accepted(new Intent.Prompt(rig.sessionId(), text, WhenBusy.QUEUE));
    }

    private void kept(FileUndo.Before before) {
        keeping.remove(0).accept(before);
        rig.run();
    }

    private void endTurn() {
        agent().emit(new AgentEvent.TurnDone(StopReason.END_TURN, HostText.NONE, false, TokenCount.NONE));
        rig.run();
    }

    private Item.TurnEndItem lastTurn() {
        return lastTurn(rig.state());
    }

    private static Item.TurnEndItem lastTurn(SessionState state) {
        return state.transcript().items().stream()
                .filter(Item.TurnEndItem.class::isInstance)
                .map(Item.TurnEndItem.class::cast)
                .reduce((first, second) -> second)
                .orElseThrow();
    }

    private List<Item.NoteItem> notes() {
        return rig.state().transcript().items().stream()
                .filter(Item.NoteItem.class::isInstance)
                .map(Item.NoteItem.class::cast)
                .toList();
    }

    @Test
    void thePromptWaitsForTheSnapshotAndTheTurnNamesIt() {
        prompt("hello");
        assertThat(rig.state().activity().phase()).isEqualTo(SessionPhase.WORKING);
        assertThat(agent().commands).doesNotContain("prompt hello");
        kept(new FileUndo.Before(SNAPSHOT, HostText.NONE));
        assertThat(agent().commands).contains("prompt hello");
        endTurn();
        assertThat(lastTurn().snapshot()).isEqualTo(SNAPSHOT);
        assertThat(notes()).isEmpty();
    }

    @Test
    void aTurnWithoutASnapshotNamesNone() {
        prompt("hello");
        kept(FileUndo.Before.NOTHING);
        endTurn();
        assertThat(lastTurn().snapshot()).isEmpty();
        assertThat(notes()).isEmpty();
    }

    @Test
    void aFailedSnapshotIsNotedAndThePromptIsSentAnyway() {
        prompt("hello");
        kept(new FileUndo.Before("", HostText.untranslated("The disk is full.")));
        assertThat(agent().commands).contains("prompt hello");
        assertThat(notes()).extracting(Item.NoteItem::code).containsExactly("notKept");
        assertThat(notes().get(0).text()).endsWith("The disk is full.");
    }

    @Test
    void aSnapshotThatDoesNotComeDelaysThePromptOnlyForItsTimeLimit() {
        prompt("hello");
        rig.elapse(KeptFileService.PATIENCE.plus(Duration.ofSeconds(1)));
        assertThat(agent().commands).contains("prompt hello");
        assertThat(notes()).extracting(Item.NoteItem::code).containsExactly("notKept");
        kept(new FileUndo.Before(SNAPSHOT, HostText.NONE));
        endTurn();
        assertThat(lastTurn().snapshot()).isEmpty();
        assertThat(agent().commands).containsOnlyOnce("prompt hello");
    }

    @Test
    void aTurnThatIsCancelledBeforeItsPromptWasSentEndsAtOnce() {
        prompt("hello");
        rig.accepted(new Intent.Cancel(rig.sessionId(), rig.state().activity().turn()));
        assertThat(lastTurn().reason()).isEqualTo(StopReason.CANCELLED);
        kept(new FileUndo.Before(SNAPSHOT, HostText.NONE));
        assertThat(agent().commands).doesNotContain("prompt hello", "cancel");
    }

    @Test
    void theSnapshotOfAnInterruptedTurnIsKnownAfterARestart() {
        prompt("hello");
        kept(new FileUndo.Before(SNAPSHOT, HostText.NONE));
        rig.restart();
        assertThat(lastTurn(rig.stateOfFile()).reason()).isEqualTo(StopReason.INTERRUPTED);
        assertThat(lastTurn(rig.stateOfFile()).snapshot()).isEqualTo(SNAPSHOT);
    }

    @Test
    void filesArePutBackOnlyBetweenTurnsAndTheResultIsANoteThatCanBeUndone() {
        prompt("hello");
        kept(new FileUndo.Before(SNAPSHOT, HostText.NONE));
        assertThat(rig.refused(new Intent.RestoreFiles(rig.sessionId(), SNAPSHOT))
                        .code())
                .isEqualTo(ErrorCode.BUSY);
        endTurn();
        rig.accepted(new Intent.RestoreFiles(rig.sessionId(), SNAPSHOT));
        assertThat(rig.refused(new Intent.RestoreFiles(rig.sessionId(), SNAPSHOT))
                        .code())
                .isEqualTo(ErrorCode.BUSY);
        prompt("next");
        assertThat(rig.state().queue()).hasSize(1);
        restoring
                .remove(0)
                .accept(new FileUndo.After(
                        true, HostText.untranslated("2 files were put back."), "- changed: `a`\n", OTHER));
        rig.run();
        assertThat(notes()).extracting(Item.NoteItem::code).containsExactly("filesRestored");
        assertThat(notes().get(0).snapshot()).isEqualTo(OTHER);
        assertThat(rig.state().queue()).isEmpty();
        assertThat(keeping).hasSize(1);
    }

    @Test
    void aSessionWhoseAgentRunsElsewherePutsNoFileOfTheHostBack() {
        rig.launches().place("ssh build");

        rig.accepted(new Intent.RestoreFiles(rig.sessionId(), SNAPSHOT));
        rig.run();

        assertThat(restoring).isEmpty();
        assertThat(notes()).extracting(Item.NoteItem::code).containsExactly("filesNotRestored");
    }

    @Test
    void aNameThatIsNoSnapshotIsRefused() {
        assertThat(rig.refused(new Intent.RestoreFiles(rig.sessionId(), "../../heads/main"))
                        .code())
                .isEqualTo(ErrorCode.BAD_REQUEST);
        assertThat(restoring).isEmpty();
    }
}
