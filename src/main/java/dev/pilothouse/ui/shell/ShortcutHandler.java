package dev.pilothouse.ui.shell;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import javafx.event.EventHandler;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;

/**
 * Handles the keys of the whole window. While a sheet is open, only Escape works.
 *
 * <p>Owns the action of each shortcut, and the listeners in the scene of its window. Confined to the FX thread. Ends
 * with the window.
 */
final class ShortcutHandler {
    private final Map<Shortcut, Runnable> actions = new EnumMap<>(Shortcut.class);
    private final BooleanSupplier covered;
    private final BooleanSupplier back;
    private final BooleanSupplier escape;
    private final IntConsumer page;
    private final EventHandler<KeyEvent> pressed = this::onKey;
    private final EventHandler<KeyEvent> typed = this::onTyped;
    private final EventHandler<KeyEvent> held = this::onHeld;
    private boolean escapeHeld;
    /** Whether the last press of Escape is a repetition of a held key. */
    private boolean escapeRepeated;

    /**
     * @param covered whether a sheet is open
     * @param back goes one step back, or returns false
     * @param escape handles an Escape key press without a way back, or returns false
     * @param page scrolls the conversation by a number of screens
     */
    ShortcutHandler(BooleanSupplier covered, BooleanSupplier back, BooleanSupplier escape, IntConsumer page) {
        this.covered = covered;
        this.back = back;
        this.escape = escape;
        this.page = page;
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
        if (event.getCode() == KeyCode.ESCAPE) {
            boolean down = event.getEventType() == KeyEvent.KEY_PRESSED;
            escapeRepeated = down && escapeHeld;
            escapeHeld = down;
        }
    }

    private void onKey(KeyEvent event) {
        if (covered.getAsBoolean()) {
            if (event.getCode() == KeyCode.ESCAPE) {
                boolean unused = back.getAsBoolean();
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
            page.accept(event.getCode() == KeyCode.PAGE_UP ? -1 : 1);
            event.consume();
        } else if (event.getCode() == KeyCode.ESCAPE
                && (back.getAsBoolean() || !escapeRepeated && escape.getAsBoolean())) {
            event.consume();
        }
    }

    /** A question mark opens the list of keys, unless a text field has the focus. */
    private void onTyped(KeyEvent event) {
        boolean inText = event.getSource() instanceof Scene scene && scene.getFocusOwner() instanceof TextInputControl;
        if (event.getCharacter().equals("?") && !covered.getAsBoolean() && !inText) {
            Objects.requireNonNull(actions.get(Shortcut.KEYS)).run();
            event.consume();
        }
    }
}
