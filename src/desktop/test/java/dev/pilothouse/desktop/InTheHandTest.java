package dev.pilothouse.desktop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.ui.fx.Accent;
import dev.pilothouse.ui.fx.Theme;
import dev.pilothouse.ui.fx.ThemeSettings;
import dev.pilothouse.ui.shell.MainScreen;
import dev.pilothouse.ui.shell.ShellView;
import java.util.ArrayList;
import java.util.List;
import javafx.event.Event;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.TextArea;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The phone form: the on-screen keyboard, sheets that are pulled down, the back gesture, and larger text. */
class InTheHandTest {
    private static final double KEYBOARD = 336;

    private static ScreenStage stage;

    @BeforeAll
    static void openTheWindow() throws Exception {
        stage = new ScreenStage();
    }

    @AfterAll
    static void closeTheWindow() {
        stage.close();
    }

    private static Scene phone(Screen screen) {
        return stage.show(screen, ThemeSettings.of(Theme.DARK), 390, 844);
    }

    private static void cover(double pixels) {
        stage.onFx(() -> {
            stage.test().keyboard().cover(pixels);
            return null;
        });
        stage.settle();
    }

    private static Bounds bounds(Scene scene, String selector) {
        return stage.onFx(() -> {
            Node node = scene.getRoot().lookup(selector);
            return node.localToScene(node.getLayoutBounds());
        });
    }

    /** The lowest edge of the conversation's visible text. */
    private static double lastWords(Scene scene) {
        return stage.onFx(() -> SceneWalk.shown(scene).stream()
                .filter(node -> node instanceof javafx.scene.text.Text text
                        && text.getText().contains("I would like to run the login tests again."))
                .mapToDouble(node -> SceneWalk.inSight(node).getHeight() < 1
                        ? Double.NaN
                        : SceneWalk.inSight(node).getMaxY())
                .findFirst()
                .orElse(Double.NaN));
    }

    @Test
    void theKeyboardHidesNeitherTheComposerNorTheLastMessage() {
        Scene scene = phone(Screen.CONVERSATION);
        double before = bounds(scene, ".composer-box").getMaxY();

        cover(KEYBOARD);

        Bounds composer = bounds(scene, ".composer-box");
        assertThat(before).isGreaterThan(844 - KEYBOARD);
        assertThat(composer.getMaxY()).isLessThanOrEqualTo(844 - KEYBOARD);
        assertThat(bounds(scene, ".pending-card").getMaxY()).isLessThanOrEqualTo(composer.getMinY());
        assertThat(lastWords(scene))
                .as("the last message's lower edge")
                .isLessThanOrEqualTo(bounds(scene, ".pending-card").getMinY());

        cover(0);
        assertThat(bounds(scene, ".composer-box").getMaxY()).isEqualTo(before);
    }

    @Test
    void aSheetKeepsItsButtonsAboveTheKeyboard() {
        Scene scene = phone(Screen.NEW_SESSION);

        cover(KEYBOARD);

        assertThat(bounds(scene, ".overlay-sheet .primary-button").getMaxY()).isLessThan(844 - KEYBOARD);
        assertThat(bounds(scene, ".overlay-sheet").getMinY()).isGreaterThanOrEqualTo(0);
    }

    @Test
    void theBarAtTheFootGivesItsRoomToWhatIsWritten() {
        Scene scene = phone(Screen.SETTINGS);
        assertThat(stage.onFx(() -> scene.getRoot().lookup(".bottom-bar"))).isNotNull();

        cover(KEYBOARD);
        assertThat(stage.onFx(() -> scene.getRoot().lookup(".bottom-bar"))).isNull();

        cover(0);
        assertThat(stage.onFx(() -> scene.getRoot().lookup(".bottom-bar"))).isNotNull();
    }

    @Test
    void aWindowThatIsGoneListensToNoKeyboard() {
        Scene scene = phone(Screen.SETTINGS);
        assertThat(stage.test().keyboard().observers()).isEqualTo(1);

        stage.onFx(() -> {
            scene.setRoot(new javafx.scene.layout.Pane());
            return null;
        });

        assertThat(stage.test().keyboard().observers()).isZero();
    }

    /** Presses, drags and releases on the sheet's title, with the events of a touch screen. */
    private static void pull(Scene scene, String selector, double by) {
        stage.onFx(() -> {
            Node node = scene.getRoot().lookup(selector);
            Bounds at = node.localToScene(node.getLayoutBounds());
            double x = at.getCenterX();
            double y = at.getMinY() + 4;
            fire(node, MouseEvent.MOUSE_PRESSED, x, y);
            for (int step = 1; step <= 4; step++) {
                fire(node, MouseEvent.MOUSE_DRAGGED, x, y + by * step / 4);
            }
            fire(node, MouseEvent.MOUSE_RELEASED, x, y + by);
            return null;
        });
        stage.settle();
    }

