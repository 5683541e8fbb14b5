package dev.pilothouse.ui.fx;

import javafx.scene.control.TextArea;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;

/**
 * Makes the Tab key move the focus out of a text area, as in all other controls. Stateless; confined to the FX thread.
 */
public final class TabTraversal {
    private TabTraversal() {}

    /** Tab moves the focus forward and Shift+Tab back. Filters that were added earlier run first. */
    public static void install(TextArea area) {
        area.addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.TAB && !event.isControlDown() && !event.isConsumed()) {
                // With Control, a text area moves the focus itself, in either direction.
                area.fireEvent(new KeyEvent(
                        KeyEvent.KEY_PRESSED, "", "", KeyCode.TAB, event.isShiftDown(), true, false, false));
                event.consume();
            }
        });
    }
}
