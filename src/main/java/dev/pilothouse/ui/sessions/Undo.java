package dev.pilothouse.ui.sessions;

import java.util.Objects;

/**
 * An action that can be undone. Immutable.
 *
 * @param text describes the action
 * @param back undoes it
 */
public record Undo(String text, Runnable back) {
    public Undo {
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(back, "back");
    }
}
