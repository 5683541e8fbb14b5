package dev.pilothouse.ui.settings;

import java.util.Optional;

/**
 * Small texts that outlive the app on this device: drafts, the chosen appearance. Any thread; neither method waits for a
 * disk. What was put is on disk within a second or when the app ends in order.
 */
public interface KeptValues {
    Optional<String> get(String name);

    /** Keeps the value; an empty one forgets the name. */
    void put(String name, String value);
}
