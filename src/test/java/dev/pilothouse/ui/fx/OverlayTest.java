package dev.pilothouse.ui.fx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import javafx.scene.Scene;
import javafx.scene.control.TextField;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;

class OverlayTest {
    private final FxRobot fx = new FxRobot();

    @BeforeAll
    static void start() throws TimeoutException {
        FxToolkit.registerPrimaryStage();
    }

    @Test
    void whatLiesUnderASheetDoesNotGetTheFocus() {
        fx.interact(() -> {
            Overlay overlay = new Overlay();
            TextField under = new TextField();
            TextField inTheSheet = new TextField();
            Scene scene = new Scene(new StackPane(under, overlay));
            overlay.show(inTheSheet);

            under.requestFocus();

            assertThat(scene.getFocusOwner()).isSameAs(inTheSheet);
        });
    }

    @Test
    void aCoveredSheetReturnsWithItsFocusWhenTheOtherIsClosed() {
        fx.interact(() -> {
            Overlay overlay = new Overlay();
            TextField first = new TextField();
            TextField second = new TextField();
            VBox form = new VBox(first, second);
            Scene scene = new Scene(new StackPane(overlay));
            overlay.show(form);
            second.requestFocus();
            TextField over = new TextField();

            overlay.push(over);
            assertThat(scene.getFocusOwner()).isSameAs(over);
            overlay.close();

            assertThat(form.getScene()).isSameAs(scene);
            assertThat(scene.getFocusOwner()).isSameAs(second);
            overlay.close();
            assertThat(overlay.isOpen()).isFalse();
        });
    }

    @Test
    void aCoveredSheetStaysInTheSceneSoThatItKeepsItsListeners() {
        fx.interact(() -> {
            Overlay overlay = new Overlay();
            VBox form = new VBox(new TextField());
            List<Scene> scenes = new ArrayList<>();
            Scene scene = new Scene(new StackPane(overlay));
            overlay.show(form);
            form.sceneProperty().addListener((property, before, now) -> scenes.add(now));

            overlay.push(new TextField());
            assertThat(form.isVisible()).isFalse();
            assertThat(form.isManaged()).isFalse();
            overlay.close();
            assertThat(form.isVisible()).isTrue();
            assertThat(form.isManaged()).isTrue();
            assertThat(scenes).isEmpty();

            overlay.push(new TextField());
            overlay.show(new TextField());
            assertThat(form.getScene()).isNull();
            assertThat(overlay.getScene()).isSameAs(scene);
        });
    }

    /** The scene outlives the window's content, and must not keep a reference to it. */
    @Test
    void aSceneThatItHasLeftDoesNotReachIt() {
        fx.interact(() -> {
            Overlay overlay = new Overlay();
            TextField first = new TextField();
            TextField second = new TextField();
            TextField left = new TextField();
            StackPane before = new StackPane(left, overlay);
            Scene old = new Scene(before);
            Scene now = new Scene(new StackPane());
            before.getChildren().remove(overlay);
            ((StackPane) now.getRoot()).getChildren().setAll(overlay);
            VBox sheet = new VBox(first, second);
            sheet.setFocusTraversable(true);
            overlay.show(sheet);
            second.requestFocus();

            left.requestFocus();

            assertThat(old.getFocusOwner()).isSameAs(left);
            assertThat(now.getFocusOwner()).isSameAs(second);
        });
    }
}
