package dev.pilothouse.desktop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.RobotTest;
import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.AgentInfo;
import dev.pilothouse.model.AgentSupport;
import dev.pilothouse.model.ItemId;
import dev.pilothouse.model.Organisation;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.SessionUpdate;
import dev.pilothouse.pulse.Lane;
import dev.pilothouse.pulse.Lanes;
import dev.pilothouse.session.HostGateway.Found;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.SearchHit;
import dev.pilothouse.testing.Frames;
import dev.pilothouse.ui.SampleHosts;
import dev.pilothouse.ui.TestShell;
import dev.pilothouse.ui.fx.Fonts;
import dev.pilothouse.ui.fx.FxExecutor;
import dev.pilothouse.ui.fx.FxPulse;
import dev.pilothouse.ui.fx.Theme;
import dev.pilothouse.ui.shell.MainScreen;
import dev.pilothouse.ui.shell.ShellGraph;
import dev.pilothouse.ui.shell.ShellView;
import dev.pilothouse.ui.text.Texts;
import java.time.Duration;
import java.util.List;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import javafx.stage.Stage;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.testfx.framework.junit5.ApplicationTest;

/** Organises and finds sessions by pointer, keys and touch, over scripted hosts. */
@RobotTest
final class SessionsRobotTest extends ApplicationTest {
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

    private void phone() {
        interact(() -> {
            stage.setWidth(390);
            stage.setHeight(800);
        });
        Frames.settle(projection);
    }

    private Label named(String session) {
        return (Label) lookup(".session-name")
                .<Label>match(label -> label.getText().equals(session) && label.isVisible())
                .query();
    }

    private boolean isListed(String session) {
        return lookup(".session-name")
                .<Label>match(label -> label.getText().equals(session)
                        && label.getScene() != null
                        && label.localToScene(label.getBoundsInLocal()).getHeight() > 0
                        && shown(label))
                .tryQuery()
                .isPresent();
    }

    private static boolean shown(Node node) {
        for (Node each = node; each != null; each = each.getParent()) {
            if (!each.isVisible()) {
                return false;
            }
        }
        return true;
    }

    private void choose(String words) {
        Node item = lookup(".menu-item .label")
                .<Label>match(label -> label.getText().equals(words))
                .query();
        clickOn(item);
        Frames.settle(projection);
    }

    private Intent sent(int intent) {
        Frames.settle(projection);
        return sample.local().intents().get(intent);
    }

    private void organised(int intent) {
        interact(() -> sample.local().organise(intent));
        Frames.settle(projection);
    }

    /** Waits for the search of exactly these words; slow typing first searches for prefixes. */
    private void awaitSearch(String words) {
        Awaitility.await()
                .pollInSameThread()
                .atMost(Duration.ofSeconds(10))
                .until(() -> sample.local().searched().contains(words));
    }

    @Test
    void theMenuOfARowPinsItAndItMovesUp() {
        clickOn(named("docs: quickstart"), MouseButton.SECONDARY);
        choose("Pin");
        assertThat(sent(0)).isEqualTo(Intent.Organise.pin(new SessionId("s12"), true));
        organised(0);

        assertThat(lookup(".session-group-title").queryAllAs(Label.class))
                .extracting(Label::getText)
                .contains("Pinned");
    }

    @Test
    void arrowsAndKeysDoWhatThePointerDoes() {
        interact(() -> lookup(".session-list").query().requestFocus());
        push(KeyCode.HOME);
        push(KeyCode.DOWN);
        push(KeyCode.E);
        assertThat(sent(0)).isInstanceOf(Intent.Organise.class);
        organised(0);

        push(KeyCode.DELETE);
        Frames.settle(projection);
        assertThat(shell.sessions().undoProperty().get().text()).startsWith("Deleted");
        push(KeyCode.CONTROL, KeyCode.Z);
        Frames.settle(projection);
        assertThat(shell.sessions().undoProperty().get()).isNull();

        push(KeyCode.HOME);
        push(KeyCode.DOWN);
        push(KeyCode.ENTER);
        Frames.settle(projection);
        assertThat(shell.navigation().sessionProperty().get()).isNotNull();
        assertThat(sample.local().intents()).hasSize(1);
    }

