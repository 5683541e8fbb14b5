package dev.pilothouse.desktop.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.desktop.agent.AgentEvent;
import dev.pilothouse.desktop.agent.AgentLimits;
import dev.pilothouse.desktop.agent.AgentPolicy;
import dev.pilothouse.desktop.agent.FakeAgent;
import dev.pilothouse.desktop.agent.FakeAgents;
import dev.pilothouse.desktop.agent.RestartPolicy;
import dev.pilothouse.desktop.agent.RestartTracker;
import dev.pilothouse.model.ContextRestore;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.NoteLevel;
import dev.pilothouse.model.StopReason;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.Item;
import dev.pilothouse.session.SessionPhase;
import dev.pilothouse.session.WhenBusy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A session whose agent crashes. The test controls the lane's clock. */
class AgentRestartTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    @TempDir
    Path folder;

    private SessionRig rig;

    @BeforeEach
    void ready() {
        rig = SessionRig.on(folder);
    }

    private void begin(RestartPolicy policy) {
        rig.launches().terms(new AgentPolicy(policy, AgentLimits.none()));
        rig.create(null);
        emitReady(ContextRestore.NEW);
    }

    private void emitReady(ContextRestore memory) {
        rig.agent().emitReady(memory);
        rig.run();
    }

    private void emit(AgentEvent... events) {
        rig.agent().emit(events);
        rig.run();
    }

    private void crash(int code) {
        emit(new AgentEvent.Exited(code, false, "The process exited with code " + code + "."));
    }

    private void turn(String text) {
        rig.accepted(new Intent.Prompt(rig.sessionId(), text, WhenBusy.QUEUE));
    }

    private List<Item.NoteItem> notes() {
        return rig.state().transcript().items().stream()
                .filter(Item.NoteItem.class::isInstance)
                .map(Item.NoteItem.class::cast)
                .toList();
    }

    private Item.NoteItem lastNote() {
        return notes().get(notes().size() - 1);
    }

    private int lives() {
        return rig.launches().launched.size();
    }

    private SessionPhase phase() {
        return rig.state().activity().phase();
    }

    @Test
    void aCrashInATurnEndsTheTurnAtOnceAndTheAgentComesBackToItsSession() {
        begin(RestartPolicy.standard());
        turn("hello");
        emit(new AgentEvent.TurnDone(StopReason.INTERRUPTED, "The process was ended by signal 9 (KILL)."));
        crash(137);

        assertThat(rig.state().activity().turn()).isNull();
        assertThat(rig.state().lastTurn().reason()).isEqualTo(StopReason.INTERRUPTED);
        assertThat(phase()).isEqualTo(SessionPhase.FAILED);
        assertThat(lastNote().code()).isEqualTo("agentRestarts");
        assertThat(lastNote().text())
                .isEqualTo("The agent crashed (exit code 137) and is started again in 1 s: 1 of 3 within 10 min.");
        assertThat(lives()).isEqualTo(1);

        rig.elapse(SECOND);
        assertThat(lives()).isEqualTo(2);
        assertThat(rig.agent().commands).containsExactly("start");
        assertThat(rig.launches().requests.get(1).agentSessionId()).isEqualTo("fake-session");
        emitReady(ContextRestore.KEPT);
        assertThat(phase()).isEqualTo(SessionPhase.IDLE);
        assertThat(rig.agent().commands)
                .as("the broken prompt is not sent again: what it did may be done")
                .containsExactly("start");
    }

    @Test
    void aTakeOverWhoseFirstStartFailedIsTriedAgainAsOneAlsoAfterARestartOfTheHost() {
        rig.createAs(
                new Intent.CreateSession(FakeAgents.ID, folder.toString(), "plan", "large", null, "kept-by-the-agent"));
        emit(new AgentEvent.StartFailed(ErrorCode.AGENT_FAILED, "It is open elsewhere.", 1));
        assertThat(phase()).isEqualTo(SessionPhase.FAILED);

        rig.restart();
        rig.accepted(new Intent.ResumeSession(rig.sessionId()));
        assertThat(rig.launches().requests.get(1))
                .isEqualTo(rig.launches().requests.get(0));
        assertThat(rig.launches().requests.get(1).takeOver()).isTrue();

        emitReady(ContextRestore.KEPT);
        emit(new AgentEvent.Replayed(new AgentEvent.UserChunk(null, "said before")));
        crash(1);
        rig.elapse(SECOND);
        assertThat(rig.launches().requests.get(2).takeOver())
                .as("what was taken over is the host's own from then on")
                .isFalse();
    }

    @Test
    void whatWaitedIsSentToTheNextLife() {
        begin(RestartPolicy.standard());
        turn("one");
        turn("two");
        emit(new AgentEvent.TurnDone(StopReason.INTERRUPTED, "gone"));
        crash(1);
        rig.elapse(SECOND);
        emitReady(ContextRestore.KEPT);

        assertThat(rig.agent().commands).containsExactly("start", "prompt two");
    }

    @Test
    void aPromptBetweenTheEndOfABrokenTurnAndThatOfItsProcessIsSentToTheNextLife() {
        begin(RestartPolicy.standard());
        turn("one");
        emit(new AgentEvent.TurnDone(StopReason.INTERRUPTED, "gone"));
        turn("two");
        crash(1);
        rig.elapse(SECOND);
        emitReady(ContextRestore.KEPT);

        assertThat(rig.agent().commands).containsExactly("start", "prompt two");
    }

    @Test
    void anIdleAgentThatCrashesSaysItsLastWordsInTheNote() {
        begin(RestartPolicy.standard());
        crash(7);
        assertThat(lastNote().level()).isEqualTo(NoteLevel.WARNING);
        assertThat(lastNote().text()).contains("1 of 3").endsWith("\nThe process exited with code 7.");
    }

    @Test
    void eachCrashWaitsTwiceAsLongAndPastTheLimitItStaysStopped() {
        begin(RestartPolicy.standard());
        for (int i = 0; i < 3; i++) {
            crash(1);
            Duration pause = SECOND.multipliedBy(1L << i);
            assertThat(lastNote().text()).contains("in " + (1 << i) + " s:").contains((i + 1) + " of 3");
            rig.elapse(pause.minusMillis(1));
            assertThat(lives()).isEqualTo(i + 1);
            rig.elapse(Duration.ofMillis(1));
            assertThat(lives()).isEqualTo(i + 2);
            emitReady(ContextRestore.NEW);
        }
        crash(1);
        assertThat(lastNote().level()).isEqualTo(NoteLevel.ERROR);
        assertThat(lastNote().code()).isEqualTo("agentStaysStopped");
        assertThat(lastNote().text())
                .startsWith("The agent crashed (exit code 1). It was started again 3 times within 10 min, so it stays"
                        + " stopped. See its last words, put right what they say, and resume the session or send a"
                        + " prompt.");
        rig.elapse(Duration.ofHours(1));
        assertThat(lives()).isEqualTo(4);
        assertThat(phase()).isEqualTo(SessionPhase.FAILED);
    }

    @Test
    void crashesOfLongAgoCountNoMore() {
        begin(new RestartPolicy(true, 1, Duration.ofMinutes(1)));
        crash(1);
        rig.elapse(SECOND);
        emitReady(ContextRestore.NEW);
        rig.elapse(Duration.ofMinutes(2));
        crash(1);
        assertThat(lastNote().text()).contains("in 1 s: 1 of 1 within 1 min.");
    }

    @Test
    void settingTheClockForgetsNoCrash() {
        begin(new RestartPolicy(true, 1, Duration.ofMinutes(1)));
        crash(1);
        rig.elapse(SECOND);
        emitReady(ContextRestore.NEW);
        rig.setForward(Duration.ofDays(1));
        crash(1);
        assertThat(lastNote().code()).isEqualTo("agentStaysStopped");
    }

    @Test
    void aRestartThatCrashesBeforeItIsReadyCountsToo() {
        begin(new RestartPolicy(true, 2, Duration.ofHours(1)));
        crash(1);
        rig.elapse(SECOND);
        emit(new AgentEvent.StartFailed(ErrorCode.AGENT_FAILED, "It ended before it was ready.", 1));
        assertThat(lastNote().text()).contains("2 of 2 within 60 min.");
        rig.elapse(SECOND.multipliedBy(2));
        assertThat(lives()).isEqualTo(3);
        emit(new AgentEvent.StartFailed(ErrorCode.AGENT_FAILED, "It ended before it was ready.", 1));
        assertThat(lastNote().code()).isEqualTo("agentStaysStopped");
    }

    @Test
    void anAgentThatNeverBecameReadyIsNotTriedAgainByItself() {
        rig.create(null);
        emit(new AgentEvent.StartFailed(ErrorCode.AGENT_FAILED, "No licence.", 3));
        rig.elapse(Duration.ofHours(1));
        assertThat(lives()).isEqualTo(1);
        assertThat(notes()).isEmpty();
    }

    @Test
    void anEndByThePersonsWishOrByTheAgentsOwnIsNoCrash() {
        begin(RestartPolicy.standard());
        crash(0);
        rig.elapse(Duration.ofHours(1));
        assertThat(lives()).isEqualTo(1);

        rig.accepted(new Intent.ResumeSession(rig.sessionId()));
        emitReady(ContextRestore.KEPT);
        rig.accepted(new Intent.CloseSession(rig.sessionId()));
        emit(new AgentEvent.Exited(143, false, "The process was ended by signal 15 (TERM)."));
        rig.elapse(Duration.ofHours(1));
        assertThat(lives()).isEqualTo(2);
        assertThat(notes()).isEmpty();
    }

    @Test
    void anExitInMidTurnIsACrashWhateverItsCode() {
        begin(RestartPolicy.standard());
        turn("hello");
        emit(new AgentEvent.TurnDone(StopReason.INTERRUPTED, "gone"));
        crash(0);
        rig.elapse(SECOND);
        assertThat(lives()).isEqualTo(2);
    }

    @Test
    void anEntryThatSaysNeverIsObeyed() {
        begin(RestartPolicy.disabled());
        crash(1);
        rig.elapse(Duration.ofHours(1));
        assertThat(lives()).isEqualTo(1);
        assertThat(notes()).isEmpty();
    }

    @Test
    void aPersonWhoIsFasterThanTheTimerStartsItOnceAndTheCountAnew() {
        begin(RestartPolicy.standard());
        crash(1);
        turn("hello");
        assertThat(lives()).isEqualTo(2);
        FakeAgent second = rig.agent();
        emitReady(ContextRestore.NEW);
        rig.elapse(Duration.ofHours(1));
        assertThat(lives()).isEqualTo(2);
        assertThat(second.commands).containsExactly("start", "prompt hello");
        crash(1);
        assertThat(lastNote().text()).contains("1 of 3");
    }

    @Test
    void closingTheSessionTakesThePlannedRestartBack() {
        begin(RestartPolicy.standard());
        crash(1);
        rig.accepted(new Intent.CloseSession(rig.sessionId()));
        rig.elapse(Duration.ofHours(1));
        assertThat(lives()).isEqualTo(1);
    }

    @Test
    void aSessionDoesNotRestWhileARestartIsPlanned() {
        begin(new RestartPolicy(true, 20, Duration.ofDays(1)));
        for (int i = 0; i < 10; i++) {
            crash(1);
            rig.elapse(RestartTracker.MAX_PAUSE);
            emitReady(ContextRestore.NEW);
        }
        crash(1);
        rig.clock().advance(Duration.ofHours(1));
        rig.session().checkProgress();
        rig.run();
        assertThat(rig.session().isLoaded()).isTrue();
    }

    @Test
    void theEndOfTheHostTakesThePlannedRestartBack() {
        begin(RestartPolicy.standard());
        crash(1);
        assertThat(rig.session().retire(HostText.untranslated("The host was stopped.")))
                .isNotNull();
        rig.elapse(Duration.ofHours(1));
        assertThat(lives()).isEqualTo(1);
    }
}
