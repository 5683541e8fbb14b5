package dev.pilothouse.desktop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.RobotTest;
import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.Answer;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.pulse.Lane;
import dev.pilothouse.pulse.Lanes;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.WhenBusy;
import dev.pilothouse.testing.Frames;
import dev.pilothouse.ui.SampleHosts;
import dev.pilothouse.ui.TestShell;
import dev.pilothouse.ui.fx.Fonts;
import dev.pilothouse.ui.fx.FxExecutor;
import dev.pilothouse.ui.fx.FxPulse;
import dev.pilothouse.ui.fx.Theme;
import dev.pilothouse.ui.shell.MainScreen;
import dev.pilothouse.ui.shell.Notice;
import dev.pilothouse.ui.shell.ShellGraph;
import dev.pilothouse.ui.shell.ShellView;
import dev.pilothouse.ui.status.SessionKey;
import java.time.Duration;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.RadioButton;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.testfx.framework.junit5.ApplicationTest;

/** The main paths through the window, by pointer and keys, over scripted hosts. */
@RobotTest
final class ShellRobotTest extends ApplicationTest {
    private final SampleHosts sample = SampleHosts.aWorkingDay();
    private final TestShell test = new TestShell();
    private Lanes lanes;
    private Lane projection;
    private ShellGraph shell;
    private Stage stage;

    @Override
    public void start(Stage window) {
        stage = window;
        Fonts.load();
        lanes = new Lanes("robot", (thread, failure) -> test.failures().add(failure));
        projection = lanes.open("projection", 64);
        shell = new ShellGraph(test.ports(sample.hosts(), FxPulse::new, projection, new FxExecutor()));
        Scene scene = new Scene(new ShellView(shell), 1_280, 820);
        Theme.DARK.applyTo(scene);
        window.setScene(scene);
        // All tests share one window, and one of them makes it a phone.
        window.setWidth(1_280);
        window.setHeight(820);
        window.show();
        window.toFront();
    }

    @AfterEach
    void closeTheShell() {
        interact(shell::close);
        lanes.close();
        assertThat(test.failures()).isEmpty();
    }

    private TextArea composer() {
        return lookup("#composer-input").queryAs(TextArea.class);
    }

    private void openTheLoginSession() {
        clickOn(lookup(".session-name")
                .<Label>match(label -> label.getText().equals("fix the login race"))
                .queryLabeled());
        Frames.settle(projection);
    }

    @Test
    void aClickOnASessionOpensItAndTheCaretIsInTheComposer() {
        openTheLoginSession();

        assertThat(lookup(".session-title").queryLabeled().getText()).isEqualTo("fix the login race");
        assertThat(composer().isFocused()).isTrue();
    }

    @Test
    void enterSendsAndShiftEnterBreaksTheLine() {
        openTheLoginSession();
        write("one");
        push(KeyCode.SHIFT, KeyCode.ENTER);
        write("two");
        push(KeyCode.ENTER);

        assertThat(sample.local().intents())
                .containsExactly(new Intent.Prompt(sample.main(), "one\ntwo", WhenBusy.QUEUE));
        assertThat(composer().getText()).isEmpty();
    }

    @Test
    void enterInAnEmptyComposerAnswersTheCardOnceItHasBeenSeen() {
        openTheLoginSession();
        push(KeyCode.ENTER);
        assertThat(sample.local().intents()).as("it has only just appeared").isEmpty();

        test.clock().advance(Duration.ofSeconds(1));
        push(KeyCode.ENTER);
        assertThat(((Intent.AnswerPending) sample.local().intents().get(0)).answer())
                .isEqualTo(new Answer.Option("allow_once"));
    }

    @Test
    void theAgentsOwnOptionIsSentAsItIs() {
        openTheLoginSession();
        test.clock().advance(Duration.ofSeconds(1));
        clickOn("Always allow npm");

        assertThat(((Intent.AnswerPending) sample.local().intents().get(0)).answer())
                .isEqualTo(new Answer.Option("allow_always"));
    }

