package dev.pilothouse.desktop.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.pilothouse.desktop.agent.AgentEvent;
import dev.pilothouse.desktop.journal.SessionFeed;
import dev.pilothouse.desktop.journal.Syncer;
import dev.pilothouse.model.ContextRestore;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.StopReason;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.SessionPhase;
import dev.pilothouse.session.WhenBusy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that accepts writes but fails at fsync. */
class RefusedSyncTest {
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

    private SessionFeed.Head head() {
        return rig.session().feed().head();
    }

    private void assertStopped() {
        assertThat(head().summary().activity().phase()).isEqualTo(SessionPhase.FAILED);
        assertThat(head().summary().activity().detail()).contains("could not be brought to disk");
        assertThat(rig.refused(prompt("more")).code()).isEqualTo(ErrorCode.JOURNAL_FAILED);
    }

    @Test
    void theSessionStopsForGoodAlsoWhenTheDiskTakesTheNextWrite() {
        rig.disk().refuseSync(true);
        assertThat(rig.refused(prompt("two")).code()).isEqualTo(ErrorCode.JOURNAL_FAILED);
        rig.disk().refuseSync(false);
        rig.elapse(SessionLog.RETRY.multipliedBy(3));

        assertStopped();
        assertThat(rig.agent().commands).contains("close").doesNotContain("prompt two");
    }

    @Test
    void aSessionThatWasToRestSaysThatItsLastWordsAreNotOnDisk() {
        rig.agent().emit(new AgentEvent.TurnDone(StopReason.END_TURN, ""));
        rig.accepted(new Intent.CloseSession(rig.sessionId()));
        rig.agent().emit(new AgentEvent.Exited(0, true, ""));
        rig.run();
        rig.disk().refuseSync(true);
        rig.elapse(HostSession.UNLOAD_AFTER.plusSeconds(1));
        rig.session().checkProgress();
        rig.run();

        assertThat(rig.session().isLoaded()).isTrue();
        assertStopped();
        rig.session().close();
        assertThat(Files.exists(rig.index())).isFalse();
    }

    @Test
    void anFsyncThatComesAfterTheDeletionFailsNobody() {
        rig.holdDisk();
        rig.submit(prompt("two"));
        rig.run();
        List<Syncer.Target> late = rig.held();
        assertThat(late).isNotEmpty();
        rig.session().hide();
        rig.session().retire(HostText.untranslated("The session was deleted."));
        rig.run();
        rig.session().close();

        assertThat(late).allSatisfy(target -> assertThatCode(target::sync).doesNotThrowAnyException());
    }
}