    @Test
    void aDeletedSessionLeavesTheScreenAndComesBackByOneClick() {
        clickOn(named("fix the login race"));
        Frames.settle(projection);
        clickOn(named("fix the login race"), MouseButton.SECONDARY);
        choose("Delete");
        Frames.settle(projection);
        assertThat(shell.navigation().sessionProperty().get()).isNull();
        assertThat(isListed("fix the login race")).isFalse();

        clickOn("#sessions-undo");
        Frames.settle(projection);

        assertThat(isListed("fix the login race")).isTrue();
        assertThat(sample.local().intents()).isEmpty();
    }

    @Test
    void cardsOpenAndEscapeGoesBackToThem() {
        clickOn("#sessions-layout");
        Frames.settle(projection);
        assertThat(lookup(".session-card").tryQuery()).isPresent();

        interact(() -> lookup(".session-list").query().requestFocus());
        push(KeyCode.HOME);
        push(KeyCode.DOWN);
        push(KeyCode.RIGHT);
        push(KeyCode.ENTER);
        Frames.settle(projection);
        assertThat(lookup(".session-title").queryLabeled().getText()).isEqualTo("api: add paging to the orders list");
        assertThat(lookup(".session-card").tryQuery()).isEmpty();

        interact(() -> lookup(".session-list").query().requestFocus());
        push(KeyCode.ESCAPE);
        Frames.settle(projection);
        assertThat(lookup(".session-card").tryQuery()).isPresent();
    }

    @Test
    void theSessionThatWasOpenBeforeTheCardsIsOpenAfterThem() {
        clickOn(named("fix the login race"));
        Frames.settle(projection);
        clickOn("#sessions-layout");
        Frames.settle(projection);
        assertThat(lookup(".session-card").tryQuery()).isPresent();
        assertThat(lookup(".session-title").tryQuery()).isEmpty();

        clickOn("#sessions-layout");
        Frames.settle(projection);
        assertThat(lookup(".session-card").tryQuery()).isEmpty();
        assertThat(lookup(".session-title").queryLabeled().getText()).isEqualTo("fix the login race");
    }

    @Test
    void whatIsTypedFiltersTheListAndFindsWhatWasSaid() {
        push(KeyCode.CONTROL, KeyCode.F);
        write("race");
        Frames.settle(projection);
        assertThat(isListed("fix the login race")).isTrue();
        assertThat(isListed("docs: quickstart")).isFalse();
        awaitSearch("race");
        interact(() -> sample.local()
                .found(
                        sample.local().searched().lastIndexOf("race"),
                        new Found(
                                List.of(new SearchHit(
                                        new SessionId("s12"),
                                        new ItemId(2),
                                        SampleHosts.NOW,
                                        SearchHit.Kind.MESSAGE,
                                        "it is a race",
                                        List.of(new SearchHit.Mark(8, 12)))),
                                3,
                                false)));
        Frames.settle(projection);

        Node word = lookup(".marked-word").query();
        clickOn(word);
        Frames.settle(projection);

        assertThat(lookup(".session-title").queryLabeled().getText()).isEqualTo("docs: quickstart");
        push(KeyCode.CONTROL, KeyCode.F);
    }

    @Test
    void theFilterMenuLeavesOutAndTheCrossBringsBack() {
        clickOn("#sessions-view");
        choose("Working");
        Frames.settle(projection);
        assertThat(isListed("fix the login race")).isFalse();
        assertThat(isListed("docs: quickstart")).isTrue();

        clickOn("#sessions-all");
        Frames.settle(projection);
        assertThat(isListed("fix the login race")).isTrue();
    }

    private int selected() {
        return shell.sessions().selection().keysProperty().get().size();
    }

    private void clickWith(KeyCode modifier, String session) {
        press(modifier);
        clickOn(named(session));
        release(modifier);
        Frames.settle(projection);
    }

    @Test
    void clicksWithControlAndShiftSelectAndAClickOpens() {
        clickWith(KeyCode.CONTROL, "fix the login race");
        clickWith(KeyCode.CONTROL, "docs: quickstart");
        assertThat(selected()).isEqualTo(2);
        assertThat(shell.navigation().sessionProperty().get()).isNull();
        assertThat(lookup("#selection-count").queryLabeled().getText()).isEqualTo("2 selected");
        clickWith(KeyCode.CONTROL, "docs: quickstart");
        assertThat(selected()).isEqualTo(1);

        clickWith(KeyCode.CONTROL, "fix the login race");
        clickWith(KeyCode.CONTROL, "api: add paging to the orders list");
        clickWith(KeyCode.SHIFT, "docs: which port?");
        assertThat(selected()).isEqualTo(3);

        clickOn(named("docs: quickstart"));
        Frames.settle(projection);
        assertThat(selected()).isZero();
        assertThat(shell.navigation().sessionProperty().get()).isNotNull();
    }

