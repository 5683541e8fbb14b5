package dev.pilothouse.desktop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.RobotTest;
import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.AgentInfo;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.pulse.Lane;
import dev.pilothouse.pulse.Lanes;
import dev.pilothouse.session.Intent;
import dev.pilothouse.testing.Frames;
import dev.pilothouse.ui.SampleHosts;
import dev.pilothouse.ui.TestShell;
import dev.pilothouse.ui.fx.Fonts;
import dev.pilothouse.ui.fx.FxExecutor;
import dev.pilothouse.ui.fx.FxPulse;
import dev.pilothouse.ui.fx.Theme;
import dev.pilothouse.ui.fx.ThemeSettings;
import dev.pilothouse.ui.settings.SettingsPresenter;
import dev.pilothouse.ui.shell.MainScreen;
import dev.pilothouse.ui.shell.ShellGraph;
import dev.pilothouse.ui.shell.ShellView;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.testfx.framework.junit5.ApplicationTest;

/** Uses the whole window, mostly by keys, over scripted hosts. */
@RobotTest
final class FlowsRobotTest extends ApplicationTest {
    private final SampleHosts sample = SampleHosts.aWorkingDay();
    private final TestShell test = new TestShell();
    private Lanes lanes;
    private Lane projection;
    private ShellGraph shell;
    private Scene scene;

    @Override
    public void start(Stage window) {
        Fonts.load();
        lanes = new Lanes("robot", (thread, failure) -> test.failures().add(failure));
        projection = lanes.open("projection", 64);
        shell = new ShellGraph(test.ports(sample.hosts(), FxPulse::new, projection, new FxExecutor()));
        shell.settings().reducedMotionProperty().set(true);
        scene = new Scene(new ShellView(shell), 1_280, 820);
        shell.settings().fontSizeProperty().addListener(size -> dress());
        shell.settings().appearanceProperty().addListener(look -> dress());
        dress();
        window.setScene(scene);
        window.setWidth(1_280);
        window.setHeight(820);
        window.show();
        window.toFront();
    }

    private void dress() {
        boolean light = shell.settings().appearanceProperty().get().name().equals("LIGHT");
        new ThemeSettings(
                        light ? Theme.LIGHT : Theme.DARK,
                        shell.settings().accentProperty().get(),
                        shell.settings().fontSizeProperty().get())
                .applyTo(scene);
    }

    @AfterEach
    void closeTheShell() {
        interact(shell::close);
        lanes.close();
        assertThat(test.failures()).isEmpty();
    }

    private boolean isThere(String query) {
        return lookup(query).tryQuery().isPresent();
    }

    @Test
    void thePaletteFindsASessionByAFewLetters() {
        push(KeyCode.CONTROL, KeyCode.K);
        write("flaky");
        push(KeyCode.ENTER);
        Frames.settle(projection);

        assertThat(isThere("#palette")).isFalse();
        assertThat(lookup(".session-title").queryLabeled().getText()).isEqualTo("api: flaky test in checkout");
    }

    @Test
    void thePaletteHighlightsTheRowThatEnterChooses() {
        push(KeyCode.CONTROL, KeyCode.K);
        ListView<?> list = lookup(".palette-list").queryListView();
        for (String letter : List.of("s", "e", "s")) {
            write(letter);
            Frames.settle(projection);
            assertThat(list.getSelectionModel().getSelectedIndex()).isZero();
        }
        push(KeyCode.DOWN);
        write("s");
        Frames.settle(projection);

        assertThat(list.getSelectionModel().getSelectedIndex()).isZero();
    }

    @Test
    void thePaletteTakesThePersonToASetting() {
        push(KeyCode.CONTROL, KeyCode.K);
        write("text size");
        push(KeyCode.ENTER);
        Frames.settle(projection);

        assertThat(shell.navigation().screenProperty().get()).isEqualTo(MainScreen.SETTINGS);
        assertThat(isThere("#setting-FONT_SIZE")).isTrue();
        assertThat(isThere("#setting-ACCENT")).isFalse();
    }

    @Test
    void theLookAndTheSizeOfTextChangeAtOnce() {
        push(KeyCode.CONTROL, KeyCode.COMMA);
        clickOn("Light");
        assertThat(scene.getStylesheets().get(0)).endsWith("tokens-light.css");

        clickOn("#settings-search").write("text size");
        clickOn("#font-size");
        push(KeyCode.END);
        Frames.settle(projection);

        assertThat(shell.settings().fontSizeProperty().get()).isEqualTo(24);
        assertThat(lookup(".screen-title").queryLabeled().getFont().getSize()).isGreaterThan(30);
        assertThat(test.kept()).containsEntry("appearance", "light").containsEntry("fontSize", "24");
    }

    @Test
    void aSwitchTurnsOneKindOfNotificationOff() {
        push(KeyCode.CONTROL, KeyCode.COMMA);
        clickOn("#settings-search").write("failed");
        clickOn(lookup("#setting-NOTIFY_FAILED .check-box").queryAs(CheckBox.class));
        Frames.settle(projection);

        assertThat(shell.settings().notifyFailedProperty().get()).isFalse();
        assertThat(shell.titleProperty().get()).doesNotContain("failed").contains("need you");
    }

