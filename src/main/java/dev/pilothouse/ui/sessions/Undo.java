package dev.pilothouse.ui.sessions;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The result of an action, which usually can be undone. Immutable.
 *
 * @param text describes the result
 * @param back undoes the action; null if it cannot be undone
 */
public record Undo(String text, @Nullable Runnable back) {
    public Undo {
        Objects.requireNonNull(text, "text");
    }
}
