package dev.pilothouse.desktop.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.desktop.agent.AgentEvent;
import dev.pilothouse.desktop.agent.AgentInbox;
import dev.pilothouse.desktop.agent.FakeAgent;
import dev.pilothouse.model.ContextRestore;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.StopReason;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.IntentResult;
import dev.pilothouse.session.SessionPhase;
import dev.pilothouse.session.SessionState;
import dev.pilothouse.session.WhenBusy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A session whose journal cannot be written for a while. */
class FullDiskTest {
    @TempDir
    Path folder;

    private SessionRig rig;

    @BeforeEach
    void aSessionThatWorks() {
        rig = SessionRig.on(folder);
        rig.create(null);
        rig.agent().emitReady(ContextRestore.NEW);
        rig.run();
        rig.accepted(prompt("hello"));
    }

    private Intent prompt(String text) {
        return new Intent.Prompt(rig.sessionId(), text, WhenBusy.QUEUE);
    }

    private void say(int from, int to) {
        for (int i = from; i <= to; i++) {
            rig.agent().emit(new AgentEvent.MessageChunk(null, i + " "));
        }
    }

    private void freeDisk() {
        rig.disk().free();
        rig.elapse(SessionLog.RETRY);
    }

    private static List<String> words(int from, int to) {
        List<String> words = new ArrayList<>();
        for (int i = from; i <= to; i++) {
            words.add(i + " ");
        }
        return words;
    }

    @Test
    void nothingIsLostAndTheOrderIsKept() {
        say(1, 3);
        rig.run();
        rig.disk().fill();
        say(4, 100);
        rig.run();
        rig.elapse(SessionLog.RETRY.multipliedBy(5));
        assertThat(rig.chunks()).isEqualTo(words(1, 3));

        freeDisk();
        say(101, 110);
        rig.agent().emit(new AgentEvent.TurnDone(StopReason.END_TURN, ""));
        rig.run();

        assertThat(rig.chunks()).isEqualTo(words(1, 110));
        assertThat(rig.state().lastTurn().reason()).isEqualTo(StopReason.END_TURN);
        assertThat(rig.stateOfFile()).isEqualTo(rig.state());
    }

    @Test
    void noReaderSeesWhatTheFileDoesNotHold() {
        rig.disk().fill();
        say(1, 5);
        rig.run();

        assertThat(rig.state()).isEqualTo(rig.stateOfFile());
        assertThat(rig.session().feed().head().seq()).isEqualTo(rig.state().seq());
    }

    @Test
    void thePersonSeesWhyAndThatItIsOver() {
        SessionPhase before = rig.state().activity().phase();
        rig.disk().fill();
        say(1, 1);
        rig.run();
        assertThat(rig.session().feed().head().summary().activity().phase()).isEqualTo(SessionPhase.FAILED);
        assertThat(rig.session().feed().head().summary().activity().detail()).contains("No space left");

        freeDisk();
        assertThat(rig.session().feed().head().summary().activity().phase()).isEqualTo(before);
    }

    @Test
    void anIntentIsRefusedWithTheReasonAndTakenAgainLater() {
        rig.disk().fill();
        say(1, 1);
        rig.run();
        assertThat(rig.refused(prompt("more")).code()).isEqualTo(ErrorCode.JOURNAL_FAILED);

        freeDisk();
        assertThat(rig.accepted(prompt("more")).outcome()).isEqualTo(IntentResult.Outcome.QUEUED);
    }

    @Test
    void theFirstIntentThatMeetsTheFullDiskIsRefusedAtOnceAndChangesNothing() {
        SessionState before = rig.state();
        rig.disk().fill();
        IntentResult.Refused refused = rig.refused(prompt("two"));

        assertThat(refused.code()).isEqualTo(ErrorCode.JOURNAL_FAILED);
        assertThat(refused.text()).contains("the disk is full", "Make room on the host’s disk");
        assertThat(rig.state()).isEqualTo(before);
        rig.disk().free();
        assertThat(rig.accepted(prompt("two")).outcome()).isEqualTo(IntentResult.Outcome.QUEUED);
        assertThat(rig.stateOfFile()).isEqualTo(rig.state());
    }

    @Test
    void whatWasRefusedOnAFullDiskDoesNotReachTheAgentAndDoesWhenItIsSentAgain() {
        rig.agent().emit(new AgentEvent.TurnDone(StopReason.END_TURN, ""));
        rig.run();
        rig.disk().fill();
        rig.refused(prompt("two"));
        rig.disk().free();
        rig.elapse(SessionLog.RETRY);
        assertThat(rig.agent().commands).doesNotContain("prompt two");

        rig.accepted(prompt("two"));
        assertThat(rig.agent().commands).contains("prompt two");
    }

    /** The agent emits chunks 2 to 400 and counts them; it blocks when the queue is full. */
    private Thread talksUntilItIsHeldBack(AtomicInteger said) {
        FakeAgent agent = rig.agent();
        Thread talking = new Thread(
                () -> {
                    for (int i = 2; i <= 400; i++) {
                        agent.emit(new AgentEvent.MessageChunk(null, i + " "));
                        said.incrementAndGet();
                    }
                },
                "talking");
        talking.setDaemon(true);
        talking.start();
        await().until(() -> {
            rig.run();
            return talking.getState() == Thread.State.WAITING;
        });
        return talking;
    }

    @Test
    void anAgentThatIsHeldBackIsLetGoWhenTheSessionEndsOnAFullDisk() throws Exception {
        rig.disk().fill();
        say(1, 1);
        rig.run();
        AtomicInteger said = new AtomicInteger();
        Thread talking = talksUntilItIsHeldBack(said);
        rig.session().close();
        talking.join(10_000);
        assertThat(said).as("others may wait for the same process").hasValue(399);
    }

    @Test
    void theAgentIsHeldBackAndTheLaneIsFree() throws Exception {
        rig.disk().fill();
        say(1, 1);
        rig.run();
        AtomicInteger said = new AtomicInteger();
        talksUntilItIsHeldBack(said);
        // The event that failed has left the queue again, so it holds exactly its limit.
        assertThat(said).hasValue(AgentInbox.MESSAGES);

        freeDisk();
        await().until(() -> {
            rig.run();
            return said.get() == 399;
        });
        rig.run();
        assertThat(rig.chunks()).isEqualTo(words(1, 400));
    }

    @Test
    void aHostThatEndsMeanwhileLeavesAJournalThatTheNextOneReads() throws Exception {
        say(1, 3);
        rig.run();
        rig.disk().fill();
        say(4, 9);
        rig.run();
        rig.session().retire(HostText.untranslated("The host was stopped."));
        rig.run();
        rig.session().close();
        rig.disk().free();
        rig.reload();

        assertThat(rig.chunks()).isEqualTo(words(1, 3));
        assertThat(rig.state().lastTurn().reason()).isEqualTo(StopReason.INTERRUPTED);
        assertThat(rig.state().activity().phase()).isEqualTo(SessionPhase.GONE);
    }

    @Test
    void aSessionThatIsDeletedForItsSpaceKeepsNoFileOpen() {
        rig.disk().fill();
        say(1, 3);
        rig.run();
        rig.session().hide();
        rig.session().retire(HostText.untranslated("The session was deleted."));
        rig.run();

        rig.session().close();

        assertThat(rig.disk().open()).isZero();
    }
}
