package dev.pilothouse.ui.permission;

import java.time.Duration;
import java.util.function.LongSupplier;
import javafx.event.EventHandler;
import javafx.scene.Node;
import javafx.scene.control.ButtonBase;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import org.jspecify.annotations.Nullable;

/**
 * Blocks input on a card that was begun before the card appeared: a key that is held or already pressed, a press aimed
 * at the previous content, and the second click of a double click. The guard restarts whenever the card's content
 * changes, the card moves to another card's place or comes on screen, or a key is pressed before the guard has ended.
 * So a key that is pressed again and again does not answer a card that appears meanwhile.
 *
 * <p>Confined to the FX thread. Ends with its card.
 */
final class EarlyInputGuard {
    private static final Duration SAFE_AFTER = Duration.ofMillis(600);

    /** Shorter than any human reaction to a new card. */
    private static final Duration AIMED_AFTER = Duration.ofMillis(250);

    private final LongSupplier ticker;
    private final EventHandler<KeyEvent> pressed = event -> onPressed();
    private long since;
    /** A key that was pressed too early, until it is released, because a held key repeats. */
    private @Nullable KeyCode early;

    EarlyInputGuard(LongSupplier ticker) {
        this.ticker = ticker;
        restart();
    }

    void restart() {
        since = ticker.getAsLong();
    }

    boolean isSafe() {
        return isVisibleFor(SAFE_AFTER);
    }

    private void onPressed() {
        if (!isSafe()) {
            restart();
        }
    }

    private boolean isVisibleFor(Duration time) {
        return ticker.getAsLong() - since >= time.toNanos();
    }

    /** Guards the buttons below this node. */
    void watch(Node card) {
        card.sceneProperty().addListener((property, before, now) -> {
            if (before != null) {
                before.removeEventFilter(KeyEvent.KEY_PRESSED, pressed);
            }
            if (now != null) {
                now.addEventFilter(KeyEvent.KEY_PRESSED, pressed);
                restart();
            }
        });
        card.addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            if (onButton(event) && (!isSafe() || event.getCode() == early)) {
                early = event.getCode();
                event.consume();
            }
        });
        card.addEventFilter(KeyEvent.KEY_RELEASED, event -> {
            if (event.getCode() == early) {
                early = null;
                event.consume();
            }
        });
        card.addEventFilter(MouseEvent.MOUSE_PRESSED, event -> {
            if (!isVisibleFor(event.getClickCount() > 1 ? SAFE_AFTER : AIMED_AFTER)) {
                event.consume();
            }
        });
    }

    private static boolean onButton(KeyEvent event) {
        return event.getTarget() instanceof ButtonBase
                && (event.getCode() == KeyCode.ENTER || event.getCode() == KeyCode.SPACE);
    }
}
