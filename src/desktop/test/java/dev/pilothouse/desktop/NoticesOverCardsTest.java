package dev.pilothouse.desktop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.ui.fx.Accent;
import dev.pilothouse.ui.fx.Theme;
import dev.pilothouse.ui.fx.ThemeSettings;
import java.util.ArrayList;
import java.util.List;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.Scene;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Checks that notices cover no card with a question, on any size of window. */
class NoticesOverCardsTest {
    private static final double[][] SIZES = {{390, 844}, {360, 640}, {844, 390}, {800, 500}, {1_200, 800}};

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
            names = {"DECISIONS", "CONVERSATION"})
    void noticesCoverNoCard(Screen screen) {
        List<String> faults = new ArrayList<>();
        for (double[] size : SIZES) {
            for (int text : new int[] {14, 20}) {
                Scene scene = stage.show(screen, new ThemeSettings(Theme.DARK, Accent.BLUE, text), size[0], size[1]);
                for (int count = 1; count <= 3; count++) {
                    int number = count;
                    stage.onFx(() -> {
                        stage.shell().notices().showProblem("The host refused message " + number + " of this device.");
                        return null;
                    });
                    stage.settle();
                    String where = (int) size[0] + "x" + (int) size[1] + " at " + text + " px, " + count + " notices: ";
                    faults.addAll(stage.onFx(() -> covered(scene, where)));
                }
            }
        }
        assertThat(faults).isEmpty();
    }

    private static List<String> covered(Scene scene, String where) {
        List<String> faults = new ArrayList<>();
        List<Node> notices = of(scene, "notice");
        List<Node> cards = of(scene, "pending-card");
        if (notices.isEmpty() || cards.isEmpty()) {
            faults.add(where + notices.size() + " notices and " + cards.size() + " cards");
        }
        for (Node notice : notices) {
            Bounds over = notice.localToScene(notice.getLayoutBounds());
            if (over.getMinY() < 0 || over.getMaxY() > scene.getHeight()) {
                faults.add(where + "a notice outside of the window");
            }
            for (Node card : cards) {
                Bounds under = SceneWalk.inSight(card);
                if (under.getHeight() > 0
                        && over.getMaxY() > under.getMinY() + 1
                        && over.getMinY() < under.getMaxY() - 1
                        && over.getMaxX() > under.getMinX()
                        && over.getMinX() < under.getMaxX()) {
                    faults.add(where + "covered: " + SceneWalk.describe(card));
                }
            }
        }
        return faults;
    }

    private static List<Node> of(Scene scene, String styleClass) {
        return SceneWalk.shown(scene).stream()
                .filter(node -> node.getStyleClass().contains(styleClass))
                .toList();
    }
}
