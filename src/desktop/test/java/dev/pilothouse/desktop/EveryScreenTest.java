package dev.pilothouse.desktop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.ui.fx.Accent;
import dev.pilothouse.ui.fx.Theme;
import dev.pilothouse.ui.fx.ThemeSettings;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javafx.css.PseudoClass;
import javafx.geometry.Bounds;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Labeled;
import javafx.scene.layout.BackgroundFill;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;
import javafx.scene.text.Text;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.kordamp.ikonli.javafx.FontIcon;

/**
 * Checks every screen, on a desktop and on a phone, dark and light: each reachable control has a name, and each text
 * has enough contrast.
 */
class EveryScreenTest {
    /** WCAG 2, level AA, for text; the next constant is for large text, icons and states. */
    private static final double TEXT = 4.5;

    private static final double LARGE = 3;
    private static final double LARGE_FROM = 24;
    /** Labels with names and paths, which may be cut off. */
    private static final Set<String> NAMES = Set.of(
            "session-doing",
            "session-place",
            "session-place-line",
            "session-branch",
            "session-name",
            "tool-target",
            "choice-button");

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
    void hasNamesForEverythingAndTextThatStandsOut(Screen screen) {
        Set<String> faults = new LinkedHashSet<>();
        Scene scene = stage.show(screen, ThemeSettings.of(Theme.DARK), 390, 844);
        faults.addAll(stage.onFx(() -> faults(scene, "390 dark: ")));
        // A phone in landscape shows the same nodes as in portrait or on a desktop, in the same colours.
        stage.resize(844, 390);
        faults.addAll(stage.onFx(() -> faults(scene, "844 dark: ")));
        stage.resize(1_440, 900);
        faults.addAll(stage.onFx(() -> faults(scene, "1440 dark: ")));
        stage.onFx(() -> {
            ThemeSettings.of(Theme.LIGHT).applyTo(scene);
            scene.getRoot().applyCss();
            scene.getRoot().layout();
            return null;
        });
        faults.addAll(stage.onFx(() -> faults(scene, "1440 light: ")));
        stage.resize(390, 844);
        faults.addAll(stage.onFx(() -> faults(scene, "390 light: ")));
        assertThat(faults).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Accent.class)
    void everyAccentStandsOut(Accent accent) {
        Set<String> faults = new LinkedHashSet<>();
        for (Screen screen : List.of(Screen.SETTINGS, Screen.CONVERSATION)) {
            Scene scene = stage.show(screen, ThemeSettings.of(Theme.DARK), 1_440, 900);
            for (Theme theme : Theme.values()) {
                stage.onFx(() -> {
                    new ThemeSettings(theme, accent, ThemeSettings.STANDARD).applyTo(scene);
                    scene.getRoot().applyCss();
                    scene.getRoot().layout();
                    return null;
                });
                faults.addAll(stage.onFx(() -> faults(scene, theme.name() + ": ")));
            }
        }
        assertThat(faults).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = Screen.class,
            names = {"CONVERSATION", "FAILED", "LIST"})
    void cutsNoTextOffInANarrowWindowWithLargeText(Screen screen) {
        Set<String> faults = new LinkedHashSet<>();
        Scene scene = stage.show(screen, ThemeSettings.of(Theme.DARK), 720, 800);
        for (int text : new int[] {14, 20, 24}) {
            for (int width : new int[] {700, 720, 1_024}) {
                stage.resize(width, 800, text);
                faults.addAll(stage.onFx(() -> cut(scene, text + " px at " + width + ": ")));
            }
        }
        assertThat(faults).isEmpty();
    }

    /** Own texts that are cut off or leave the window. Names and paths may be cut off. */
    private static List<String> cut(Scene scene, String where) {
        List<String> faults = new ArrayList<>();
        for (Node node : SceneWalk.shown(scene)) {
            if (node instanceof Labeled labeled
                    && labeled.getText() != null
                    && labeled.getStyleClass().stream().noneMatch(NAMES::contains)) {
                for (Node child : labeled.getChildrenUnmodifiable()) {
                    if (child instanceof Text text
                            && text.getStyleClass().contains("text")
                            && !text.getText().equals(labeled.getText())) {
                        faults.add(where + "cut to \u201c" + text.getText() + "\u201d: " + SceneWalk.describe(labeled));
                    }
                }
                Bounds bounds = labeled.localToScene(labeled.getBoundsInLocal());
                if (bounds.getMinX() < -1 || bounds.getMaxX() > scene.getWidth() + 1) {
                    faults.add(where + "outside of the window: " + SceneWalk.describe(labeled));
                }
            }
        }
        return faults;
    }

    @Test
    void theOpenSessionIsHighlightedWhileHoveredAndOnATouchScreen() {
        PseudoClass open = PseudoClass.getPseudoClass("on-screen");
        for (double height : new double[] {900, 390}) {
            Scene scene = stage.show(Screen.CONVERSATION, ThemeSettings.of(Theme.DARK), 1_000, height);
            for (String state : List.of("none", "hover", "selected")) {
                stage.onFx(() -> {
                    Region row = SceneWalk.shown(scene).stream()
                            .filter(node -> node.getStyleClass().contains("session-entry"))
                            .filter(node -> node.getPseudoClassStates().contains(open))
                            .map(Region.class::cast)
                            .findFirst()
                            .orElseThrow();
                    Node cell = row;
                    while (!cell.getStyleClass().contains("session-cell")) {
                        cell = cell.getParent();
                    }
                    cell.pseudoClassStateChanged(PseudoClass.getPseudoClass("hover"), state.equals("hover"));
                    cell.pseudoClassStateChanged(PseudoClass.getPseudoClass("selected"), state.equals("selected"));
                    scene.getRoot().applyCss();
                    assertThat(row.getBackground().getFills())
                            .as("%s at a height of %s", state, height)
                            .last()
                            .extracting(BackgroundFill::getFill)
                            .isEqualTo(Color.rgb(76, 141, 255, 0.16));
                    return null;
                });
            }
        }
    }

    private static List<String> faults(Scene scene, String where) {
        List<String> faults = new ArrayList<>();
        int looked = 0;
        for (Node node : SceneWalk.shown(scene)) {
            if (node.isFocusTraversable() && !node.isDisabled()) {
                looked++;
                if (SceneWalk.name(node).isEmpty()) {
                    faults.add(where + "no name: " + SceneWalk.describe(node));
                }
                if (node.getAccessibleRole() == AccessibleRole.NODE
                        || node.getAccessibleRole() == AccessibleRole.PARENT) {
                    faults.add(where + "no role: " + SceneWalk.describe(node));
                }
            }
            if (node instanceof Text text && !text.getText().isBlank() && !disabled(text) && inSight(text)) {
                boolean large = text instanceof FontIcon || text.getFont().getSize() >= LARGE_FROM;
                double contrast = Contrast.of(text);
                if (contrast < (large ? LARGE : TEXT)) {
                    faults.add(
                            where + String.format(Locale.ROOT, "contrast %.2f: ", contrast) + SceneWalk.describe(text));
                }
            }
        }
        if (looked == 0) {
            faults.add(where + "nothing can be reached");
        }
        return faults;
    }

    private static boolean inSight(Node node) {
        return SceneWalk.inSight(node).getWidth() >= 1
                && SceneWalk.inSight(node).getHeight() >= 1;
    }

    /** WCAG exempts disabled controls. */
    private static boolean disabled(Node node) {
        return node.isDisabled();
    }
}
