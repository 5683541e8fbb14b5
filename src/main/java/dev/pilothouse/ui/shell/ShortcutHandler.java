package dev.pilothouse.ui.shell;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import javafx.event.EventHandler;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import org.jspecify.annotations.Nullable;

/**
 * Handles the keys of the whole window. While a sheet is open, only Escape works.
 *
 * <p>Owns the action of each shortcut, and the listeners in the scene of its window. Confined to the FX thread. Ends
 * with the window.
 */
final class ShortcutHandler {
    private final Map<Shortcut, Runnable> actions = new EnumMap<>(Shortcut.class);
    private final Unused unused;
    private final EventHandler<KeyEvent> pressed = this::onKey;
    private final EventHandler<KeyEvent> typed = this::onTyped;
    private final EventHandler<KeyEvent> held = this::onHeld;
    /** The key that is down, null if none is. A held key sends repeated presses. */
    private @Nullable KeyCode down;

    private boolean isRepeated;

    /** Handles keys that no view uses. Each method returns whether it did something. */
    interface Unused {
        /** Whether a sheet is open. */
        boolean isCovered();

        /** Goes one step back. */
        boolean back();

        /** Answers the question whose card shows the Enter key. */
        boolean accept(boolean withShortcut);

        /** Refuses the request whose card shows the Escape key. */
        boolean refuse();

        /** Handles an Escape key press without a way back. */
        boolean escape();

        /** Scrolls the conversation by a number of screens. */
        void page(int screens);
    }

    ShortcutHandler(Unused unused) {
        this.unused = unused;
    }

    void put(Shortcut shortcut, Runnable action) {
        actions.put(shortcut, action);
    }

    Map<Shortcut, Runnable> actions() {
        return actions;
    }

    /** Listens to the scene of a window. The scene outlives the window, which is replaced when the language changes. */
    void listenTo(Node window) {
        window.sceneProperty().addListener((property, before, now) -> onScene(before, now));
    }

    private void onScene(Scene before, Scene now) {
        if (before != null) {
            before.removeEventHandler(KeyEvent.KEY_PRESSED, pressed);
            before.removeEventHandler(KeyEvent.KEY_TYPED, typed);
            before.removeEventFilter(KeyEvent.ANY, held);
        }
        if (now != null) {
            // On the scene and not on a node: a key that is pressed without a focused node reaches only the scene.
            now.addEventHandler(KeyEvent.KEY_PRESSED, pressed);
            now.addEventHandler(KeyEvent.KEY_TYPED, typed);
            // A filter, because a view may consume the first press of a held key.
            now.addEventFilter(KeyEvent.ANY, held);
        }
    }

    private void onHeld(KeyEvent event) {
        if (event.getEventType() == KeyEvent.KEY_PRESSED) {
            isRepeated = event.getCode() == down;
            down = event.getCode();
        } else if (event.getEventType() == KeyEvent.KEY_RELEASED) {
            down = null;
        }
    }

    private void onKey(KeyEvent event) {
        if (unused.isCovered()) {
            if (event.getCode() == KeyCode.ESCAPE) {
                unused.back();
                event.consume();
            }
            return;
        }
        for (Map.Entry<Shortcut, Runnable> shortcut : actions.entrySet()) {
            if (shortcut.getKey().matches(event)) {
                shortcut.getValue().run();
                event.consume();
                return;
            }
        }
        if (event.getCode() == KeyCode.PAGE_UP || event.getCode() == KeyCode.PAGE_DOWN) {
            unused.page(event.getCode() == KeyCode.PAGE_UP ? -1 : 1);
            event.consume();
        } else if (event.getCode() == KeyCode.ESCAPE
                && (!isRepeated && unused.refuse() || unused.back() || !isRepeated && unused.escape())) {
            event.consume();
        } else if (event.getCode() == KeyCode.ENTER
                && !event.isShiftDown()
                && !event.isAltDown()
                && !isRepeated
                && unused.accept(event.isShortcutDown())) {
            event.consume();
        }
    }

    /** A question mark opens the list of keys, unless a text field has the focus. */
    private void onTyped(KeyEvent event) {
        boolean inText = event.getSource() instanceof Scene scene && scene.getFocusOwner() instanceof TextInputControl;
        if (event.getCharacter().equals("?") && !unused.isCovered() && !inText) {
            Objects.requireNonNull(actions.get(Shortcut.KEYS)).run();
            event.consume();
        }
    }
}
