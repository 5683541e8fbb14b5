package dev.pilothouse.desktop.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.desktop.agent.FakeAgent;
import dev.pilothouse.model.ContextRestore;
import dev.pilothouse.model.QueuedPrompt;
import dev.pilothouse.model.WorktreeSpec;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.Item;
import dev.pilothouse.session.SessionPhase;
import dev.pilothouse.session.SessionState;
import dev.pilothouse.session.WhenBusy;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A session whose agent waits until its worktree is there. */
class SessionWorktreeTest {
    private static final WorktreeSpec SPEC =
            new WorktreeSpec("/src/shop", "/src/shop.worktrees/fix-login", "fix/login", "1f3870be", "", null);

    @TempDir
    Path folder;

    private SessionRig rig;

    @BeforeEach
    void open() {
        rig = SessionRig.on(folder);
        rig.createInWorktree("Fix it.", SPEC);
    }

    private SessionPhase phase() {
        return rig.state().activity().phase();
    }

    private List<String> queue() {
        return rig.state().queue().stream().map(QueuedPrompt::text).toList();
    }

    private void arrives() {
        rig.worktrees().there();
        rig.worktreeEnds("");
    }

    @Test
    void theSessionIsThereAtOnceAndItsFirstPromptWaits() {
        assertThat(rig.worktrees().wanted()).containsExactly("fix/login");
        assertThat(rig.launches().launched).isEmpty();
        assertThat(phase()).isEqualTo(SessionPhase.STARTING);
        assertThat(queue()).containsExactly("Fix it.");
    }

    @Test
    void theAgentStartsWhenTheWorktreeIsThereAndGetsThePrompt() {
        arrives();
        FakeAgent agent = rig.agent();
        agent.emitReady(ContextRestore.NEW);
        rig.run();

        assertThat(rig.launches().launched).hasSize(1);
        assertThat(rig.state().transcript().items())
                .anyMatch(item ->
                        item instanceof Item.UserItem user && user.text().equals("Fix it."));
    }

    @Test
    void afterAFailureTheSessionSaysWhyAndKeepsItsPrompt() {
        rig.worktreeEnds("The worktree could not be created: the disk is full.");

        assertThat(phase()).isEqualTo(SessionPhase.FAILED);
        assertThat(rig.state().activity().detail()).contains("the disk is full");
        assertThat(queue()).containsExactly("Fix it.");
    }

    @Test
    void resumingAfterAFailureRequestsTheWorktreeAgain() {
        rig.worktreeEnds("The disk is full.");

        rig.accepted(new Intent.ResumeSession(rig.state().sessionId()));

        assertThat(rig.worktrees().wanted()).hasSize(2);
        assertThat(phase()).isEqualTo(SessionPhase.STARTING);
        arrives();
        assertThat(rig.launches().launched).hasSize(1);
    }

    @Test
    void furtherPromptsWaitToo() {
        rig.accepted(new Intent.Prompt(rig.state().sessionId(), "And a test.", WhenBusy.QUEUE));

        assertThat(queue()).containsExactly("Fix it.", "And a test.");
        assertThat(rig.launches().launched).isEmpty();
    }

    @Test
    void aSessionThatIsClosedMeanwhileStaysClosed() {
        rig.accepted(new Intent.CloseSession(rig.state().sessionId()));
        arrives();

        assertThat(phase()).isEqualTo(SessionPhase.GONE);
        assertThat(rig.launches().launched).isEmpty();
    }

    @Test
    void afterAKillTheSessionGoesOnWaiting() {
        rig.restart();

        SessionState state = rig.state();
        assertThat(state.activity().phase()).isEqualTo(SessionPhase.STARTING);
        assertThat(rig.worktrees().wanted()).hasSize(2);
        arrives();
        assertThat(rig.launches().launched).hasSize(1);
    }

    @Test
    void anAgentThatHasRunInItsWorktreeIsNotStartedByARestartOfTheHost() {
        arrives();
        rig.agent().emitReady(ContextRestore.NEW);
        rig.run();

        rig.reload();

        assertThat(phase()).isEqualTo(SessionPhase.GONE);
        assertThat(rig.launches().launched).hasSize(1);
    }

    @Test
    void aRefusedJobIsShownAsTheReason() {
        rig.worktreeEnds("The disk is full.");
        rig.worktrees().refuse("The host has 64 jobs to do already.");

        assertThat(rig.refused(new Intent.ResumeSession(rig.state().sessionId()))
                        .text())
                .contains("64 jobs");
    }
}
