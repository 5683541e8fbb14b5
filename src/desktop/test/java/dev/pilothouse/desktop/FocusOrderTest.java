package dev.pilothouse.desktop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.ui.fx.Theme;
import dev.pilothouse.ui.fx.ThemeSettings;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javafx.event.Event;
import javafx.event.EventType;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Checks the Tab key on every screen. It reaches all buttons and fields, is never trapped, and moves from top to bottom
 * and from left to right within a group.
 */
class FocusOrderTest {
    /** More than the focusable nodes of any screen; a round that is longer is a trap. */
    private static final int STEPS = 200;

    private static ScreenStage stage;

    @BeforeAll
    static void openTheWindow() throws Exception {
        stage = new ScreenStage();
    }

    @AfterAll
    static void closeTheWindow() {
        stage.close();
    }

    @ParameterizedTest
    @EnumSource(Screen.class)
    void tabGoesRoundInTheOrderOfReading(Screen screen) {
        Set<String> faults = new LinkedHashSet<>();
        Scene scene = stage.show(screen, ThemeSettings.of(Theme.DARK), 390, 844);
        faults.addAll(stage.onFx(() -> faults(scene, "390: ")));
        stage.resize(1_440, 900);
        faults.addAll(stage.onFx(() -> faults(scene, "1440: ")));
        assertThat(faults).isEmpty();
    }

    private static List<String> faults(Scene scene, String where) {
        List<String> faults = new ArrayList<>();
        List<Node> round = round(scene);
        if (round.stream().noneMatch(FocusOrderTest::isStop)) {
            faults.add(where + "nothing can be reached");
        }
        for (Node node : SceneWalk.shown(scene)) {
            if (isStop(node) && !round.contains(node)) {
                faults.add(where + "never reached: " + SceneWalk.describe(node));
            }
        }
        for (int i = 1; i < round.size(); i++) {
            Node before = round.get(i - 1);
            Node next = round.get(i);
            if (before.getParent() == next.getParent() && isAhead(next, before)) {
                faults.add(where + "goes back from " + SceneWalk.describe(before) + " to " + SceneWalk.describe(next));
            }
        }
        return faults;
    }

    /** All nodes that Tab reaches, up to the first one that it reaches twice. */
    private static List<Node> round(Scene scene) {
        if (scene.getFocusOwner() == null) {
            scene.getRoot().requestFocus();
        }
        List<Node> round = new ArrayList<>();
        for (int i = 0; i < STEPS; i++) {
            Node owner = scene.getFocusOwner();
            if (round.contains(owner)) {
                return fromTheTop(round, round.indexOf(owner));
            }
            round.add(owner);
            press(owner == null ? scene.getRoot() : owner);
        }
        throw new AssertionError("no end after " + STEPS + " steps");
    }

    /** Rotates the round to start at the node that comes first in the scene, since the initial focus is arbitrary. */
    private static List<Node> fromTheTop(List<Node> walked, int from) {
        List<Node> round = walked.subList(from, walked.size());
        List<Node> shown = SceneWalk.shown(round.get(0).getScene());
        int first = 0;
        for (int i = 1; i < round.size(); i++) {
            if (order(shown, round.get(i)) < order(shown, round.get(first))) {
                first = i;
            }
        }
        List<Node> turned = new ArrayList<>(round.subList(first, round.size()));
        turned.addAll(round.subList(0, first));
        return turned;
    }

    private static int order(List<Node> shown, Node node) {
        int at = shown.indexOf(node);
        return at < 0 ? Integer.MAX_VALUE : at;
    }

    private static void press(Node owner) {
        for (EventType<KeyEvent> type : List.of(KeyEvent.KEY_PRESSED, KeyEvent.KEY_RELEASED)) {
            Event.fireEvent(owner, new KeyEvent(type, "", "", KeyCode.TAB, false, false, false, false));
        }
    }

    /** Tab reaches one choice of a group, and the arrow keys the others. A scroll pane is not a stop. */
    private static boolean isStop(Node node) {
        if (!node.isFocusTraversable() || node.isDisabled() || node instanceof ScrollPane) {
            return false;
        }
        for (Parent parent = node.getParent(); parent != null; parent = parent.getParent()) {
            if (parent.isDisabled()) {
                return false;
            }
        }
        return !(node instanceof ToggleButton choice) || choice.getToggleGroup() == null || choice.isSelected();
    }

    /** Whether the node is above the other, or before it on the same line. */
    private static boolean isAhead(Node node, Node other) {
        Bounds a = node.localToScene(node.getLayoutBounds());
        Bounds b = other.localToScene(other.getLayoutBounds());
        boolean above = a.getMaxY() <= b.getMinY() + 1;
        boolean sameLine = a.getMinY() < b.getMaxY() && b.getMinY() < a.getMaxY();
        return above || sameLine && a.getMaxX() <= b.getMinX() + 1;
    }
}