    @Test
    void theKeysSelectAndEscapeLeaves() {
        interact(() -> lookup(".session-list").query().requestFocus());
        push(KeyCode.HOME);
        push(KeyCode.DOWN);
        push(KeyCode.SHIFT, KeyCode.DOWN);
        push(KeyCode.SHIFT, KeyCode.DOWN);
        assertThat(selected()).isEqualTo(3);
        push(KeyCode.SHIFT, KeyCode.UP);
        assertThat(selected()).isEqualTo(2);
        push(KeyCode.SPACE);
        assertThat(selected()).isEqualTo(1);
        push(KeyCode.CONTROL, KeyCode.A);
        assertThat(selected()).isEqualTo(12);

        push(KeyCode.ESCAPE);
        assertThat(selected()).isZero();
        assertThat(lookup("#selection-count").tryQuery()).isEmpty();
        assertThat(lookup(".session-list").query().isFocused()).isTrue();
    }

    @Test
    void theMenuOfTheSelectionSendsOnePromptToAll() {
        clickWith(KeyCode.CONTROL, "fix the login race");
        clickWith(KeyCode.CONTROL, "docs: quickstart");
        clickOn(named("docs: quickstart"), MouseButton.SECONDARY);
        choose("Send prompt\u2026 (2)");
        write("run the tests");
        push(KeyCode.CONTROL, KeyCode.ENTER);

        assertThat(sent(1)).isInstanceOf(Intent.Prompt.class);
        assertThat(((Intent.Prompt) sent(0)).text()).isEqualTo("run the tests");
        assertThat(selected()).isZero();
    }

    @Test
    void f2RenamesInTheRowAndTheFocusComesBack() {
        interact(() -> lookup(".session-list").query().requestFocus());
        push(KeyCode.HOME);
        push(KeyCode.DOWN);
        push(KeyCode.F2);
        Frames.settle(projection);
        assertThat(lookup("#session-rename").query().isFocused()).isTrue();
        write("certificates");
        push(KeyCode.DOWN);
        push(KeyCode.ENTER);
        assertThat(sent(0)).isInstanceOf(Intent.RenameSession.class);
        assertThat(((Intent.RenameSession) sent(0)).name()).isEqualTo("certificates");
        assertThat(lookup("#session-rename").tryQuery()).isEmpty();
        assertThat(lookup(".session-list").query().isFocused()).isTrue();

        push(KeyCode.F2);
        write("never");
        push(KeyCode.ESCAPE);
        assertThat(lookup("#session-rename").tryQuery()).isEmpty();
        assertThat(lookup(".session-list").query().isFocused()).isTrue();
        push(KeyCode.ENTER);
        Frames.settle(projection);
        assertThat(shell.navigation().sessionProperty().get().sessionId())
                .isEqualTo(((Intent.RenameSession) sent(0)).sessionId());
        assertThat(sample.local().intents()).hasSize(1);
    }

    @Test
    void theHighlightStaysOnItsSessionWhenTheOrderChanges() {
        moveTo(stage.getX() + 900, stage.getY() + 400);
        interact(() -> lookup(".session-list").query().requestFocus());
        push(KeyCode.HOME);
        push(KeyCode.DOWN);
        push(KeyCode.DOWN);
        push(KeyCode.DOWN);
        test.clock().advance(Duration.ofSeconds(3));
        interact(() ->
                sample.local().update(sample.main(), new SessionUpdate.Organised(new Organisation(true, false, ""))));
        Frames.settle(projection);
        assertThat(shell.sessions().selection().keysProperty().get()).isEmpty();
        push(KeyCode.ENTER);
        Frames.settle(projection);

        assertThat(shell.navigation().sessionProperty().get().sessionId()).isEqualTo(sample.main());
    }

