package dev.pilothouse.ui.sessions;

import dev.pilothouse.ui.text.Texts;

/**
 * One action that a session offers now. Immutable.
 *
 * @param key the key of its text
 */
public record SessionAction(String key, Runnable run) {
    public String text() {
        return Texts.text(key);
    }
}
