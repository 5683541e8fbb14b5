package dev.pilothouse.ui.fx;

import javafx.scene.control.TextArea;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;

/** Lets the Tab key leave a text area, as it leaves every other control. Stateless; confined to the FX thread. */
public final class TabMoves {
    private TabMoves() {}

    /** Tab goes on and Shift+Tab goes back; a filter that was added before has the first word. */
    public static void outOf(TextArea area) {
        area.addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.TAB && !event.isControlDown() && !event.isConsumed()) {
                // With Control a text area moves the focus itself, in either direction.
                area.fireEvent(new KeyEvent(
                        KeyEvent.KEY_PRESSED, "", "", KeyCode.TAB, event.isShiftDown(), true, false, false));
                event.consume();
            }
        });
    }
}