    @Test
    void theSheetForANewSessionOpensByKeyAndKeepsWhatTheHostRefused() {
        push(KeyCode.CONTROL, KeyCode.N);
        interact(() -> lookup("#new-session-directory").queryAs(TextField.class).setText("/nowhere"));
        clickOn("#new-session-create");
        interact(() -> sample.local().refuse(0, ErrorCode.NO_SUCH_DIRECTORY, "/nowhere is not there."));
        Frames.settle(projection);

        assertThat(((Intent.CreateSession) sample.local().intents().get(0)).agentId())
                .isEqualTo(new AgentId("copilot"));
        assertThat(lookup(".problem").queryLabeled().getText()).isEqualTo("/nowhere is not there.");

        push(KeyCode.ESCAPE);
        assertThat(lookup("#new-session-create").tryQuery()).isEmpty();
    }

    @Test
    void theSheetForANewSessionOpensWithTheFocusOnItsFirstField() {
        push(KeyCode.CONTROL, KeyCode.N);
        Frames.settle(projection);

        assertThat(stage.getScene().getFocusOwner())
                .isSameAs(lookup(".overlay-sheet .combo-box").query());
    }

    private void openFromTheInbox(String session) {
        push(KeyCode.CONTROL, KeyCode.DIGIT2);
        Frames.settle(projection);
        interact(() -> lookup(".pending-session")
                .match((Node link) ->
                        link instanceof Hyperlink text && text.getText().equals(session))
                .query()
                .requestFocus());
        test.clock().advance(Duration.ofSeconds(1));
        push(KeyCode.ENTER);
        Frames.settle(projection);
    }

    @Test
    void aSessionThatTheInboxOpensHasTheCaretInItsComposer() {
        openFromTheInbox("fix the login race");

        assertThat(lookup(".session-title").queryLabeled().getText()).isEqualTo("fix the login race");
        assertThat(composer().isFocused()).isTrue();
    }

    @Test
    void aSessionThatAsksForAFieldOpensWithTheFocusOnIt() {
        openFromTheInbox("docs: which port?");

        assertThat(stage.getScene().getFocusOwner())
                .isInstanceOfSatisfying(
                        RadioButton.class, field -> assertThat(field.getText()).isEqualTo("8080"));
    }

    @Test
    void aSessionThatIsDrawnLateLeavesTheFocusInTheFieldThatIsUsedMeanwhile() {
        SessionId session = new SessionId("s11");
        interact(() -> {
            sample.local().late(session);
            shell.navigation().open(new SessionKey(sample.local().hostId(), session));
        });
        push(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.F);
        Node search = stage.getScene().getFocusOwner();
        assertThat(search).isInstanceOf(TextField.class);
        interact(() -> sample.local().arrive(session));
        Frames.settle(projection);

        assertThat(shell.transcript().rows()).isNotEmpty();
        assertThat(stage.getScene().getFocusOwner()).isSameAs(search);
    }

    @Test
    void theFirstCardOfTheInboxIsAnsweredByKeysAlone() {
        push(KeyCode.CONTROL, KeyCode.DIGIT2);
        Frames.settle(projection);
        push(KeyCode.ENTER);
        assertThat(sample.remote().intents()).as("it has only just appeared").isEmpty();

        test.clock().advance(Duration.ofSeconds(1));
        push(KeyCode.ENTER);
        assertThat(sample.remote().intents())
                .singleElement()
                .isInstanceOfSatisfying(
                        Intent.AnswerPending.class,
                        answer -> assertThat(answer.answer()).isEqualTo(new Answer.Option("allow_once")));
    }

    private List<String> keyHints(String answer) {
        return lookup(answer).lookup(".key-hint").match(Node::isVisible).queryAllAs(Label.class).stream()
                .map(Label::getText)
                .toList();
    }

