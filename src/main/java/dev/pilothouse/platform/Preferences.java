package dev.pilothouse.platform;

import java.util.Optional;

/**
 * Small texts stored on this device across restarts: drafts, the chosen appearance. Any thread; no method waits for the
 * disk. A new value is on disk within a second, or when the app ends in order.
 */
public interface Preferences {
    Optional<String> get(String name);

    /** Stores the value. An empty value removes the name. */
    void put(String name, String value);
}
