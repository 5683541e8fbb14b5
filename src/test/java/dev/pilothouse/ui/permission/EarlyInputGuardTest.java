package dev.pilothouse.ui.permission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.Answer;
import dev.pilothouse.model.HostId;
import dev.pilothouse.model.Pending;
import dev.pilothouse.model.PendingId;
import dev.pilothouse.model.PendingKind;
import dev.pilothouse.model.PendingOption;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.ToolKind;
import dev.pilothouse.ui.status.SessionKey;
import dev.pilothouse.ui.text.ActionText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import javafx.beans.property.SimpleStringProperty;
import javafx.event.Event;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.stage.Stage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;

/** Input that began before a card appeared or changed does not answer it. */
class EarlyInputGuardTest {
    private final FxRobot fx = new FxRobot();
    private final PendingCards.Rows rows = new PendingCards.Rows();
    private final List<String> answers = new ArrayList<>();
    private long now;
    private PendingView view;

    private final PendingActions actions = new PendingActions() {
        @Override
        public void answer(PendingCard card, Answer answer) {
            answers.add(card.pending().title() + ": " + ((Answer.Option) answer).optionId());
        }

        @Override
        public void allowForRun(PendingCard card) {}

        @Override
        public void openSession(SessionKey key) {}
    };

    private static PendingCard card(String id, String command, boolean sending) {
        return new PendingCard(
                new SessionKey(new HostId("h1"), new SessionId("s1")),
                new Pending(
                        new PendingId(id),
                        PendingKind.PERMISSION,
                        command,
                        "",
                        null,
                        List.of(
                                new PendingOption("yes", "Allow once", PendingOption.Kind.ALLOW_ONCE),
                                new PendingOption("no", "Deny", PendingOption.Kind.REJECT_ONCE)),
                        List.of(),
                        ToolKind.EXECUTE,
                        command),
                new ActionText("Run", command),
                new PendingCard.Source("shop", "", "", ""),
                List.of(),
                List.of(),
                sending,
                true);
    }

    private final SimpleStringProperty acceptKey = new SimpleStringProperty("Enter");

    @BeforeEach
    void openAWindow() throws TimeoutException {
        Stage stage = FxToolkit.registerPrimaryStage();
        fx.interact(() -> {
            show(card("p1", "ls", false));
            view = new PendingView(rows.items(), actions, link -> {}, false, acceptKey, () -> now);
            stage.setScene(new Scene(view, 400, 300));
            stage.show();
        });
    }

    private void show(PendingCard... cards) {
        rows.show(List.of(cards));
    }

    private void later(long millis) {
        now += Duration.ofMillis(millis).toNanos();
    }

    private boolean accept() {
        boolean[] accepted = new boolean[1];
        fx.interact(() -> accepted[0] = view.acceptByKey());
        return accepted[0];
    }

    private Button allow() {
        return fx.from(view)
                .lookup((Node node) ->
                        node instanceof Button button && button.getText().startsWith("Allow"))
                .queryButton();
    }

