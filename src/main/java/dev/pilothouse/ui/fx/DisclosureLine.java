package dev.pilothouse.ui.fx;

import javafx.scene.AccessibleRole;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.layout.Pane;

/** Makes a line open on a click or key press. Stateless; confined to the FX thread. */
public final class DisclosureLine {
    private DisclosureLine() {}

    public static void make(Pane line, Runnable open) {
        line.setAccessibleRole(AccessibleRole.BUTTON);
        line.setOnMouseClicked(event -> {
            if (event.getButton() == MouseButton.PRIMARY && event.isStillSincePress()) {
                open.run();
            }
        });
        line.addEventHandler(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.ENTER || event.getCode() == KeyCode.SPACE) {
                open.run();
                event.consume();
            }
        });
    }
}
