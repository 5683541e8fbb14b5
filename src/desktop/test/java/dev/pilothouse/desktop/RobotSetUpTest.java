package dev.pilothouse.desktop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.RobotTest;
import dev.pilothouse.ui.fx.NonBlinkingCaret;
import java.util.concurrent.atomic.AtomicInteger;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TextField;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.testfx.framework.junit5.ApplicationTest;

/** Checks that the robot's input reaches a window as a real pointer and keyboard do. */
@RobotTest
final class RobotSetUpTest extends ApplicationTest {

    private final AtomicInteger presses = new AtomicInteger();
    private final AtomicInteger choices = new AtomicInteger();
    private TextField field;

    @Override
    public void start(Stage stage) {
        MenuItem item = new MenuItem("Choose");
        item.setOnAction(event -> choices.incrementAndGet());
        Button button = new Button("Press");
        button.setOnAction(event -> presses.incrementAndGet());
        button.setContextMenu(new ContextMenu(item));
        field = NonBlinkingCaret.install(new TextField());
        stage.setScene(new Scene(new VBox(24, field, button), 400, 300));
        stage.show();
    }

    @BeforeEach
    void focusTheField() {
        clickOn(field);
    }

    @Test
    void aClickPressesAButton() {
        clickOn("Press");

        assertThat(presses).hasValue(1);
    }

    @Test
    void typedTextArrives() {
        write("steer");

        assertThat(field.getText()).isEqualTo("steer");
    }

    @Test
    void theOtherMouseButtonOpensTheMenu() {
        rightClickOn("Press").clickOn("Choose");

        assertThat(choices).hasValue(1);
    }
}
