package dev.pilothouse.ui.sessions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.concurrent.TimeoutException;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;

class TailPaneTest {
    private final FxRobot fx = new FxRobot();

    @Test
    void theFirstLineInViewIsWhole() throws TimeoutException {
        Stage stage = FxToolkit.registerPrimaryStage();
        fx.interact(() -> {
            Label text = new Label("one\ntwo\nthree\nfour\nfive");
            text.setLineSpacing(2);
            TailPane pane = new TailPane(text);
            stage.setScene(new Scene(pane));
            text.applyCss();
            double line = (text.prefHeight(-1) + 2) / 5;
            pane.resize(300, 2.5 * line);
            pane.layout();

            assertThat(text.getLayoutY()).isCloseTo(-3 * line, within(1.0));
        });
    }
}