    @Test
    void aQuestionMarkShowsAllKeysUnlessItIsTyped() {
        interact(() -> shell.navigation().screenProperty().set(MainScreen.DECISIONS));
        interact(() -> scene.getRoot().requestFocus());
        write("?");
        Frames.settle(projection);
        assertThat(isThere("#keys-sheet")).isTrue();

        push(KeyCode.ESCAPE);
        push(KeyCode.CONTROL, KeyCode.COMMA);
        clickOn("#settings-search").write("?");
        Frames.settle(projection);
        assertThat(isThere("#keys-sheet")).as("a letter of what is searched").isFalse();
        assertThat(shell.settings().searchProperty().get()).isEqualTo("?");

        push(KeyCode.F1);
        Frames.settle(projection);
        assertThat(isThere("#keys-sheet")).isTrue();
    }

    @Test
    void theGuideEndsWithARunningSession() {
        interact(() -> ((ShellView) scene.getRoot()).sheets().openGuide());
        push(KeyCode.DOWN);
        clickOn("#guide-next");
        clickOn("#guide-next");
        clickOn("#guide-prompt").write("Explain it.");
        push(KeyCode.ENTER);
        Frames.settle(projection);

        Intent.CreateSession made =
                (Intent.CreateSession) sample.local().intents().get(0);
        assertThat(made.agentId()).isIn(new AgentId("copilot"), new AgentId("opencode"));
        assertThat(made.toString()).contains("Explain it.");
        interact(() -> sample.local().accept(0, new SessionId("s12")));
        Frames.settle(projection);

        assertThat(isThere("#guide")).isFalse();
        assertThat(shell.navigation().sessionProperty().get().sessionId()).isEqualTo(new SessionId("s12"));
    }

    @Test
    void theGuideIsUsedByKeysAloneAndStartsTheAgentThatTheArrowKeysChose() {
        interact(() -> ((ShellView) scene.getRoot()).sheets().openGuide());
        Frames.settle(projection);
        push(KeyCode.DOWN);
        push(KeyCode.ENTER);
        push(KeyCode.ENTER);
        write("Explain it.");
        push(KeyCode.ENTER);
        Frames.settle(projection);

        assertThat(sample.local().intents())
                .singleElement()
                .isInstanceOfSatisfying(
                        Intent.CreateSession.class,
                        made -> assertThat(made.agentId()).isEqualTo(new AgentId("opencode")));
    }

    @Test
    void theArrowKeysChangeASettingWithAFewValues() {
        push(KeyCode.CONTROL, KeyCode.COMMA);
        Frames.settle(projection);
        interact(() -> lookup("Light").query().requestFocus());
        push(KeyCode.LEFT);

        assertThat(shell.settings().appearanceProperty().get())
                .isEqualTo(chosenIn(lookup("Light").query().getParent()));
    }

    private static SettingsPresenter.Appearance chosenIn(Parent choices) {
        List<Node> buttons = choices.getChildrenUnmodifiable();
        for (int i = 0; i < buttons.size(); i++) {
            if (((ToggleButton) buttons.get(i)).isSelected()) {
                return SettingsPresenter.Appearance.values()[i];
            }
        }
        throw new AssertionError("no value is selected");
    }

    @Test
    void aDeviceGetsAnotherNameAndOtherRights() {
        push(KeyCode.CONTROL, KeyCode.DIGIT3);
        clickOn("#device-d1");
        interact(() -> lookup("#device-name").queryAs(TextField.class).setText("my phone"));
        clickOn("answer");
        clickOn("#device-save");
        Frames.settle(projection);

        assertThat(shell.hosts().cardsProperty().get().get(0).devices())
                .filteredOn(device -> device.deviceId().value().equals("d1"))
                .singleElement()
                .satisfies(device -> {
                    assertThat(device.name()).isEqualTo("my phone");
                    assertThat(device.scope()).isEqualTo(Scope.ANSWER);
                });
    }

    @Test
    void anAgentThatIsInstalledWhileItsSheetIsOpenAppears() {
        interact(() -> ((ShellView) scene.getRoot()).sheets().openAgents());
        Frames.settle(projection);
        interact(() -> sample.local()
                .agents(List.of(new AgentInfo(new AgentId("new"), "A new one", true, "new --acp", "", List.of(), ""))));
        Frames.settle(projection);

        assertThat(isThere("A new one")).isTrue();
    }

    @Test
    void theTabKeyGoesThroughASheetAndNeverUnderIt() {
        push(KeyCode.CONTROL, KeyCode.N);
        Frames.settle(projection);
        Node sheet = lookup(".overlay-sheet").query();
        Set<Node> reached = new LinkedHashSet<>();
        for (int i = 0; i < 14; i++) {
            push(KeyCode.TAB);
            Node owner = scene.getFocusOwner();
            assertThat(isIn(owner, sheet)).as("the focus is in the sheet").isTrue();
            reached.add(owner);
        }

        assertThat(reached).hasSizeGreaterThan(4);
    }

    private static boolean isIn(Node node, Node ancestor) {
        for (Node each = node; each != null; each = each.getParent()) {
            if (each == ancestor) {
                return true;
            }
        }
        return false;
    }
}
