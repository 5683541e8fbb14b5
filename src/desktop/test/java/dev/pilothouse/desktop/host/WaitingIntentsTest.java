package dev.pilothouse.desktop.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.desktop.agent.AgentEvent;
import dev.pilothouse.desktop.agent.FakeAgent;
import dev.pilothouse.model.Answer;
import dev.pilothouse.model.ContextRestore;
import dev.pilothouse.model.DeviceId;
import dev.pilothouse.model.NoteLevel;
import dev.pilothouse.model.PendingKind;
import dev.pilothouse.model.PendingOption;
import dev.pilothouse.model.QueuedPrompt;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.StopReason;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.Item;
import dev.pilothouse.session.SessionState;
import dev.pilothouse.session.WhenBusy;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Queued intents of a device that loses its rights before the session starts them. */
class WaitingIntentsTest {
    private static final DeviceId PHONE = new DeviceId("d1");
    private static final DeviceId WINDOW = new DeviceId("d2");

    @TempDir
    Path folder;

    /** The current scopes of devices; a missing device has no rights. */
    private final Map<DeviceId, Scope> rights = new HashMap<>(Map.of(PHONE, Scope.STEER, WINDOW, Scope.ADMIN));

    private SessionRig rig;

    @BeforeEach
    void open() {
        rig = SessionRig.on(folder);
        rig.rights((device, needed) ->
                rights.containsKey(device) && rights.get(device).covers(needed));
    }

    private FakeAgent agent() {
        return rig.agent();
    }

    private SessionState state() {
        return rig.state();
    }

    private void emit(AgentEvent event) {
        agent().emit(event);
        rig.run();
    }

    private void ready() {
        agent().emitReady(ContextRestore.NEW);
        rig.run();
    }

    private void endTurn() {
        emit(new AgentEvent.TurnDone(StopReason.END_TURN, ""));
    }

    private void prompt(DeviceId device, String text) {
        rig.as(device);
        rig.accepted(new Intent.Prompt(rig.sessionId(), text, WhenBusy.QUEUE));
    }

    /** A session whose agent works on a prompt of the window. */
    private void busy() {
        rig.as(WINDOW);
        rig.create("first");
        ready();
        assertThat(agent().commands).containsExactly("start", "prompt first");
    }

    private List<Item.NoteItem> notes() {
        return state().transcript().items().stream()
                .filter(Item.NoteItem.class::isInstance)
                .map(Item.NoteItem.class::cast)
                .toList();
    }

    private void assertSaid(String... parts) {
        assertThat(notes()).singleElement().satisfies(note -> {
            assertThat(note.code()).isEqualTo("notSent");
            assertThat(note.level()).isEqualTo(NoteLevel.WARNING);
            assertThat(note.text()).contains(parts);
        });
    }

    @Test
    void aQueuedPromptOfARevokedDeviceIsNotSentAndAllAreToldSo() {
        busy();
        prompt(PHONE, "of the phone");
        prompt(WINDOW, "of the window");
        prompt(PHONE, "of the phone again");

        rights.remove(PHONE);
        endTurn();

        assertThat(agent().commands).containsExactly("start", "prompt first", "prompt of the window");
        assertThat(state().queue()).isEmpty();
        assertSaid("may not prompt", "Test device", "of the phone", "of the phone again");
        assertThat(rig.stateOfFile()).isEqualTo(state());
    }

    @Test
    void aLongPromptThatIsNotSentStaysWholeInTheNote() {
        busy();
        String text = "Do this.\n\n" + "x".repeat(2_000) + "\n\nAnd that.";
        prompt(PHONE, text);
        prompt(PHONE, "short");

        rights.remove(PHONE);
        endTurn();

        assertThat(notes()).singleElement().satisfies(note -> {
            assertThat(note.text()).contains("Do this.", "short").hasSizeLessThan(1_000);
            assertThat(note.detail()).contains(text, "short");
        });
    }

    @Test
    void aQueuedPromptOfADeviceThatWasNarrowedIsNotSent() {
        busy();
        prompt(PHONE, "of the phone");

        rights.put(PHONE, Scope.ANSWER);
        endTurn();

        assertThat(agent().commands).containsExactly("start", "prompt first");
        assertSaid("of the phone");
        assertThat(state().activity().turn()).isNull();
    }

    @Test
    void aQueuedPromptOfADeviceThatMaySendItAgainIsSent() {
        busy();
        prompt(PHONE, "of the phone");

        rights.put(PHONE, Scope.VIEW);
        rights.put(PHONE, Scope.STEER);
        endTurn();

        assertThat(agent().commands).containsExactly("start", "prompt first", "prompt of the phone");
        assertThat(notes()).isEmpty();
    }