    @Test
    void escapeRefusesTheCardOfTheInboxThatShowsTheKeyAndTheNextOneIsReached() {
        push(KeyCode.CONTROL, KeyCode.DIGIT2);
        Frames.settle(projection);
        test.clock().advance(Duration.ofSeconds(1));
        assertThat(keyHints("Allow once")).containsExactly("\u23ce");
        assertThat(keyHints("Deny")).containsExactly("esc");

        push(KeyCode.ESCAPE);
        Frames.settle(projection);

        assertThat(sample.remote().intents())
                .singleElement()
                .isInstanceOfSatisfying(
                        Intent.AnswerPending.class,
                        answer -> assertThat(answer.answer()).isEqualTo(new Answer.Option("reject_once")));
        assertThat(shell.navigation().screenProperty().get()).isEqualTo(MainScreen.DECISIONS);
        push(KeyCode.ENTER);
        assertThat(sample.local().intents())
                .as("the next card has only just got the keys")
                .isEmpty();
        test.clock().advance(Duration.ofSeconds(1));
        push(KeyCode.ENTER);
        assertThat(sample.local().intents()).singleElement().isInstanceOf(Intent.AnswerPending.class);
    }

    @Test
    void enterAnswersTheCardThatShowsItWhereverTheFocusIsInTheConversation() {
        openTheLoginSession();
        test.clock().advance(Duration.ofSeconds(1));
        interact(() -> lookup(".composer .add-button").query().requestFocus());
        assertThat(keyHints("Allow once")).as("the button uses the key").isEmpty();

        interact(() -> lookup(".pending-card").query().requestFocus());
        assertThat(keyHints("Allow once")).containsExactly("\u23ce");
        push(KeyCode.ENTER);

        assertThat(sample.local().intents()).singleElement().isInstanceOf(Intent.AnswerPending.class);
    }

    @Test
    void escapeTwiceWithinASecondStopsTheTurnAfterAHint() {
        openTheLoginSession();
        push(KeyCode.ESCAPE);
        assertThat(shell.notices().shown()).extracting(Notice::text).contains("Press Esc again to stop the turn.");
        test.clock().advance(Duration.ofMillis(1_001));
        push(KeyCode.CONTROL, KeyCode.K);
        Frames.settle(projection);
        push(KeyCode.ESCAPE);
        push(KeyCode.CONTROL, KeyCode.F);
        Frames.settle(projection);
        push(KeyCode.ESCAPE);
        assertThat(sample.local().intents()).isEmpty();

        push(KeyCode.CONTROL, KeyCode.L);
        write("a draft");
        push(KeyCode.ESCAPE);
        assertThat(sample.local().intents()).as("the first one is too long ago").isEmpty();
        push(KeyCode.ESCAPE);

        assertThat(sample.local().intents()).singleElement().isInstanceOf(Intent.Cancel.class);
        assertThat(shell.notices().shown()).isEmpty();
    }

    @Test
    void controlAndPeriodStopTheTurn() {
        openTheLoginSession();
        push(KeyCode.CONTROL, KeyCode.PERIOD);

        assertThat(sample.local().intents()).singleElement().isInstanceOf(Intent.Cancel.class);
    }

    @Test
    void onAPhoneTheListTheSessionAndTheWayBackAreOneColumn() {
        interact(() -> {
            stage.setWidth(390);
            stage.setHeight(800);
        });
        Frames.settle(projection);
        openTheLoginSession();
        assertThat(lookup(".session-list").tryQuery()).isEmpty();

        clickOn(".back-button");
        Frames.settle(projection);

        assertThat(lookup(".session-list").tryQuery()).isPresent();
        assertThat(sample.local().openSessions()).isEmpty();
    }

    @Test
    void decisionsAreAnsweredFromTheInbox() {
        interact(() -> shell.navigation().screenProperty().set(MainScreen.DECISIONS));
        Frames.settle(projection);
        test.clock().advance(Duration.ofSeconds(1));
        clickOn("Deny");

        assertThat(sample.remote().intents()).hasSize(1);
    }
}
