package dev.pilothouse.desktop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.ui.fx.Theme;
import dev.pilothouse.ui.fx.ThemeSettings;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Checks that the rows of a conversation are as high as their content after the window or the text was resized. */
class TranscriptLayoutTest {
    private static final double[][] SIZES = {{390, 844}, {360, 640}, {720, 700}, {1_280, 800}};
    private static final int[] TEXTS = {12, 20, 24};

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
    @EnumSource(
            value = Screen.class,
            names = {"AGENT_FILES", "FAILED"})
    void rowsFitTheirContentAfterAResize(Screen screen) {
        List<String> faults = new ArrayList<>();
        Scene scene = stage.show(screen, ThemeSettings.of(Theme.DARK), 390, 844);
        stage.onFx(() -> {
            // As in the app, the shell is not the root. So it is resized within a layout pass.
            Parent shell = scene.getRoot();
            scene.setRoot(new StackPane());
            ((StackPane) scene.getRoot()).getChildren().setAll(shell);
            return null;
        });
        for (double[] size : SIZES) {
            stage.resize(size[0], size[1], 14);
            String where = (int) size[0] + " x " + (int) size[1];
            faults.addAll(stage.onFx(() -> faults(scene, where + ": ")));
            for (int text : TEXTS) {
                stage.resize(size[0], size[1], text);
                faults.addAll(stage.onFx(() -> faults(scene, where + " at " + text + " px: ")));
            }
        }
        assertThat(faults).isEmpty();
    }

    private static List<String> faults(Scene scene, String where) {
        List<String> faults = new ArrayList<>();
        List<Region> cells = SceneWalk.shown(scene).stream()
                .filter(node -> node.getStyleClass().contains("transcript-cell"))
                .map(Region.class::cast)
                .sorted(Comparator.comparingDouble(Node::getLayoutY))
                .toList();
        if (cells.isEmpty()) {
            faults.add(where + "no rows");
        }
        double end = Double.NEGATIVE_INFINITY;
        for (Region cell : cells) {
            String row = SceneWalk.describe(cell.getChildrenUnmodifiable().get(0));
            double content = Math.ceil(cell.prefHeight(cell.getWidth()));
            if (Math.abs(cell.getHeight() - content) > 0.5) {
                faults.add(where + cell.getHeight() + " high instead of " + content + ": " + row);
            }
            // Positions are rounded to whole pixels.
            if (cell.getLayoutY() < end - 1) {
                faults.add(where + "over the row before it: " + row);
            }
            end = cell.getLayoutY() + cell.getHeight();
        }
        return faults;
    }
}