    private static void fire(Node node, javafx.event.EventType<MouseEvent> type, double x, double y) {
        boolean down = type != MouseEvent.MOUSE_RELEASED;
        Event.fireEvent(
                node,
                new MouseEvent(
                        type,
                        x,
                        y,
                        x,
                        y,
                        MouseButton.PRIMARY,
                        1,
                        false,
                        false,
                        false,
                        false,
                        down,
                        false,
                        false,
                        true,
                        false,
                        false,
                        null));
    }

    private static boolean isOpen(Scene scene) {
        return stage.onFx(() -> scene.getRoot().lookup(".overlay-sheet") != null);
    }

    @Test
    void aSheetThatIsPulledDownGoesAndAShortPullLetsItReturn() {
        Scene scene = phone(Screen.AGENTS);
        double top = bounds(scene, ".overlay-sheet").getMinY();

        pull(scene, ".overlay-sheet > .screen-title", 40);
        assertThat(isOpen(scene)).isTrue();
        assertThat(bounds(scene, ".overlay-sheet").getMinY()).isEqualTo(top);

        pull(scene, ".overlay-sheet > .screen-title", 200);
        assertThat(isOpen(scene)).isFalse();
    }

    @Test
    void whatScrollsInASheetDoesNotPullIt() {
        Scene scene = phone(Screen.AGENTS);

        pull(scene, ".overlay-sheet .agent-row", 200);

        assertThat(isOpen(scene)).isTrue();
    }

    @Test
    void onADesktopAPointerPullsNothing() {
        Scene scene = stage.show(Screen.AGENTS, ThemeSettings.of(Theme.DARK), 1_280, 800);

        pull(scene, ".overlay-sheet > .screen-title", 200);

        assertThat(isOpen(scene)).isTrue();
    }

    @Test
    void theWayBackClosesTheSheetFirstAndTheFocusReturns() {
        Scene scene = phone(Screen.SETTINGS);
        stage.onFx(() -> {
            scene.getRoot().lookup("#settings-search").requestFocus();
            ((ShellView) scene.getRoot()).sheets().openKeys();
            return null;
        });
        stage.settle();

        escape(scene);
        assertThat(isOpen(scene)).isFalse();
        assertThat(stage.onFx(() -> scene.getFocusOwner().getId())).isEqualTo("settings-search");
        assertThat(stage.shell().navigation().screenProperty().get()).isEqualTo(MainScreen.SETTINGS);

        escape(scene);
        assertThat(stage.shell().navigation().screenProperty().get()).isEqualTo(MainScreen.SESSIONS);
    }

    @Test
    void keysReachTheWindowAlsoWhenWhatHadTheFocusIsGone() {
        Scene scene = phone(Screen.SETTINGS);
        stage.onFx(() -> {
            javafx.scene.control.Button passing = new javafx.scene.control.Button("passing");
            ((ShellView) scene.getRoot()).getChildren().add(0, passing);
            passing.requestFocus();
            ((ShellView) scene.getRoot()).sheets().openKeys();
            ((ShellView) scene.getRoot()).getChildren().remove(passing);
            return null;
        });
        stage.settle();

        escape(scene);
        escape(scene);

        assertThat(stage.shell().navigation().screenProperty().get()).isEqualTo(MainScreen.SESSIONS);
    }

    /** Android reports its back gesture and back button as this key. */
    private static void escape(Scene scene) {
        stage.onFx(() -> {
            Node owner = scene.getFocusOwner() == null ? scene.getRoot() : scene.getFocusOwner();
            for (javafx.event.EventType<KeyEvent> type : List.of(KeyEvent.KEY_PRESSED, KeyEvent.KEY_RELEASED)) {
                Event.fireEvent(owner, new KeyEvent(type, "", "", KeyCode.ESCAPE, false, false, false, false));
            }
            return null;
        });
        stage.settle();
    }

    @Test
    void anotherSizeOfTextIsLaidOutAnewAtOnce() {
        Scene scene = phone(Screen.BUSY);
        TextArea input = (TextArea) stage.onFx(() -> scene.getRoot().lookup("#composer-input"));
        double small = stage.onFx(input::getHeight);

        stage.onFx(() -> {
            new ThemeSettings(Theme.DARK, Accent.BLUE, ThemeSettings.LARGEST).applyTo(scene);
            scene.getRoot().applyCss();
            scene.getRoot().layout();
            return null;
        });
        stage.settle();

        assertThat(stage.onFx(input::getHeight)).isGreaterThan(small);
        List<String> cut = stage.onFx(() -> {
            List<String> found = new ArrayList<>();
            for (Node node : SceneWalk.shown(scene)) {
                if (node instanceof javafx.scene.control.Label label
                        && label.isWrapText()
                        && label.getHeight() + 1 < label.prefHeight(label.getWidth())) {
                    found.add(SceneWalk.describe(label));
                }
            }
            return found;
        });
        assertThat(cut).as("words that are cut").isEmpty();
    }
}
