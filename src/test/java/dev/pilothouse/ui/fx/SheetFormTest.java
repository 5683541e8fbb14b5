package dev.pilothouse.ui.fx;

import static org.assertj.core.api.Assertions.assertThat;

import javafx.scene.Scene;
import javafx.scene.layout.Pane;
import javafx.scene.layout.StackPane;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;

/** The window's content is not the root of the scene, as in the app. */
class SheetFormTest {
    private final Pane sheet = new Pane();
    private final StackPane overlay = new StackPane();
    private final StackPane window = new StackPane(overlay);
    private final SheetForm form = new SheetForm(sheet);

    private final FxRobot fx = new FxRobot();

    @BeforeAll
    static void startFx() throws Exception {
        FxToolkit.registerPrimaryStage();
    }

    @BeforeEach
    void openAWindow() {
        fx.interact(() -> {
            window.getStyleClass().add(SheetForm.WINDOW);
            return new Scene(new StackPane(window));
        });
    }

    private void open() {
        fx.interact(() -> overlay.getChildren().add(sheet));
    }

    private void style(String name, boolean present) {
        fx.interact(() -> {
            if (present) {
                window.getStyleClass().add(name);
            } else {
                window.getStyleClass().remove(name);
            }
        });
    }

    @Test
    void aSheetThatOpensInANarrowWindowCoversIt() {
        style(SheetForm.NARROW, true);
        open();

        assertThat(form.coversProperty().get()).isTrue();
        assertThat(sheet.getStyleClass()).contains("whole-sheet");
    }

    @Test
    void anOpenSheetFollowsTheWidthOfTheWindow() {
        open();
        assertThat(form.coversProperty().get()).isFalse();

        style(SheetForm.NARROW, true);
        assertThat(form.coversProperty().get()).isTrue();

        style(SheetForm.NARROW, false);
        assertThat(form.coversProperty().get()).isFalse();
    }

    @Test
    void theFormOfAPhoneIsThatOfTheWindow() {
        open();
        assertThat(SheetForm.isOnPhone(sheet)).isFalse();

        style(SheetForm.PHONE, true);
        assertThat(SheetForm.isOnPhone(sheet)).isTrue();
    }
}