    @Test
    void aLongPressOnAPhoneSelectsAndTapsAddToIt() {
        phone();
        moveTo(named("fix the login race"));
        press(MouseButton.PRIMARY);
        Awaitility.await().pollInSameThread().atMost(Duration.ofSeconds(10)).until(() -> selected() == 1);
        release(MouseButton.PRIMARY);
        Frames.settle(projection);
        assertThat(selected()).isEqualTo(1);

        clickOn(named("docs: quickstart"));
        Frames.settle(projection);
        assertThat(selected()).isEqualTo(2);
        assertThat(shell.navigation().sessionProperty().get()).isNull();

        clickOn("#selection-archive");
        assertThat(sent(1)).isInstanceOf(Intent.Organise.class);
        assertThat(selected()).isZero();
    }

    @Test
    void aFingerPushesARowAside() {
        phone();
        swipe("fix the login race", -200);
        assertThat(sent(0)).isEqualTo(Intent.Organise.archive(sample.main(), true));
        swipe("docs: quickstart", 200);
        assertThat(sent(1)).isEqualTo(Intent.Organise.pin(new SessionId("s12"), true));
        assertThat(shell.navigation().sessionProperty().get())
                .as("a row that is pushed is not opened")
                .isNull();
    }

    @Test
    void aShortPushDoesNothing() {
        phone();
        swipe("fix the login race", -40);

        assertThat(sample.local().intents()).isEmpty();
        assertThat(shell.navigation().sessionProperty().get()).isNull();
    }

    @Test
    void onAPhoneTheMenuOffersAForkWhereTheAgentDoes() {
        interact(() -> sample.local()
                .agents(List.of(new AgentInfo(
                        new AgentId("github-copilot"),
                        "GitHub Copilot",
                        true,
                        "",
                        "",
                        List.of(),
                        new AgentSupport(false, true),
                        ""))));
        phone();
        clickOn(named("fix the login race"));
        Frames.settle(projection);
        Node menu = lookup(".button")
                .<Button>match(button -> Texts.text("session.menu").equals(button.getAccessibleText()) && shown(button))
                .query();
        clickOn(menu);
        assertThat(lookup(".menu-item").queryAllAs(Node.class))
                .allSatisfy(
                        item -> assertThat(item.getLayoutBounds().getHeight()).isGreaterThanOrEqualTo(44));

        choose("Fork");

        assertThat(sent(0))
                .isInstanceOfSatisfying(
                        Intent.CreateSession.class,
                        created -> assertThat(created.forkOf()).isEqualTo(sample.main()));
    }

    private void swipe(String session, double pixels) {
        Bounds row = named(session).localToScreen(named(session).getBoundsInLocal());
        double x = stage.getX() + 195;
        double y = row.getCenterY();
        moveTo(x, y);
        press(MouseButton.PRIMARY);
        for (int step = 1; step <= 8; step++) {
            moveTo(x + pixels * step / 8, y);
        }
        release(MouseButton.PRIMARY);
        Frames.settle(projection);
    }

    @Test
    void onAPhoneEveryTargetOfTheListIsAsLargeAsAThumb() {
        phone();

        for (Node button : lookup(".sessions .icon-button").queryAll()) {
            if (shown(button)) {
                assertThat(button.getBoundsInLocal().getHeight()).isGreaterThanOrEqualTo(44);
                assertThat(button.getBoundsInLocal().getWidth()).isGreaterThanOrEqualTo(44);
                assertThat(button.getAccessibleText()).isNotBlank();
            }
        }
        assertThat(lookup(".session-entry").queryAllAs(Node.class))
                .isNotEmpty()
                .allSatisfy(
                        row -> assertThat(row.getBoundsInLocal().getHeight()).isGreaterThanOrEqualTo(44));
    }

    @Test
    void theArrowsGoThroughTheInboxAndEnterAnswers() {
        interact(() -> shell.navigation().screenProperty().set(MainScreen.DECISIONS));
        Frames.settle(projection);
        interact(() -> lookup(".pending-session").query().requestFocus());
        test.clock().advance(Duration.ofSeconds(1));
        push(KeyCode.DOWN);
        push(KeyCode.ENTER);
        Frames.settle(projection);

        assertThat(((Intent.AnswerPending) sample.local().intents().get(0)).sessionId())
                .isEqualTo(sample.main());
        assertThat(sample.remote().intents()).isEmpty();
    }
}
