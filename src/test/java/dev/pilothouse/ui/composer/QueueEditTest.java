package dev.pilothouse.ui.composer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.QueuedPrompt;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.SessionUpdate;
import dev.pilothouse.session.Intent;
import dev.pilothouse.ui.FakeHost;
import dev.pilothouse.ui.SampleHosts;
import dev.pilothouse.ui.TestShell;
import dev.pilothouse.ui.fx.Fonts;
import dev.pilothouse.ui.fx.Theme;
import dev.pilothouse.ui.status.SessionKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import javafx.event.Event;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.TextArea;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.stage.Stage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;

/** Edits of a queued prompt, and keys in the empty composer, during concurrent changes. */
class QueueEditTest {
    private final FakeHost host = new FakeHost("h1", "desk", true, SampleHosts.NOW);
    private final TestShell shell = new TestShell();
    private final List<String> notices = new ArrayList<>();
    private final List<String> keys = new ArrayList<>();
    private final SessionId first = host.create("s1", "Copilot", "/home/ada/shop", "shop");
    private final SessionId second = host.create("s2", "Copilot", "/home/ada/docs", "docs");
    private final FxRobot fx = new FxRobot();
    private long now;
    private ComposerPresenter composer;
    private ComposerView view;

    @BeforeEach
    void openASessionWithAPromptThatWaits() throws TimeoutException {
        Stage stage = FxToolkit.registerPrimaryStage();
        queue(first, new QueuedPrompt(1, 0, "later", FakeHost.from("phone")));
        queue(second, new QueuedPrompt(1, 0, "another", FakeHost.from("phone")));
        fx.interact(() -> {
            Fonts.load();
            composer = new ComposerPresenter(new ComposerPresenter.Ports(
                    shell.keptValues(), source -> null, Runnable::run, Runnable::run, notices::add, () -> {}));
            view = new ComposerView(
                    composer,
                    new ComposerView.OtherKeys() {
                        @Override
                        public void page(int screens) {}

                        @Override
                        public boolean enter() {
                            return keys.add("enter");
                        }

                        @Override
                        public boolean escape() {
                            return keys.add("escape");
                        }
                    },
                    Optional.empty(),
                    () -> now);
            Scene scene = new Scene(view, 700, 500);
            Theme.DARK.applyTo(scene);
            stage.setScene(scene);
            stage.show();
            open(first);
        });
    }

    private void queue(SessionId session, QueuedPrompt... prompts) {
        host.update(session, new SessionUpdate.QueueChanged(List.of(prompts)));
    }

    private void open(SessionId session) {
        composer.show(host.link(), new SessionKey(host.hostId(), session));
        render(session);
    }

    private void render(SessionId session) {
        composer.render(host.session(session).orElseThrow().state());
        view.applyCss();
        view.layout();
    }

    private void write(String text) {
        fx.interact(() -> {
            ((Button) view.lookup(".queue-edit")).fire();
            edit().setText(text);
        });
    }

    private TextArea edit() {
        return (TextArea) view.lookup("#queue-edit");
    }

    private void save() {
        fx.interact(() -> ((Button) view.lookup("#queue-save")).fire());
    }

    @Test
    void staysWithItsSessionWhileAnotherOneIsLookedAt() {
        write("half a thought");

        fx.interact(() -> open(second));
        assertThat(edit()).isNull();
        assertThat(composer.draftProperty().get()).isEmpty();
        assertThat(notices).isEmpty();
        fx.interact(() -> open(first));

        assertThat(edit().getText()).isEqualTo("half a thought");
        save();
        assertThat(host.intents()).containsExactly(new Intent.EditQueued(first, 1, 0, "half a thought"));
    }

    @Test
    void becomesTheDraftIfThePromptWasSentWhileAnotherSessionWasLookedAt() {
        write("half a thought");
        fx.interact(() -> open(second));
        queue(first);
        fx.interact(() -> open(first));

        assertThat(edit()).isNull();
        assertThat(composer.draftProperty().get()).isEqualTo("half a thought");
    }

    @Test
    void becomesTheDraftWhenThePresenterEnds() {
        write("half a thought");
        fx.interact(() -> open(second));

        fx.interact(composer::close);

        assertThat(shell.kept())
                .containsEntry(ComposerPresenter.draftName(new SessionKey(host.hostId(), first)), "half a thought");
    }

    @Test
    void keepsTheFocusWhenAnotherDeviceChangesTheQueue() {
        write("half a thought");
        assertThat(edit().isFocused()).isTrue();

        queue(
                first,
                new QueuedPrompt(1, 0, "later", FakeHost.from("phone")),
                new QueuedPrompt(2, 0, "more", FakeHost.from("phone")));
        fx.interact(() -> render(first));

        assertThat(edit().isFocused()).isTrue();
        assertThat(edit().getText()).isEqualTo("half a thought");
    }

    @Test
    void doesNotOverwriteWhatAnotherDeviceHasWrittenMeanwhileAndIsNotLost() {
        write("mine");
        queue(first, new QueuedPrompt(1, 1, "theirs", FakeHost.from("phone")));
        fx.interact(() -> render(first));
        save();

        assertThat(host.intents()).containsExactly(new Intent.EditQueued(first, 1, 0, "mine"));
        fx.interact(() -> host.refuse(0, ErrorCode.CLOSED, "It was edited meanwhile."));
        assertThat(composer.draftProperty().get()).isEqualTo("mine");
        assertThat(notices).containsExactly("It was edited meanwhile.");
    }

    private void key(KeyCode code, boolean down) {
        fx.interact(() -> Event.fireEvent(
                view.lookup("#composer-input"),
                new KeyEvent(
                        down ? KeyEvent.KEY_PRESSED : KeyEvent.KEY_RELEASED,
                        "",
                        "",
                        code,
                        false,
                        false,
                        false,
                        false)));
    }

    @Test
    void anEnterThatIsHeldAfterSendingDoesNotAnswerWhatIsAsked() {
        fx.interact(() -> composer.draftProperty().set("no, do not do that"));
        key(KeyCode.ENTER, true);
        assertThat(composer.draftProperty().get()).isEmpty();
        key(KeyCode.ENTER, true);
        key(KeyCode.ENTER, true);
        key(KeyCode.ENTER, false);
        key(KeyCode.ENTER, true);

        assertThat(keys).as("neither repeated nor struck twice").isEmpty();
        key(KeyCode.ENTER, false);
        now += Duration.ofMillis(600).toNanos();
        key(KeyCode.ENTER, true);
        assertThat(keys).as("a stroke of its own").containsExactly("enter");
    }

    @Test
    void anEnterThatBreaksTheLineBreaksItInAnEmptyBoxTooAndAnswersNothing() {
        composer.sendKey().setEnterSends(false);
        key(KeyCode.ENTER, true);
        key(KeyCode.ENTER, false);

        assertThat(keys).isEmpty();
        assertThat(composer.draftProperty().get()).isEqualTo("\n");
    }

    @Test
    void oneEscapeRefusesOneThing() {
        key(KeyCode.ESCAPE, true);
        key(KeyCode.ESCAPE, true);

        assertThat(keys).containsExactly("escape");
    }
}