    @Test
    void theRightsThatCountAreThoseAfterARestartOfTheHost() {
        busy();
        prompt(PHONE, "of the phone");
        rig.reload();
        assertThat(state().queue()).hasSize(1);

        rights.remove(PHONE);
        rig.as(WINDOW);
        rig.accepted(new Intent.ResumeSession(rig.sessionId()));
        agent().emitReady(ContextRestore.KEPT);
        rig.run();

        assertThat(agent().commands).containsExactly("start");
        assertSaid("of the phone");
    }

    @Test
    void theFirstPromptIsNotSentIfItsDeviceIsRevokedBeforeTheAgentIsThere() {
        rig.as(PHONE);
        rig.create("first");

        rights.remove(PHONE);
        ready();

        assertThat(agent().commands).containsExactly("start");
        assertSaid("first");
    }

    @Test
    void aPromptThatInterruptsIsNotSentEither() {
        busy();
        rig.as(PHONE);
        rig.accepted(new Intent.Prompt(rig.sessionId(), "now", WhenBusy.STEER));

        rights.remove(PHONE);
        emit(new AgentEvent.TurnDone(StopReason.CANCELLED, ""));

        assertThat(agent().commands).containsExactly("start", "prompt first", "cancel");
        assertSaid("now");
    }

    @Test
    void anEditedPromptIsThatOfTheDeviceThatEditedItLast() {
        busy();
        prompt(WINDOW, "harmless");
        prompt(PHONE, "of the phone");
        edit(PHONE, 0, "harmful");
        edit(WINDOW, 1, "looked at by the window");

        rights.remove(PHONE);
        endTurn();

        assertThat(agent().commands).containsExactly("start", "prompt first", "prompt looked at by the window");
        assertSaid("harmful");
    }

    private void edit(DeviceId device, int index, String text) {
        QueuedPrompt prompt = state().queue().get(index);
        rig.as(device);
        rig.accepted(new Intent.EditQueued(rig.sessionId(), prompt.queueId(), prompt.rev(), text));
    }

    @Test
    void aPromptThatWaitsForTheDiskIsNotSentAndTheNextOneIs() {
        rig.as(WINDOW);
        rig.create(null);
        ready();
        rig.holdDisk();
        rig.as(PHONE);
        rig.submit(new Intent.Prompt(rig.sessionId(), "of the phone", WhenBusy.QUEUE));
        rig.as(WINDOW);
        rig.submit(new Intent.Prompt(rig.sessionId(), "of the window", WhenBusy.QUEUE));
        rig.run();

        rights.remove(PHONE);
        rig.releaseDisk();
        rig.run();

        assertThat(agent().commands).containsExactly("start", "prompt of the window");
        assertSaid("did not pass on a prompt");
    }

    @Test
    void aChangeOfModeThatWaitsForTheDiskIsNotPassedOn() {
        busy();
        rig.holdDisk();
        rig.as(PHONE);
        rig.submit(new Intent.SetMode(rig.sessionId(), "anything-goes"));
        rig.run();

        rights.remove(PHONE);
        rig.releaseDisk();
        rig.run();

        assertThat(agent().commands).containsExactly("start", "prompt first");
        assertSaid("did not pass on a change of the mode");
    }

    @Test
    void anAnswerThatWaitsForTheDiskIsNotPassedOnAndTheAgentIsToldThatThereIsNone() {
        busy();
        emit(new AgentEvent.Ask(
                "ask-1",
                PendingKind.PERMISSION,
                "Write?",
                "",
                null,
                List.of(new PendingOption("yes", "Allow", PendingOption.Kind.ALLOW_ONCE)),
                List.of(),
                null,
                ""));
        rig.holdDisk();
        rig.as(PHONE);
        rig.submit(new Intent.AnswerPending(
                rig.sessionId(), state().open().get(0).pending().pendingId(), new Answer.Option("yes")));
        rig.run();

        rights.put(PHONE, Scope.VIEW);
        rig.releaseDisk();
        rig.run();

        assertThat(agent().commands).contains("answer ask-1 Decline[]");
        assertSaid("did not pass on an answer");
    }

    @Test
    void theAgentIsNotStartedAgainForARevokedDeviceAlone() {
        busy();
        rig.holdDisk();
        rig.as(WINDOW);
        rig.submit(new Intent.CloseSession(rig.sessionId()));
        rig.as(PHONE);
        rig.submit(new Intent.Prompt(rig.sessionId(), "of the phone", WhenBusy.QUEUE));
        rig.run();

        rights.remove(PHONE);
        rig.releaseDisk();
        rig.run();

        assertThat(rig.launches().launched).hasSize(1);
        assertSaid("of the phone");
    }
}
