package dev.pilothouse.ui.sessions;

import java.util.Objects;

/**
 * What has just been done and can be taken back. Immutable.
 *
 * @param text says what was done
 */
public record Undo(String text, Runnable back) {
    public Undo {
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(back, "back");
    }
}
