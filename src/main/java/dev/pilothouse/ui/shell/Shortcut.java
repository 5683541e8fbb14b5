package dev.pilothouse.ui.shell;

import dev.pilothouse.ui.text.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;

/** The keys of the whole window and their actions. Keys of a single view are in {@link LocalShortcut}. Immutable. */
enum Shortcut {
    PALETTE(KeyCode.K, KeyCombination.SHORTCUT_DOWN),
    NEW_SESSION(KeyCode.N, KeyCombination.SHORTCUT_DOWN),
    FIND(KeyCode.F, KeyCombination.SHORTCUT_DOWN),
    SEARCH(KeyCode.F, KeyCombination.SHORTCUT_DOWN, KeyCombination.SHIFT_DOWN),
    NEXT_WAITING(KeyCode.J, KeyCombination.SHORTCUT_DOWN),
    PREVIOUS(KeyCode.UP, KeyCombination.ALT_DOWN),
    NEXT(KeyCode.DOWN, KeyCombination.ALT_DOWN),
    CHANGES(KeyCode.D, KeyCombination.SHORTCUT_DOWN, KeyCombination.SHIFT_DOWN),
    SEND_TO_MANY(KeyCode.M, KeyCombination.SHORTCUT_DOWN, KeyCombination.SHIFT_DOWN),
    PANEL(KeyCode.B, KeyCombination.SHORTCUT_DOWN),
    MESSAGE(KeyCode.L, KeyCombination.SHORTCUT_DOWN),
    STOP(KeyCode.PERIOD, KeyCombination.SHORTCUT_DOWN),
    GO_SESSIONS(KeyCode.DIGIT1, KeyCombination.SHORTCUT_DOWN),
    GO_DECISIONS(KeyCode.DIGIT2, KeyCombination.SHORTCUT_DOWN),
    GO_HOSTS(KeyCode.DIGIT3, KeyCombination.SHORTCUT_DOWN),
    GO_SETTINGS(KeyCode.COMMA, KeyCombination.SHORTCUT_DOWN),
    KEYS(KeyCode.F1);

    private final KeyCodeCombination combination;

    Shortcut(KeyCode code, KeyCombination.Modifier... modifiers) {
        combination = new KeyCodeCombination(code, modifiers);
    }

    boolean matches(KeyEvent event) {
        return combination.match(event);
    }

    String title() {
        return Texts.text("shortcut." + name());
    }

    /** The keys' names: "Ctrl+K", or "⌘K" on a Mac. */
    String keys() {
        boolean mac = System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("mac");
        List<String> parts = new ArrayList<>();
        if (combination.getShortcut() == KeyCombination.ModifierValue.DOWN) {
            parts.add(mac ? "\u2318" : Texts.text("key.control"));
        }
        if (combination.getShift() == KeyCombination.ModifierValue.DOWN) {
            parts.add(mac ? "\u21e7" : Texts.text("key.shift"));
        }
        if (combination.getAlt() == KeyCombination.ModifierValue.DOWN) {
            parts.add(mac ? "\u2325" : "Alt");
        }
        parts.add(
                switch (combination.getCode()) {
                    case UP -> "\u2191";
                    case DOWN -> "\u2193";
                    case COMMA -> ",";
                    case PERIOD -> ".";
                    default -> combination.getCode().getName();
                });
        return String.join(mac ? "" : "+", parts);
    }
}
