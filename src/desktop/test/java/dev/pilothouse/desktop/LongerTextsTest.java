package dev.pilothouse.desktop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.ui.fx.Theme;
import dev.pilothouse.ui.fx.ThemeSettings;
import dev.pilothouse.ui.text.Language;
import dev.pilothouse.ui.text.LongerTexts;
import dev.pilothouse.ui.text.Texts;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Control;
import javafx.scene.control.Labeled;
import javafx.scene.control.ScrollPane;
import javafx.scene.text.Text;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Checks every screen on a phone and on a small desktop with every text 40 % longer. No fixed text is cut off, no
 * control covers another or crosses an edge, and a sheet keeps its distance from the window's edge.
 */
class LongerTextsTest {
    /** One-line texts of arbitrary length, which may be cut off. */
    private static final Set<String> MAY_BE_CUT = Set.of(
            "session-doing",
            "footer-host",
            "session-place",
            "session-place-line",
            "session-name",
            "palette-title",
            "palette-detail");

    private static final double MARGIN = 8;

    private static ScreenStage stage;

    @BeforeAll
    static void openTheWindow() throws Exception {
        LongerTexts.speak();
        stage = new ScreenStage();
    }

    @AfterAll
    static void closeTheWindow() {
        stage.close();
        LongerTexts.end();
        assertThat(Texts.language()).isEqualTo(Language.ENGLISH);
    }

    @ParameterizedTest
    @EnumSource(Screen.class)
    void cutsNothingOff(Screen screen) {
        Set<String> faults = new LinkedHashSet<>();
        Scene scene = stage.show(screen, ThemeSettings.of(Theme.DARK), 390, 844);
        for (double[] size : new double[][] {{390, 844}, {360, 640}, {844, 390}, {1_280, 800}}) {
            if (size[0] != 390) {
                stage.resize(size[0], size[1]);
            }
            faults.addAll(stage.onFx(() -> faults(scene, (int) size[0] + ": ")));
            faults.addAll(stage.onFx(() -> misplaced(scene, (int) size[0] + ": ")));
        }
        assertThat(faults).isEmpty();
    }

    /** Controls that cross an edge of their container or lie under another control. */
    private static List<String> misplaced(Scene scene, String where) {
        List<String> faults = new ArrayList<>();
        List<Node> pressed = SceneWalk.shown(scene).stream()
                .filter(node -> node instanceof Control && node.isFocusTraversable() && !(node instanceof ScrollPane))
                .toList();
        for (Node node : pressed) {
            Bounds whole = node.localToScene(node.getBoundsInLocal());
            if (whole.getWidth() - SceneWalk.inSight(node).getWidth() > 1
                    || whole.getMinX() < -1
                    || whole.getMaxX() > scene.getWidth() + 1) {
                faults.add(where + "past an edge: " + SceneWalk.describe(node));
            }
            for (Node other : pressed) {
                if (other != node && other.getParent() == node.getParent() && overlap(node, other)) {
                    faults.add(where + "over another: " + SceneWalk.describe(node));
                }
            }
        }
        for (Node node : SceneWalk.shown(scene)) {
            // The viewer of a file and the changes cover a narrow window.
            if (node.getStyleClass().contains("overlay-sheet")
                    && !node.getStyleClass().contains("whole-sheet")) {
                Bounds sheet = node.localToScene(node.getLayoutBounds());
                if (sheet.getMinX() < MARGIN
                        || sheet.getMaxX() > scene.getWidth() - MARGIN
                        || sheet.getMinY() < MARGIN
                        || sheet.getMaxY() > scene.getHeight() - MARGIN) {
                    faults.add(where + "a sheet at the edge: " + SceneWalk.describe(node));
                }
            }
        }
        return faults;
    }

    private static boolean overlap(Node one, Node other) {
        Bounds a = one.getBoundsInParent();
        Bounds b = other.getBoundsInParent();
        return Math.min(a.getMaxX(), b.getMaxX()) - Math.max(a.getMinX(), b.getMinX()) > 1
                && Math.min(a.getMaxY(), b.getMaxY()) - Math.max(a.getMinY(), b.getMinY()) > 1;
    }

    private static List<String> faults(Scene scene, String where) {
        List<String> faults = new ArrayList<>();
        for (Node node : SceneWalk.shown(scene)) {
            if (!(node instanceof Labeled labeled)
                    || labeled.getText() == null
                    || !LongerTexts.isOurs(labeled.getText())
                    || labeled.getStyleClass().stream().anyMatch(MAY_BE_CUT::contains)) {
                continue;
            }
            for (Node child : labeled.getChildrenUnmodifiable()) {
                if (child instanceof Text text && text.getStyleClass().contains("text")) {
                    if (!text.getText().equals(labeled.getText())) {
                        faults.add(where + "cut to \u201c" + text.getText() + "\u201d: " + SceneWalk.describe(labeled));
                    }
                }
            }
            Bounds bounds = labeled.localToScene(labeled.getBoundsInLocal());
            if (bounds.getMinX() < -1 || bounds.getMaxX() > scene.getWidth() + 1) {
                faults.add(where + "outside of the window: " + SceneWalk.describe(labeled));
            }
        }
        return faults;
    }
}