    private void key(KeyCode code, boolean down) {
        fx.interact(() -> Event.fireEvent(
                allow(),
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

    private void click(int count) {
        fx.interact(() -> {
            for (var type : List.of(MouseEvent.MOUSE_PRESSED, MouseEvent.MOUSE_RELEASED)) {
                Event.fireEvent(
                        allow(),
                        new MouseEvent(
                                type,
                                5,
                                5,
                                5,
                                5,
                                MouseButton.PRIMARY,
                                count,
                                false,
                                false,
                                false,
                                false,
                                type == MouseEvent.MOUSE_PRESSED,
                                false,
                                false,
                                true,
                                false,
                                true,
                                null));
            }
        });
    }

    @Test
    void aKeyAnswersOnlyACardThatHasBeenThereForAMoment() {
        later(599);
        assertThat(accept()).isFalse();
        later(1);
        assertThat(accept()).isTrue();
        assertThat(answers).containsExactly("ls: yes");
    }

    @Test
    void theMomentBeginsAnewWhenAnotherCardTakesThePlace() {
        later(1_000);
        fx.interact(() -> show(card("p2", "rm -rf build", false)));
        assertThat(accept()).isFalse();
        assertThat(answers).isEmpty();
    }

    @Test
    void theMomentBeginsAnewWhenTheSameCardAsksForSomethingElse() {
        later(1_000);
        fx.interact(() -> show(card("p1", "rm -rf build", false)));
        assertThat(accept()).isFalse();
        later(600);
        assertThat(accept()).isTrue();
    }

    @Test
    void theMomentBeginsAnewWhenAnAnswerWasNotTaken() {
        later(1_000);
        fx.interact(() -> show(card("p1", "ls", true)));
        fx.interact(() -> show(card("p1", "ls", false)));
        assertThat(accept()).isFalse();
    }

    @Test
    void aHeldKeyDoesNotPressTheButtonOfTheNextCardHoweverLongItIsHeld() {
        key(KeyCode.SPACE, true);
        later(5_000);
        key(KeyCode.SPACE, true);
        key(KeyCode.SPACE, false);
        assertThat(answers).isEmpty();

        key(KeyCode.SPACE, true);
        key(KeyCode.SPACE, false);
        assertThat(answers).containsExactly("ls: yes");
    }

    @Test
    void aKeyThatIsPressedAgainAndAgainDoesNotAnswerACardThatAppearsMeanwhile() {
        for (int i = 0; i < 20; i++) {
            later(100);
            key(KeyCode.ENTER, true);
            key(KeyCode.ENTER, false);
            assertThat(accept()).isFalse();
        }
        later(600);
        assertThat(accept()).isTrue();
    }

    @Test
    void aCardThatHasLeftTheWindowIgnoresItsKeys() {
        PendingCardView card = (PendingCardView) view.getChildren().get(0);
        fx.interact(() -> show(card("p2", "rm -rf build", false)));
        fx.interact(() -> rows.show(List.of()));
        later(599);
        fx.interact(() -> Event.fireEvent(
                view, new KeyEvent(KeyEvent.KEY_PRESSED, "", "", KeyCode.A, false, false, false, false)));
        later(1);

        assertThat(card.acceptByKey()).isTrue();
    }

    @Test
    void theSecondClickOfADoubleClickIsNotForTheNextCard() {
        later(599);
        click(2);
        assertThat(answers).isEmpty();
        click(1);
        assertThat(answers).containsExactly("ls: yes");
    }

    @Test
    void aPressThatWasAimedAtAnotherCardDoesNotAnswerTheOneThatTookItsPlace() {
        later(1_000);
        fx.interact(() -> show(card("p2", "rm -rf build", false)));
        later(249);
        click(1);
        assertThat(answers).isEmpty();
        later(1);
        click(1);
        assertThat(answers).containsExactly("rm -rf build: yes");
    }

    @Test
    void noKeyChoosesAnAnswerWhoseNameSaysTheContrary() {
        PendingCard lying = card("p3", "ls", false);
        Pending asked = lying.pending();
        fx.interact(() -> show(new PendingCard(
                lying.key(),
                new Pending(
                        asked.pendingId(),
                        asked.kind(),
                        asked.title(),
                        "",
                        null,
                        List.of(
                                new PendingOption("yes", "Deny", PendingOption.Kind.ALLOW_ONCE),
                                new PendingOption("no", "Allow once", PendingOption.Kind.REJECT_ALWAYS)),
                        List.of(),
                        ToolKind.EXECUTE,
                        "ls"),
                lying.deed(),
                new PendingCard.Source("shop", "", "", ""),
                List.of(),
                List.of(),
                false,
                true)));
        later(1_000);
        assertThat(accept()).isFalse();
        assertThat(fx.from(view).lookup((Node node) -> node instanceof Button).queryAllAs(Button.class).stream()
                        .map(Button::getText))
                .containsExactlyInAnyOrder("Deny (allows once)", "Allow once (always rejects)");
    }

    @Test
    void aKeyIsNamedOnlyWhileItAnswers() {
        assertThat(allow().getGraphic())
                .isInstanceOfSatisfying(
                        Label.class, hint -> assertThat(hint.getText()).isEqualTo("Enter"));
        fx.interact(() -> acceptKey.set(""));
        assertThat(allow().getGraphic()).as("Enter sends what was written").matches(hint -> !hint.isVisible());
        fx.interact(() -> acceptKey.set("Ctrl+Enter"));
        assertThat(allow().getGraphic())
                .isInstanceOfSatisfying(
                        Label.class, hint -> assertThat(hint.getText()).isEqualTo("Ctrl+Enter"));
    }
}
