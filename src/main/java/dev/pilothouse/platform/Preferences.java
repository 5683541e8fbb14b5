package dev.pilothouse.platform;

import java.util.Optional;

/**
 * Small texts stored on this device across restarts: drafts, the chosen appearance. Any thread; no method waits for the
 * disk. A new value is on disk within a second, or when the app ends in order.
 */
public interface Preferences {
    /** Stores nothing. */
    Preferences NOTHING = new Preferences() {
        @Override
        public Optional<String> get(String name) {
            return Optional.empty();
        }

        @Override
        public void put(String name, String value) {
            // Nothing is stored.
        }
    };

    Optional<String> get(String name);

    /** Stores the value. An empty value removes the name. */
    void put(String name, String value);

    /**
     * Stores the value and writes it at once.
     *
     * @param written runs on any thread after the attempt to write; never if the app ends first
     */
    default void save(String name, String value, Runnable written) {
        put(name, value);
        written.run();
    }
}
