package dev.pilothouse.ui.composer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeoutException;
import javafx.scene.Scene;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;

/** Laid out explicitly on the FX thread, so that no test waits for a frame. */
class AutoHeightScrollTest {
    private static final int ROW = 30;
    private static final int MOST = 100;

    private final FxRobot fx = new FxRobot();
    private final VBox content = new VBox();
    private final Region below = row();

    private static Region row() {
        Region row = new Region();
        row.setMinSize(50, ROW);
        row.setPrefSize(50, ROW);
        return row;
    }

    private void show(VBox root, int rows) {
        fx.interact(() -> {
            content.getChildren().clear();
            for (int i = 0; i < rows; i++) {
                content.getChildren().add(row());
            }
            root.applyCss();
            root.layout();
        });
    }

    @Test
    void shrinksAndGrowsWithItsContentWithinOneLayout() throws TimeoutException {
        Stage stage = FxToolkit.registerPrimaryStage();
        VBox root = new VBox();
        fx.interact(() -> {
            AutoHeightScroll scroll = new AutoHeightScroll(content, MOST);
            scroll.setStyle("-fx-padding: 0; -fx-border-width: 0; -fx-background-insets: 0;");
            root.getChildren().setAll(scroll, below);
            stage.setScene(new Scene(root, 300, 400));
            stage.show();
        });

        show(root, 8);
        assertThat(below.getLayoutY()).isEqualTo(MOST);
        show(root, 1);
        assertThat(below.getLayoutY()).isEqualTo(ROW);
        show(root, 3);
        assertThat(below.getLayoutY()).isEqualTo(3 * ROW);
    }
}
