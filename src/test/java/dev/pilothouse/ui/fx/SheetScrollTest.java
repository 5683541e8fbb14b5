package dev.pilothouse.ui.fx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeoutException;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

class SheetScrollTest {
    private final FxRobot fx = new FxRobot();

    @Test
    void contentThatArrivesLaterGetsItsRoom() throws TimeoutException {
        Stage stage = FxToolkit.registerPrimaryStage();
        VBox content = new VBox();
        SheetScroll scroll = new SheetScroll(content);
        Label loading = new Label("Loading");
        loading.setWrapText(true);
        content.getChildren().setAll(loading);
        Overlay overlay = new Overlay();
        fx.interact(() -> {
            stage.setScene(new Scene(overlay, 400, 600));
            stage.show();
        });
        fx.interact(() -> {
            VBox sheet = new VBox(new Label("Title"), scroll);
            sheet.setMaxSize(300, Region.USE_PREF_SIZE);
            overlay.show(sheet);
        });
        WaitForAsyncUtils.waitForFxEvents();

        fx.interact(() -> {
            Label tall = new Label("Word ".repeat(100));
            tall.setWrapText(true);
            content.getChildren().setAll(tall);
        });
        WaitForAsyncUtils.waitForFxEvents();

        assertThat(content.getHeight()).isGreaterThan(200);
        assertThat(scroll.getHeight()).isGreaterThanOrEqualTo(content.getHeight());
    }
}
