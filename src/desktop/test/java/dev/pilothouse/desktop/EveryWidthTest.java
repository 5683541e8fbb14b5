package dev.pilothouse.desktop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.ui.fx.Accent;
import dev.pilothouse.ui.fx.Theme;
import dev.pilothouse.ui.fx.ThemeSettings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import javafx.scene.Parent;
import javafx.scene.Scene;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Checks the layout of every screen at text sizes from 12 to 24 and at widths from 360 to 1,440, among them the widths
 * at which the window changes its form. A window is resized within one layout pass, which makes thousands of layouts
 * possible; {@link EveryScreenTest} looks at whole frames.
 */
class EveryWidthTest {
    /** A window opens with the standard size. Each change of the size costs as much as all widths. */
    private static final int[] TEXTS = {14, 12, 16, 20, 24};
    /** The widths for text of the standard size; the next constant is for other sizes. */
    private static final int[] WIDTHS = {360, 390, 480, 640, 720, 800, 1_024, 1_280, 1_440};

    private static final int[] FEWER_WIDTHS = {360, 480, 1_440};
    /** The widths at which the window changes its form, for text of the standard size. */
    private static final int[] BREAKPOINTS = {700, 1_000, 1_200};

    private static ScreenStage stage;

    @BeforeAll
    static void openTheWindow() throws Exception {
        stage = new ScreenStage();
    }

    @AfterAll
    static void closeTheWindow() {
        stage.close();
    }

    private static NavigableSet<Integer> widths(int text) {
        NavigableSet<Integer> widths = new TreeSet<>();
        for (int width : text == ThemeSettings.STANDARD ? WIDTHS : FEWER_WIDTHS) {
            widths.add(width);
        }
        for (int breakpoint : BREAKPOINTS) {
            int scaled = (int) Math.ceil(breakpoint * Math.max(1, text / (double) ThemeSettings.STANDARD));
            for (int width : new int[] {scaled - 1, scaled}) {
                if (width <= 1_440) {
                    widths.add(width);
                }
            }
        }
        return widths;
    }

    @ParameterizedTest
    @EnumSource(Screen.class)
    void isLaidOutAtEveryWidthAndTextSize(Screen screen) {
        Scene scene = stage.show(screen, ThemeSettings.of(Theme.DARK), 1_024, 844);
        Map<String, List<String>> faults = new LinkedHashMap<>();
        for (int text : TEXTS) {
            NavigableSet<Integer> widths = widths(text);
            stage.onFx(() -> {
                stage.shell().settings().fontSizeProperty().set(text);
                new ThemeSettings(Theme.DARK, Accent.BLUE, text).applyTo(scene);
                for (int width : widths) {
                    layOut(scene.getRoot(), width);
                    for (String fault : LayoutFaults.of(scene.getRoot())) {
                        faults.computeIfAbsent(fault, key -> new ArrayList<>()).add(text + "px@" + width);
                    }
                }
                return null;
            });
        }
        assertThat(faults).isEmpty();
    }

    private static void layOut(Parent root, int width) {
        root.resize(width, 844);
        root.applyCss();
        root.layout();
        // Labels that wrap ask for another height once they know their width.
        root.layout();
    }
}
